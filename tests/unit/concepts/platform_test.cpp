#include <keyturn/concepts/platform.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using keyturn::Platform;
using keyturn::TimePoint;
using keyturn::WallTime;

BOOST_AUTO_TEST_SUITE(platform)

/// What firmware without threads would write.
struct Bare {
  struct Mutex {
    void lock() {}
    void unlock() {}
  };
  struct Condition {
    void wait(Mutex&) {}
    void wait_until(Mutex&, TimePoint) {}
    void notify_all() {}
  };
  TimePoint now() { return TimePoint{5ns}; }
  WallTime wall() { return WallTime{7ms}; }
  bool random(std::span<std::byte>) { return true; }
};
struct WithBack : Bare {
  struct Condition : Bare::Condition {
    explicit Condition(WithBack&) {}
  };
};
struct NoCondition : Bare {
  struct Condition : Bare::Condition {
    explicit Condition(int) {}
  };
};
struct NoRandom : Bare {
  void random(std::span<std::byte>) {}
};
struct OtherClock : Bare {
  std::chrono::steady_clock::time_point now() { return {}; }
};

BOOST_AUTO_TEST_CASE(the_concept_asks_for_what_its_table_says) {
  static_assert(Platform<Bare> && Platform<WithBack>);
  static_assert(!Platform<NoCondition> && !Platform<NoRandom> && !Platform<OtherClock> && !Platform<int>);
  BOOST_TEST(Bare{}.random({}));
}

BOOST_AUTO_TEST_CASE(both_clocks_are_read_as_one_moment) {
  Bare bare;
  const keyturn::Moment moment = keyturn::read_clocks(bare);
  BOOST_CHECK(moment.steady == TimePoint{5ns});
  BOOST_CHECK(moment.wall == WallTime{7ms});
}

BOOST_AUTO_TEST_SUITE_END()
