// Each system call of FileStorage fails, falls short or is the process's last, one after the other: no session is lost.
#include "each_fault.hpp"
#include "host.hpp"
#include "unhurried.hpp"

#include <fstream>

namespace {

using namespace faults;
using keyturn::FileStorage, keyturn::core::SessionRecord;
using Client = keyturn::AuthClient<keyturn::CurlTransport, FileStorage, keyturn::JsonApi, Unhurried>;

// What a program does before faults are on, and what it does then.
struct Deed {
  const char* name;
  std::vector<std::string> before;
  std::string act;
};
const Deed restoring{"restoring", {}, "restore"};
const Deed refreshing{"refreshing", {"restore"}, "refresh"};
const Deed saving_late{"saving late", {"restore", "lose-the-next-pair", "refresh", "later"}, "token"};
const Deed logging_out{"logging out", {"restore"}, "logout"};
const Deed beginning{"beginning a session", {}, "adopt"};

template <class T>
std::string text(const keyturn::Result<T>& result) {
  return result ? "ok" : std::string{to_string(result.error().code)} + ": " + result.error().detail;
}

// A program that did its deed under a fault, and its files.
class Trial {
 public:
  // `look` sees the files just before the faults.
  template <class Look>
  Trial(const Host& host, const std::string& folder, const Deed& deed, const Fault& fault, Look&& look)
      : process{host.directory.path, folder, host.server.url(), fault} {
    for (const std::string& command : deed.before) process.require(command);
    look();
    process.require("faults-on");
    outcome = process.ask(deed.act);
    report = process.report();
    died = outcome.empty();
    BOOST_TEST(died == (fault.kills() && !report.struck.empty()));
    if (died) BOOST_TEST(process.end() == SIGKILL);
  }

  // All is well again, and time goes by.
  void heal() {
    process.require("faults-off");
    process.require("later");
    process.require("token");
  }

  std::uint64_t generation() { return std::stoull(process.ask("generation")); }

  Process process;
  std::string outcome;
  Report report;
  bool died = false;
};

struct Scene : Host {
  std::string folder = directory.path + "/state/session", file = folder + "/default.session";

  Client client() { return {keyturn::CurlTransport{}, FileStorage{folder}, keyturn::JsonApi{server.url()}}; }

  void log_in() { BOOST_TEST_REQUIRE(client().login(keyturn::Password{"ada", "lovelace"}).has_value()); }

  // Tokens that the server does not know, which costs nothing.
  void adopt() {
    BOOST_TEST_REQUIRE(client().adopt({.access_token = "access", .refresh_token = "refresh"}).has_value());
  }

  // What a process without faults finds: nothing, or a whole record, and what the one before left behind is gone.
  std::optional<SessionRecord> stored() const {
    BOOST_TEST(left_behind() <= 1u);
    const auto bytes = FileStorage{folder}.load("default");
    BOOST_TEST_REQUIRE(bytes.has_value(), text(bytes));
    BOOST_TEST(left_behind() == 0u);
    if (!*bytes) return std::nullopt;
    auto record = keyturn::core::decode((*bytes)->view());
    BOOST_TEST_REQUIRE(record.has_value(), text(record));
    return *std::move(record);
  }

  // Files that hold tokens, or parts of them, beside the record.
  unsigned left_behind() const {
    unsigned count = 0;
    if (!std::filesystem::exists(folder)) return count;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
      if (entry.path() != file && entry.path().extension() != ".corrupt" && entry.file_size() > 0) ++count;
    return count;
  }

  void write(const std::string& path, std::string_view text) const {
    std::ofstream{path} << text;
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }

  // A deed of a session that the server knows: afterwards it lives, and its next call is answered.
  Report session_lives(const Deed& deed, const Fault& fault, Counts& counts, bool after_crash = false) {
    std::optional<SessionRecord> before;
    Trial trial{*this, folder, deed, fault, [&] {
                  before = stored();
                  if (after_crash) write(folder + "/default.tmp", "half a record");
                }};
    const auto after = stored();
    BOOST_TEST_REQUIRE(before.has_value());
    BOOST_TEST_REQUIRE(after.has_value());
    BOOST_TEST((after->session_id == before->session_id));
    const bool renewed = after->generation == before->generation + 1;
    BOOST_TEST((renewed || after->generation == before->generation));
    BOOST_TEST((after->tokens.refresh_token == before->tokens.refresh_token) == !renewed);
    if (!trial.died) {
      const bool for_now = trial.outcome.starts_with(deed.act == "restore" ? "storage_failed" : "refresh_unavailable");
      BOOST_TEST((trial.outcome == "ok" || (for_now && deed.act != "token")), trial.outcome);
      if (!for_now && !renewed && !after->intent && trial.generation() > after->generation) ++counts.in_memory;
      trial.heal();
      const auto healed = stored();
      BOOST_TEST_REQUIRE(healed.has_value());
      BOOST_TEST(healed->generation == trial.generation());
      BOOST_TEST((for_now || !healed->intent || deed.act == "restore"));
      BOOST_TEST(trial.process.end() == 0);
    }
    ++(renewed ? counts.new_pair : counts.old_pair);
    const auto answer = client().get("/me");
    BOOST_TEST_REQUIRE(answer.has_value(), text(answer));
    BOOST_TEST(answer->status == 200);
    BOOST_TEST(server.counters().reuse_revocations == 0u);
    return trial.report;
  }

  // A session that cannot be erased is reported, and stays away from whoever logged out.
  Report logout_is_honest(const Fault& fault, Counts& counts) {
    adopt();
    Trial trial{*this, folder, logging_out, fault, [] {}};
    const bool there = stored().has_value();
    if (!trial.died) {
      const bool failed = trial.outcome.starts_with("storage_failed");
      BOOST_TEST((failed || trial.outcome == "ok"), trial.outcome);
      BOOST_TEST((failed || !there));
      trial.process.require("faults-off");
      trial.process.require("restore", "nobody");
      trial.process.require("logout");
      BOOST_TEST(!stored().has_value());
      BOOST_TEST(trial.process.end() == 0);
    }
    ++(there ? counts.old_pair : counts.new_pair);
    return trial.report;
  }

  // A session that begins where there was `torn`, or nothing.
  Report session_begins(std::string_view torn, const Fault& fault, Counts& counts) {
    std::filesystem::remove_all(directory.path + "/state");
    if (!torn.empty()) {
      std::filesystem::create_directories(folder);
      std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
      write(file, torn);
    }
    Trial trial{*this, folder, beginning, fault, [] {}};
    BOOST_TEST(left_behind() <= 1u);
    const auto there = FileStorage{folder}.load("default");
    const bool begun = there && *there;
    const auto kept = [&](const std::string& name) {
      std::ifstream in{name};
      return std::string{std::istreambuf_iterator<char>{in}, {}} == torn;
    };
    if (!begun && !there) BOOST_TEST((there.error().code == keyturn::Errc::storage_corrupt && kept(file)));
    if (!torn.empty()) BOOST_TEST((kept(file) || kept(folder + "/default.corrupt")));
    if (!trial.died) {
      BOOST_TEST(trial.outcome == "ok");
      trial.heal();
      const auto healed = stored();
      BOOST_TEST_REQUIRE(healed.has_value());
      BOOST_TEST(healed->generation == 1u);
      BOOST_TEST(trial.process.end() == 0);
    }
    ++(begun ? counts.new_pair : counts.old_pair);
    return trial.report;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_fault_at_each_system_call, Scene)

BOOST_AUTO_TEST_CASE(of_a_start_loses_no_session) {
  log_in();
  print(restoring.name,
        each_fault([&](const Fault& fault, Counts& counts) { return session_lives(restoring, fault, counts); }));
}

BOOST_AUTO_TEST_CASE(of_a_start_after_a_crash_loses_no_session) {
  log_in();
  print("restoring after a crash",
        each_fault([&](const Fault& fault, Counts& counts) { return session_lives(restoring, fault, counts, true); }));
}

BOOST_AUTO_TEST_CASE(of_a_refresh_loses_no_session) {
  log_in();
  print(refreshing.name,
        each_fault([&](const Fault& fault, Counts& counts) { return session_lives(refreshing, fault, counts); }));
}

BOOST_AUTO_TEST_CASE(of_a_late_save_loses_no_session) {
  log_in();
  print(saving_late.name,
        each_fault([&](const Fault& fault, Counts& counts) { return session_lives(saving_late, fault, counts); }));
}

BOOST_AUTO_TEST_CASE(of_a_logout_is_reported_unless_the_record_is_gone) {
  print(logging_out.name,
        each_fault([&](const Fault& fault, Counts& counts) { return logout_is_honest(fault, counts); }),
        "with the record still there, which was said or the program was killed", "with the record gone");
}

BOOST_AUTO_TEST_CASE(of_a_first_save_loses_no_session) {
  print(beginning.name,
        each_fault([&](const Fault& fault, Counts& counts) { return session_begins({}, fault, counts); }),
        "with nothing on the disk yet", "with the session on the disk");
}

BOOST_AUTO_TEST_CASE(of_a_save_over_a_torn_file_loses_neither_the_session_nor_what_was_there) {
  print("beginning a session over a torn file",
        each_fault([&](const Fault& fault, Counts& counts) { return session_begins("something torn", fault, counts); }),
        "with the torn file in its place yet", "with the session on the disk and the torn file aside");
}

// By `strace -f -y`, these deeds make the system calls close, fchmod, flock, fstatfs, fsync, mkdir, newfstatat, openat,
// read, renameat, statx, unlinkat and write on the files of a session, and no others: under these names in the C
// library.
BOOST_AUTO_TEST_CASE(reaches_all_that_a_tracer_sees) {
  std::set<std::string> called;
  log_in();
  for (const Deed& deed : {restoring, refreshing, saving_late, logging_out, beginning}) {
    const Trial trial{*this, folder, deed, {}, [&] {
                        if (deed.before.empty()) write(folder + "/default.tmp", "half a record");
                      }};
    called.insert(trial.report.calls.begin(), trial.report.calls.end());
  }
  std::filesystem::remove_all(directory.path + "/state");
  const Trial trial{*this, folder, beginning, {}, [] {}};
  called.insert(trial.report.calls.begin(), trial.report.calls.end());
  called.insert("statx");  // only asked on file systems that number their files for good
  const std::set<std::string> seen{"close", "fchmod", "flock",    "fstat", "fstatat",  "fstatfs", "fsync", "mkdir",
                                   "open",  "openat", "renameat", "read",  "unlinkat", "statx",   "write"};
  BOOST_TEST(called == seen, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(finds_that_a_record_is_on_the_disk_before_it_has_its_name_and_its_name_before_it_counts) {
  log_in();
  const Trial trial{*this, folder, refreshing, {}, [] {}};
  std::vector<std::string> order;
  for (const std::string& call : trial.report.calls)
    if (call == "write" || call == "fsync" || call == "renameat") order.push_back(call);
  const std::vector<std::string> twice{"write", "fsync", "renameat", "fsync", "write", "fsync", "renameat", "fsync"};
  BOOST_TEST(order == twice, boost::test_tools::per_element());  // the intent, the pair
}

BOOST_AUTO_TEST_SUITE_END()
