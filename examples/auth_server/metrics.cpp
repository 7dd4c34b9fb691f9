#include "auth_server/metrics.hpp"

#include <array>
#include <sstream>

namespace keyturn::example {
namespace {

struct Description {
  std::string_view name, help;
  std::uint64_t Counters::*counter;
};

struct FaultDescription {
  std::string_view fault;
  std::uint64_t Counters::*counter;
};

constexpr std::array descriptions{
    Description{"keyturn_refresh_requests_total", "Refresh requests, whatever came of them.",
                &Counters::refresh_requests},
    Description{"keyturn_rotations_total", "New pairs issued for old ones.", &Counters::rotations},
    Description{"keyturn_replays_total", "Pairs handed out again for a repeated exchange.", &Counters::replays},
    Description{"keyturn_superseded_total", "Repeated exchanges that were no longer the newest.",
                &Counters::superseded},
    Description{"keyturn_reuse_revocations_total", "Sessions revoked because a spent refresh token came back.",
                &Counters::reuse_revocations},
    Description{"keyturn_logins_total", "Sessions opened.", &Counters::logins},
    Description{"keyturn_login_failures_total", "Wrong names or passwords.", &Counters::login_failures},
    Description{"keyturn_logouts_total", "Logouts answered.", &Counters::logouts},
};

constexpr std::array faults{
    FaultDescription{"drop-before", &Counters::fault_drops_before},
    FaultDescription{"drop-after-commit", &Counters::fault_drops_after_commit},
    FaultDescription{"delay", &Counters::fault_delays},
    FaultDescription{"status", &Counters::fault_statuses},
};

// A label's value as the format wants it: these three alone are special there.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
  return text;
}

void describe(std::ostream& out, std::string_view name, std::string_view help) {
  out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << " counter\n";
}

}  // namespace

std::uint64_t Metrics::requests(std::string_view method, std::string_view path, unsigned status) const {
  const std::lock_guard lock{mutex_};
  std::uint64_t sum = 0;
  for (const auto& [key, count] : requests_) {
    const bool counts = (method.empty() || method == std::get<0>(key)) && (path.empty() || path == std::get<1>(key)) &&
                        (status == 0 || status == std::get<2>(key));
    if (counts) sum += count;
  }
  return sum;
}

std::string Metrics::text() const {
  const std::lock_guard lock{mutex_};
  std::ostringstream out;
  for (const auto& [name, help, counter] : descriptions) {
    describe(out, name, help);
    out << name << ' ' << counters_.*counter << '\n';
  }
  describe(out, "keyturn_faults_total", "Faults played because a test asked for them.");
  for (const auto& [fault, counter] : faults)
    out << "keyturn_faults_total{fault=\"" << fault << "\"} " << counters_.*counter << '\n';
  describe(out, "keyturn_requests_total", "Requests answered.");
  for (const auto& [key, count] : requests_) {
    const auto& [method, path, status] = key;
    out << "keyturn_requests_total{method=\"" << escaped(method) << "\",path=\"" << escaped(path) << "\",status=\""
        << status << "\"} " << count << '\n';
  }
  return out.str();
}

}  // namespace keyturn::example
