// The loop that visits every fault, and the counts that it brings.
#ifndef KEYTURN_TESTS_INTEGRATION_FAULTS_EACH_FAULT_HPP
#define KEYTURN_TESTS_INTEGRATION_FAULTS_EACH_FAULT_HPP

#include "integration/long_form.hpp"
#include "process.hpp"

#include <cerrno>
#include <climits>
#include <iostream>
#include <set>

namespace faults {

using long_form::is_long;

struct Counts {
  std::size_t calls = 0;                // of the deed, without a fault
  unsigned tried = 0, fired = 0;        // a fault past the end of the calls is tried and does not fire
  unsigned old_pair = 0, new_pair = 0;  // what the next process found in storage
  unsigned in_memory = 0;  // of the old pairs: the new one was in the program's memory alone until it could be saved
  std::set<std::string> called{}, struck{};
};

// A way to fail, which each call gets in turn; with several numbers one after the other, or in the long form each.
struct Way {
  std::string kind;
  unsigned times;
  std::vector<int> numbers;
};

inline std::vector<Way> ways() {
  constexpr unsigned for_ever = UINT_MAX;
  const std::vector<int> none{0}, lasting{EIO, ENOSPC, EACCES, EMFILE, EROFS, EDQUOT};
  const std::vector<int> passing{EIO, ENOSPC, EINTR, EACCES, EMFILE, EROFS, EDQUOT};
  std::vector<Way> ways;
  ways.push_back({"fail", 1, passing});
  ways.push_back({"fail", for_ever, lasting});
  ways.push_back({"fail-alike", for_ever, lasting});
  ways.push_back({"die-before", 1, none});
  ways.push_back({"die-after", 1, none});
  ways.push_back({"short", 1, none});
  if (!is_long()) return ways;
  ways.push_back({"short", for_ever, none});
  ways.push_back({"fail", 3, {EINTR}});  // for ever, it would mean to try for ever
  ways.push_back({"fail-after", 1, {EIO}});
  ways.push_back({"fail-after", for_ever, {EIO}});
  return ways;
}

// Calls `run(fault, counts)`, which gives the report, for each way and each call; then for one fault that never comes.
template <class Run>
Counts each_fault(Run&& run) {
  Counts counts;
  const auto strike = [&](const Fault& fault) {
    BOOST_TEST_CONTEXT(fault.kind << ' ' << fault.number << " at call " << fault.first << ", times " << fault.times) {
      const Report report = run(fault, counts);
      BOOST_TEST(report.calls.size() < 1000u);  // nothing is tried without a pause until patience ends
      ++counts.tried;
      if (!report.struck.empty()) ++counts.fired;
      counts.struck.insert(report.struck.begin(), report.struck.end());
      if (fault.kind == "pass") counts.calls = report.calls.size();
      if (fault.kind == "pass") counts.called.insert(report.calls.begin(), report.calls.end());
      return !report.struck.empty();
    }
    return false;
  };
  for (const Way& way : ways()) {
    const std::size_t columns = is_long() ? way.numbers.size() : 1;
    for (std::size_t column = 0; column < columns; ++column) {
      unsigned call = 1;
      const auto number = [&] { return way.numbers[(is_long() ? column : call) % way.numbers.size()]; };
      while (strike({way.kind, call, way.times, number()})) ++call;
      BOOST_TEST((call > 1 || way.kind == "short"));
    }
  }
  strike({});
  BOOST_TEST(counts.struck == counts.called, boost::test_tools::per_element());
  return counts;
}

// `old_pair` and `new_pair` say what those are that the next process found.
inline void print(const std::string& deed, const Counts& counts,
                  const std::string& old_pair = "survived as the old pair",
                  const std::string& new_pair = "as the new pair") {
  std::cout << "faults while " << deed << ": " << counts.calls << " calls, " << counts.tried << " faults tried, "
            << counts.fired << " fired, " << counts.old_pair << ' ' << old_pair;
  if (counts.in_memory > 0)
    std::cout << " (" << counts.in_memory << " of them with the new one in memory until it could be saved)";
  std::cout << ", " << counts.new_pair << ' ' << new_pair << std::endl;
}

}  // namespace faults

#endif
