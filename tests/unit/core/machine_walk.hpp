// Random walks of one or two machines over a model of storage, lock and auth server, with the rules that must hold after
// every step. A walk repeats from its seed, or from the bytes that chose its way.
#ifndef KEYTURN_TESTS_CORE_MACHINE_WALK_HPP
#define KEYTURN_TESTS_CORE_MACHINE_WALK_HPP

#include "chances.hpp"
#include "model_server.hpp"

#include <chrono>
#include <deque>

namespace keyturn_tests {

/// What may happen in a walk, in percent of the chances for it.
struct Weather {
  bool shared = false;
  unsigned processes = 1;
  unsigned failing_storage = 0, failing_random = 0, busy_locks = 0;
  unsigned unavailable = 20, lost_answers = 0, refusals = 0, poor_answers = 0;
  unsigned crashes = 0, tampering = 0, illegal = 10, changes = 5;
  core::EarlyRefresh early_refresh = core::EarlyRefresh::holds_up_its_caller;
  UnknownOutcome unknown_outcome{};
};

/// A row of the table that was seen, as `from signal to`.
using Rows = std::set<std::tuple<core::Phase, core::Signal, core::Phase>>;

class Walk {
 public:
  Walk(std::uint64_t seed, Weather weather) : Walk{Chances{seed}, weather} {}
  Walk(Chances chances, Weather weather)
      : chances_{chances}, weather_{weather}, storage_fails_{weather.failing_storage > 0} {
    for (unsigned i = 0; i < weather_.processes; ++i) processes_.emplace_back(weather_);
  }

  /// Takes so many steps, or as many as there are bytes to choose from, then lets everything come to rest. What rule was broken first, with the steps before; empty: none.
  std::string run(unsigned steps) {
    for (unsigned i = 0; i < steps && fault_.empty() && !chances_.spent(); ++i) step();
    if (fault_.empty()) come_to_rest();
    return fault_.empty() ? "" : fault_ + "\n" + trace();
  }

  const Rows& rows() const { return rows_; }

 private:
  struct Process {
    explicit Process(const Weather& weather)
        : machine{options(), weather.shared, weather.early_refresh, weather.unknown_outcome} {}
    static Options options() {
      Options options;
      options.refresh_budget = {.count = 8, .window = std::chrono::seconds{10}};
      return options;
    }
    core::Machine machine;
    std::vector<Action> outstanding{};
    std::map<JobId, RefreshAnswer> acted{};         // the server has acted, the answer is on its way
    std::map<WaiterId, std::uint64_t> waiting{};    // and above which generation it wants a token
    std::set<WaiterId> insisting{};                 // those that want another token than the present one
    std::set<std::string> lost{};                   // refresh tokens whose answer was lost
    bool hears = false;                             // of a change by another process, some time
    std::map<JobId, std::optional<Secret>> read{};  // storage was read, the answer is on its way
    std::set<JobId> locks{};
    JobId last_job = 0, lane_job = 0;
  };

  bool chance(unsigned percent) { return chances_.percent(percent); }
  std::size_t below(std::size_t size) { return chances_.below(size); }

  void expect(bool holds, const std::string& rule) {
    if (!holds && fault_.empty()) fault_ = "broken: " + rule;
  }

  void note(std::string text) {
    trace_.push_back(std::move(text));
    if (trace_.size() > 60) trace_.erase(trace_.begin());
  }

  std::string trace() const {
    std::string text;
    for (const std::string& line : trace_) text += "  " + line + "\n";
    return text;
  }

  void step() {
    const std::size_t index = below(processes_.size());
    Process& process = processes_[index];
    if (chance(process.hears ? 30 : weather_.changes)) return hear(index);
    const std::size_t dice = below(100);
    if (dice < 55 && !process.outstanding.empty()) return answer(index, below(process.outstanding.size()));
    if (dice < 75) return call(index);
    if (dice < 80) return feed(index, input::Tick{}, "tick");
    if (dice < 84) return pass(std::chrono::milliseconds{below(90'000)});
    if (dice < 90) return pass(std::chrono::milliseconds{below(2'000)});
    if (dice < 94 && chance(weather_.illegal)) return illegal(index);
    if (dice < 97 && chance(weather_.tampering)) return tamper();
    if (dice >= 97 && chance(weather_.crashes)) return crash(index);
  }

  void hear(std::size_t index) {
    processes_[index].hears = false;
    feed(index, input::Changed{}, "changed");
  }

  void changed_by(const Process* by) {
    for (Process& process : processes_) process.hears |= &process != by;
  }

  void pass(std::chrono::milliseconds span) {
    now_.steady += span;
    now_.wall += span;
    note("pass " + std::to_string(span.count()) + "ms");
  }

  void call(std::size_t index) {
    Process& process = processes_[index];
    const WaiterId waiter = ++last_waiter_;
    const TimePoint deadline = now_.steady + std::chrono::milliseconds{below(4) == 0 ? below(2'000) : 30'000};
    const SessionInfo info = process.machine.info(now_.steady);
    const std::string name = std::to_string(waiter);
    const std::size_t dice = below(100);
    if (dice < 2) return process.waiting[waiter] = 0, feed(index, input::Logout{waiter, deadline}, "logout " + name);
    if (dice < 6 || (!info.logged_in && dice < 40)) {
      process.waiting[waiter] = 0;
      TokenSet fresh = server_.login();
      if (chance(weather_.poor_answers)) (chance(50) ? fresh.access_token : fresh.refresh_token) = Secret{};
      return feed(index, input::Install{waiter, deadline, std::move(fresh), timing()}, "install " + name);
    }
    if (dice < 12)
      return process.waiting[waiter] = 0, feed(index, input::Restore{waiter, TimePoint::max()}, "restore " + name);
    if (dice < 16) return feed(index, input::Refused{info.epoch, info.generation}, "refused");
    input::Ask ask{.waiter = waiter, .deadline = deadline};
    if (dice < 30 && info.generation > 0) {
      ask.epoch = info.epoch - (chance(10) ? 1 : 0);
      ask.refused = info.generation - (chance(30) ? 1 : 0);
    }
    ask.renew = dice >= 30 && dice < 36;
    process.waiting[waiter] = ask.refused.value_or(0);
    if (ask.refused || ask.renew) process.insisting.insert(waiter);
    feed(index, ask,
         "ask " + name + (ask.refused ? " newer than " + std::to_string(*ask.refused) : "") +
             (ask.renew ? " renew" : ""));
  }

  AnswerTiming timing() const { return {.sent = now_, .received = now_, .server_date = now_.wall}; }

  void answer(std::size_t index, std::size_t which) {
    Process& process = processes_[index];
    const Action what = process.outstanding[which];
    // The server may act long before its answer arrives.
    if (const auto* send = what.get<action::SendRefresh>();
        send != nullptr && !process.acted.contains(send->job) && chance(40)) {
      process.acted[send->job] = server_.refresh(*send);
      return note("server acts for " + std::to_string(index));
    }
    if (const auto* load = what.get<action::Load>();
        load != nullptr && !process.read.contains(load->job) && chance(40)) {
      process.read[load->job] = record_;
      return note("storage is read for " + std::to_string(index));
    }
    process.outstanding.erase(process.outstanding.begin() + static_cast<std::ptrdiff_t>(which));
    const bool fails = chance(weather_.failing_storage);
    const Error failed{.code = Errc::storage_failed, .detail = "no"};
    struct {
      Walk& walk;
      Process& process;
      bool fails;
      Error failed;
      Result<void> done() const { return fails ? Result<void>{failed} : Result<void>{}; }
      Input operator()(const action::Draw& draw) {
        std::array<std::byte, 32> bytes{};
        for (std::byte& byte : bytes) byte = walk.chances_.fresh();
        input::Drawn drawn{draw.job, {}};
        if (!walk.chance(walk.weather_.failing_random)) drawn.bytes = bytes;
        return drawn;
      }
      Input operator()(const action::Lock& lock) {
        if (lock.waiter != 0 && walk.chance(walk.weather_.busy_locks)) return input::Locked{lock.job, {}, true};
        if (walk.lock_ || walk.chance(walk.weather_.busy_locks))
          return input::Locked{lock.job, Error{.code = fails ? Errc::storage_failed : Errc::storage_busy}};
        walk.lock_ = std::pair{&process, lock.job};
        process.locks.insert(lock.job);
        return input::Locked{lock.job, {}};
      }
      Input operator()(const action::Load& load) {
        const auto read = process.read.extract(load.job);
        if (fails) return input::Loaded{load.job, failed};
        const auto& record = read ? read.mapped() : walk.record_;
        if (record) walk.know(*record);
        return input::Loaded{load.job, std::optional<Secret>{record}};
      }
      Input operator()(const action::Save& save) {
        walk.know(save.record);
        if (!fails) walk.record_ = save.record, walk.changed_by(&process);
        return input::Saved{save.job, done()};
      }
      Input operator()(const action::Erase& erase) {
        if (!fails) walk.record_.reset(), walk.changed_by(&process);
        walk.erase_failed_ |= fails;
        return input::Erased{erase.job, done()};
      }
      Input operator()(const action::SendRefresh& send) {
        return input::Answered{send.job, walk.refresh_answer(process, send)};
      }
      Input operator()(const action::Revoke& revoke) {
        if (walk.chance(walk.weather_.unavailable)) return input::Revoked{revoke.job, Error{.code = Errc::not_sent}};
        walk.server_.revoke(revoke.tokens.refresh_token.view());
        return input::Revoked{revoke.job, {}};
      }
      Input operator()(const action::CallLogout& call) { return input::Told{call.job}; }
      Input operator()(const action::Turn& turn) { return input::Turn{turn.job}; }
      Input operator()(const action::Unlock&) { return input::Tick{}; }
      Input operator()(const action::Publish&) { return input::Tick{}; }
      Input operator()(const action::Tell&) { return input::Tick{}; }
      Input operator()(const action::Complete&) { return input::Tick{}; }
    } carry_out{*this, process, fails, failed};
    Input result = visited<Input>(what, carry_out);
    feed(index, std::move(result), (fails ? "answer, storage failing: " : "answer: ") + describe(what));
  }

  RefreshAnswer refresh_answer(Process& process, const action::SendRefresh& send) {
    RefreshAnswer answer{.error = {.code = Errc::server_refused, .status = 503}};
    if (const auto acted = process.acted.find(send.job); acted != process.acted.end()) {
      answer = std::move(acted->second);
      process.acted.erase(acted);
    } else if (!chance(weather_.unavailable)) {
      if (chance(weather_.refusals)) server_.revoke(send.tokens.refresh_token.view());
      answer = server_.refresh(send);
    }
    if (chance(weather_.lost_answers)) {
      answer = RefreshAnswer{.error = {.code = Errc::no_answer}};
      process.lost.emplace(send.tokens.refresh_token.view());
    }
    if (answer.verdict == Verdict::renewed && chance(weather_.poor_answers)) answer.tokens.access_token = Secret{};
    answer.timing = timing();
    return answer;
  }

  // A token that storage was given or has given may be seen.
  void know(const Secret& record) {
    if (const auto decoded = core::decode(record.view()))
      known_.insert(std::string{decoded->tokens.access_token.view()});
  }

  void feed(std::size_t index, Input input, std::string text) {
    Process& process = processes_[index];
    const core::Phase before = process.machine.phase();
    const std::optional<core::Signal> signal = signal_of(input);
    bool of_lane = false;
    if (signal)
      input.visit([&](const auto& in) {
        if constexpr (requires { in.job; }) of_lane = in.job == process.lane_job;
      });
    process.machine.handle(std::move(input), now_);
    const core::Phase after = process.machine.phase();
    const JobId last_job = process.last_job;
    bool began = false;
    std::string actions;
    while (auto next = process.machine.next_action()) {
      actions += (actions.empty() ? "" : ", ") + describe(*next);
      const JobId job = job_of(*next);
      process.last_job = std::max(process.last_job, job);
      const bool rests = before == core::Phase::idle || before == core::Phase::pausing;
      if (job > last_job && (of_lane || rests) && begins(*next, after)) {
        process.lane_job = job;
        began = true;
      }
      handed_out(process, *next);
      if (wants_result(*next)) process.outstanding.push_back(std::move(*next));
    }
    note(std::to_string(index) + " " + text + " -> " + actions + " [" + std::string{to_string(after)} + "]");
    if (of_lane && core::accepts(before, *signal)) rows_.emplace(before, *signal, began ? core::Phase::idle : after);
    if (began)
      rows_.emplace(core::Phase::idle, after == core::Phase::drawing ? core::Signal::needed : core::Signal::save_due,
                    after);
    if (before == core::Phase::pausing && (began || after == core::Phase::idle))
      rows_.emplace(before, core::Signal::dropped, core::Phase::idle);
    if (before == core::Phase::pausing && !began && after != before && after != core::Phase::idle)
      rows_.emplace(before, core::Signal::resumed, after);
    check(process);
  }

  // Whether this is the first action of a run of the refresh lane that now stands in `phase`.
  static bool begins(const Action& what, core::Phase phase) {
    if (phase == core::Phase::drawing) return what.is<action::Draw>();
    if (phase == core::Phase::locking) return what.is<action::Lock>();
    return phase == core::Phase::saving && what.is<action::Save>();
  }

  static std::optional<core::Signal> signal_of(const Input& input) {
    if (input.is<input::Drawn>()) return core::Signal::drawn;
    if (input.is<input::Locked>()) return core::Signal::locked;
    if (input.is<input::Loaded>()) return core::Signal::loaded;
    if (input.is<input::Saved>()) return core::Signal::saved;
    if (input.is<input::Erased>()) return core::Signal::erased;
    if (input.is<input::Answered>()) return core::Signal::answered;
    return std::nullopt;
  }

  void handed_out(Process& process, const Action& what) {
    if (const auto* complete = what.get<action::Complete>()) {
      const auto waiter = process.waiting.find(complete->waiter);
      expect(waiter != process.waiting.end(), "every call completes once");
      if (waiter == process.waiting.end()) return;
      expect(!complete->token || complete->token->generation > waiter->second,
             "a call gets a newer token than the refused one");
      expect(!complete->token || known_.contains(std::string{complete->token->token()}),
             "a token is saved before a call sees it");
      process.waiting.erase(waiter);
      process.insisting.erase(complete->waiter);
    }
    if (const auto* publish = what.get<action::Publish>(); publish != nullptr && publish->snapshot)
      expect(known_.contains(std::string{publish->snapshot->token()}), "a token is saved before it is published");
    if (const auto* unlock = what.get<action::Unlock>()) {
      expect(process.locks.erase(unlock->job) == 1, "a lock is released once, under the name it was taken under");
      if (lock_ && lock_->first == &process && lock_->second == unlock->job) lock_.reset();
    }
    if (const auto* call = what.get<action::CallLogout>())
      expect(!calm() || call->reason == LogoutReason::requested, "nobody is logged out by accident");
    const auto* send = what.get<action::SendRefresh>();
    if (send == nullptr) return;
    expect(!weather_.shared || process.locks.contains(send->job), "no refresh is sent without the lock");
    expect(weather_.unknown_outcome.rule != UnknownOutcome::Rule::wait || send->tokens.access_token.empty() ||
               !process.insisting.empty() || !process.lost.contains(std::string{send->tokens.refresh_token.view()}),
           "a token that may be spent is not presented while nobody needs another one");
    for (const Action& other : process.outstanding)
      if (const auto* sent = other.get<action::SendRefresh>())
        expect(!(sent->tokens.refresh_token == send->tokens.refresh_token), "one refresh of a session at a time");
  }

  void check(const Process& process) {
    const auto uses_storage = [](const Action& a) {
      return a.is<action::Load>() || a.is<action::Save>() || a.is<action::Erase>();
    };
    expect(std::count_if(process.outstanding.begin(), process.outstanding.end(), uses_storage) <= 1,
           "storage is asked one thing at a time");
    const core::Phase phase = process.machine.phase();
    if (process.outstanding.empty()) {
      expect(process.waiting.empty() || phase == core::Phase::pausing, "a call that waits waits for something");
      expect(phase == core::Phase::idle || phase == core::Phase::pausing, "a phase waits for an action's result");
      expect(process.locks.empty(), "a lock is released when nothing is under way");
      expect(process.waiting.empty() || process.machine.next_deadline() != TimePoint::max(), "a pause has an end");
    }
    if (theft_is_impossible()) expect(server_.thefts == 0, "no spent refresh token is presented without its key");
  }

  // The server refuses nothing, storage works, and nobody else uses it.
  bool calm() const {
    return weather_.refusals + weather_.poor_answers + weather_.failing_storage + weather_.tampering == 0 &&
           weather_.processes == 1;
  }

  // A rotation that storage never saw is lost with the process or unknown to the other one, and a record that could not
  // be erased comes back.
  bool theft_is_impossible() const {
    if (weather_.tampering > 0 || erase_failed_) return false;
    return !storage_fails_ || (weather_.crashes == 0 && weather_.processes == 1);
  }

  // A result that nothing waits for: with a job that does not exist, or of another kind than was asked for.
  void illegal(std::size_t index) {
    Process& process = processes_[index];
    const JobId job = process.outstanding.empty() || chance(30)
                          ? process.last_job + 1
                          : job_of(process.outstanding[below(process.outstanding.size())]);
    const auto asked = [&]<class A>(std::type_identity<A>) {
      return std::any_of(process.outstanding.begin(), process.outstanding.end(),
                         [&](const Action& a) { return a.is<A>() && job_of(a) == job; });
    };
    std::optional<Input> wrong;
    switch (below(9)) {
      case 0:
        if (!asked(std::type_identity<action::Draw>{})) wrong = input::Drawn{job, {}};
        break;
      case 1:
        if (!asked(std::type_identity<action::Lock>{})) wrong = input::Locked{job, {}};
        break;
      case 2:
        if (!asked(std::type_identity<action::Load>{})) wrong = input::Loaded{job, std::optional<Secret>{}};
        break;
      case 3:
        if (!asked(std::type_identity<action::Save>{})) wrong = input::Saved{job, {}};
        break;
      case 4:
        if (!asked(std::type_identity<action::Erase>{})) wrong = input::Erased{job, {}};
        break;
      case 5:
        if (!asked(std::type_identity<action::SendRefresh>{}))
          wrong = input::Answered{job, {.verdict = Verdict::refused}};
        break;
      case 6:
        if (!asked(std::type_identity<action::Revoke>{})) wrong = input::Revoked{job, Error{.code = Errc::not_sent}};
        break;
      case 7:
        if (!asked(std::type_identity<action::Turn>{})) wrong = input::Turn{job};
        break;
      default:
        if (!asked(std::type_identity<action::CallLogout>{})) wrong = input::Told{job};
        break;
    }
    if (!wrong) return;
    const core::Phase phase = process.machine.phase();
    const TimePoint deadline = process.machine.next_deadline();
    process.machine.handle(std::move(*wrong), now_);
    std::string actions;
    while (auto next = process.machine.next_action()) actions += describe(*next) + " ";
    note(std::to_string(index) + " illegal input -> " + actions);
    expect(actions.empty() && process.machine.phase() == phase && process.machine.next_deadline() == deadline,
           "a result that nothing waits for changes nothing");
  }

  // Somebody without manners changes the record.
  void tamper() {
    const std::size_t dice = below(4);
    note("tamper " + std::to_string(dice));
    if (dice == 0) return record_.reset();
    if (dice == 1) return record_.emplace("rubbish"), void();
    auto record = record_ ? core::decode(record_->view()) : Result<core::SessionRecord>{Error{}};
    if (!record) return;
    if (dice == 2) record->session_id[0] ^= std::byte{0x55};
    record->tokens = server_.login();
    ++record->generation;
    if (chance(50)) record->access_left = std::chrono::milliseconds{0};
    record_ = core::encode(*record);
  }

  // The process dies and a new one takes its place; what was under way has happened or not.
  void crash(std::size_t index) {
    Process& process = processes_[index];
    note("crash " + std::to_string(index));
    for (const Action& what : process.outstanding) {
      if (chance(50)) continue;
      if (const auto* save = what.get<action::Save>()) record_ = save->record;
      if (what.is<action::Erase>()) record_.reset();
      changed_by(&process);
      if (const auto* send = what.get<action::SendRefresh>(); send != nullptr && !process.acted.contains(send->job))
        server_.refresh(*send);
    }
    if (lock_ && lock_->first == &process) lock_.reset();
    process.~Process();
    new (&process) Process{weather_};
  }

  // Everything outstanding is answered and time goes on: no call is left over.
  void come_to_rest() {
    weather_.failing_storage = weather_.failing_random = weather_.busy_locks = weather_.unavailable =
        weather_.lost_answers = 0;
    for (unsigned round = 0; round < 2'000 && fault_.empty(); ++round) {
      bool busy = false;
      for (std::size_t i = 0; i < processes_.size(); ++i) {
        if (processes_[i].hears) busy = true, hear(i);
        while (!processes_[i].outstanding.empty() && fault_.empty()) busy = true, answer(i, 0);
        if (!fault_.empty() || processes_[i].waiting.empty()) continue;
        busy = true;
        now_.steady = std::max(now_.steady, processes_[i].machine.next_deadline());
        feed(i, input::Tick{}, "tick at the end");
      }
      if (!busy) return all_know_the_record();
    }
    expect(false, "everything comes to rest");
  }

  // Whoever hears of each change has what storage holds, as long as all could be saved.
  void all_know_the_record() {
    if (!weather_.shared || storage_fails_ || weather_.tampering > 0) return;
    const auto record = record_ ? core::decode(record_->view()) : Result<core::SessionRecord>{Error{}};
    for (const Process& process : processes_) {
      const SessionInfo info = process.machine.info(now_.steady);
      expect(!info.logged_in || (record && record->generation == info.generation),
             "who hears of each change knows what storage holds");
    }
  }

  Chances chances_;
  Weather weather_;
  bool storage_fails_;
  std::deque<Process> processes_;
  ModelServer server_;
  Moment now_{TimePoint{std::chrono::hours{1}}, WallTime{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}}};
  std::optional<Secret> record_;
  std::optional<std::pair<const Process*, JobId>> lock_;
  std::set<std::string> known_;
  WaiterId last_waiter_ = 0;
  bool erase_failed_ = false;
  Rows rows_;
  std::vector<std::string> trace_;
  std::string fault_;
};

}  // namespace keyturn_tests

#endif
