#define BOOST_TEST_MODULE keyturn faults
#include <boost/test/unit_test.hpp>

#include <csignal>

namespace {

// A program that was killed reads no more.
struct Pipes {
  Pipes() { std::signal(SIGPIPE, SIG_IGN); }
};

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(Pipes);
