// Transports that are good but for one thing, and what the checks must make of them.
#ifndef KEYTURN_TESTS_UNIT_TESTING_CHECK_TRANSPORT_BROKEN_HPP
#define KEYTURN_TESTS_UNIT_TESTING_CHECK_TRANSPORT_BROKEN_HPP

#include <keyturn/adapters/curl.hpp>
#include <keyturn/testing/check_transport.hpp>

#include <future>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using keyturn::Body;
using keyturn::CurlOptions;
using keyturn::CurlTransport;
using keyturn::Errc;
using keyturn::Error;
using keyturn::Request;
using keyturn::Response;
using keyturn::Result;

/// A transport made of a function around a good one.
struct Broken {
  using Send = Result<Response>(CurlTransport&, Request);

  std::string check{};  ///< The one check that must find it.
  keyturn::Callback<Send> behave{};
  CurlOptions options{};
};

class BrokenTransport {
 public:
  explicit BrokenTransport(const Broken& broken) : curl_{broken.options}, behave_{broken.behave} {}
  Result<Response> send(const Request& request) { return behave_(curl_, request); }

 private:
  CurlTransport curl_;
  keyturn::Callback<Broken::Send> behave_;
};

inline bool goes_to(const Request& request, std::string_view target) { return request.url.ends_with(target); }

/// Runs `check(broken)` over each of them, a few at a time, and expects that each is found by its check and by no other;
/// and that each check of `group`, what a good transport gets, is there for one of them, unless this system skips it.
template <class B, class Check>
void each_found_alone(const keyturn::testing::CheckReport& group, const std::vector<B>& all, Check check) {
  using keyturn::testing::CheckReport;
  BOOST_CHECK_MESSAGE(group, group);

  std::set<std::string> needed, missing;
  const auto skips = [&](const std::string& name) {
    const auto* of_good = group.find(name);
    BOOST_REQUIRE_MESSAGE(of_good, name);
    return of_good->seen.starts_with("skipped");
  };
  constexpr std::size_t at_a_time = 8;  // they wait most of the time
  for (std::size_t begin = 0; begin < all.size(); begin += at_a_time) {
    std::vector<std::future<CheckReport>> reports;
    const std::size_t end = std::min(begin + at_a_time, all.size());
    for (std::size_t i = begin; i < end; ++i)
      reports.push_back(std::async(std::launch::async, [&check, &broken = all[i]] { return check(broken); }));
    for (std::size_t i = begin; i < end; ++i) {
      const CheckReport report = reports[i - begin].get();
      needed.insert(all[i].check);
      if (!skips(all[i].check))
        BOOST_CHECK_MESSAGE((report.failed() == std::vector{all[i].check}), all[i].check << '\n' << report);
    }
  }
  for (const auto& each : group.checks())
    if (!needed.contains(each.name)) missing.insert(each.name);
  for (const auto& name : missing) BOOST_ERROR("there is no broken transport that needs the check: " << name);
}

/// The same for a group of the checks for every transport.
template <class Group>
void each_found_alone(const std::vector<Broken>& all) {
  CurlTransport good;
  keyturn::testing::CheckReport group;
  Group{[&good](const Request& request) { return good.send(request); }}.run(group);
  each_found_alone(group, all,
                   [](const Broken& broken) { return keyturn::testing::check_transport(BrokenTransport{broken}); });
}

#endif
