#include "game_loop/game.hpp"

#include "game_loop/items.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace keyturn::example::game_loop {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds between_syncs{700}, before_next_try{400};
constexpr std::size_t most_news = 6;

keyturn::Options client_options() {
  keyturn::Options options;
  options.account = "game";
  // A player does not wait longer than this for anything.
  options.request_timeout = options.refresh_timeout = std::chrono::seconds{5};
  options.logout_timeout = std::chrono::seconds{3};
  options.max_response = 1u << 20;
  // Tokens that live for 3 seconds are renewed more often than the default allows.
  options.refresh_budget = {.count = 60, .window = std::chrono::seconds{30}};
  return options;
}

std::string_view why_of(LogoutReason reason) {
  switch (reason) {
    case LogoutReason::requested:
      return "You are logged out. See you soon!";
    case LogoutReason::refresh_token_expired:
      return "You were away for long. Please sign in again.";
    default:
      return "Your session has ended. Please sign in again.";
  }
}

std::string milliseconds_of(std::chrono::nanoseconds time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

}  // namespace

Game::Game(const std::string& server) : client_{FrameTransport{}, MemoryStorage{}, JsonApi{server}, client_options()} {
  client_.on_logout([this](LogoutReason reason) { ended(reason); });
  client_.on_event([this](const Event& event) { happened(event); });
  if (!client_.logged_in()) sign_in_.open("Sign in to open your satchel.");
}

void Game::frame(Clock::time_point now) {
  now_ = now;
  if (!sign_in_.is_open()) {
    if (!syncing_ && now >= next_sync_) sync();
    if (!posting_ && now >= next_post_ && !wanted_.empty()) send_wanted();
  }
  meter_.measure([this] { client_.poll(); });
  look_at_session();
}

void Game::submit() {
  if (sign_in_.is_busy()) return;
  if (!sign_in_.is_complete()) return sign_in_.next_field();
  const Password password{sign_in_.name(), Secret{std::string_view{sign_in_.password()}}};
  sign_in_.begin();
  client_.login(password, [this](Result<void> done) {
    if (done) {
      sign_in_.close();
      ++counts_.logins;
      reachable_ = true;
      next_sync_ = {};
      return ask_for_player();
    }
    ++counts_.failed_calls;
    if (done.error().code == Errc::login_refused) return sign_in_.refuse("Wrong name or password.");
    sign_in_.refuse("The server cannot be reached. Please try again.");
  });
}

void Game::add_item() {
  const auto there = [this](std::string_view name) {
    return std::any_of(items_.begin(), items_.end(), [&](const Item& item) { return item.name == name; }) ||
           std::find(wanted_.begin(), wanted_.end(), name) != wanted_.end();
  };
  for (const ItemKind& kind : item_kinds)
    if (!there(kind.name)) return wanted_.emplace_back(kind.name), void();
  wanted_.emplace_back(item_kinds[items_.size() % item_kinds.size()].name);
}

void Game::renew() {
  client_.refresh([this](Result<void> done) {
    if (!done) note_failure(done.error());
  });
}

void Game::log_out() {
  client_.logout([this](Result<void> done) {
    if (!done) tell(News::Kind::bad, "the server did not confirm the logout");
  });
}

std::chrono::duration<double> Game::token_left() const {
  return std::max(life_ - std::chrono::duration<double>{now_ - renewed_at_}, std::chrono::duration<double>{0});
}

void Game::ask_for_player() {
  client_.get("/me", [this](Result<Response> answer) {
    if (!accept(answer, 200)) return;
    const json who = json::parse(answer->body, nullptr, false);
    player_ = who.is_object() ? who.value("username", "") : "";
  });
}

// The satchel is looked up all the time, as a game keeps in touch with its server: that is what renews the token.
void Game::sync() {
  syncing_ = true;
  client_.get("/notes", [this](Result<Response> answer) {
    syncing_ = false;
    const bool good = accept(answer, 200);
    next_sync_ = now_ + (good ? between_syncs : before_next_try);
    if (good) take_items(answer->body);
  });
}

void Game::take_items(const std::string& text) {
  const json parsed = json::parse(text, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("notes") || !parsed["notes"].is_array()) return;
  std::vector<Item> items;
  for (const json& note : parsed["notes"]) {
    Item item{note.value("id", std::int64_t{0}), note.value("text", ""), now_};
    const auto known = std::find_if(items_.begin(), items_.end(), [&](const Item& i) { return i.id == item.id; });
    if (known != items_.end()) item.since = known->since;
    items.push_back(std::move(item));
  }
  items_ = std::move(items);
  if (items_.empty() && wanted_.empty())
    for (std::size_t i = 0; i < first_items; ++i) wanted_.emplace_back(item_kinds[i].name);
}

// One after another, in order. What was not sent is tried again; what may have arrived is not, for then the item could
// be there twice: the next look at the satchel shows.
void Game::send_wanted() {
  posting_ = true;
  client_.post("/notes", json{{"text", wanted_.front()}}.dump(), [this](Result<Response> answer) {
    posting_ = false;
    const bool again = !answer && answer.error().code != Errc::no_answer && answer.error().code != Errc::timed_out;
    if (!accept(answer, 201)) next_post_ = now_ + before_next_try;
    if (!again && !wanted_.empty()) wanted_.pop_front();
    if (wanted_.empty()) next_sync_ = {};
  });
}

// The client says how many whole seconds are left; right after a renewal that is one less than the token's life.
void Game::look_at_session() {
  const auto before = std::pair{session_.epoch, session_.generation};
  session_ = client_.session();
  under_way_ = client_.transport().under_way();
  if (before == std::pair{session_.epoch, session_.generation}) return;
  renewed_at_ = now_;
  life_ = session_.expires_in ? *session_.expires_in + std::chrono::seconds{1} : std::chrono::seconds{0};
}

void Game::happened(const Event& event) {
  switch (event.kind) {
    case Event::Kind::logged_in:
      return tell(News::Kind::good, "a session begins");
    case Event::Kind::refreshed:
      ++counts_.refreshes;
      return tell(News::Kind::good, "token renewed in " + milliseconds_of(event.took));
    case Event::Kind::refresh_failed:
      ++counts_.failed_refreshes;
      return tell(News::Kind::bad, "renewal failed: " + std::string{to_string(event.error->code)});
    case Event::Kind::replayed:
      return tell(News::Kind::plain, "a request went out again");
    case Event::Kind::logged_out:
      return tell(News::Kind::plain, "the session is over");
    default:
      return tell(News::Kind::plain, std::string{to_string(event.kind)});
  }
}

void Game::ended(LogoutReason reason) {
  ++counts_.logouts;
  items_.clear();
  wanted_.clear();
  player_.clear();
  reachable_ = true;
  sign_in_.open(why_of(reason));
}

bool Game::accept(const Result<Response>& answer, int status) {
  if (!answer) return note_failure(answer.error()), false;
  if (!std::exchange(reachable_, true)) tell(News::Kind::good, "the server is back");
  if (answer->status == status) return ++counts_.answers, true;
  ++counts_.failed_calls;
  tell(News::Kind::bad, "the server answered " + std::to_string(answer->status));
  return false;
}

void Game::note_failure(const Error& error) {
  switch (error.code) {
    case Errc::session_ended:
    case Errc::not_logged_in:
    case Errc::cancelled:
      return;  // the logout callback has said it
    default:
      ++counts_.failed_calls;
      if (std::exchange(reachable_, false))
        tell(News::Kind::bad, "a call failed: " + std::string{to_string(error.code)});
  }
}

void Game::tell(News::Kind kind, std::string text) {
  news_.push_front({kind, std::move(text), now_});
  if (news_.size() > most_news) news_.pop_back();
}

}  // namespace keyturn::example::game_loop
