#include "console/at_once.hpp"
#include "console/console.hpp"
#include "console/explain.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace keyturn::example::console {
namespace {

constexpr int most_threads = 256;

// What people type as a path; whole URLs stay as they are.
std::string as_path(std::string_view given) {
  const bool ready = given.starts_with('/') || given.find("://") != std::string_view::npos;
  return (ready ? "" : "/") + std::string{given};
}

std::string as_body(std::string_view text) {
  if (text.starts_with('{') && nlohmann::json::accept(text)) return std::string{text};
  return nlohmann::json{{"text", text}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::optional<std::string> Console::name_for(std::string_view given) {
  if (!given.empty()) return std::string{given};
  if (!name_.empty()) return name_;
  if (!input_.by_hand()) {
    (void)complain("login needs a name");
    return std::nullopt;
  }
  Line line = input_.line("user name: ");
  if (line.got == Got::line && !line.text.empty()) return std::move(line.text);
  (void)complain("no login without a name");
  return std::nullopt;
}

bool Console::login(std::string_view given) {
  if (given.find_first_of(" \t") != std::string_view::npos)
    return complain("login takes a name alone; it asks for the password, so that nobody sees it");
  const auto name = name_for(given);
  if (!name) return false;
  Line line = input_.password("password of " + printable(*name, 100) + ": ");
  Password grant{*name, Secret{line.text}};
  const bool there = line.got == Got::line && !line.text.empty();
  std::fill(line.text.begin(), line.text.end(), '\0');
  if (!there) return complain("no password was given; nobody was logged in");
  const auto done = busy_.wait_for([&] { return client_.login(grant); });
  if (done) name_ = *name;
  return report("login of " + printable(*name, 100), done);
}

bool Console::me(std::string_view) { return get("/me"); }

bool Console::get(std::string_view path) {
  if (path.empty()) return complain("get needs a path, such as get /notes");
  const std::string whole = as_path(path);
  return report("GET " + printable(whole, 200), busy_.wait_for([&] { return client_.get(whole); }));
}

bool Console::post(std::string_view arguments) {
  const auto end = arguments.find_first_of(" \t");
  if (end == std::string_view::npos) return complain("post needs a path and a text, such as post /notes buy milk");
  const std::string path = as_path(arguments.substr(0, end));
  const auto text = arguments.substr(arguments.find_first_not_of(" \t", end));
  return report("POST " + printable(path, 200), busy_.wait_for([&] { return client_.post(path, as_body(text)); }));
}

std::optional<Counts> Console::server_counts() {
  const auto answer =
      wire_.send({.url = setup_.server + "/metrics", .auth = Auth::none, .timeout = std::chrono::seconds{10}});
  return answer && answer->status == 200 ? read_metrics(answer->body) : std::nullopt;
}

bool Console::storm(std::string_view number) {
  int size = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), size);
  if (error != std::errc{} || end != number.data() + number.size() || size < 1 || size > most_threads)
    return complain("storm needs a number from 1 to " + std::to_string(most_threads) + ", such as storm 64");

  return busy_.wait_for([&]() -> std::function<bool()> {
    const auto token = client_.access_token();
    if (!token) return [this, error = token.error()] { return report("storm", Result<void>{error}); };
    const auto before = server_counts();
    const TimePoint began = trace_.now();
    client_.report_unauthorized(*token);
    auto outcomes = at_once(size, [this](int) {
      const auto answer = client_.get("/me");
      return answer ? std::to_string(answer->status) : std::string{to_string(answer.error().code)};
    });
    std::int64_t refreshes = log_.refreshes_since(began);
    const auto after = before ? server_counts() : std::nullopt;
    if (after) {
      auto grown = growth(*before, *after);
      refreshes = grown["POST /refresh 200"];
    }
    return [this, outcomes = std::move(outcomes), refreshes, by_server = after.has_value()] {
      return report_storm(outcomes, refreshes, by_server);
    };
  })();
}

bool Console::report_storm(const std::vector<std::string>& outcomes, std::int64_t refreshes, bool by_server) {
  const bool answered = summary(outcomes) == summary(std::vector<std::string>(outcomes.size(), "200"));
  const std::string calls = std::to_string(outcomes.size()) + (outcomes.size() == 1 ? " call" : " calls at once");
  const std::string counted = std::to_string(refreshes) + (refreshes == 1 ? " refresh" : " refreshes");
  say(calls + " with an expired token");
  say("answers: " + screen_.painted(answered ? green : red, summary(outcomes)));
  say(std::string{by_server ? "the server counted: " : "counted here, for the server shows no /metrics: "} +
      screen_.painted(refreshes == 1 ? green : red, counted));
  if (!answered) return complain("not every call was answered with 200");
  if (refreshes != 1) return complain("one refresh was promised; does somebody else use this server or session?");
  return true;
}

bool Console::status(std::string_view) {
  const SessionInfo info = busy_.wait_for([this] { return client_.session(); });
  say("server   " + setup_.server);
  say("session  " + (info.logged_in ? "logged in, session " + std::to_string(info.epoch) + ", generation " +
                                          std::to_string(info.generation)
                                    : std::string{"nobody is logged in"}));
  if (info.logged_in && !info.expires_in) say("token    the server does not tell how long it lives");
  if (info.logged_in && info.expires_in)
    say("token    " + (info.expires_in->count() > 0 ? std::to_string(info.expires_in->count()) + " s left"
                                                    : std::string{"expired; the next call renews it"}));
  const auto events = log_.last_events(5);
  if (!events.empty()) say("last events");
  for (const std::string& event : events) say(event);
  return true;
}

bool Console::refresh(std::string_view) {
  return report("refresh", busy_.wait_for([this] { return client_.refresh(); }));
}

bool Console::logout(std::string_view) {
  if (!busy_.wait_for([this] { return client_.logged_in(); })) return complain("nobody is logged in");
  return report("logout", busy_.wait_for([this] { return client_.logout(); }));
}

bool Console::trace(std::string_view) {
  const auto lines = log_.all();
  if (lines.empty()) say("nothing has happened yet");
  for (const std::string& line : lines) say(printable(line, 300));
  return true;
}

bool Console::help(std::string_view) {
  for (const Command& command : commands()) {
    std::string usage = std::string{command.name} + ' ' + std::string{command.arguments};
    usage.resize(std::max<std::size_t>(usage.size(), 16), ' ');
    say(screen_.painted(bold, usage) + std::string{command.help});
  }
  return true;
}

bool Console::quit(std::string_view) {
  quit_ = true;
  return true;
}

}  // namespace keyturn::example::console
