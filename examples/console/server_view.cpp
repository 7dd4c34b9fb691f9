#include "console/server_view.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace keyturn::example::console {
namespace {

constexpr std::chrono::milliseconds patience{10'000};

// What the counters that are no answers mean, to be read after "server".
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> meanings{{
    {"keyturn_login_failures_total", "refused a password"},
    {"keyturn_rotations_total", "exchanged a refresh token for a new pair"},
    {"keyturn_replays_total", "handed out the same pair again"},
    {"keyturn_reuse_revocations_total", "revoked a session because a spent refresh token came back"},
}};

std::string times(std::int64_t number) {
  if (number == 0) return "never";
  return number == 1 ? "once" : std::to_string(number) + " times";
}

std::string described(std::string_view what) {
  for (const auto& [name, meaning] : meanings)
    if (name == what) return std::string{meaning};
  const auto status = what.rfind(' ');
  std::string text{"answered "};
  if (status == what.find(' ')) return text.append(what);
  return text.append(what.substr(0, status)).append(" with").append(what.substr(status));
}

bool is_answer(std::string_view what) { return what.find(' ') != std::string_view::npos; }

// The tour's own look at the counters.
bool is_own(std::string_view what) { return what.starts_with("GET /metrics "); }

bool covers(std::string_view promised, std::string_view what) {
  return what.starts_with(promised) && (what.size() == promised.size() || what[promised.size()] == ' ');
}

}  // namespace

ServerView::ServerView(Wire& wire, const std::string& url, Report& report)
    : wire_{wire}, url_{url}, report_{report}, before_{count()} {}

void ServerView::observe(std::initializer_list<Promised> promised) {
  const Counts after = count();
  const Counts grown = growth(std::exchange(before_, after), after);
  for (const auto& [what, number] : promised) {
    std::int64_t seen = 0;
    for (const auto& [name, value] : grown)
      if (covers(what, name)) seen += value;
    report_.observe(Seen::by_server, described(what), times(number), times(seen));
  }
  for (const auto& [name, value] : grown) {
    const bool expected = std::any_of(promised.begin(), promised.end(),
                                      [&, &what = name](const Promised& p) { return covers(p.what, what); });
    if (!is_answer(name) || is_own(name) || expected) continue;
    report_.observe(Seen::by_server, described(name), "never (does somebody else use it?)", times(value));
  }
}

Counts ServerView::count() {
  const Response answer = get("/metrics");
  auto counts = answer.status == 200 ? read_metrics(answer.body) : std::nullopt;
  if (!counts)
    throw ServerTrouble{url_ + " is no server for this tour: it must count at GET /metrics what it answers, as " +
                        "keyturn-auth-server does, but answered " + std::to_string(answer.status) +
                        (answer.status == 200 ? " without these counters" : "")};
  return *std::move(counts);
}

bool ServerView::allows_faults() {
  constexpr int asked_for = 507;
  Request request{.url = url_ + "/health"};
  request.headers.add("X-Fault", "status=" + std::to_string(asked_for));
  const bool allows = send(std::move(request)).status == asked_for;
  forget();
  return allows;
}

Response ServerView::get(std::string_view path, const Secret& access_token) {
  Request request{.url = url_ + std::string{path}};
  if (!access_token.empty()) request.headers.add("Authorization", "Bearer " + std::string{access_token.view()});
  return send(std::move(request));
}

Response ServerView::refresh(const TokenSet& tokens) {
  auto request = wire_.protocol().refresh_request(tokens);
  if (!request) throw ServerTrouble{"no refresh can be asked for: " + request.error().detail};
  return send(*std::move(request));
}

Response ServerView::send(Request request) {
  request.timeout = patience;
  auto answer = wire_.send(request);
  if (!answer)
    throw ServerTrouble{"no answer from " + url_ + ": " + std::string{to_string(answer.error().code)} +
                        (answer.error().detail.empty() ? "" : ", " + answer.error().detail)};
  return *std::move(answer);
}

std::string json_text(const std::string& body, const char* name) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  const bool there = json.is_object() && json.contains(name) && json[name].is_string();
  return there ? json[name].get<std::string>() : std::string{};
}

}  // namespace keyturn::example::console
