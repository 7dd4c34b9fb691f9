#include "auth_server/auth_server.hpp"
#include "console/console.hpp"
#include "console/options.hpp"
#include "console/report.hpp"
#include "console/signals.hpp"
#include "console/tour.hpp"
#include "temporary_directory.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

namespace {

using namespace keyturn::example;
using namespace keyturn::example::console;

constexpr int failed = 1, bad_usage = 2, interrupted = 130;

struct Place {
  std::string server, session_directory;
};

// Where to go: what the options name, and for the rest a server of its own and a temporary directory.
Place prepare(const console::Options& options, AuthServerConfig config, const std::filesystem::path& temporary,
              std::optional<AuthServer>& built_in) {
  Place place{options.server, options.session_directory};
  if (place.session_directory.empty()) place.session_directory = (temporary / "session").string();
  if (!place.server.empty()) return place;
  config.database = (temporary / "server.db").string();
  built_in.emplace(config);
  built_in->add_user("ada", "lovelace");
  place.server = built_in->url();
  return place;
}

int run_tour(const console::Options& options) {
  Report report;
  const TemporaryDirectory temporary{"keyturn-console"};
  std::optional<AuthServer> built_in;
  AuthServerConfig config;
  config.access_ttl = std::chrono::seconds{3};
  config.refresh_ttl = std::chrono::seconds{7};
  config.allow_faults = true;
  const Place place = prepare(options, config, temporary.path(), built_in);

  report.title("keyturn: the life of a session");
  report.line();
  report.line("app      This program, which calls its API through keyturn.");
  report.line("server   What the auth server itself counted, whatever the app believes.");
  report.line("         " + place.server + (built_in ? ", built in, with a database on disk" : ""));
  report.line("session  " + place.session_directory + "/tour.session");
  Tour{place.server, place.session_directory, {options.timeline, options.trace}, report}.run();
  return report.finish() ? 0 : failed;
}

// One for each server, so that no server is shown the tokens of another.
std::string account_for(const std::string& server) {
  if (server.empty()) return "console";
  std::string name = "console-";
  for (const char c : server.substr(server.find("://") + 3)) name += c == '.' || c == ':' || c == '/' ? '-' : c;
  return name;
}

int run_console(const console::Options& options) {
  const TemporaryDirectory temporary{"keyturn-console"};
  std::optional<AuthServer> built_in;
  AuthServerConfig config;
  config.access_ttl = std::chrono::seconds{5};
  config.refresh_ttl = std::chrono::seconds{60};
  const Place place = prepare(options, config, temporary.path(), built_in);
  const auto leave = [&temporary] {
    std::error_code ignored;
    std::filesystem::remove_all(temporary.path(), ignored);
    std::_Exit(interrupted);
  };
  Screen screen;
  Input input{screen};
  Console console{
      {place.server, place.session_directory, account_for(options.server), built_in.has_value(), leave}, screen, input};
  return console.run() || input.by_hand() ? 0 : failed;
}

int complain(const char* what, int status) {
  std::cerr << "keyturn-console: " << what << '\n';
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const console::Options options = read_options(count, arguments);
    if (options.help) {
      std::cout << options_help();
      return 0;
    }
    catch_signals();
    return options.tour ? run_tour(options) : run_console(options);
  } catch (const console::OptionError& error) {
    return complain((std::string{error.what()} + "\nTry --help.").c_str(), bad_usage);
  } catch (const Interrupted& error) {
    return complain(error.what(), interrupted);
  } catch (const std::exception& error) {
    return complain(error.what(), failed);
  }
}
