// The tour: the whole life of a session in steps, each with what was promised and what was seen.
#ifndef KEYTURN_EXAMPLES_CONSOLE_TOUR_HPP
#define KEYTURN_EXAMPLES_CONSOLE_TOUR_HPP

#include "console/report.hpp"
#include "console/server_view.hpp"
#include "console/timeline.hpp"
#include "console/wire.hpp"

#include <chrono>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example::console {

// A step failed in a way that leaves nothing for the later ones to show.
struct TourStopped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Where its pictures go; empty: nowhere.
struct TourFiles {
  std::string timeline;  // of the many threads, as SVG
  std::string trace;     // of everything, for a trace viewer
};

class Tour {
 public:
  // The server has a user ada with the password lovelace.
  Tour(std::string server, std::string session_directory, TourFiles files, Report& report);

  // All steps. Throws ServerTrouble, TourStopped and Interrupted.
  void run();

 private:
  using Clock = std::chrono::steady_clock;

  // The steps, in their order; see tour_steps.cpp.
  void wrong_password();
  void login();
  void calls();
  void access_token_expires();
  void many_threads();
  void lost_answer();
  void spent_refresh_token();
  void post_replayed();
  void restart();
  void refresh_token_expires();
  void login_again();
  void logout();
  void revoked_tokens();

  std::vector<TraceRecord> recorded_since(TimePoint moment) const;
  void write_timeline(const std::vector<TraceRecord>& records);
  void write_trace();
  void check_session_directory();
  void open_client();
  void log_in(const char* subject);
  void call_me();
  void learn_lives();

  // When the newest pair's token is over at the server too, whatever the clocks' fractions say; nothing if that is
  // unknown or too far away, and then the step is reported as skipped.
  std::optional<Clock::time_point> end_of(const std::optional<std::chrono::seconds>& life, const char* name);
  std::optional<Clock::time_point> end_of_access_token();
  std::optional<Clock::time_point> end_of_refresh_token();

  void app_saw(const std::string& subject, const std::string& promised, const std::string& seen);
  // The reasons that the logout callback was called with since the last time this was asked.
  std::string logout_reasons();
  std::string session_file() const;

  const std::string server_, session_directory_;
  const TourFiles files_;
  Report& report_;
  Wire wire_{server_};
  const Trace trace_;
  ServerView view_;
  std::mutex mutex_;
  std::vector<LogoutReason> reasons_;
  std::optional<Client> client_;  // the last member: its callback uses the others
};

// What came of a call, in a few words and without secrets.
std::string outcome(const Result<void>& result);
std::string outcome(const Result<Response>& result);

}  // namespace keyturn::example::console

#endif
