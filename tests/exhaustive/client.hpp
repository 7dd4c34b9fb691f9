// One process: the real machine, the actions that it has handed out and that are not carried out yet, and the host's call.
// Each step feeds it one result through the real drivers' functions.
#ifndef KEYTURN_TESTS_EXHAUSTIVE_CLIENT_HPP
#define KEYTURN_TESTS_EXHAUSTIVE_CLIENT_HPP

#include "machine_state.hpp"
#include "setting.hpp"

#include <chrono>
#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/drive/auth_exchange.hpp>
#include <keyturn/drive/local_work.hpp>
#include <keyturn/protocol/json_api.hpp>

#include <charconv>
#include <vector>

namespace exhaustive {

namespace ky = keyturn;
using Milliseconds = std::int32_t;  ///< From now on.

/// It is the same moment always; what lies behind and ahead moves.
inline ky::Moment moment(Milliseconds time = 0) {
  return {ky::TimePoint{std::chrono::hours{1}} + milliseconds{time},
          ky::WallTime{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} + milliseconds{time}};
}
constexpr Milliseconds count(milliseconds span) { return static_cast<Milliseconds>(span.count()); }

inline ky::core::Moments after(milliseconds passed, const Setting& setting) {
  return {moment(), passed, setting.unknown_outcome.window};
}

/// Tokens are a letter and a number, such as r3; 0: none.
inline unsigned number_of(std::string_view token) {
  unsigned number = 0;
  if (!token.empty()) std::from_chars(token.data() + 1, token.data() + token.size(), number);
  return number;
}

/// The example server's dialect, as the setting wants it.
struct Dialect : ky::BasicJsonApi<ky::SimdjsonCodec> {
  explicit Dialect(const Setting& setting)
      : BasicJsonApi{ky::JsonApiConfig{.base_url = "https://api.example.test",
                                       .unknown_outcome = setting.unknown_outcome}},
        sends_key{setting.sends_key} {}
  bool idempotency_key() const { return sends_key; }
  bool sends_key;
};

/// What becomes of an action that is carried out.
enum class Outcome : std::uint8_t {
  done,
  fails,
  busy,
  refused,     // by the server
  superseded,  // says the server
  not_sent,
  no_answer,
};

/// What comes to a process: a call of its host that wants a new token, one that uses the token there is, the end of a wait,
/// the result of one of its actions, or a time in which nothing happens.
struct Stimulus {
  enum Kind : std::uint8_t { call, use, tick, result, pass };
  std::uint32_t process = 0;
  Milliseconds passed = 0, sent_at = 0;
  Kind kind = call;
  std::uint8_t which = 0;  // of the actions in hand
  Outcome outcome = Outcome::done;
  std::uint8_t fresh_key = 0;            // if a key is drawn
  std::uint16_t record = 0;              // what is loaded
  std::uint8_t refresh = 0, access = 0;  // of an answer; 0: there is none
  std::uint32_t lives = 0;               // of an answer: seconds
  friend bool operator==(const Stimulus&, const Stimulus&) = default;
};
static_assert(std::has_unique_object_representations_v<Stimulus>);

/// What the process did about it, as far as others see it.
struct Reaction {
  std::uint32_t process = 0, shown = 0;  // access tokens that calls can see, a bit for each
  bool unlocked = false, logged_out = false;
  const char* broken = nullptr;  // the rule that it broke
};

/// A storage whose next result is known.
struct Disk {
  std::optional<ky::Secret> record;
  Outcome outcome;
  ky::Result<std::optional<ky::Secret>> load(std::string_view) {
    if (auto fine = done(); !fine) return fine.error();
    return record;
  }
  ky::Result<void> save(std::string_view, const ky::Secret&) { return done(); }
  ky::Result<void> erase(std::string_view) { return done(); }
  ky::Result<void> done() const {
    if (outcome == Outcome::done) return {};
    return ky::Error{.code = outcome == Outcome::busy ? ky::Errc::storage_busy : ky::Errc::storage_failed};
  }
};

struct Client {
  Client(const Setting& setting, unsigned calls, bool renewing)
      : machine{options(), setting.shared(), ky::core::EarlyRefresh::holds_up_its_caller,
                ky::drive::unknown_outcome(Dialect{setting})},
        calls_left{calls},
        renews{renewing} {}

  static ky::Options options() {
    ky::Options options;
    options.leeway = leeway;
    options.refresh_budget = {.count = 1'000, .window = milliseconds{0}};  // so that its past is of no weight
    return options;
  }

  ky::core::CopiedMachine machine;
  std::vector<ky::Action> hand{};
  ky::JobId lock = 0;  // under which name the lock was taken; 0: it was not
  Milliseconds lock_until = 0, deadline = 0;
  bool held_off = false;  // its last call was told to try again
  unsigned calls_left;
  bool renews;  // its calls want a newer token than the one that they find
  bool waits = false;
  ky::Maybe<std::uint64_t> above{};

  ky::core::StateBytes state() const {
    auto to = ky::core::MachineState::of(machine);
    to.put(hand.size());
    for (const ky::Action& action : hand) to.put(action);
    to.job(lock);
    to.all(lock_until, deadline, held_off, calls_left, renews, waits, above);
    return to;
  }
};

/// Feeds one stimulus to a client and carries out at once whatever nobody else can see: random numbers, the host's
/// callbacks; and the release of the lock, which comes no later for it than for those who wait for it.
class Step {
 public:
  Step(Client& client, const Setting& setting, const Dialect& dialect, const Stimulus& stimulus,
       const std::optional<ky::Secret>& record)
      : client_{client}, setting_{setting}, dialect_{dialect}, stimulus_{stimulus} {
    switch (stimulus.kind) {
      case Stimulus::call:
        call();
        break;
      case Stimulus::use:
        begin_call();
        feed(ky::input::Ask{.waiter = caller, .deadline = moment(client.deadline).steady});
        break;
      case Stimulus::tick:
        feed(ky::input::Tick{caller, moment(client.deadline).steady});
        break;
      case Stimulus::result:
        take_result(record);
        break;
      case Stimulus::pass:
        break;
    }
    settle(milliseconds{stimulus.passed});
    for (int calls = 0; !setting.token_lives && !client.waits && client.calls_left > 0; ++calls) {
      if (calls == 10) {
        break_rule("a call that is told to try again gets on in the end");
        break;
      }
      call();
      settle(milliseconds{0});
    }
  }

  Reaction reaction{};

 private:
  static constexpr ky::WaiterId caller = 1;

  void break_rule(const char* rule) {
    if (reaction.broken == nullptr) reaction.broken = rule;
  }

  // What a client does for a request: it takes the token that it has, and if that is one of those that have died, the API
  // says 401 and it asks for a newer one.
  void call() {
    begin_call();
    feed(ky::input::Ask{.waiter = caller, .deadline = moment(client_.deadline).steady, .renew = client_.renews});
  }

  void take_401(const ky::Snapshot& token) {
    client_.waits = true;
    client_.above = token.generation;
    local_.push(ky::input::Ask{.waiter = caller,
                               .deadline = moment(client_.deadline).steady,
                               .epoch = token.epoch,
                               .refused = token.generation});
  }

  // With the first call of each process the first token is dead, with the second one also the second.
  bool is_dead(const ky::Snapshot& token) const {
    return !setting_.token_lives && !client_.renews && stimulus_.kind != Stimulus::use &&
           token.generation <= rotations - client_.calls_left + 1;
  }

  void begin_call() {
    client_.waits = true;
    client_.above.reset();
    client_.deadline = now() + count(call_time);
  }

  // A wait of the machine's own is over a moment after it began; so is what keeps the host from calling again.
  Milliseconds now() const { return waited_ || client_.held_off ? count(ky::core::Moments::wait) : 0; }

  void settle(milliseconds passed) {
    while (!local_.empty()) feed(local_.pop());
    const auto times = after(passed + milliseconds{now()}, setting_);
    const auto deadline = [&](Milliseconds time) {
      return count(std::chrono::floor<milliseconds>(times.deadline(moment(time).steady) - moment().steady));
    };
    ky::core::MachineState::pass(client_.machine, times);
    for (ky::Action& action : client_.hand) ky::core::MachineState::pass(action, times);
    client_.lock_until = deadline(client_.lock_until);
    client_.deadline = deadline(client_.deadline);
    client_.held_off = std::exchange(holds_off_, false);
    waited_ = false;
  }

  void take_result(const std::optional<ky::Secret>& record) {
    const ky::Action action = std::move(client_.hand[stimulus_.which]);
    client_.hand.erase(client_.hand.begin() + stimulus_.which);
    Disk disk{record, stimulus_.outcome};
    if (const auto* lock = action.get<ky::action::Lock>()) {
      if (stimulus_.outcome == Outcome::done) client_.lock = lock->job;
      client_.lock_until = 0;
      feed(ky::input::Locked{lock->job, disk.done()});
    }
    if (const auto* load = action.get<ky::action::Load>()) feed(ky::drive::perform(disk, "ada", *load));
    if (const auto* save = action.get<ky::action::Save>()) feed(ky::drive::perform(disk, "ada", *save));
    if (const auto* erase = action.get<ky::action::Erase>()) feed(ky::drive::perform(disk, "ada", *erase));
    if (const auto* revoke = action.get<ky::action::Revoke>()) feed(ky::input::Revoked{revoke->job, {}});
    if (const auto* send = action.get<ky::action::SendRefresh>()) {
      const ky::AnswerTiming timing{.sent = moment(stimulus_.sent_at), .received = moment(now())};
      feed(ky::input::Answered{send->job, ky::drive::read_refresh(dialect_, answer(), timing)});
    }
  }

  ky::Result<ky::Response> answer() const {
    switch (stimulus_.outcome) {
      case Outcome::refused:
        return ky::Response{.status = 401, .body = R"({"error":"refresh_token_reused"})"};
      case Outcome::superseded:
        return ky::Response{.status = 409, .body = R"({"error":"superseded"})"};
      case Outcome::not_sent:
        return ky::Error{.code = ky::Errc::not_sent};
      case Outcome::no_answer:
        return ky::Error{.code = ky::Errc::no_answer};
      default:
        break;
    }
    std::string body = R"({"token_type":"Bearer","access_token":"a)" + std::to_string(stimulus_.access) + '"';
    if (stimulus_.refresh != 0) body += R"(,"refresh_token":"r)" + std::to_string(stimulus_.refresh) + '"';
    if (setting_.token_lives) body += R"(,"expires_in":)" + std::to_string(stimulus_.lives);
    return ky::Response{.status = 200, .body = body + "}"};
  }

  void feed(ky::Input&& input) {
    client_.machine.handle(std::move(input), moment(now()));
    while (auto action = client_.machine.next_action()) action->visit([&](auto& what) { take(what); });
  }

  void take(ky::action::Draw& draw) {
    std::array<std::byte, 32> bytes{};
    bytes[0] = std::byte{stimulus_.fresh_key};
    local_.push(ky::input::Drawn{draw.job, bytes});
  }
  void take(ky::action::Unlock& unlock) {
    if (client_.lock != unlock.job) break_rule("a lock is released once, under the name it was taken under");
    client_.lock = 0;
    reaction.unlocked = true;
  }
  void take(ky::action::Publish& publish) {
    if (publish.snapshot) show(*publish.snapshot);
  }
  void take(ky::action::Complete& complete) {
    if (!client_.waits) break_rule("a call is answered once");
    client_.waits = false;
    if (complete.token) {
      show(*complete.token);
      if (client_.above && complete.token->generation <= *client_.above)
        break_rule("a call gets a newer token than the refused one");
      if (is_dead(*complete.token)) return take_401(*complete.token);
    }
    client_.deadline = 0;
    client_.above.reset();
    if (complete.token && stimulus_.kind != Stimulus::use) --client_.calls_left;
    if (complete.error && is_over(complete.error->code)) client_.calls_left = 0;
    holds_off_ = complete.error && client_.calls_left > 0;
  }
  static bool is_over(ky::Errc code) { return code == ky::Errc::session_ended || code == ky::Errc::not_logged_in; }
  void take(ky::action::CallLogout& call) {
    reaction.logged_out = true;
    local_.push(ky::input::Told{call.job});
  }
  void take(ky::action::Turn& turn) { local_.push(ky::input::Turn{turn.job}); }
  void take(ky::action::Tell&) {}
  void take(ky::action::Lock& lock) {
    client_.lock_until = now() + count(lock.patience);
    client_.hand.push_back(std::move(lock));
  }
  void take(auto& others) { client_.hand.push_back(std::move(others)); }

  void show(const ky::Snapshot& snapshot) { reaction.shown |= 1u << number_of(snapshot.token()); }

  Client& client_;
  const Setting& setting_;
  const Dialect& dialect_;
  const Stimulus& stimulus_;
  ky::List<ky::Input> local_{};
  bool waited_ = stimulus_.kind == Stimulus::tick || stimulus_.kind == Stimulus::use;
  bool holds_off_ = false;
};

}  // namespace exhaustive

#endif
