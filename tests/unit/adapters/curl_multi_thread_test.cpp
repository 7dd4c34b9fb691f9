// Checks the thread of its own: when it starts, what it is for, and how it ends.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <keyturn/adapters/curl_multi_thread.hpp>

#include <boost/test/unit_test.hpp>

#include <signal.h>

#include <future>
#include <memory>

namespace {

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Response;
using keyturn::Result;
using keyturn::detail::CurlMultiThread;

}  // namespace

BOOST_AUTO_TEST_SUITE(adapters_curl_multi_thread)

BOOST_AUTO_TEST_CASE(one_that_has_nothing_to_do_ends_at_once) { const CurlMultiThread thread{{}}; }

BOOST_AUTO_TEST_CASE(everything_runs_on_the_same_other_thread) {
  std::promise<std::thread::id> work, completion;
  CurlMultiThread thread{{}};
  thread.after(0ms, [&] { work.set_value(std::this_thread::get_id()); });
  thread.send({.url = "no URL"}, [&](const Result<Response>&) { completion.set_value(std::this_thread::get_id()); });
  const auto id = work.get_future().get();
  BOOST_TEST((id == completion.get_future().get()));
  BOOST_TEST((id != std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(work_that_waits_is_dropped_at_the_end) {
  const auto held = std::make_shared<int>(0);
  {
    CurlMultiThread thread{{}};
    thread.after(1h, [held] { ++*held; });
    BOOST_TEST(held.use_count() == 2);
  }
  BOOST_TEST(held.use_count() == 1);
  BOOST_TEST(*held == 0);
}

BOOST_AUTO_TEST_CASE(it_may_end_on_its_own_thread) {
  std::promise<Errc> ended;
  auto thread = std::make_unique<CurlMultiThread>(keyturn::CurlMultiOptions{});
  CurlMultiThread& there = *thread;
  there.after(0ms, [&ended, thread = std::move(thread)]() mutable {
    thread->send({.url = "http://127.0.0.1/"}, [&](const Result<Response>& r) { ended.set_value(r.error().code); });
    thread.reset();
  });
  BOOST_TEST((ended.get_future().get() == Errc::cancelled));
}

BOOST_AUTO_TEST_CASE(signals_go_to_other_threads_and_faults_stay) {
  std::promise<sigset_t> mask;
  CurlMultiThread thread{{}};
  thread.after(0ms, [&] {
    sigset_t blocked;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    mask.set_value(blocked);
  });
  const sigset_t blocked = mask.get_future().get();
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGUSR1}) BOOST_TEST(::sigismember(&blocked, signal) == 1);
  for (const int signal : {SIGSEGV, SIGABRT}) BOOST_TEST(::sigismember(&blocked, signal) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
