#include "auth_server/options.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/program_options.hpp>

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <sstream>
#include <vector>

namespace keyturn::example {
namespace {

namespace po = boost::program_options;

constexpr std::int64_t ten_years = 315'360'000;

std::optional<std::int64_t> read_number(std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || number < least || number > most) return std::nullopt;
  return number;
}

std::chrono::seconds read_seconds(const std::string& option, const std::string& text) {
  const auto number = read_number(text, 1, ten_years);
  if (!number) throw OptionError{option + ": '" + text + "' is not a number of seconds from 1 to 315360000"};
  return std::chrono::seconds{*number};
}

po::options_description description() {
  po::options_description all{"Options"};
  auto add = all.add_options();
  add("listen", po::value<std::string>()->default_value("127.0.0.1:8080")->value_name("ADDRESS:PORT"),
      "where to listen; port 0: any free one; IPv6 as [::1]:8080");
  add("database", po::value<std::string>()->value_name("FILE"),
      "keep users, sessions and notes in this file (default: in memory)");
  add("access-ttl", po::value<std::string>()->default_value("900")->value_name("SECONDS"), "life of an access token");
  add("refresh-ttl", po::value<std::string>()->default_value("2592000")->value_name("SECONDS"),
      "life of a refresh token");
  add("rotation", po::value<std::string>()->default_value("idempotent")->value_name("RULE"),
      "what a spent refresh token brings: idempotent (the same pair again, with the Idempotency-Key of its exchange), "
      "window:SECONDS (the same pair again for a while, until the pair is used) or strict (nothing); beyond that its "
      "session is revoked");
  add("add-user", po::value<std::string>()->value_name("NAME"),
      "add a user to the database and end; the password is asked for, or read from standard input");
  add("demo", po::bool_switch(), "have a user ada with the password lovelace");
  add("tls-certificate", po::value<std::string>()->value_name("FILE"),
      "speak https, with the certificate (and its chain) in this PEM file; needs --tls-key");
  add("tls-key", po::value<std::string>()->value_name("FILE"), "the certificate's private key, a PEM file");
  add("allow-faults", po::bool_switch(),
      "for tests of clients: let the header X-Fault of a request ask for drop-before, drop-after-commit, delay=MS or "
      "status=NNN, and show the presented refresh tokens, as keyed digests, at GET /presentations");
  add("verbose", po::bool_switch(), "log method, path and status of each answer to standard error");
  add("help", po::bool_switch(), "show this");
  return all;
}

void read_tls(const po::variables_map& given, AuthServerConfig& config) {
  const auto read = [&given](const char* option, std::string& file) {
    if (given.count(option) == 0) return;
    file = given[option].as<std::string>();
    if (file.empty()) throw OptionError{std::string{"--"} + option + ": needs the name of a file"};
  };
  read("tls-certificate", config.tls_certificate);
  read("tls-key", config.tls_key);
  if (config.tls_key.empty() && !config.tls_certificate.empty())
    throw OptionError{"--tls-certificate: needs --tls-key"};
  if (config.tls_certificate.empty() && !config.tls_key.empty())
    throw OptionError{"--tls-key: needs --tls-certificate"};
}

Options convert(const po::variables_map& given) {
  Options options;
  options.help = given["help"].as<bool>();
  options.demo = given["demo"].as<bool>();
  options.verbose = given["verbose"].as<bool>();
  options.server.allow_faults = given["allow-faults"].as<bool>();
  read_tls(given, options.server);
  read_listen(given["listen"].as<std::string>(), options.server);
  options.server.access_ttl = read_seconds("--access-ttl", given["access-ttl"].as<std::string>());
  options.server.refresh_ttl = read_seconds("--refresh-ttl", given["refresh-ttl"].as<std::string>());
  options.server.rotation = read_rotation(given["rotation"].as<std::string>());
  if (given.count("database") > 0) {
    options.server.database = given["database"].as<std::string>();
    if (options.server.database.empty()) throw OptionError{"--database: needs the name of a file"};
  }
  if (given.count("add-user") > 0) {
    options.add_user = given["add-user"].as<std::string>();
    if (options.add_user.empty()) throw OptionError{"--add-user: needs a name"};
    if (given.count("database") == 0) throw OptionError{"--add-user: needs --database, or the user would be lost"};
  }
  return options;
}

}  // namespace

Rotation read_rotation(std::string_view text) {
  constexpr std::string_view window = "window:";
  if (text == "idempotent") return {Rotation::Mode::idempotent};
  if (text == "strict") return {Rotation::Mode::strict};
  const auto seconds = text.starts_with(window) ? read_number(text.substr(window.size()), 1, ten_years) : std::nullopt;
  if (!seconds)
    throw OptionError{"--rotation: '" + std::string{text} + "' is not one of idempotent, window:SECONDS, strict"};
  return {Rotation::Mode::window, std::chrono::seconds{*seconds}};
}

void read_listen(std::string_view text, AuthServerConfig& config) {
  const OptionError fault{"--listen: '" + std::string{text} +
                          "' is not an address and a port such as 127.0.0.1:8080 or [::1]:8080"};
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) throw fault;
  std::string_view address = text.substr(0, colon);
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) address = address.substr(1, address.size() - 2);
  config.address = address == "localhost" ? "127.0.0.1" : std::string{address};
  boost::system::error_code error;
  const auto read = boost::asio::ip::make_address(config.address, error);
  const auto port = read_number(text.substr(colon + 1), 0, std::numeric_limits<unsigned short>::max());
  if (error || read.is_v6() != bracketed || !port) throw fault;
  config.port = static_cast<unsigned short>(*port);
}

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
  out << "Usage: keyturn-auth-server [OPTION]...\n"
         "An example auth server: logs users in, rotates their tokens, and has notes behind them.\n\n"
      << description();
  return out.str();
}

}  // namespace keyturn::example
