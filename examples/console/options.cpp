#include "console/options.hpp"

#include <boost/program_options.hpp>

#include <sstream>
#include <vector>

namespace keyturn::example::console {
namespace {

namespace po = boost::program_options;

po::options_description description() {
  po::options_description all{"Options"};
  auto add = all.add_options();
  add("tour", po::bool_switch(),
      "show the whole life of a session, step by step, with what the server counted at each; needs no input");
  add("server", po::value<std::string>()->value_name("URL"),
      "the auth server, such as http://127.0.0.1:8080; the tour logs in there as ada with password lovelace (default: "
      "one built in)");
  add("session", po::value<std::string>()->value_name("DIR"),
      "where session files go (default: a temporary directory, removed at the end)");
  add("timeline", po::value<std::string>()->value_name("FILE"),
      "with --tour: draw what the 64 threads did when, as a picture (SVG)");
  add("trace", po::value<std::string>()->value_name("FILE"),
      "with --tour: write all that the client did, for ui.perfetto.dev or chrome://tracing");
  add("help", po::bool_switch(), "show this");
  return all;
}

std::string read_server(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  const auto scheme = url.find("://");
  const bool known = url.starts_with("http://") || url.starts_with("https://");
  if (!known || scheme + 3 == url.size())
    throw OptionError{"--server: '" + url + "' is not a URL such as http://127.0.0.1:8080"};
  return url;
}

std::string read_file_of_tour(const std::string& name, const po::variables_map& given, bool tour) {
  if (given.count(name) == 0) return {};
  const auto file = given[name].as<std::string>();
  if (file.empty()) throw OptionError{"--" + name + ": needs the name of a file"};
  if (!tour) throw OptionError{"--" + name + ": is for --tour"};
  return file;
}

Options convert(const po::variables_map& given) {
  Options options;
  options.help = given["help"].as<bool>();
  options.tour = given["tour"].as<bool>();
  if (given.count("server") > 0) options.server = read_server(given["server"].as<std::string>());
  if (given.count("session") > 0) {
    options.session_directory = given["session"].as<std::string>();
    if (options.session_directory.empty()) throw OptionError{"--session: needs the name of a directory"};
  }
  options.timeline = read_file_of_tour("timeline", given, options.tour);
  options.trace = read_file_of_tour("trace", given, options.tour);
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
  out << "Usage: keyturn-console [OPTION]...\n"
         "       keyturn-console --tour [OPTION]...\n"
         "Calls an API through keyturn, by commands from a terminal, a file or a pipe; its command help lists them.\n"
         "With --tour it shows by itself what keyturn does with access tokens and refresh tokens.\n\n"
      << description()
      << "\nFrom a file or pipe, login takes the password from the next line:\n"
         "  printf 'login ada\\nlovelace\\nstorm 64\\n' | keyturn-console\n"
         "\nExit status: 0 if everything was as promised and each command succeeded (those typed at a terminal do not\n"
         "count), 1 if something was not or could not be done, 2 for a wrong option, 130 if it was interrupted.\n";
  return out.str();
}

}  // namespace keyturn::example::console
