// Bytes that choose what is fed to the machine: right and wrong results, from a driver and a host without manners, with
// times and lifetimes at the ends of what their types hold.
#include "fuzz.hpp"

#include "core/chances.hpp"
#include "core/machine_script.hpp"

#include <chrono>

using namespace keyturn_tests;
using keyturn_fuzz::expect;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

template <class A>
static const A* as(const Action& what) {
  return what.get<A>();
}

static bool uses_storage(const Action& what) {
  return as<action::Load>(what) || as<action::Save>(what) || as<action::Erase>(what);
}

static bool same_kind(const Action& a, const Action& b) {
  const auto kind = [](const std::string& text) { return text.substr(0, text.find(' ')); };
  return kind(describe(a)) == kind(describe(b));
}

class Driver {
 public:
  explicit Driver(std::string_view bytes)
      : chances_{bytes},
        machine_{options(),
                 chances_.percent(50),
                 chances_.percent(50) ? core::EarlyRefresh::holds_up_nobody : core::EarlyRefresh::holds_up_its_caller,
                 {static_cast<UnknownOutcome::Rule>(chances_.below(3)), seconds{chances_.below(100)}}} {}

  void run() {
    for (unsigned i = 0; i < 1'000 && !chances_.spent(); ++i) step();
    come_to_rest();
  }

 private:
  Options options() {
    Options options;
    if (chances_.percent(30)) options.leeway = seconds{far()};
    if (chances_.percent(30)) options.refresh_timeout = options.lock_patience = milliseconds{far()};
    if (chances_.percent(30)) options.refresh_budget = {.count = 2, .window = milliseconds{far()}};
    return options;
  }

  void step() {
    const std::size_t dice = chances_.below(100);
    if (dice < 40) return call();
    if (dice < 50) return pass();
    if (outstanding_.empty()) return feed(input::Tick{});
    if (dice < 90) return answer(chances_.below(outstanding_.size()));
    // Of another kind than was asked for, or for work that is not there.
    const Action& kind = outstanding_.back();
    const JobId jobs[] = {job_of(outstanding_.front()), 0, last_job_ + 1, UINT32_MAX};
    const JobId job = jobs[chances_.below(std::size(jobs))];
    if (job == job_of(outstanding_.front()) && same_kind(kind, outstanding_.front())) return answer(0);
    feed(result(kind, job));
  }

  void answer(std::size_t which) {
    const Action what = std::move(outstanding_[which]);
    outstanding_.erase(outstanding_.begin() + static_cast<std::ptrdiff_t>(which));
    feed(result(what, job_of(what)));
  }

  void call() {
    const SessionInfo info = machine_.info(now_.steady);
    const std::uint64_t generation = info.generation + chances_.below(3) - 1;
    const TimePoint deadline =
        chances_.percent(70) ? now_.steady + seconds{30} : later(now_.steady, nanoseconds{far()});
    const WaiterId waiter = last_waiter_ + 1;
    switch (chances_.below(10)) {
      case 0:
        return begin(waiter), feed(input::Logout{waiter, deadline});
      case 1:
        return begin(waiter), feed(input::Restore{waiter, deadline});
      case 2:
        return begin(waiter), feed(input::Install{waiter, deadline, tokens(), timing()});
      case 3:
        return feed(input::Refused{info.epoch, generation});
      case 4:
        return feed(input::Changed{});
      case 5:
        return feed(input::Tick{waiting_.empty() ? 0 : *waiting_.begin(), deadline});
      case 6:
        return begin(waiter), feed(input::Ask{.waiter = waiter, .deadline = deadline, .renew = true});
      case 7:
        return begin(waiter),
               feed(input::Ask{.waiter = waiter, .deadline = deadline, .epoch = info.epoch, .refused = generation});
      default:
        return begin(waiter), feed(input::Ask{.waiter = waiter, .deadline = deadline});
    }
  }

  void begin(WaiterId waiter) { waiting_.insert(last_waiter_ = waiter); }

  void pass() {
    constexpr seconds spans[] = {seconds{0}, seconds{1}, seconds{90}, std::chrono::hours{24},
                                 std::chrono::hours{87'660}};
    const seconds span = spans[chances_.below(std::size(spans))];
    if (now_.steady < TimePoint{std::chrono::hours{1'000'000}}) now_.steady += span;
    now_.wall += span;
    using std::chrono::year;
    constexpr year years[] = {year{1678}, year{1970}, year{2026}, year{2261}};
    if (chances_.percent(20)) now_.wall = std::chrono::sys_days{years[chances_.below(4)] / 2 / 1};
    feed(input::Tick{});
  }

  /// What comes back for an action, under this name: success, failure, or something odd.
  Input result(const Action& what, JobId job) {
    const Error error{.code = chances_.percent(50) ? Errc::storage_failed : Errc::storage_busy};
    const Result<void> done = chances_.percent(80) ? Result<void>{} : Result<void>{error};
    if (as<action::Draw>(what)) return drawn(job, done.has_value());
    if (const auto* lock = what.get<action::Lock>())
      return input::Locked{job, done, lock->waiter != 0 && chances_.percent(20)};
    if (as<action::Load>(what)) return loaded(job, done);
    if (as<action::SendRefresh>(what)) return input::Answered{job, refresh_answer()};
    if (as<action::Revoke>(what)) return input::Revoked{job, done};
    if (as<action::CallLogout>(what)) return input::Told{job};
    if (as<action::Turn>(what)) return input::Turn{job};
    if (const auto* save = as<action::Save>(what)) {
      if (done) record_ = save->record;
      return input::Saved{job, done};
    }
    if (done) record_.reset();
    return input::Erased{job, done};
  }

  Input drawn(JobId job, bool works) {
    std::array<std::byte, 32> bytes{};
    for (std::byte& byte : bytes) byte = chances_.fresh();
    input::Drawn drawn{job, {}};
    if (works) drawn.bytes = bytes;
    return drawn;
  }

  Input loaded(JobId job, const Result<void>& done) {
    if (!done) return input::Loaded{job, done.error()};
    const std::size_t dice = chances_.below(10);
    if (dice == 0) record_.reset();
    if (dice == 1) record_.emplace("rubbish");
    auto record = record_ ? core::decode(record_->view()) : Result<core::SessionRecord>{Error{}};
    if (record && dice > 1 && dice < 5) {
      if (dice == 2) record->session_id[0] = chances_.fresh();
      record->generation += chances_.below(3) - 1;
      record->tokens = tokens();
      record->access_expires = WallTime{milliseconds{far()}};
      record->refresh_expires = WallTime{milliseconds{far()}};
      record->access_left = record->access_lifetime = milliseconds{far()};
      record->clock_offset = milliseconds{far()};
      if (dice == 4) record->intent = IntentKey{chances_.fresh()}, record->intent_since = WallTime{milliseconds{far()}};
      record_ = core::encode(*record);
    }
    return input::Loaded{job, std::optional<Secret>{record_}};
  }

  RefreshAnswer refresh_answer() {
    RefreshAnswer answer{.verdict = static_cast<Verdict>(chances_.below(5)), .timing = timing()};
    if (answer.verdict == Verdict::renewed) answer.tokens = tokens();
    answer.error = {.code = chances_.percent(50) ? Errc::no_answer : Errc::server_refused, .status = 503};
    if (chances_.percent(20)) answer.error.retry_after = milliseconds{far()};
    return answer;
  }

  /// Never the same twice.
  TokenSet tokens() {
    TokenSet set = keyturn_tests::tokens(++last_tokens_);
    if (chances_.percent(30)) set.expires_in = seconds{far()};
    if (chances_.percent(20)) set.refresh_expires_in = seconds{far()};
    if (chances_.percent(20)) set.expires_in.reset(), set.expires_at = std::chrono::sys_seconds{seconds{far()}};
    if (chances_.percent(20)) set.refresh_expires_at = std::chrono::sys_seconds{seconds{far()}};
    if (chances_.percent(10)) set.access_token = Secret{};
    if (chances_.percent(5)) set.refresh_token = Secret{};
    if (chances_.percent(5)) set.token_type = "odd\r\n";
    return set;
  }

  AnswerTiming timing() {
    AnswerTiming timing{.sent = now_, .received = now_};
    if (chances_.percent(30)) timing.sent.steady -= seconds{chances_.below(60)};
    using std::chrono::year;
    constexpr year years[] = {year{0}, year{1970}, year{2026}, year{9999}};  // what a Date can say
    if (chances_.percent(50)) timing.server_date = WallTime{std::chrono::sys_days{years[chances_.below(4)] / 12 / 31}};
    return timing;
  }

  /// A number that is near to something, or at an end.
  std::int64_t far() {
    constexpr std::int64_t numbers[] = {0,         1,         -1,           1'000, 86'400, 1'767'225'600'000,
                                        INT64_MAX, INT64_MIN, INT64_MIN + 1};
    return numbers[chances_.below(std::size(numbers))];
  }

  void feed(Input input) {
    machine_.handle(std::move(input), now_);
    while (auto next = machine_.next_action()) {
      last_job_ = std::max(last_job_, job_of(*next));
      handed_out(*next);
      if (wants_result(*next)) outstanding_.push_back(std::move(*next));
    }
    expect(std::count_if(outstanding_.begin(), outstanding_.end(), uses_storage) <= 1,
           "storage is asked one thing at a time");
    if (outstanding_.empty() && !waiting_.empty())
      expect(machine_.next_deadline() != TimePoint::max(), "a call that waits waits for something");
  }

  void handed_out(const Action& what) {
    if (const auto* complete = as<action::Complete>(what))
      expect(waiting_.erase(complete->waiter) == 1, "every call completes once");
    const auto* send = as<action::SendRefresh>(what);
    if (send == nullptr) return;
    expect(!send->tokens.refresh_token.empty(), "a refresh presents a refresh token");
    for (const Action& other : outstanding_)
      if (const auto* sent = as<action::SendRefresh>(other))
        expect(!(sent->tokens.refresh_token == send->tokens.refresh_token), "one refresh of a session at a time");
  }

  void come_to_rest() {
    for (unsigned round = 0; round < 2'000; ++round) {
      while (!outstanding_.empty()) answer(0);
      if (waiting_.empty()) return;
      now_.steady = std::max(now_.steady, machine_.next_deadline());
      feed(input::Tick{});
    }
    expect(false, "everything comes to rest");
  }

  Chances chances_;
  core::Machine machine_;
  Moment now_{TimePoint{std::chrono::hours{1}}, WallTime{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}}};
  std::vector<Action> outstanding_{};
  std::set<WaiterId> waiting_{};
  std::optional<Secret> record_{};
  WaiterId last_waiter_ = 0;
  JobId last_job_ = 0;
  unsigned last_tokens_ = 0;
};

void fuzz(std::string_view input) { Driver{input}.run(); }
