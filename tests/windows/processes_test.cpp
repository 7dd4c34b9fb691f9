#include "auth_server.hpp"
#include "tests.hpp"

#include <string>
#include <vector>

using namespace keyturn;
using namespace std::chrono_literals;

namespace {

constexpr DWORD in_good_time = 30'000;  // ms
constexpr int rounds = 20;

/// This program in a role; killed when it goes.
class Process {
 public:
  Process(std::string_view role, const std::string& folder, const std::string& word) {
    std::wstring line =
        detail::wide_path('"' + this_program + "\" " + std::string{role} + " \"" + folder + "\" \"" + word + '"');
    STARTUPINFOW start{};
    start.cb = sizeof start;
    PROCESS_INFORMATION started{};
    // Whatever may be inherited is.
    if (!CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &start, &started)) return;
    process_ = detail::FileHandle{started.hProcess};
    CloseHandle(started.hThread);
  }
  Process(Process&&) = default;
  ~Process() { kill(); }

  void kill() {
    if (!process_) return;
    TerminateProcess(process_.get(), 99);
    WaitForSingleObject(process_.get(), in_good_time);
  }

  /// How it ended; 98: not in good time.
  DWORD end() {
    DWORD code = 98;
    if (process_ && WaitForSingleObject(process_.get(), in_good_time) == WAIT_OBJECT_0)
      GetExitCodeProcess(process_.get(), &code);
    return code;
  }

 private:
  detail::FileHandle process_;
};

/// What one process tells another.
class Signal {
 public:
  explicit Signal(const std::string& name)
      : event_{CreateEventW(nullptr, TRUE, FALSE, detail::wide_path(name).c_str())} {}
  void give() { SetEvent(event_.get()); }
  bool wait() { return WaitForSingleObject(event_.get(), in_good_time) == WAIT_OBJECT_0; }

 private:
  detail::FileHandle event_;
};

std::string signal_name(std::string_view test) {
  return "keyturn-" + std::string{test} + '-' + std::to_string(GetCurrentProcessId());
}

Options patient() { return {.lock_patience = 30s, .refresh_budget = {.count = 1000}}; }

void storm(Findings& f) {
  AuthServer server;
  const std::string folder = folder_for("storm"), url = server.socket.url("");
  Client client{WinHttpTransport{}, FileStorage{folder}, api_at(url), patient()};
  f.expect(client.login(Password{"ada", "lovelace"}).has_value(), "the login failed");
  std::vector<Process> processes;
  for (int i = 0; i < 3; ++i) processes.emplace_back("refresh", folder, url);
  for (Process& process : processes) {
    const DWORD code = process.end();
    f.expect(code == 0, "a process ended with " + std::to_string(code));
  }
  const auto counts = server.fake.counts();
  f.expect(counts.revoked_families == 0, "a refresh token was presented twice");
  f.expect(counts.rotations >= rounds && counts.rotations == counts.refreshes,
           "there were " + std::to_string(counts.refreshes) + " refreshes and " + std::to_string(counts.rotations) +
               " rotations");
  const auto answer = client.get("/me");
  f.expect(answer && answer->status == 200, "the session was lost");
}

int refresh(const std::string& folder, const std::string& url) {
  Client client{WinHttpTransport{}, FileStorage{folder}, api_at(url), patient()};
  for (int i = 0; i < rounds; ++i) {
    if (!client.refresh()) return 2;
    const auto answer = client.get("/me");
    if (!answer || answer->status != 200) return 3;
  }
  return 0;
}

void killed(Findings& f) {
  const std::string folder = folder_for("killed"), name = signal_name("held");
  Signal held{name};
  Process holder{"hold", folder, name};
  if (!f.expect(held.wait(), "the other process did not get the lock")) return;
  FileStorage storage{folder};
  const auto busy = storage.lock("ada", 0ms);
  f.expect(!busy && busy.error().code == Errc::storage_busy, "two processes had the lock");
  holder.kill();
  f.expect(storage.lock("ada", 5s).has_value(), "the lock of a process that was killed did not come free");
}

int hold(const std::string& folder, const std::string& name) {
  FileStorage storage{folder};
  const auto lock = storage.lock("ada", 0ms);
  if (!lock) return 2;
  Signal{name}.give();
  Sleep(in_good_time);  // until it is killed
  return 3;
}

void not_inherited(Findings& f) {
  const std::string folder = folder_for("inherited"), name = signal_name("started");
  FileStorage storage{folder};
  Signal started{name};
  auto lock = storage.lock("ada", 0ms);
  Process child{"idle", folder, name};
  f.expect(lock.has_value() && started.wait(), "the lock was not free, or the child did not start");
  { const auto gone = std::move(lock); }
  f.expect(storage.lock("ada", 0ms).has_value(), "a child that was started meanwhile held the lock");
}

int idle(const std::string& name) {
  Signal{name}.give();
  Sleep(in_good_time);  // until it is killed
  return 3;
}

}  // namespace

int play_role(std::string_view role, const std::string& folder, const std::string& word) {
  if (role == "refresh") return refresh(folder, word);
  if (role == "hold") return hold(folder, word);
  return role == "idle" ? idle(word) : 4;
}

void test_processes(CheckReport& report) {
  report.run("processes that refresh at once present each refresh token once", storm);
  report.run("the lock of a process that is killed comes free", killed);
  report.run("a child does not inherit the lock", not_inherited);
}
