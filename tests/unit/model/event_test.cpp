#include <keyturn/model/event.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <set>

using keyturn::Event;
using keyturn::SessionInfo;

BOOST_AUTO_TEST_SUITE(event)

BOOST_AUTO_TEST_CASE(an_event_says_only_what_it_was_given) {
  const Event event{.kind = Event::Kind::refreshed, .epoch = 2, .generation = 3};
  BOOST_TEST((event.kind == Event::Kind::refreshed));
  BOOST_TEST(event.epoch == 2u);
  BOOST_TEST(event.generation == 3u);
  BOOST_TEST(!event.error);
  BOOST_TEST(!event.reason);
  BOOST_TEST(event.took.count() == 0);
}

BOOST_AUTO_TEST_CASE(every_kind_and_every_reason_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(Event::Kind::logged_out); ++kind)
    names.insert(to_string(static_cast<Event::Kind>(kind)));
  BOOST_TEST(names.size() == 10u);
  for (int reason = 0; reason <= static_cast<int>(keyturn::LogoutReason::logged_out_elsewhere); ++reason)
    names.insert(to_string(static_cast<keyturn::LogoutReason>(reason)));
  BOOST_TEST(names.size() == 15u);
  BOOST_TEST(!names.contains("unknown"));
}

BOOST_AUTO_TEST_CASE(no_session_is_the_default) {
  const SessionInfo info;
  BOOST_TEST(!info.logged_in);
  BOOST_TEST(!info.refreshing);
  BOOST_TEST(!info.expires_in);
  BOOST_TEST(info.epoch + info.generation == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
