#include "console/at_once.hpp"
#include "console/tour.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace keyturn::example::console {
namespace {

constexpr int storm_size = 64;

// A note that no earlier tour can have left there, with bytes that are easily spoilt on the way.
std::string make_note() {
  const auto moment = std::chrono::system_clock::now().time_since_epoch().count();
  std::string note = "Tour " + std::to_string(moment) + ": \"quotes\", \\ and / , tab\t, two\nlines, \u00fc, \u20ac. ";
  while (note.size() < 2000) note += static_cast<char>('a' + note.size() % 26);
  return note;
}

std::int64_t count_notes(const std::string& body, const std::string& text) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("notes") || !json["notes"].is_array()) return 0;
  const auto& notes = json["notes"];
  return std::count_if(notes.begin(), notes.end(), [&](const nlohmann::json& note) {
    return note.is_object() && note.contains("text") && note["text"] == text;
  });
}

}  // namespace

void Tour::wrong_password() {
  report_.step("A wrong password", "Ada mistypes. Nothing may come of it but a clear answer.");
  app_saw("login", "login_refused (401)", outcome(client_->login(Password{"ada", "lovelase"})));
  app_saw("logged in", "no", client_->logged_in() ? "yes" : "no");
  view_.observe({{"POST /login 401", 1}, {"keyturn_login_failures_total", 1}});
}

void Tour::login() {
  report_.step("Login", "The server hands out an access token for calls, and a refresh token to renew it with.");
  log_in("login");
  learn_lives();
  app_saw("session file", "there, for its owner alone", session_file());
  view_.observe({{"POST /login 200", 1}});
}

void Tour::calls() {
  report_.step("Calls", "Each call carries the access token. The app does not see it.");
  call_me();
  app_saw("GET /notes", "200", outcome(client_->get("/notes")));
  view_.observe({{"GET /me 200", 1}, {"GET /notes 200", 1}, {"POST /refresh", 0}});
}

void Tour::access_token_expires() {
  report_.step("The access token expires", "The next call renews it first, and the app does not notice.");
  const auto end = end_of_access_token();
  if (!end) return;
  report_.wait_until(*end, "the access token has expired");
  call_me();
  view_.observe({{"POST /refresh 200", 1}, {"GET /me 200", 1}, {"GET /me 401", 0}});
}

void Tour::many_threads() {
  report_.step("64 threads, one expired token",
               "All call at once and all need a new token: one of them renews it for everybody.");
  const auto end = end_of_access_token();
  if (!end) return;
  report_.wait_until(*end, "the access token has expired");
  const TimePoint began = trace_.now();
  const auto calls = at_once(storm_size, [&](int) {
    const auto call = trace_.call("GET /me");
    return outcome(client_->get("/me"));
  });
  app_saw("GET /me on 64 threads", "64 times 200", summary(calls));
  view_.observe({{"POST /refresh 200", 1}, {"GET /me 200", storm_size}, {"GET /me 401", 0}});
  write_timeline(recorded_since(began));
}

void Tour::lost_answer() {
  report_.step("An answer is lost",
               "The server renews the tokens, and the connection breaks before its answer is here. The client\n"
               "saved under a key what it was about to ask. It asks again with that key: the same pair comes.");
  if (!view_.allows_faults()) return report_.skip_step("the server loses no answers; start it with --allow-faults");
  const TimePoint began = trace_.now();
  wire_.lose_next_refresh_answer();
  const auto renewed = client_->refresh();
  std::string seen;
  for (const TraceRecord& record : recorded_since(began))
    if (record.kind == TraceRecord::Kind::auth_request) seen += (seen.empty() ? "" : ", then ") + record.outcome;
  if (!renewed && renewed.error().code == Errc::session_ended && seen == "no_answer, then 401") {
    report_.skip_step("the server takes every spent token for theft; start it with --rotation idempotent");
    (void)logout_reasons();
    log_in("login once more");
    return view_.forget();
  }
  app_saw("refresh", "success", outcome(renewed));
  app_saw("what came of its requests", "no_answer, then 200", seen);
  call_me();
  app_saw("logout callback", "not called", logout_reasons());
  view_.observe({{"keyturn_rotations_total", 1},
                 {"keyturn_replays_total", 1},
                 {"keyturn_reuse_revocations_total", 0},
                 {"POST /refresh 200", 2},
                 {"GET /me 200", 1}});
}

void Tour::spent_refresh_token() {
  report_.step("A spent refresh token comes back",
               "Each refresh brings a new refresh token, and the old one is dead. If somebody shows the old one,\n"
               "one of the two is a thief: the server revokes the session, and the user has to log in again.");
  const TokenSet old = wire_.newest_pair().tokens;
  app_saw("refresh", "success", outcome(client_->refresh()));
  call_me();
  view_.observe({{"POST /refresh 200", 1}, {"keyturn_rotations_total", 1}, {"GET /me 200", 1}});

  const Response refused = view_.refresh(old);
  app_saw("the old refresh token, by hand", "401 refresh_token_reused",
          std::to_string(refused.status) + ' ' + json_text(refused.body, "error"));
  view_.observe({{"POST /refresh 401", 1}, {"keyturn_reuse_revocations_total", 1}});

  app_saw("GET /me", "session_ended (401)", outcome(client_->get("/me")));
  app_saw("logout callback", "called with refresh_token_refused", logout_reasons());
  app_saw("session file", "not there", session_file());
  log_in("login once more");
  view_.observe({{"GET /me 401", 1}, {"POST /refresh 401", 1}, {"POST /login 200", 1}});
}

// The client gets its own tokens again, without their lives: so a token dies at the server before the client knows.
void Tour::post_replayed() {
  report_.step("A POST is replayed",
               "Not every server tells how long its tokens live. The client then learns it from a refusal (401):\n"
               "it renews the token, and sends the same bytes once more.");
  const auto end = end_of_access_token();
  if (!end) return;
  TokenSet tokens = wire_.newest_pair().tokens;
  tokens.expires_in.reset();
  app_saw("tokens handed over, without their life", "success", outcome(client_->adopt(std::move(tokens))));
  report_.wait_until(*end, "the server takes the access token no more");

  const std::string note = make_note();
  const std::string body = nlohmann::json{{"text", note}}.dump();
  const std::string bytes = std::to_string(note.size()) + " bytes";
  app_saw("POST /notes with a note of " + bytes, "201", outcome(client_->post("/notes", body)));
  view_.observe({{"POST /notes 401", 1}, {"POST /refresh 200", 1}, {"POST /notes 201", 1}});

  const auto notes = client_->get("/notes");
  app_saw("notes with exactly these " + bytes, "1", notes ? std::to_string(count_notes(notes->body, note)) : "unknown");
  view_.observe({{"GET /notes 200", 1}});
}

void Tour::restart() {
  report_.step("The app restarts", "The client is destroyed. A new one finds the session in its file and goes on.");
  client_.reset();
  open_client();
  app_saw("logged in", "yes", client_->logged_in() ? "yes" : "no");
  call_me();
  view_.observe({{"POST /login", 0}, {"POST /refresh", 0}, {"GET /me 200", 1}});
}

void Tour::refresh_token_expires() {
  report_.step("The refresh token expires", "Nobody called for too long. Now the user really has to log in again.");
  const auto end = end_of_refresh_token();
  if (!end) {
    // So that the next login replaces no session that the server would keep.
    (void)client_->logout();
    (void)logout_reasons();
    view_.forget();
    return;
  }
  report_.wait_until(*end, "the refresh token has expired");
  app_saw("GET /me", "session_ended (401)", outcome(client_->get("/me")));
  app_saw("logout callback", "called with refresh_token_expired", logout_reasons());
  app_saw("session file", "not there", session_file());
  view_.observe({{"POST /refresh 401", 1}, {"GET /me", 0}});
}

void Tour::login_again() {
  report_.step("Login", "It begins anew.");
  log_in("login");
  call_me();
  view_.observe({{"POST /login 200", 1}, {"GET /me 200", 1}});
}

void Tour::logout() {
  report_.step("Logout", "The session is erased here first, then the server revokes both tokens.");
  app_saw("logout", "success", outcome(client_->logout()));
  app_saw("logout callback", "called with requested", logout_reasons());
  app_saw("session file", "not there", session_file());
  app_saw("GET /me", "not_logged_in", outcome(client_->get("/me")));
  view_.observe({{"POST /logout 204", 1}, {"GET /me", 0}});
}

void Tour::revoked_tokens() {
  report_.step("Revoked tokens are refused", "Somebody kept a copy of the last pair, and tries it by hand.");
  const TokenSet tokens = wire_.newest_pair().tokens;
  app_saw("GET /me with the access token", "401", std::to_string(view_.get("/me", tokens.access_token).status));
  const Response refused = view_.refresh(tokens);
  app_saw("POST /refresh with the refresh token", "401 refresh_token_revoked",
          std::to_string(refused.status) + ' ' + json_text(refused.body, "error"));
  view_.observe({{"GET /me 401", 1}, {"POST /refresh 401", 1}});
}

}  // namespace keyturn::example::console
