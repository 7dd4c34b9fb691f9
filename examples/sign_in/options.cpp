#include "sign_in/options.hpp"

#include <boost/program_options.hpp>

#include <charconv>
#include <fstream>
#include <iostream>
#include <sstream>

namespace keyturn::example::sign_in {
namespace {

namespace po = boost::program_options;

po::options_description description() {
  po::options_description all{"Options"};
  auto add = all.add_options();
  add("client-id", po::value<std::string>()->value_name("ID"), "the client, as it is registered at the server; needed");
  add("client-secret-file", po::value<std::string>()->value_name("FILE"),
      "where the client's secret stands, in the first line; - is the input. An argument could be seen by all on this "
      "machine");
  add("client-auth", po::value<std::string>()->value_name("HOW"),
      "how the secret is sent: basic (the default) or post");
  add("scope", po::value<std::string>()->value_name("SCOPE")->default_value("openid profile email"),
      "what to ask for, separated by spaces");
  add("browser", po::bool_switch(), "sign in with the browser on this machine (the default)");
  add("device", po::bool_switch(), "sign in with a code and a browser anywhere");
  add("client-credentials", po::bool_switch(), "sign the client itself in, without a user");
  add("no-open", po::bool_switch(), "open no browser, only say the address");
  add("port", po::value<std::string>()->value_name("PORT"),
      "the port of http://127.0.0.1:PORT, for servers that want the one that is registered (default: any)");
  add("path", po::value<std::string>()->value_name("PATH")->default_value("/"), "the path behind that port");
  add("parameter", po::value<std::vector<std::string>>()->value_name("NAME=VALUE"),
      "say this too when signing in by browser, such as prompt=consent or login_hint=ada; may be given more than once");
  add("call", po::value<std::vector<std::string>>()->value_name("URL"),
      "call this with the access token, and show the answer; the token goes to the origins of these URLs; may be given "
      "more than once");
  add("keep", po::bool_switch(), "do not sign out at the end: the next run finds the session");
  add("help", po::bool_switch(), "show this");
  return all;
}

std::string text_of(const po::variables_map& given, const char* name) {
  return given.count(name) > 0 ? given[name].as<std::string>() : std::string{};
}

std::uint16_t read_port(const std::string& text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0)
    throw OptionError{"--port: '" + text + "' is not a number from 1 to 65535"};
  return port;
}

std::pair<std::string, std::string> read_parameter(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == text.npos)
    throw OptionError{"--parameter: '" + text + "' is not NAME=VALUE, such as prompt=consent"};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

Secret read_secret(const std::string& file) {
  std::string line;
  std::ifstream opened;
  if (file != "-") opened.open(file);
  std::getline(file == "-" ? std::cin : opened, line);
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) throw OptionError{"--client-secret-file: there is no secret in the first line of '" + file + "'"};
  Secret secret{std::string_view{line}};
  wipe(line);
  return secret;
}

Way read_way(const po::variables_map& given) {
  Way way = Way::browser;
  int chosen = 0;
  for (const auto& [name, each] :
       {std::pair{"browser", Way::browser}, {"device", Way::device}, {"client-credentials", Way::client_credentials}}) {
    if (!given[name].as<bool>()) continue;
    way = each;
    ++chosen;
  }
  if (chosen > 1) throw OptionError{"--browser, --device, --client-credentials: one way at a time"};
  return way;
}

ClientAuth read_client_auth(const std::string& how, bool has_secret) {
  if (!has_secret && !how.empty()) throw OptionError{"--client-auth: needs --client-secret-file"};
  if (!has_secret) return ClientAuth::none;
  if (how.empty() || how == "basic") return ClientAuth::basic;
  if (how == "post") return ClientAuth::post;
  throw OptionError{"--client-auth: '" + how + "' is neither basic nor post"};
}

Options convert(const po::variables_map& given) {
  Options options;
  options.help = given["help"].as<bool>();
  if (options.help) return options;
  options.issuer = text_of(given, "issuer");
  if (options.issuer.empty()) throw OptionError{"the URL of the issuer is missing"};
  options.client_id = text_of(given, "client-id");
  if (options.client_id.empty()) throw OptionError{"--client-id: is needed"};
  options.way = read_way(given);
  const std::string file = text_of(given, "client-secret-file");
  options.client_auth = read_client_auth(text_of(given, "client-auth"), !file.empty());
  if (!file.empty()) options.client_secret = read_secret(file);
  if (options.way == Way::client_credentials && file.empty())
    throw OptionError{"--client-credentials: needs --client-secret-file"};
  options.scope = text_of(given, "scope");
  if (options.way == Way::client_credentials && given["scope"].defaulted()) options.scope.clear();
  if (given.count("port") > 0) options.port = read_port(text_of(given, "port"));
  options.path = text_of(given, "path");
  if (given.count("parameter") > 0)
    for (const std::string& each : given["parameter"].as<std::vector<std::string>>())
      options.parameters.push_back(read_parameter(each));
  if (given.count("call") > 0) options.calls = given["call"].as<std::vector<std::string>>();
  for (const std::string& url : options.calls)
    if (auto origin = origin_of(url); !origin)
      throw OptionError{"--call: '" + url + "' is not a URL such as https://api.example.com/me (" +
                        origin.error().detail + ")"};
  options.open = !given["no-open"].as<bool>();
  options.keep = given["keep"].as<bool>();
  return options;
}

}  // namespace

Options read_options(int count, const char* const* arguments) {
  try {
    po::variables_map given;
    using namespace po::command_line_style;
    constexpr auto style = allow_long | long_allow_adjacent | long_allow_next;  // no guessing of shortened names
    po::options_description all = description();
    all.add_options()("issuer", po::value<std::string>());
    const auto positional = po::positional_options_description{}.add("issuer", 1);
    po::store(po::command_line_parser(count, arguments).options(all).positional(positional).style(style).run(), given);
    po::notify(given);
    return convert(given);
  } catch (const po::error& error) {
    throw OptionError{error.what()};
  }
}

std::string options_help() {
  std::ostringstream out;
  out << "Usage: keyturn-sign-in ISSUER --client-id ID [OPTION]...\n"
         "Signs in to a server that speaks OAuth 2.0 or OpenID Connect, shows who you are, calls what you name, and "
         "signs\n"
         "out. ISSUER is the server's own name for itself, such as https://login.example.com, to the last slash.\n\n"
      << description()
      << "\nExamples:\n"
         "  keyturn-sign-in https://login.example.com --client-id notes --call https://api.example.com/me\n"
         "  keyturn-sign-in https://login.example.com --client-id tv --device\n"
         "  keyturn-sign-in https://login.example.com --client-id job --client-credentials --client-secret-file "
         "secret\n"
         "\nRegister the client with the redirect URI http://127.0.0.1/ and any port, or with the one of --port and "
         "--path.\n"
         "\nExit status: 0 if everything was done, 1 if not, 2 for a wrong option, 130 if it was interrupted.\n";
  return out.str();
}

}  // namespace keyturn::example::sign_in
