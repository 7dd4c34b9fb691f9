// The console: reads commands and carries them out against one server.
#ifndef KEYTURN_EXAMPLES_CONSOLE_CONSOLE_HPP
#define KEYTURN_EXAMPLES_CONSOLE_CONSOLE_HPP

#include "console/busy.hpp"
#include "console/event_log.hpp"
#include "console/input.hpp"
#include "console/metrics_text.hpp"
#include "console/screen.hpp"
#include "console/wire.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example::console {

struct ConsoleSetup {
  std::string server, session_directory, account;
  bool built_in = false;        // the server; it then has the user ada with the password lovelace
  std::function<void()> leave;  // ends the program at once
};

class Console {
 public:
  Console(ConsoleSetup setup, Screen& screen, Input& input);

  // To the end of the input. True if all commands succeeded. Throws Interrupted.
  bool run();

 private:
  struct Command {
    std::string_view name, arguments, help;
    bool (Console::*carry_out)(std::string_view arguments);
    bool takes_none() const { return arguments.empty(); }
  };
  static const std::vector<Command>& commands();

  void greet();
  // False: the input is over, or `quit` was asked for.
  bool read_command();
  bool carry_out(std::string_view line);
  void prompt_after_end_of_session();

  // The commands; false if it failed, and then they have said why. See console_commands.cpp.
  bool login(std::string_view name);
  bool me(std::string_view);
  bool get(std::string_view path);
  bool post(std::string_view arguments);
  bool storm(std::string_view number);
  bool status(std::string_view);
  bool refresh(std::string_view);
  bool logout(std::string_view);
  bool trace(std::string_view);
  bool help(std::string_view);
  bool quit(std::string_view);

  void say(std::string_view text) { screen_.write("  " + std::string{text} + '\n'); }
  bool complain(const std::string& text);
  bool report(std::string_view what, const Result<void>& result);
  bool report(std::string_view what, const Result<Response>& result);
  std::optional<std::string> name_for(std::string_view given);
  std::optional<Counts> server_counts();
  bool report_storm(const std::vector<std::string>& outcomes, std::int64_t refreshes, bool by_server);

  const ConsoleSetup setup_;
  Screen& screen_;
  Input& input_;
  Busy busy_;
  Wire wire_;
  const Trace trace_{4000};
  const EventLog log_{trace_};
  std::string name_;  // who logged in last
  bool quit_ = false;
  int commands_ = 0, failed_ = 0;
  std::mutex mutex_;
  std::optional<LogoutReason> ended_;  // not yet told to the user
  Client client_;                      // the last member: its callbacks use the others
};

}  // namespace keyturn::example::console

#endif
