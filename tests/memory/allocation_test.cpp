// Memory runs out at each allocation of a call, one after the other, once or for the rest of the call: the call throws
// std::bad_alloc or gives an error, and with memory back nobody is logged out.
#include "hosts.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <iostream>

using namespace memory;

using Hosts = boost::mpl::list<BlockingHost, AsyncHost>;

namespace {

// How a call ended whose memory had run out.
enum class End { done, error, thrown };

template <class Act>
End end_of(Act&& act) {
  try {
    return act() ? End::done : End::error;
  } catch (const std::bad_alloc&) {
    return End::thrown;
  }
}

// Who goes on when memory is back.
enum class Next { same_client, new_client };

// What is played once for each allocation: `prepare` with all the memory there is, `act` while it runs out, and `check`
// when it is back, with a host that goes on.
template <class Host>
struct Play {
  std::function<void(World&, Host&)> prepare;
  std::function<bool(Host&)> act;
  std::function<void(World&, Host&, End)> check;
};

template <class Host>
void at_each_allocation(const char* name, const Play<Host>& play) {
  unsigned long tried = 0, thrown = 0, errors = 0;
  for (const Shortage shortage : {Shortage::once, Shortage::lasting})
    for (const Next next : {Next::same_client, Next::new_client})
      for (unsigned long n = 0;; ++n) {
        World world;
        std::optional<Host> host{std::in_place, world};
        play.prepare(world, *host);
        run_out(n, shortage);
        const End end = end_of([&] { return play.act(*host); });
        const bool failed = is_back() > 0;
        BOOST_TEST_CONTEXT(name << ", allocation " << n << (shortage == Shortage::once ? " alone" : " and all after it")
                                << (next == Next::same_client ? ", the same client" : ", a new client")) {
          BOOST_TEST((failed || end == End::done));
          BOOST_TEST(world.lock_is_free());
          BOOST_TEST(host->told.logouts <= 1u);
          *host->disk_room = ~0u;
          const unsigned logouts = host->told.logouts;
          if (next == Next::new_client) {
            host.emplace(world);
            host->told.logouts = logouts;
          }
          play.check(world, *host, end);
          BOOST_TEST(host->told.logouts <= 1u);
          BOOST_TEST(world.lock_is_free());
        }
        if (!failed) break;
        ++tried;
        thrown += end == End::thrown;
        errors += end == End::error;
      }
  BOOST_TEST(tried > 20u);
  std::cout << name << ": " << tried << " allocations failed, " << thrown << " times the call threw, " << errors
            << " times it gave an error\n";
}

// The session lives: the next call has an answer, at the latest after the longest back-off.
template <class Host>
void check_session_lives(World& world, Host& host) {
  BOOST_TEST(host.told.logouts == 0u);
  auto answer = host.get();
  if (!answer) {
    BOOST_TEST((answer.error().code == Errc::refresh_unavailable || answer.error().code == Errc::storage_failed));
    world.clock.advance(60s);
    answer = host.get();
  }
  BOOST_REQUIRE_MESSAGE(answer, (answer ? "" : to_string(answer.error().code)));
  BOOST_TEST(answer->status == 200);
  BOOST_TEST(host.told.logouts == 0u);
  BOOST_TEST(world.server.counts().revoked_families == 0u);
}

template <class Host>
void log_in(World&, Host& host) {
  BOOST_REQUIRE(host.login());
}
template <class Host>
void log_in_and_expire(World& world, Host& host) {
  log_in(world, host);
  world.clock.advance(101s);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(memory_runs_out)

BOOST_AUTO_TEST_CASE_TEMPLATE(in_a_login, Host, Hosts) {
  at_each_allocation<Host>("login", {.prepare = [](World&, Host&) {},
                                     .act = [](Host& host) { return host.login().has_value(); },
                                     .check =
                                         [](World& world, Host& host, End) {
                                           if (!host.logged_in()) BOOST_TEST(host.login().has_value());
                                           check_session_lives(world, host);
                                         }});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(in_a_login_over_a_live_session, Host, Hosts) {
  at_each_allocation<Host>("login again",
                           {.prepare = log_in<Host>,
                            .act = [](Host& host) { return host.login().has_value(); },
                            .check = [](World& world, Host& host, End) { check_session_lives(world, host); }});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(in_a_refresh, Host, Hosts) {
  at_each_allocation<Host>("refresh",
                           {.prepare = log_in_and_expire<Host>,
                            .act = [](Host& host) { return host.refresh().has_value(); },
                            .check = [](World& world, Host& host, End) { check_session_lives(world, host); }});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(in_a_refresh_whose_pair_finds_no_room_on_the_disk, Host, Hosts) {
  at_each_allocation<Host>("refresh on a full disk",
                           {.prepare =
                                [](World& world, Host& host) {
                                  log_in_and_expire(world, host);
                                  *host.disk_room = 1;  // the intent
                                },
                            .act = [](Host& host) { return host.refresh().has_value(); },
                            .check = [](World& world, Host& host, End) { check_session_lives(world, host); }});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(in_a_call_whose_token_is_refused_so_that_it_is_replayed, Host, Hosts) {
  at_each_allocation<Host>("call with refresh and replay",
                           {.prepare =
                                [](World& world, Host& host) {
                                  log_in(world, host);
                                  world.server.kill_access_tokens();
                                },
                            .act =
                                [](Host& host) {
                                  const auto answer = host.get();
                                  return answer && answer->status == 200;
                                },
                            .check = [](World& world, Host& host, End) { check_session_lives(world, host); }});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(in_the_first_call_of_a_program, Host, Hosts) {
  at_each_allocation<Host>("first call of a program",
                           {.prepare =
                                [](World& world, Host&) {
                                  Host before{world};
                                  log_in_and_expire(world, before);
                                },
                            .act =
                                [](Host& host) {
                                  const auto answer = host.get();
                                  return answer && answer->status == 200;
                                },
                            .check = [](World& world, Host& host, End) { check_session_lives(world, host); }});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(in_a_save_that_is_late, Host, Hosts) {
  at_each_allocation<Host>("late save",
                           {.prepare =
                                [](World& world, Host& host) {
                                  log_in_and_expire(world, host);
                                  *host.disk_room = 1;  // the intent
                                  BOOST_REQUIRE(host.refresh());
                                  *host.disk_room = ~0u;
                                  world.clock.advance(2s);
                                },
                            .act =
                                [](Host& host) {
                                  const auto answer = host.get();
                                  return answer && answer->status == 200;
                                },
                            .check = [](World& world, Host& host, End) { check_session_lives(world, host); }});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(in_a_logout, Host, Hosts) {
  at_each_allocation<Host>("logout", {.prepare = log_in<Host>,
                                      .act = [](Host& host) { return host.logout().has_value(); },
                                      .check =
                                          [](World& world, Host& host, End end) {
                                            if (end == End::done) BOOST_TEST(host.told.logouts == 1u);
                                            if (end == End::done) BOOST_TEST(world.server.live_sessions() == 0u);
                                            // One that did not get through is asked for again.
                                            if (end != End::done) BOOST_TEST(host.logout().has_value());
                                            BOOST_TEST(!host.logged_in());
                                            BOOST_TEST(!world.has_record());
                                            const auto answer = host.get();
                                            BOOST_REQUIRE(!answer);
                                            BOOST_TEST((answer.error().code == Errc::not_logged_in));
                                          }});
}

// The user is logged out here all the same; what the server has not confirmed is said.
BOOST_AUTO_TEST_CASE_TEMPLATE(in_a_logout_that_the_server_fails_to_confirm, Host, Hosts) {
  at_each_allocation<Host>("logout, answered with 500",
                           {.prepare =
                                [](World& world, Host& host) {
                                  log_in(world, host);
                                  world.server.instead("/logout", 1, Response{.status = 500});
                                },
                            .act =
                                [](Host& host) {
                                  const auto ended = host.logout();
                                  return !ended && ended.error().code == Errc::server_refused;
                                },
                            .check =
                                [](World& world, Host& host, End end) {
                                  if (end == End::done) BOOST_TEST(host.told.logouts == 1u);
                                  if (end != End::done) (void)host.logout();
                                  BOOST_TEST(!host.logged_in());
                                  BOOST_TEST(!world.has_record());
                                  const auto answer = host.get();
                                  BOOST_REQUIRE(!answer);
                                  BOOST_TEST((answer.error().code == Errc::not_logged_in));
                                }});
}

BOOST_AUTO_TEST_CASE(in_one_of_two_calls_that_wait_for_one_refresh) {
  at_each_allocation<AsyncHost>(
      "two calls at once", {.prepare = log_in_and_expire<AsyncHost>,
                            .act =
                                [](AsyncHost& host) {
                                  const auto answer = host.get_twice();
                                  return answer && answer->status == 200;
                                },
                            .check = [](World& world, AsyncHost& host, End) { check_session_lives(world, host); }});
}

// The thread that carries the refresh has no memory for the answer; another one waits for that refresh.
BOOST_AUTO_TEST_CASE(in_a_thread_that_others_wait_for) {
  for (unsigned long n = 0, failures = 1; failures > 0; ++n) {
    World world;
    Counted platform;
    struct Wire {
      FakeAuthServer server;
      Counted platform;
      unsigned long n;
      Result<Response> send(const Request& request) {
        auto answer = server.send(request);
        if (request.url.ends_with("/refresh") && server.counts().refreshes == 1) {
          platform.wait_for_a_wait();
          run_out(n, Shortage::once);
        }
        return answer;
      }
    };
    AuthClient client{Wire{world.server, platform, n}, world.storage(), JsonApi{origin}, {}, platform};
    BOOST_REQUIRE(client.login(Password{"ada", "lovelace"}));
    world.server.kill_access_tokens();
    const auto get = [&] {
      const End end = end_of([&] { return client.get("/me").has_value(); });
      return std::pair{end, is_back()};
    };
    std::pair<End, unsigned long> other;
    std::thread thread{[&] { other = get(); }};
    const auto mine = get();
    thread.join();
    failures = mine.second + other.second;
    BOOST_TEST((failures > 0 || (mine.first == End::done && other.first == End::done)));
    BOOST_TEST((mine.first != End::thrown || other.first != End::thrown));
    BOOST_TEST(world.lock_is_free());
    platform.leap(60s);
    const auto answer = client.get("/me");
    BOOST_REQUIRE_MESSAGE(answer,
                          "allocation " << n << ": " << to_string(answer.error().code) << " " << answer.error().detail);
    BOOST_TEST(answer->status == 200);
    BOOST_TEST(world.server.counts().revoked_families == 0u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
