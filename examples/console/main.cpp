#include "auth_server/auth_server.hpp"
#include "console/options.hpp"
#include "console/report.hpp"
#include "console/temporary_directory.hpp"
#include "console/tour.hpp"

#include <iostream>
#include <optional>
#include <string>

namespace {

using namespace keyturn::example;
using namespace keyturn::example::console;

constexpr int failed = 1, bad_usage = 2, interrupted = 130;

int run_tour(const console::Options& options) {
  Report report;
  const TemporaryDirectory temporary;
  std::optional<AuthServer> built_in;
  std::string server = options.server;
  if (server.empty()) {
    AuthServerConfig config;
    config.database = (temporary.path() / "server.db").string();
    config.access_ttl = std::chrono::seconds{3};
    config.refresh_ttl = std::chrono::seconds{7};
    built_in.emplace(config);
    built_in->add_user("ada", "lovelace");
    server = built_in->url();
  }
  const std::string own_sessions = (temporary.path() / "session").string();
  const std::string& sessions = options.session_directory.empty() ? own_sessions : options.session_directory;

  report.title("keyturn: the life of a session");
  report.line();
  report.line("app      This program, which calls its API through keyturn.");
  report.line("server   What the auth server itself counted, whatever the app believes.");
  report.line("         " + server + (built_in ? ", built in, with a database on disk" : ""));
  report.line("session  " + sessions + "/tour.session");
  Tour{server, sessions, report}.run();
  return report.finish() ? 0 : failed;
}

int complain(const char* what, int status) {
  std::cerr << "keyturn-console: " << what << '\n';
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const console::Options options = read_options(count, arguments);
    if (!options.help) return run_tour(options);
    std::cout << options_help();
    return 0;
  } catch (const console::OptionError& error) {
    return complain((std::string{error.what()} + "\nTry --help.").c_str(), bad_usage);
  } catch (const Interrupted& error) {
    return complain(error.what(), interrupted);
  } catch (const std::exception& error) {
    return complain(error.what(), failed);
  }
}
