// The server as seen past the client: what it counts, and what it answers to requests made by hand.
#ifndef KEYTURN_EXAMPLES_CONSOLE_SERVER_VIEW_HPP
#define KEYTURN_EXAMPLES_CONSOLE_SERVER_VIEW_HPP

#include "console/metrics_text.hpp"
#include "console/report.hpp"
#include "console/wire.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace keyturn::example::console {

// The tour cannot go on, because of the server.
struct ServerTrouble : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// How often something is promised to happen. `what` is a key of Counts, or a method and path whose every answer counts.
struct Promised {
  std::string_view what;
  std::int64_t times;
};

// One object watches for one step: from its construction until observe().
class ServerView {
 public:
  ServerView(Wire& wire, const std::string& url, Report& report);  // throws ServerTrouble

  // Compares what the server counted since the construction, or since the last observe(), with what is promised.
  // Answers that nobody promised are wrong too.
  void observe(std::initializer_list<Promised> promised);

  // What happened since then concerns nobody.
  void forget() { before_ = count(); }

  bool allows_faults();  // whether it does what X-Fault says; throws ServerTrouble
  Response get(std::string_view path, const Secret& access_token = {});  // throws ServerTrouble
  Response refresh(const TokenSet& tokens);                              // throws ServerTrouble

 private:
  Counts count();
  Response send(Request request);

  Wire& wire_;
  const std::string& url_;
  Report& report_;
  Counts before_;
};

// The string at `name` in a JSON object; empty if there is none.
std::string json_text(const std::string& body, const char* name);

}  // namespace keyturn::example::console

#endif
