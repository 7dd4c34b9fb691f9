// What the checks of the test kit give back: named checks, whether each passed, and what was seen.
#ifndef KEYTURN_TESTING_CHECK_REPORT_HPP
#define KEYTURN_TESTING_CHECK_REPORT_HPP

#include <keyturn/base/result.hpp>

#include <algorithm>
#include <exception>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// One check and how it ended.
struct Check {
  std::string name{};  ///< What must be so, in words.
  bool passed = true;  ///< Also where it was skipped.
  std::string
      seen{};  ///< Why it did not pass, or why it was skipped, or a remark; empty where there is nothing to say.
};

/// What a running check has to say. For one thread at a time.
class Findings {
 public:
  /// States what must be so. The first statement that is not met makes the check fail, and is what was seen; later ones
  /// follow from it more often than not. Returns `met`.
  bool expect(bool met, std::string_view otherwise) {
    if (!met && passed_) {
      passed_ = false;
      seen_ = otherwise;
    }
    return met;
  }

  /// Says that this system does not let the check find out. It counts as passed.
  void skip(std::string_view why) {
    if (passed_) seen_ = "skipped: " + std::string{why};
  }

  /// Whether all that was expected was met, and what is to be said, as in a `Check`.
  bool passed() const { return passed_; }
  const std::string& seen() const { return seen_; }

 private:
  bool passed_ = true;
  std::string seen_;
};

/// The checks of one run, in their order. A value; it holds nothing of what was checked.
class CheckReport {
 public:
  /// Whether every check passed.
  bool passed() const {
    return std::all_of(checks_.begin(), checks_.end(), [](const Check& check) { return check.passed; });
  }
  explicit operator bool() const { return passed(); }

  /// All of them, in order. Valid until the report changes.
  const std::vector<Check>& checks() const { return checks_; }

  /// The check of that name, or null. Valid until the report changes.
  const Check* find(std::string_view name) const {
    const auto found =
        std::find_if(checks_.begin(), checks_.end(), [&](const Check& check) { return check.name == name; });
    return found == checks_.end() ? nullptr : &*found;
  }

  /// The names of the checks that did not pass.
  std::vector<std::string> failed() const {
    std::vector<std::string> names;
    for (const Check& check : checks_)
      if (!check.passed) names.push_back(check.name);
    return names;
  }

  /// One line for each check, and one for all of them.
  std::string text() const {
    std::string text;
    for (const Check& check : checks_) {
      text.append(check.passed ? "  ok      " : "  FAILED  ").append(check.name);
      if (!check.seen.empty()) text.append(": ").append(check.seen);
      text += '\n';
    }
    const std::string count = std::to_string(checks_.size());
    const auto missed = failed().size();
    return text + (missed == 0 ? "all " + count + " checks passed\n"
                               : std::to_string(missed) + " of " + count + " checks failed\n");
  }
  friend std::ostream& operator<<(std::ostream& out, const CheckReport& report) { return out << report.text(); }

  /// Runs `body(Findings&)` as the check of that name. What it throws makes it fail.
  template <class F>
  void run(std::string name, F&& body) {
    Findings findings;
#if KEYTURN_HAS_EXCEPTIONS
    try {
      body(findings);
    } catch (const std::exception& thrown) {
      findings.expect(false, std::string{"an exception came out: "} + thrown.what());
    } catch (...) {
      findings.expect(false, "an exception came out");
    }
#else
    body(findings);
#endif
    checks_.push_back({.name = std::move(name), .passed = findings.passed(), .seen = findings.seen()});
  }

 private:
  std::vector<Check> checks_;
};

/// An error as a report shows it.
inline std::string describe(const Error& error) {
  std::string text{to_string(error.code)};
  if (!error.detail.empty()) text.append(" (").append(error.detail).append(")");
  return text;
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
