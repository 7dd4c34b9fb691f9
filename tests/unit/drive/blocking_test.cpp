#include <keyturn/drive/blocking.hpp>

#include <keyturn/builtin/hosted.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/builtin/single_thread.hpp>
#include <keyturn/testing/manual.hpp>
#include <keyturn/testing/scripted_transport.hpp>

#include "leasing_storage.hpp"
#include "plain_protocol.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <future>
#include <stdexcept>

using namespace keyturn_tests;
using namespace std::chrono_literals;
using testing::Manual;
using testing::ManualClock;
using testing::ScriptedTransport;

namespace {

// A storage that throws while `broken` is set.
struct ThrowingStorage {
  MemoryStorage memory{};
  std::shared_ptr<std::atomic<bool>> broken = std::make_shared<std::atomic<bool>>(false);
  void check() const {
    if (*broken) throw std::runtime_error{"storage"};
  }
  Result<std::optional<Secret>> load(std::string_view account) { return check(), memory.load(account); }
  Result<void> save(std::string_view account, const Secret& record) { return check(), memory.save(account, record); }
  Result<void> erase(std::string_view account) { return check(), memory.erase(account); }
};

// A storage with a lock, which counts its holders.
struct StorageThatCounts {
  struct Counts {
    std::atomic<int> held{0}, taken{0};
    std::atomic<bool> throws{false};
  };
  struct Lock {
    std::shared_ptr<Counts> counts;
    explicit Lock(std::shared_ptr<Counts> c) : counts{std::move(c)} { ++counts->held; }
    Lock(Lock&&) = default;
    Lock& operator=(Lock&&) = default;
    ~Lock() {
      if (counts) --counts->held;
    }
  };
  MemoryStorage memory{};
  std::shared_ptr<Counts> counts = std::make_shared<Counts>();
  Result<std::optional<Secret>> load(std::string_view account) { return memory.load(account); }
  Result<void> save(std::string_view account, const Secret& record) { return memory.save(account, record); }
  Result<void> erase(std::string_view account) { return memory.erase(account); }
  Result<Lock> lock(std::string_view, std::chrono::milliseconds) {
    if (counts->throws) throw std::runtime_error{"lock"};
    ++counts->taken;
    return Lock{counts};
  }
};
static_assert(SharedStorage<StorageThatCounts>);

// A storage whose lock somebody else has, which notes how long it was waited for.
struct StorageOfOthers {
  struct Lock {};
  struct Shared {
    MemoryStorage memory{};
    std::vector<std::chrono::milliseconds> waited{};
    bool taken = true;
    Callback<void()> before_load{};
  };
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();
  Result<std::optional<Secret>> load(std::string_view account) {
    if (const auto before = std::exchange(shared->before_load, {})) before();
    return shared->memory.load(account);
  }
  Result<void> save(std::string_view account, const Secret& record) { return shared->memory.save(account, record); }
  Result<void> erase(std::string_view account) { return shared->memory.erase(account); }
  Result<Lock> lock(std::string_view, std::chrono::milliseconds patience) {
    shared->waited.push_back(patience);
    if (shared->taken) return Error{.code = Errc::storage_busy};
    return Lock{};
  }
};
static_assert(SharedStorage<StorageOfOthers>);

// Real threads, and a count of those that have begun to wait for one another.
class Counted : public Hosted {
 public:
  class Condition : public Hosted::Condition {
   public:
    explicit Condition(Counted& platform) : waits_{platform.waits} {}
    void wait_until(Mutex& mutex, TimePoint time) {
      ++*waits_;
      waits_->notify_all();
      Hosted::Condition::wait_until(mutex, time);
    }

   private:
    std::shared_ptr<std::atomic<unsigned>> waits_;
  };
  std::shared_ptr<std::atomic<unsigned>> waits = std::make_shared<std::atomic<unsigned>>(0u);
};

template <class S = MemoryStorage, class E = Manual>
using Driver = drive::Blocking<ScriptedTransport, S, PlainProtocol, E>;

template <class D>
Result<void> install(D& driver, int number) {
  const Moment now = read_clocks(driver.platform());
  auto tokens = *PlainProtocol{}.read_tokens(granted(number));
  typename D::Outcome outcome;
  return driver.finish(
      outcome,
      input::Install{outcome.waiter(), later(now.steady, 30s), std::move(tokens), {.sent = now, .received = now}});
}

template <class D>
std::string token(D& driver, std::chrono::seconds patience = 30s) {
  const auto token = driver.token({.waiter{}, .deadline = later(driver.platform().now(), patience)});
  return token ? std::string{(*token)->token()} : std::string{to_string(token.error().code)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_blocking)

BOOST_AUTO_TEST_CASE(one_thread_carries_a_session_through_its_life) {
  ManualClock clock;
  ScriptedTransport transport;
  MemoryStorage storage;
  Driver<> driver{transport, storage, {}, {}, Manual{clock}};
  BOOST_TEST(token(driver) == "not_logged_in");
  BOOST_TEST(install(driver, 1).has_value());
  BOOST_TEST(token(driver) == "access-1");
  BOOST_TEST(driver.fresh_token(clock.now())->token() == "access-1");
  clock.advance(100s);
  BOOST_TEST(driver.fresh_token(clock.now()) == nullptr);
  transport.answer(granted(2));
  BOOST_TEST(token(driver) == "access-2");
  BOOST_TEST(transport.seen().size() == 1u);
  BOOST_TEST(transport.seen()[0].body == "refresh-1");
  BOOST_TEST(driver.info().generation == 2u);
}

BOOST_AUTO_TEST_CASE(locks_are_given_back) {
  ManualClock clock;
  ScriptedTransport transport;
  StorageThatCounts storage;
  Driver<StorageThatCounts> driver{transport, storage, {}, {}, Manual{clock}};
  BOOST_TEST(install(driver, 1).has_value());
  clock.advance(100s);
  transport.answer(Response{.status = 503}).answer(granted(2));
  BOOST_TEST(token(driver) == "access-2");
  BOOST_TEST(storage.counts->taken == 3);
  BOOST_TEST(storage.counts->held == 0);
}

BOOST_AUTO_TEST_CASE(a_transport_that_throws_is_a_lost_answer) {
  ManualClock clock;
  ScriptedTransport transport;
  Driver<> driver{transport, {}, {}, {}, Manual{clock}};
  BOOST_TEST(install(driver, 1).has_value());
  clock.advance(100s);
  transport.answer([](const Request&) -> Result<Response> { throw std::runtime_error{"host"}; }).answer(granted(2));
  BOOST_TEST(token(driver) == "access-2");
}

BOOST_AUTO_TEST_CASE(a_storage_that_throws_has_failed) {
  ManualClock clock;
  ScriptedTransport transport;
  ThrowingStorage storage;
  Driver<ThrowingStorage> driver{transport, storage, {}, {}, Manual{clock}};
  std::vector<Event::Kind> events;
  driver.on_event([&](const Event& event) { events.push_back(event.kind); });
  *storage.broken = true;
  BOOST_TEST(token(driver) == "storage_failed");
  BOOST_TEST(install(driver, 1).has_value());
  BOOST_TEST(token(driver) == "access-1");
  *storage.broken = false;
  clock.advance(2s);
  BOOST_TEST(token(driver) == "access-1");
  BOOST_TEST((events == std::vector{Event::Kind::storage_failed, Event::Kind::storage_failed, Event::Kind::logged_in,
                                    Event::Kind::storage_recovered}));
}

BOOST_AUTO_TEST_CASE(a_lock_that_throws_could_not_be_had) {
  ManualClock clock;
  ScriptedTransport transport;
  StorageThatCounts storage;
  Driver<StorageThatCounts> driver{transport, storage, {}, {}, Manual{clock}};
  BOOST_TEST(install(driver, 1).has_value());
  clock.advance(100s);
  storage.counts->throws = true;
  BOOST_TEST(token(driver) == "refresh_unavailable");
  BOOST_TEST(transport.seen().empty());
}

BOOST_AUTO_TEST_CASE(callbacks_may_call_the_client_again) {
  ManualClock clock;
  ScriptedTransport transport;
  Driver<> driver{transport, {}, {}, {}, Manual{clock}};
  std::string during_event, during_logout;
  driver.on_event([&](const Event& event) {
    if (event.kind == Event::Kind::refreshed) during_event = token(driver);
  });
  driver.on_logout([&](LogoutReason) {
    during_logout = token(driver);
    driver.on_logout({});
  });
  BOOST_TEST(install(driver, 1).has_value());
  clock.advance(100s);
  transport.answer(granted(2)).answer(Response{.status = 401});
  BOOST_TEST(token(driver) == "access-2");
  BOOST_TEST(during_event == "access-2");
  clock.advance(100s);
  BOOST_TEST(token(driver) == "session_ended");
  BOOST_TEST(during_logout == "not_logged_in");
}

BOOST_AUTO_TEST_CASE(many_threads_cause_one_refresh) {
  ScriptedTransport transport;
  Driver<MemoryStorage, Hosted> driver{transport, {}, {}, {}, Hosted{}};
  BOOST_TEST(install(driver, 1).has_value());
  const std::uint64_t epoch = driver.info().epoch;
  driver.run(input::Refused{epoch, 1});
  transport.answer(granted(2));
  std::vector<std::future<std::string>> threads;
  for (unsigned i = 0; i < 32; ++i) threads.push_back(std::async(std::launch::async, [&] { return token(driver); }));
  for (auto& thread : threads) BOOST_TEST(thread.get() == "access-2");
  BOOST_TEST(transport.seen().size() == 1u);
}

// The answer comes when somebody waits for it, who has time for hours and so must be woken.
BOOST_AUTO_TEST_CASE(who_waits_is_woken_by_the_thread_that_brings_the_token) {
  ScriptedTransport transport;
  Counted platform;
  Driver<MemoryStorage, Counted> driver{transport, {}, {}, {}, platform};
  BOOST_TEST(install(driver, 1).has_value());
  driver.run(input::Refused{driver.info().epoch, 1});
  std::promise<void> sent;
  transport.answer([&](const Request&) -> Result<Response> {
    sent.set_value();
    platform.waits->wait(0);
    return granted(2);
  });
  auto carrier = std::async(std::launch::async, [&] { return token(driver, 10h); });
  sent.get_future().wait();
  BOOST_TEST(token(driver, 10h) == "access-2");
  BOOST_TEST(carrier.get() == "access-2");
}

// The carrier's request hangs until the test lets it go, which it does when the other call's time is up.
BOOST_AUTO_TEST_CASE(a_waiter_keeps_its_own_deadline_while_the_carrier_hangs) {
  ScriptedTransport transport;
  Driver<MemoryStorage, Hosted> driver{transport, {}, {}, {}, Hosted{}};
  BOOST_TEST(install(driver, 1).has_value());
  driver.run(input::Refused{driver.info().epoch, 1});
  std::promise<void> sent, release;
  transport.answer([&](const Request&) -> Result<Response> {
    sent.set_value();
    release.get_future().wait();
    return granted(2);
  });
  auto carrier = std::async(std::launch::async, [&] { return token(driver); });
  sent.get_future().wait();
  const auto impatient = driver.token({.waiter{}, .deadline = later(driver.platform().now(), 20ms)});
  BOOST_TEST((!impatient && impatient.error().code == Errc::timed_out));
  release.set_value();
  BOOST_TEST(carrier.get() == "access-2");
}

// Who carried the first attempt has no time left for the second: a waiter carries it out.
BOOST_AUTO_TEST_CASE(between_attempts_a_waiter_takes_the_refresh_over) {
  ScriptedTransport transport;
  Driver<MemoryStorage, Hosted> driver{transport, {}, {}, {}, Hosted{}};
  BOOST_TEST(install(driver, 1).has_value());
  driver.run(input::Refused{driver.info().epoch, 1});
  std::promise<void> sent, release;
  transport.answer([&](const Request&) -> Result<Response> {
    sent.set_value();
    release.get_future().wait();
    return Response{.status = 503};
  });
  std::thread::id second_attempt;
  transport.answer([&](const Request&) -> Result<Response> {
    second_attempt = std::this_thread::get_id();
    return granted(2);
  });
  auto carrier = std::async(std::launch::async, [&] { return token(driver, 0s); });
  sent.get_future().wait();
  std::thread::id other;
  auto waiter = std::async(std::launch::async, [&] {
    other = std::this_thread::get_id();
    return token(driver);
  });
  release.set_value();
  const std::string first = carrier.get();
  BOOST_TEST((first == "refresh_unavailable" || first == "timed_out"));
  BOOST_TEST(waiter.get() == "access-2");
  BOOST_TEST((second_attempt == other));
}

BOOST_AUTO_TEST_CASE(a_thread_waits_for_no_lock_that_another_call_wants) {
  using D = Driver<StorageOfOthers>;
  ManualClock clock;
  ScriptedTransport transport;
  StorageOfOthers storage;
  BOOST_TEST(
      install(*std::make_unique<D>(transport, storage, PlainProtocol{}, Options{}, Manual{clock}), 1).has_value());
  clock.advance(100s);
  storage.shared->waited.clear();
  D driver{transport, storage, {}, {}, Manual{clock}};
  D::Outcome patient, restored;
  const TimePoint deadline = later(clock.now(), 30s);
  // While this thread reads, another one's call comes.
  storage.shared->before_load = [&] {
    driver.run(input::Ask{.waiter = patient.waiter(), .deadline = deadline}, &patient);
  };
  BOOST_TEST(driver.finish(restored, input::Restore{restored.waiter(), TimePoint::max()}).has_value());
  BOOST_TEST(restored.logged_in);
  BOOST_TEST(storage.shared->waited.empty());
  BOOST_TEST(!patient.done);
  storage.shared->taken = false;
  transport.answer(granted(2));
  driver.run(input::Tick{patient.waiter(), deadline}, &patient);
  BOOST_TEST(storage.shared->waited == std::vector{30'000ms}, boost::test_tools::per_element());
  BOOST_TEST((patient.token && patient.token->token() == "access-2"));
}

BOOST_AUTO_TEST_CASE(a_lock_that_can_lapse_outlasts_each_attempt_or_nothing_is_sent) {
  ManualClock clock;
  ScriptedTransport transport;
  LeasingStorage storage;
  Driver<LeasingStorage> driver{transport, storage, {}, {.refresh_timeout = 7s}, Manual{clock}};
  BOOST_TEST(install(driver, 1).has_value());
  clock.advance(100s);
  *storage.lapsed = true;
  BOOST_TEST(token(driver) == "refresh_unavailable");
  BOOST_TEST(transport.seen().empty());
  *storage.lapsed = false;
  clock.advance(60s);
  transport.answer(granted(2));
  BOOST_TEST(token(driver) == "access-2");
  BOOST_TEST_REQUIRE(storage.extensions->size() == 1u);
  BOOST_TEST((storage.extensions->front() > 7s));
}

// P7: no call takes longer than its own time and one refresh_timeout. What it does for nobody comes out of that.
BOOST_AUTO_TEST_CASE(who_has_carried_a_refresh_revokes_what_it_brought_in_what_is_left_of_the_refreshs_time) {
  ManualClock clock;
  ScriptedTransport transport;
  Driver<StorageThatCounts> driver{transport, {}, {}, {.refresh_timeout = 8s}, Manual{clock}};
  BOOST_TEST(install(driver, 1).has_value());
  clock.advance(100s);
  transport.answer([&](const Request&) -> Result<Response> {
    clock.advance(5s);
    BOOST_TEST(driver.storage().erase("default").has_value());  // logged out elsewhere
    return granted(2);
  });
  std::chrono::milliseconds given{};
  transport.answer([&](const Request& request) -> Result<Response> {
    BOOST_TEST(request.url.ends_with("/logout"));
    given = request.timeout;
    return Response{.status = 200};
  });
  BOOST_TEST(token(driver) == "session_ended");
  BOOST_TEST((given == 3s));
}

BOOST_AUTO_TEST_CASE(what_others_change_is_seen_without_a_call) {
  ManualClock clock;
  LeasingStorage storage;
  {
    Driver<LeasingStorage> driver{ScriptedTransport{}, storage, {}, {}, Manual{clock}};
    BOOST_TEST(!*storage.changed);
    BOOST_TEST(install(driver, 1).has_value());
    storage.rotate_elsewhere(*PlainProtocol{}.read_tokens(granted(2)));
    BOOST_TEST(driver.fresh_token(clock.now())->token() == "access-2");
  }
  BOOST_TEST(!*storage.changed);
}

BOOST_AUTO_TEST_CASE(on_a_platform_for_one_thread_no_storage_calls_from_another) {
  LeasingStorage storage;
  auto ticks = 0ms;
  const SingleThread platform{[&] { return TimePoint{++ticks}; }, [] { return WallTime{}; },
                              [](std::span<std::byte>) { return true; }};
  drive::Blocking driver{ScriptedTransport{}, storage, PlainProtocol{}, Options{}, platform};
  driver.run(input::Tick{});
  BOOST_TEST(!*storage.changed);
}

BOOST_AUTO_TEST_CASE(a_protocol_may_forbid_to_ask_again_while_the_token_is_valid) {
  for (const auto rule : {UnknownOutcome::Rule::repeat, UnknownOutcome::Rule::wait}) {
    ManualClock clock;
    ScriptedTransport transport;
    PlainProtocol protocol;
    protocol.after_lost.rule = rule;
    Driver<> driver{transport, {}, protocol, {}, Manual{clock}};
    BOOST_TEST(install(driver, 1).has_value());
    clock.advance(95s);
    transport.answer(Error{.code = Errc::no_answer}).answer(granted(2));
    BOOST_TEST(token(driver) == "access-1");
    clock.advance(2s);
    BOOST_TEST(token(driver) == (rule == UnknownOutcome::Rule::wait ? "access-1" : "access-2"));
    clock.advance(4s);
    BOOST_TEST(token(driver) == "access-2");
  }
}

BOOST_AUTO_TEST_SUITE_END()
