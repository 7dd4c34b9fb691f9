#include <keyturn/testing/sockets.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/testing/loopback_server.hpp>

using namespace keyturn::testing::checks;

namespace {

constexpr std::chrono::milliseconds at_once{0}, in_good_time{10'000};

/// Two ends of one connection.
struct Pair {
  Listener listener{1};
  Socket near = listener.connect();
  Socket far = ::accept(listener.socket(), nullptr, nullptr);
  ~Pair() {
    close_socket(near);
    close_socket(far);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sockets)

BOOST_AUTO_TEST_CASE(what_is_sent_is_waited_for_and_comes) {
  const Pair pair;
  BOOST_TEST(!wait_for_socket(pair.near, POLLIN, at_once));
  BOOST_TEST(send_some(pair.far, "text") == 4);
  BOOST_TEST(wait_for_socket(pair.near, POLLIN, in_good_time));
  char into[16];
  BOOST_TEST(receive_some(pair.near, into) == 4);
  BOOST_TEST(std::string_view(into, 4) == "text");
}

BOOST_AUTO_TEST_CASE(the_other_side_sees_the_end) {
  const Pair pair;
  end_sending(pair.far);
  BOOST_TEST(wait_for_socket(pair.near, POLLIN, in_good_time));
  char into[16];
  BOOST_TEST(receive_some(pair.near, into) == 0);
}

BOOST_AUTO_TEST_CASE(a_reset_discards_what_is_on_its_way) {
  Pair pair;
  BOOST_TEST(send_some(pair.near, "unread") == 6);
  reset_when_closed(pair.far);
  close_socket(std::exchange(pair.far, no_socket));
  BOOST_TEST(wait_for_socket(pair.near, POLLIN, in_good_time));
  char into[16];
  BOOST_TEST(receive_some(pair.near, into) == 0);
  BOOST_TEST(send_some(pair.near, "more") == 0);  // and no signal
}

BOOST_AUTO_TEST_SUITE_END()
