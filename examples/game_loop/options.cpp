#include "game_loop/options.hpp"

#include <boost/program_options.hpp>

#include <charconv>
#include <sstream>
#include <string_view>
#include <vector>

namespace keyturn::example::game_loop {
namespace {

namespace po = boost::program_options;

po::options_description description() {
  po::options_description all{"Options"};
  auto add = all.add_options();
  add("server", po::value<std::string>()->value_name("URL"),
      "the auth server on this machine, such as http://127.0.0.1:8080 (default: one built in, whose access tokens live "
      "for 3 seconds)");
  add("frames", po::value<std::string>()->value_name("N"), "leave after so many frames");
  add("script", po::bool_switch(),
      "play by itself, as ada with the password lovelace: sign in, add an item, live through refreshes and an outage, "
      "log out, sign in again; the steps are printed, and with --server, at 'step outage' and 'step server-back' "
      "somebody else stops and starts the server, whose access tokens must be short-lived");
  add("screenshot", po::value<std::string>()->value_name("FILE"), "save the last frame, as a PNG");
  add("report", po::bool_switch(), "print in the end, as one line of JSON, what was counted and measured");
  add("help", po::bool_switch(), "show this");
  return all;
}

std::string read_server(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme) || url.size() == scheme.size())
    throw OptionError{"--server: '" + url + "' is not a URL such as http://127.0.0.1:8080"};
  return url;
}

unsigned read_frames(const std::string& text) {
  unsigned frames = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), frames);
  if (error != std::errc{} || end != text.data() + text.size() || frames == 0)
    throw OptionError{"--frames: '" + text + "' is not a number of frames"};
  return frames;
}

Options convert(const po::variables_map& given) {
  Options options;
  options.help = given["help"].as<bool>();
  options.script = given["script"].as<bool>();
  options.report = given["report"].as<bool>();
  if (given.count("server") > 0) options.server = read_server(given["server"].as<std::string>());
  if (given.count("frames") > 0) options.frames = read_frames(given["frames"].as<std::string>());
  if (given.count("screenshot") > 0) {
    options.screenshot = given["screenshot"].as<std::string>();
    if (options.screenshot.empty()) throw OptionError{"--screenshot: needs the name of a file"};
  }
  return options;
}

}  // namespace

Options read_options(int count, const char* const* arguments) {
  try {
    po::variables_map given;
    using namespace po::command_line_style;
    constexpr auto style = allow_long | long_allow_adjacent | long_allow_next;  // no guessing of shortened names
    po::options_description all = description();
    all.add_options()("argument", po::value<std::vector<std::string>>());
    const auto positional = po::positional_options_description{}.add("argument", -1);
    po::store(po::command_line_parser(count, arguments).options(all).positional(positional).style(style).run(), given);
    po::notify(given);
    if (given.count("argument") > 0)
      throw OptionError{"'" + given["argument"].as<std::vector<std::string>>().front() + "' is not an option"};
    return convert(given);
  } catch (const po::error& error) {
    throw OptionError{error.what()};
  }
}

std::string options_help() {
  std::ostringstream out;
  out << "Usage: keyturn-game-loop [OPTION]...\n"
         "A small game whose inventory is on a server: its token is renewed all the time, and no frame waits for "
         "it.\n\n"
      << description();
  return out.str();
}

}  // namespace keyturn::example::game_loop
