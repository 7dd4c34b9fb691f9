#include <keyturn/base/mutex_guard.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <type_traits>

namespace {

struct Mutex {
  std::string history{};
  void lock() { history += "lock "; }
  void unlock() { history += "unlock "; }
};

static_assert(!std::is_copy_constructible_v<keyturn::MutexGuard<Mutex>>);

}  // namespace

BOOST_AUTO_TEST_SUITE(base_mutex_guard)

BOOST_AUTO_TEST_CASE(a_mutex_is_locked_for_the_scope) {
  Mutex mutex;
  {
    const keyturn::MutexGuard<Mutex> guard{mutex};
    BOOST_TEST(mutex.history == "lock ");
  }
  BOOST_TEST(mutex.history == "lock unlock ");
}

BOOST_AUTO_TEST_CASE(an_exception_unlocks_it_too) {
  Mutex mutex;
  const auto leave = [&] {
    const keyturn::MutexGuard<Mutex> guard{mutex};
    throw std::runtime_error{"out"};
  };
  BOOST_CHECK_THROW(leave(), std::runtime_error);
  BOOST_TEST(mutex.history == "lock unlock ");
}

BOOST_AUTO_TEST_SUITE_END()
