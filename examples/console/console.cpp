#include "console/console.hpp"

#include "console/explain.hpp"
#include "console/signals.hpp"

#include <algorithm>
#include <utility>

namespace keyturn::example::console {
namespace {

constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

std::pair<std::string_view, std::string_view> split(std::string_view line) {
  const auto end = std::min(line.find_first_of(blanks), line.size());
  return {line.substr(0, end), trimmed(line.substr(end))};
}

keyturn::Options client_options(const std::string& account) {
  keyturn::Options options;
  options.account = account;
  options.request_timeout = options.refresh_timeout = options.logout_timeout = std::chrono::seconds{10};
  options.refresh_budget = {.count = 20, .window = std::chrono::seconds{30}};  // people try things out here
  return options;
}

}  // namespace

Console::Console(ConsoleSetup setup, Screen& screen, Input& input)
    : setup_{std::move(setup)},
      screen_{screen},
      input_{input},
      busy_{screen, input.by_hand(), setup_.leave},
      wire_{setup_.server},
      name_{setup_.built_in ? "ada" : ""},
      client_{trace_.transport(WireTransport{&wire_}), trace_.storage(FileStorage{setup_.session_directory}),
              wire_.protocol(), client_options(setup_.account)} {
  client_.on_event(trace_.listener());
  client_.on_logout([this](LogoutReason reason) {
    const std::lock_guard lock{mutex_};
    ended_ = reason;
  });
}

const std::vector<Console::Command>& Console::commands() {
  static const std::vector<Command> all{
      {"login", "[name]", "begin a session; asks for the password", &Console::login},
      {"me", "", "GET /me: who am I?", &Console::me},
      {"get", "PATH", "GET PATH, such as /notes", &Console::get},
      {"post", "PATH TEXT", "POST {\"text\": TEXT} to PATH, such as /notes; TEXT in braces goes as it is",
       &Console::post},
      {"storm", "N", "N calls at once with an expired token: N answers, 1 refresh", &Console::storm},
      {"status", "", "the session, the time that its token has left, the last events", &Console::status},
      {"refresh", "", "renew the token now", &Console::refresh},
      {"logout", "", "end the session", &Console::logout},
      {"trace", "", "all requests and events so far", &Console::trace},
      {"help", "", "this list", &Console::help},
      {"quit", "", "leave, as Ctrl-D does", &Console::quit},
  };
  return all;
}

void Console::greet() {
  say(screen_.painted(bold, "keyturn-console") + " calls an API through keyturn, which keeps the tokens.");
  say("server   " + setup_.server + (setup_.built_in ? ", built in; its access tokens live 5 s" : ""));
  say("session  " + setup_.session_directory + '/' + setup_.account + ".session");
  if (setup_.built_in) say("user     ada, with the password lovelace");
  const auto there = busy_.wait_for([this] { return client_.restore(); });
  if (!there) (void)complain(explain(there.error(), setup_.server));
  if (there && *there) say("A session is there from last time: try me, or status.");
  if (input_.by_hand()) say("Try " + std::string{there && *there ? "" : "login, then "} + "storm 64, or help.");
}

bool Console::run() {
  greet();
  while (read_command()) prompt_after_end_of_session();
  return failed_ == 0;
}

bool Console::read_command() {
  const Line line = input_.line("keyturn> ");
  if (line.got == Got::end) return false;
  if (line.got == Got::interrupt) {
    if (!input_.by_hand()) throw Interrupted{};
    return true;
  }
  const auto text = trimmed(line.text);
  if (text.empty() || text.starts_with('#')) return true;
  // Whoever types a password behind the name must not find it in the history.
  const auto [word, arguments] = split(text);
  const bool may_hold_password = word == "login" && arguments.find_first_of(blanks) != std::string_view::npos;
  if (!may_hold_password) input_.remember(std::string{text});
  ++commands_;
  if (!carry_out(text)) ++failed_;
  if (!input_.by_hand()) check_interrupted();
  if (asked_to_end()) throw Interrupted{};
  return !quit_;
}

bool Console::carry_out(std::string_view line) {
  const auto [word, arguments] = split(line);
  const auto& all = commands();
  const auto command =
      std::find_if(all.begin(), all.end(), [&, &word = word](const Command& c) { return c.name == word; });
  if (command == all.end()) return complain("'" + printable(word, 40) + "' is no command; help lists them");
  if (command->takes_none() && !arguments.empty())
    return complain(std::string{command->name} + " takes nothing behind it");
  return (this->*command->carry_out)(arguments);
}

void Console::prompt_after_end_of_session() {
  std::optional<LogoutReason> reason;
  {
    const std::lock_guard lock{mutex_};
    reason = std::exchange(ended_, std::nullopt);
  }
  if (!reason || *reason == LogoutReason::requested) return;
  say(screen_.painted(yellow, "The session has ended: " + std::string{to_string(*reason)} + "."));
  if (!input_.by_hand()) return say("Log in again: login [name]");
  say("Please log in again; an empty password leaves it.");
  (void)login(name_);
}

bool Console::complain(const std::string& text) {
  screen_.write("  " + screen_.painted(red, "failed: ") + text + '\n');
  return false;
}

bool Console::report(std::string_view what, const Result<void>& result) {
  if (!result) return complain(std::string{what} + ": " + explain(result.error(), setup_.server));
  say(screen_.painted(green, std::string{what} + ": success"));
  return true;
}

bool Console::report(std::string_view what, const Result<Response>& result) {
  if (!result) return complain(std::string{what} + ": " + explain(result.error(), setup_.server));
  const bool right = result->status < 400;
  const std::string answer = std::string{what} + ": " + std::to_string(result->status);
  if (right)
    say(screen_.painted(green, answer));
  else
    (void)complain(answer);
  screen_.write(shown_body(result->body));
  return right;
}

}  // namespace keyturn::example::console
