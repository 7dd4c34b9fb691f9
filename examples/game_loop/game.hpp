// The game's state: who plays, what is in the satchel, and the client through which all of it comes.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_GAME_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_GAME_HPP

#include "game_loop/poll_meter.hpp"
#include "game_loop/sign_in.hpp"
#include "game_loop/transport.hpp"

#include <keyturn/keyturn.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example::game_loop {

using Clock = std::chrono::steady_clock;

struct Item {
  std::int64_t id = 0;
  std::string name;
  Clock::time_point since;  // when it was first seen here
};

// Something that happened, for the panel that lists such things.
struct News {
  enum class Kind { good, bad, plain } kind{};
  std::string text;
  Clock::time_point at;
};

struct Counts {
  unsigned refreshes = 0, failed_refreshes = 0, answers = 0, failed_calls = 0, logins = 0, logouts = 0;
};

// For one thread. Nothing in here waits: calls begin, and their results come in `frame`.
class Game {
 public:
  explicit Game(const std::string& server);
  Game(const Game&) = delete;
  Game& operator=(const Game&) = delete;

  // Begins what is due and lets the client do its share.
  void frame(Clock::time_point now);

  // What the player does.
  SignIn& sign_in() { return sign_in_; }
  void submit();    // the sign-in panel
  void add_item();  // the next kind that is not there yet
  void renew();     // a new token at once, for those who like to see it
  void log_out();

  // What there is to see.
  const SignIn& sign_in() const { return sign_in_; }
  const std::string& player() const { return player_; }
  const std::vector<Item>& items() const { return items_; }
  std::size_t items_on_the_way() const { return wanted_.size(); }
  const std::deque<News>& news() const { return news_; }
  const SessionInfo& session() const { return session_; }
  const Counts& counts() const { return counts_; }
  bool reachable() const { return reachable_; }
  unsigned under_way() const { return under_way_; }
  std::chrono::duration<double> token_life() const { return life_; }
  std::chrono::duration<double> token_left() const;
  Clock::time_point renewed_at() const { return renewed_at_; }
  const PollMeter& meter() const { return meter_; }

 private:
  using Client = AuthClient<FrameTransport, MemoryStorage, JsonApi>;

  void ask_for_player();
  void sync();
  void take_items(const std::string& json);
  void send_wanted();
  void look_at_session();

  void happened(const Event& event);
  void ended(LogoutReason reason);
  // Whether the answer is one to work with; else it is noted what went wrong.
  bool accept(const Result<Response>& answer, int status);
  void note_failure(const Error& error);
  void tell(News::Kind kind, std::string text);

  SignIn sign_in_;
  std::string player_;
  std::vector<Item> items_;
  std::deque<std::string> wanted_;  // names of items that the server has not got yet; the first may be on its way
  std::deque<News> news_;
  Counts counts_;
  SessionInfo session_;
  PollMeter meter_;
  Clock::time_point now_, next_sync_, next_post_, renewed_at_;
  std::chrono::duration<double> life_{};
  unsigned under_way_ = 0;
  bool reachable_ = true, syncing_ = false, posting_ = false;
  Client client_;  // the last member: its completions and callbacks use the others
};

}  // namespace keyturn::example::game_loop

#endif
