// Lets a test of the machine read like a script: each verb feeds one input and returns the actions that it brought, as text.
#ifndef KEYTURN_TESTS_CORE_MACHINE_SCRIPT_HPP
#define KEYTURN_TESTS_CORE_MACHINE_SCRIPT_HPP

#include <keyturn/core/machine.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace keyturn_tests {

using namespace keyturn;

inline std::string_view name_of(Event::Kind kind) {
  constexpr std::string_view names[] = {
      "logged_in", "refreshed",      "found_newer",       "refresh_failed",       "replayed",
      "late_401",  "storage_failed", "storage_recovered", "stale_result_dropped", "logged_out"};
  return names[static_cast<std::size_t>(kind)];
}

inline std::string_view name_of(LogoutReason reason) {
  constexpr std::string_view names[] = {"requested", "refresh_token_expired", "refresh_token_refused",
                                        "no_refresh_token", "logged_out_elsewhere"};
  return names[static_cast<std::size_t>(reason)];
}

/// What `call` makes of the value that is held.
template <class R, class... Types>
R visited(const OneOf<Types...>& held, auto&& call) {
  std::optional<R> made;
  held.visit([&](const auto& value) { made.emplace(call(value)); });
  return *std::move(made);
}

/// One action as text, without the numbers of jobs: `save g2 refresh-2 intent`, `complete 7 refresh_unavailable`.
inline std::string describe(const Action& what) {
  struct {
    using Text = std::string;
    Text operator()(const action::Draw&) { return "draw"; }
    Text operator()(const action::Lock& lock) { return "lock " + std::to_string(lock.patience.count()) + "ms"; }
    Text operator()(const action::Unlock&) { return "unlock"; }
    Text operator()(const action::Load&) { return "load"; }
    Text operator()(const action::Save& save) {
      const auto record = core::decode(save.record.view());
      if (!record) return "save rubbish";
      return "save g" + std::to_string(record->generation) + " " + Text{record->tokens.refresh_token.view()} +
             (record->intent ? " intent" : "");
    }
    Text operator()(const action::Erase&) { return "erase"; }
    Text operator()(const action::SendRefresh& send) {
      return "send " + Text{send.tokens.refresh_token.view()} +
             (send.tokens.access_token.empty() ? "" : " with " + Text{send.tokens.access_token.view()});
    }
    Text operator()(const action::Revoke& revoke) {
      return "revoke " + Text{revoke.tokens.refresh_token.view()} +
             (revoke.tokens.access_token.empty() ? "" : " and " + Text{revoke.tokens.access_token.view()});
    }
    Text operator()(const action::Publish& publish) {
      return "publish " + (publish.snapshot ? Text{publish.snapshot->token()} : "nothing");
    }
    Text operator()(const action::Tell& tell) {
      return "tell " + Text{name_of(tell.event.kind)} +
             (tell.event.reason ? " " + Text{name_of(*tell.event.reason)} : "") +
             (tell.event.error ? " " + Text{to_string(tell.event.error->code)} : "");
    }
    Text operator()(const action::CallLogout& call) { return "call logout " + Text{name_of(call.reason)}; }
    Text operator()(const action::Turn& turn) { return "turn of " + std::to_string(turn.waiter); }
    Text operator()(const action::Complete& complete) {
      const Text call = "complete " + std::to_string(complete.waiter);
      if (complete.error) return call + " " + Text{to_string(complete.error->code)};
      if (complete.token) return call + " " + Text{complete.token->token()};
      return call + (complete.logged_in ? " logged in" : " done");
    }
  } text;
  return visited<std::string>(what, text);
}

/// The job that an action belongs to; 0: none.
inline JobId job_of(const Action& what) {
  JobId job = 0;
  what.visit([&](const auto& a) {
    if constexpr (requires { a.job; }) job = a.job;
  });
  return job;
}

/// Whether the machine waits for a result of this action.
inline bool wants_result(const Action& what) { return job_of(what) != 0 && !what.is<action::Unlock>(); }

inline TokenSet tokens(unsigned number, std::chrono::seconds lives = std::chrono::seconds{100}) {
  const std::string text = std::to_string(number);
  TokenSet set;
  set.access_token = Secret{std::string_view{"access-" + text}};
  set.refresh_token = Secret{std::string_view{"refresh-" + text}};
  set.expires_in = lives;
  return set;
}

/// A machine, a clock, and a storage of one record that carries out what the machine asks for when the script says so.
class Script {
 public:
  explicit Script(bool shared, Options options = {},
                  core::EarlyRefresh early_refresh = core::EarlyRefresh::holds_up_its_caller,
                  UnknownOutcome unknown_outcome = {})
      : machine{std::move(options), shared, early_refresh, unknown_outcome} {}

  core::Machine machine;
  Moment now{TimePoint{std::chrono::hours{1}}, WallTime{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}}};
  std::optional<Secret> record{};
  std::vector<Action> outstanding{};  ///< Handed out, and no result was fed.
  std::vector<Action> last{};         ///< What the last input brought.

  void pass(std::chrono::nanoseconds span) {
    now.steady += span;
    now.wall += std::chrono::floor<std::chrono::milliseconds>(span);
  }

  std::string feed(Input input) {
    machine.handle(std::move(input), now);
    std::string text;
    last.clear();
    while (auto next = machine.next_action()) {
      text += (text.empty() ? "" : ", ") + describe(*next);
      if (wants_result(*next)) outstanding.push_back(*next);
      last.push_back(std::move(*next));
    }
    return text;
  }

  TimePoint deadline(std::chrono::nanoseconds span = std::chrono::seconds{30}) const { return now.steady + span; }

  std::string ask(WaiterId waiter, std::chrono::nanoseconds patience = std::chrono::seconds{30}) {
    return feed(input::Ask{.waiter = waiter, .deadline = deadline(patience)});
  }
  std::string ask_newer_than(WaiterId waiter, std::uint64_t generation) {
    return feed(input::Ask{
        .waiter = waiter, .deadline = deadline(), .epoch = machine.info(now.steady).epoch, .refused = generation});
  }
  std::string renew(WaiterId waiter) {
    return feed(input::Ask{.waiter = waiter, .deadline = deadline(), .renew = true});
  }
  std::string restore(WaiterId waiter) { return feed(input::Restore{waiter, TimePoint::max()}); }
  std::string install(WaiterId waiter, TokenSet set) {
    return feed(input::Install{waiter, deadline(), std::move(set), timing()});
  }
  std::string logout(WaiterId waiter) { return feed(input::Logout{waiter, deadline(std::chrono::seconds{10})}); }
  std::string tick() { return feed(input::Tick{}); }

  std::string drawn(bool works = true) {
    std::array<std::byte, 32> bytes{};
    bytes.fill(static_cast<std::byte>(++draws_));
    input::Drawn drawn{take<action::Draw>().job, {}};
    if (works) drawn.bytes = bytes;
    return feed(std::move(drawn));
  }
  std::string locked(Result<void> result = {}) {
    return feed(input::Locked{take<action::Lock>().job, std::move(result)});
  }
  std::string busy() { return locked(Error{.code = Errc::storage_busy, .detail = "busy"}); }
  std::string passed_on() { return feed(input::Locked{take<action::Lock>().job, {}, true}); }
  std::string loaded() { return feed(input::Loaded{take<action::Load>().job, std::optional<Secret>{record}}); }
  std::string unreadable(Errc code = Errc::storage_failed) {
    return feed(input::Loaded{take<action::Load>().job, Error{.code = code}});
  }
  std::string saved() {
    auto save = take<action::Save>();
    record = save.record;
    return feed(input::Saved{save.job, {}});
  }
  std::string unsaved() { return feed(input::Saved{take<action::Save>().job, Error{.code = Errc::storage_failed}}); }
  std::string erased() {
    const auto erase = take<action::Erase>();
    record.reset();
    return feed(input::Erased{erase.job, {}});
  }
  std::string unerased() { return feed(input::Erased{take<action::Erase>().job, Error{.code = Errc::storage_failed}}); }
  std::string answered(Verdict verdict, Error error = {.code = Errc::server_refused, .status = 401}) {
    return feed(input::Answered{take<action::SendRefresh>().job,
                                RefreshAnswer{.verdict = verdict, .error = std::move(error), .timing = timing()}});
  }
  std::string unavailable(std::chrono::milliseconds retry_after = {}) {
    return answered(Verdict::transient, {.code = Errc::server_refused, .status = 503, .retry_after = retry_after});
  }
  std::string renewed(TokenSet set) {
    return feed(
        input::Answered{take<action::SendRefresh>().job,
                        RefreshAnswer{.verdict = Verdict::renewed, .tokens = std::move(set), .timing = timing()}});
  }
  std::string revoked(Result<void> result = {}) {
    return feed(input::Revoked{take<action::Revoke>().job, std::move(result)});
  }
  std::string turn() { return feed(input::Turn{take<action::Turn>().job}); }
  std::string told() { return feed(input::Told{take<action::CallLogout>().job}); }

  /// Answers all that is outstanding, with success, until nothing is left; a refresh brings `tokens(number)`.
  void settle(unsigned number) {
    while (!outstanding.empty()) {
      const Action next = outstanding.front();
      if (next.is<action::Draw>()) drawn();
      if (next.is<action::Lock>()) locked();
      if (next.is<action::Load>()) loaded();
      if (next.is<action::Save>()) saved();
      if (next.is<action::Erase>()) erased();
      if (next.is<action::SendRefresh>()) renewed(tokens(number));
      if (next.is<action::Revoke>()) revoked();
      if (next.is<action::CallLogout>()) told();
      if (next.is<action::Turn>()) turn();
    }
  }

  /// A live session with `tokens(1)`, saved.
  Script& begin(TokenSet set = tokens(1)) {
    install(100, std::move(set));
    settle(0);
    return *this;
  }

  /// What storage holds, as another process would see it, and a way to change it.
  core::SessionRecord stored() const { return *core::decode(record.value().view()); }
  void store(const core::SessionRecord& changed) { record = core::encode(changed); }
  /// Another process has rotated: the record holds the next generation with `tokens(number)`.
  void rotate_elsewhere(unsigned number, std::chrono::seconds lives = std::chrono::seconds{100}) {
    core::SessionRecord next = stored();
    ++next.generation;
    next.tokens = tokens(number);
    next.intent.reset();
    next.access_expires = now.wall + next.clock_offset + lives;
    next.access_left = std::chrono::milliseconds{lives};
    store(next);
  }
  /// Another process has logged in anew.
  void log_in_elsewhere(unsigned number) {
    rotate_elsewhere(number);
    core::SessionRecord next = stored();
    next.session_id.fill(std::byte{0xee});
    next.generation = 1;
    store(next);
  }

  /// The first outstanding action of this kind, taken out; it must be there.
  template <class A>
  A take() {
    for (auto it = outstanding.begin(); it != outstanding.end(); ++it)
      if (auto* found = it->get<A>()) {
        A taken = std::move(*found);
        outstanding.erase(it);
        return taken;
      }
    throw std::logic_error{"the script answers what was not asked"};
  }

  AnswerTiming timing() const { return {.sent = now, .received = now}; }

 private:
  unsigned char draws_ = 0;
};

}  // namespace keyturn_tests

#endif
