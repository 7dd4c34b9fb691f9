#include <keyturn/adapters/browser_sign_in/loopback_socket.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/browser.hpp>

#include <sys/resource.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#if defined(__linux__)
#include <sched.h>
#endif

using namespace keyturn::detail;
using keyturn::Errc;
using keyturn::LoopbackAddress;

BOOST_AUTO_TEST_SUITE(browser_sign_in_loopback_socket)

std::string url_of(const LoopbackListening& listening) { return "http://" + listening.authority + "/"; }

std::uint16_t port_of(const LoopbackListening& listening) { return keyturn::origin_of(url_of(listening))->port; }

BOOST_AUTO_TEST_CASE(each_listens_at_a_free_port_of_the_loopback_address_alone) {
  const auto first = listen_at_loopback(LoopbackAddress::any, 0), second = listen_at_loopback(LoopbackAddress::any, 0);
  BOOST_TEST_REQUIRE(first.has_value());
  BOOST_TEST_REQUIRE(second.has_value());
  BOOST_TEST(first->authority.starts_with("127.0.0.1:"));
  BOOST_TEST(first->authority != second->authority);
  BOOST_TEST(browser::answers(url_of(*first)));

  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  BOOST_TEST_REQUIRE(::getsockname(first->socket.fd(), reinterpret_cast<sockaddr*>(&bound), &size) == 0);
  BOOST_TEST(ntohl(bound.sin_addr.s_addr) == INADDR_LOOPBACK);
  BOOST_TEST((::fcntl(first->socket.fd(), F_GETFD) & FD_CLOEXEC) != 0);
}

BOOST_AUTO_TEST_CASE(the_other_loopback_address_serves_too) {
  const auto listening = listen_at_loopback(LoopbackAddress::ipv6, 0);
  if (!listening) {
    BOOST_TEST_MESSAGE("skipped, for this system has no [::1]: " << listening.error().detail);
    return;
  }
  BOOST_TEST(listening->authority.starts_with("[::1]:"));
  BOOST_TEST(browser::answers(url_of(*listening)));
}

BOOST_AUTO_TEST_CASE(a_port_that_somebody_has_is_named) {
  const auto first = listen_at_loopback(LoopbackAddress::ipv4, 0);
  BOOST_TEST_REQUIRE(first.has_value());
  const auto second = listen_at_loopback(LoopbackAddress::ipv4, port_of(*first));
  BOOST_TEST_REQUIRE(!second.has_value());
  BOOST_TEST((second.error().code == Errc::unsupported));
  BOOST_TEST(second.error().detail ==
             "cannot wait for the browser at " + first->authority + ": Address already in use");
}

BOOST_AUTO_TEST_CASE(a_fixed_port_is_there_again_when_its_socket_is_gone) {
  const std::uint16_t port = port_of(*listen_at_loopback(LoopbackAddress::ipv4, 0));
  for (int i = 0; i < 2; ++i) {
    auto listening = listen_at_loopback(LoopbackAddress::ipv4, port);
    BOOST_TEST_REQUIRE(listening.has_value());
    const std::string url = url_of(*listening);
    {
      const browser::Tab tab{url};
      const LoopbackSocket taken = listening->socket.accept();  // its end lingers in the system for a minute
      BOOST_TEST(static_cast<bool>(taken));
      listening->socket = {};
    }
    BOOST_TEST(!browser::answers(url));
  }
}

// In a child, whose exit status says how it went.
template <class Body>
int in_child(Body&& body) {
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

BOOST_AUTO_TEST_CASE(without_a_free_descriptor_the_systems_reason_is_said) {
  BOOST_TEST(in_child([] {
               const rlimit none{.rlim_cur = 3, .rlim_max = 3};
               ::setrlimit(RLIMIT_NOFILE, &none);
               const auto listening = listen_at_loopback(LoopbackAddress::any, 0);
               return !listening && listening.error().detail.ends_with("Too many open files") ? 0 : 1;
             }) == 0);
}

#if defined(__linux__)
// In a network of its own, which has two ports to give away.
BOOST_AUTO_TEST_CASE(when_all_ports_are_taken_that_is_said) {
  constexpr int not_allowed = 77;
  const int status = in_child([] {
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0 && ::unshare(CLONE_NEWNET) != 0) return not_allowed;
    if (std::system("ip link set lo up 2>/dev/null") != 0) return not_allowed;
    std::ofstream{"/proc/sys/net/ipv4/ip_local_port_range"} << "40000 40001";
    std::string range;
    std::getline(std::ifstream{"/proc/sys/net/ipv4/ip_local_port_range"}, range);
    if (range != "40000\t40001") return not_allowed;
    const auto first = listen_at_loopback(LoopbackAddress::ipv4, 0),
               second = listen_at_loopback(LoopbackAddress::ipv4, 0);
    if (!first || !second) return 1;
    const auto third = listen_at_loopback(LoopbackAddress::ipv4, 0);
    if (third || !third.error().detail.ends_with("Address already in use")) return 2;
    // The other address has ports of its own.
    const auto other = listen_at_loopback(LoopbackAddress::any, 0);
    return !other || other->authority.starts_with("[::1]:") ? 0 : 3;
  });
  if (status == not_allowed)
    BOOST_TEST_MESSAGE("skipped: this process may not make a network of its own");
  else
    BOOST_TEST(status == 0);
}
#endif

BOOST_AUTO_TEST_SUITE_END()
