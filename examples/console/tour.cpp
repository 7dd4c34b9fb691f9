#include "console/tour.hpp"

#include <filesystem>
#include <fstream>
#include <utility>

namespace keyturn::example::console {
namespace {

constexpr const char* account = "tour";
constexpr std::chrono::seconds longest_wait{60};
constexpr std::chrono::milliseconds margin{200};

std::string text_of(LogoutReason reason) {
  switch (reason) {
    case LogoutReason::requested:
      return "requested";
    case LogoutReason::refresh_token_expired:
      return "refresh_token_expired";
    case LogoutReason::refresh_token_refused:
      return "refresh_token_refused";
    case LogoutReason::no_refresh_token:
      return "no_refresh_token";
    case LogoutReason::logged_out_elsewhere:
      return "logged_out_elsewhere";
  }
  return "unknown";
}

std::string text_of(const Error& error) {
  std::string text{to_string(error.code)};
  if (error.status != 0) text += " (" + std::to_string(error.status) + ')';
  return text;
}

void write_file(const char* option, const std::string& name, const std::string& text) {
  std::ofstream file{name, std::ios::binary};
  file << text;
  file.close();
  if (!file) throw TourStopped{std::string{option} + ": " + name + " cannot be written"};
}

}  // namespace

std::string outcome(const Result<void>& result) { return result ? "success" : text_of(result.error()); }

std::string outcome(const Result<Response>& result) {
  return result ? std::to_string(result->status) : text_of(result.error());
}

Tour::Tour(std::string server, std::string session_directory, TourFiles files, Report& report)
    : server_{std::move(server)},
      session_directory_{std::move(session_directory)},
      files_{std::move(files)},
      report_{report},
      view_{wire_, server_, report_} {
  check_session_directory();
  open_client();
}

void Tour::run() {
  wrong_password();
  login();
  calls();
  access_token_expires();
  many_threads();
  lost_answer();
  spent_refresh_token();
  post_replayed();
  restart();
  refresh_token_expires();
  login_again();
  logout();
  revoked_tokens();
  write_trace();
}

std::vector<TraceRecord> Tour::recorded_since(TimePoint moment) const {
  auto records = trace_.records();
  std::erase_if(records, [moment](const TraceRecord& record) { return record.began < moment; });
  return records;
}

void Tour::write_timeline(const std::vector<TraceRecord>& records) {
  if (files_.timeline.empty()) return;
  write_file("--timeline", files_.timeline, draw_timeline(records, 12));
  report_.line("    A picture of it is in " + files_.timeline + '.');
}

void Tour::write_trace() {
  if (files_.trace.empty()) return;
  write_file("--trace", files_.trace, trace_.json());
  report_.line("All that the client did is in " + files_.trace + ": open it in ui.perfetto.dev or chrome://tracing.");
}

// The first step needs to begin without a session: one that a tour left behind when it was interrupted goes.
void Tour::check_session_directory() {
  FileStorage storage{session_directory_};
  if (auto erased = storage.erase(account); !erased)
    throw TourStopped{"the session directory cannot be used: " + erased.error().detail};
}

void Tour::open_client() {
  client_.emplace(trace_.transport(WireTransport{&wire_}), trace_.storage(FileStorage{session_directory_}),
                  wire_.protocol(),
                  keyturn::Options{.account = account,
                                   .request_timeout = std::chrono::seconds{20},
                                   .refresh_timeout = std::chrono::seconds{10},
                                   .refresh_budget = {.count = 20, .window = std::chrono::seconds{30}}});
  client_->on_event(trace_.listener());
  client_->on_logout([this](LogoutReason reason) {
    const std::lock_guard lock{mutex_};
    reasons_.push_back(reason);
  });
}

void Tour::log_in(const char* subject) {
  const auto done = client_->login(Password{"ada", "lovelace"});
  app_saw(subject, "success", outcome(done));
  if (!done)
    throw TourStopped{"there is no way on without a login: " + done.error().detail +
                      (done.error().code == Errc::login_refused
                           ? ". The server must know the user ada with the password lovelace (--demo)"
                           : "")};
}

void Tour::call_me() {
  const auto answer = client_->get("/me");
  app_saw("GET /me", "200, and I am ada",
          outcome(answer) + (answer ? ", and I am " + json_text(answer->body, "username") : ""));
}

void Tour::learn_lives() {
  const TokenSet tokens = wire_.newest_pair().tokens;
  const auto life = [](const auto& seconds) {
    return seconds ? std::to_string(seconds->count()) + " s" : std::string{"a time that the server does not tell"};
  };
  report_.line("    The access token lives " + life(tokens.expires_in) + ", the refresh token " +
               life(tokens.refresh_expires_in) + '.');
  if (tokens.expires_in && tokens.refresh_expires_in && *tokens.refresh_expires_in <= *tokens.expires_in)
    throw TourStopped{"the server's refresh tokens must outlive its access tokens"};
}

std::optional<Tour::Clock::time_point> Tour::end_of(const std::optional<std::chrono::seconds>& life, const char* name) {
  if (life && *life <= longest_wait) return wire_.newest_pair().arrived + *life + margin;
  const std::string lives =
      life ? " live " + std::to_string(life->count()) + " s" : " live for a time it does not tell";
  report_.skip_step(std::string{"the server's "} + name + "s" + lives +
                    "; start it with --access-ttl 2 --refresh-ttl 8");
  return std::nullopt;
}

std::optional<Tour::Clock::time_point> Tour::end_of_access_token() {
  return end_of(wire_.newest_pair().tokens.expires_in, "access token");
}

std::optional<Tour::Clock::time_point> Tour::end_of_refresh_token() {
  return end_of(wire_.newest_pair().tokens.refresh_expires_in, "refresh token");
}

void Tour::app_saw(const std::string& subject, const std::string& promised, const std::string& seen) {
  report_.observe(Seen::by_app, subject, promised, seen);
}

std::string Tour::logout_reasons() {
  const std::lock_guard lock{mutex_};
  std::string text;
  for (const LogoutReason reason : std::exchange(reasons_, {})) text += (text.empty() ? "" : ", ") + text_of(reason);
  return text.empty() ? "not called" : "called with " + text;
}

std::string Tour::session_file() const {
  using std::filesystem::perms;
  std::error_code error;
  const auto status = std::filesystem::status(session_directory_ + '/' + account + ".session", error);
  if (!std::filesystem::exists(status)) return "not there";
  const bool private_file = (status.permissions() & (perms::group_all | perms::others_all)) == perms::none;
  return private_file ? "there, for its owner alone" : "there, and open to others";
}

}  // namespace keyturn::example::console
