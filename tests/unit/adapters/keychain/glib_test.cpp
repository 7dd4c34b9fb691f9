#include <keyturn/adapters/keychain/glib.hpp>

#include <boost/test/unit_test.hpp>

#include <gio/gunixinputstream.h>
#include <unistd.h>

using namespace std::chrono_literals;
using keyturn::detail::GlibCalls;
using keyturn::detail::GlibObject;

BOOST_AUTO_TEST_SUITE(keychain_glib)

BOOST_AUTO_TEST_CASE(waits_for_what_ends_and_gives_its_result) {
  GlibCalls calls{20s};
  for (const bool value : {true, false}) {
    const auto result = calls.wait([&](GCancellable* cancellable, GAsyncReadyCallback ready, gpointer data) {
      const GlibObject<GTask> task{g_task_new(nullptr, cancellable, ready, data)};
      g_task_return_boolean(task.get(), value);
    });
    BOOST_TEST((g_task_propagate_boolean(G_TASK(result.get()), nullptr) != FALSE) == value);
  }
  BOOST_TEST(!calls.timed_out());
}

BOOST_AUTO_TEST_CASE(cancels_what_does_not_end_in_time_and_all_that_comes_after) {
  int ends[2];
  BOOST_TEST_REQUIRE(::pipe(ends) == 0);
  const GlibObject<GInputStream> silent{g_unix_input_stream_new(ends[0], TRUE)};
  GlibCalls calls{20ms};
  for (int i = 0; i < 2; ++i) {
    char byte = 0;
    const auto result = calls.wait(
        [&](auto... rest) { g_input_stream_read_async(silent.get(), &byte, 1, G_PRIORITY_DEFAULT, rest...); });
    GError* error = nullptr;
    BOOST_TEST(g_input_stream_read_finish(silent.get(), result.get(), &error) == -1);
    BOOST_TEST(g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) != FALSE);
    g_clear_error(&error);
    BOOST_TEST(calls.timed_out());
  }
  ::close(ends[1]);
}

BOOST_AUTO_TEST_CASE(leaves_alone_what_does_not_even_end_when_it_is_cancelled_and_takes_no_notice_of_it_later) {
  GMainContext* context = nullptr;
  GlibObject<GTask> forgotten;
  {
    GlibCalls calls{20ms};
    const auto forget = [&](GCancellable* cancellable, GAsyncReadyCallback ready, gpointer data) {
      forgotten.reset(g_task_new(nullptr, cancellable, ready, data));
    };
    BOOST_TEST(calls.wait(forget) == nullptr);
    BOOST_TEST(calls.timed_out());
    context = g_main_context_ref(g_main_context_get_thread_default());
    BOOST_TEST(calls.wait([](auto...) { BOOST_ERROR("it is begun after all"); }) == nullptr);
  }
  g_task_return_boolean(forgotten.get(), TRUE);
  g_main_context_unref(context);
}

BOOST_AUTO_TEST_CASE(the_thread_has_its_own_context_back_afterwards) {
  GMainContext* const host = g_main_context_new();
  g_main_context_push_thread_default(host);
  {
    const GlibCalls calls{20s};
    BOOST_TEST(g_main_context_get_thread_default() != host);
  }
  BOOST_TEST(g_main_context_get_thread_default() == host);
  g_main_context_pop_thread_default(host);
  g_main_context_unref(host);
}

BOOST_AUTO_TEST_SUITE_END()
