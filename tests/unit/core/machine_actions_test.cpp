#include <keyturn/core/machine.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(core_machine_actions)

BOOST_AUTO_TEST_CASE(only_the_result_that_storage_was_asked_for_counts) {
  core::Machine machine{Options{}, false};
  machine.handle(input::Restore{7, TimePoint::max()}, {});
  const auto asked = machine.next_action();
  BOOST_TEST_REQUIRE(asked.has_value());
  BOOST_TEST_REQUIRE(asked->is<action::Load>());
  const JobId job = asked->get<action::Load>()->job;

  machine.handle(input::Loaded{job + 1, std::optional<Secret>{}}, {});
  machine.handle(input::Saved{job, {}}, {});
  machine.handle(input::Erased{job, {}}, {});
  BOOST_TEST(!machine.next_action().has_value());

  machine.handle(input::Loaded{job, std::optional<Secret>{}}, {});
  const auto told = machine.next_action();
  BOOST_TEST_REQUIRE(told.has_value());
  BOOST_TEST_REQUIRE(told->is<action::Complete>());
  BOOST_TEST(told->get<action::Complete>()->waiter == 7u);
  BOOST_TEST(!told->get<action::Complete>()->logged_in);

  machine.handle(input::Loaded{job, std::optional<Secret>{}}, {});
  BOOST_TEST(!machine.next_action().has_value());
}

BOOST_AUTO_TEST_CASE(the_host_is_told_after_everything_else) {
  core::Machine machine{Options{}, false};
  machine.handle(input::Restore{7, TimePoint::max()}, {});
  const JobId job = machine.next_action()->get<action::Load>()->job;
  machine.handle(input::Loaded{job, Error{.code = Errc::storage_failed}}, {});
  BOOST_TEST(machine.next_action()->is<action::Complete>());
  const auto last = machine.next_action();
  BOOST_TEST_REQUIRE(last.has_value());
  BOOST_TEST_REQUIRE(last->is<action::Tell>());
  BOOST_TEST((last->get<action::Tell>()->event.kind == Event::Kind::storage_failed));
  BOOST_TEST(!machine.next_action().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
