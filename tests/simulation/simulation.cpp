// Plays schedules from seeds, on as many cores as it is told, and says which seed breaks what, made as small as it gets.
#include "play.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace simulation {
namespace {

struct Settings {
  std::uint64_t seed = 1, schedules = 1000;
  unsigned jobs = 1;
  bool tracing = false;
  Wishes wishes{};
  Omissions omissions{};
  std::string options{};  // the words that make the wishes, as they were given
  std::string seeds{};
};

/// What a worker tells while it works, in memory that the processes share.
struct Report {
  std::uint64_t current = 0, schedules = 0, steps = 0, faults = 0, failures = 0;
  std::uint64_t first_seed = 0;
  Finding first{};
};

constexpr std::string_view usage =
    R"(Usage: keyturn-simulation [--seed N] [--schedules N] [--jobs N] [--trace] [--without LIST] [--calm]
                          [--rotation strict|window|idempotent|none] [--storage own|file|lease]
                          [--driver blocking|polled|threaded] [--protocol own|json|oauth2] [--seeds FILE]
Plays schedules from the seed on: simulated processes, hosts, network, servers, storages and clocks around real clients.
  --trace          one schedule, with a line for all that happens in it
  --without LIST   leaves out parts of the plan (p7) and faults (f3), as a failure names them
  --calm           nothing goes wrong
  --seeds FILE     plays the schedules that stand in the file: a seed a line, and its options
Ends with status 1 if an invariant breaks, and says how to see it again.
)";

[[noreturn]] void refuse(const std::string& why) {
  std::fprintf(stderr, "keyturn-simulation: %s; see --help\n", why.c_str());
  std::exit(2);
}

std::uint64_t number(const std::string& option, const std::string& text) {
  if (text.empty() || text.size() > 19 || text.find_first_not_of("0123456789") != text.npos)
    refuse(option + " wants a number, not '" + text + "'");
  return std::stoull(text);
}

int choice(const std::string& option, const std::string& text, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == text) return static_cast<int>(i);
  refuse(option + " does not know '" + text + "'");
}

Settings settings_of(const std::vector<std::string>& words) {
  Settings settings;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--help") std::fwrite(usage.data(), 1, usage.size(), stdout), std::exit(0);
    if (word == "--trace") {
      settings.tracing = true;
      continue;
    }
    if (word == "--calm") {
      settings.wishes.calm = true;
      settings.options += " --calm";
      continue;
    }
    if (i + 1 == words.size()) refuse("'" + word + "' is not known, or wants a value");
    const std::string& value = words[++i];
    if (word == "--seed")
      settings.seed = number(word, value);
    else if (word == "--schedules")
      settings.schedules = number(word, value);
    else if (word == "--jobs")
      settings.jobs = static_cast<unsigned>(number(word, value));
    else if (word == "--seeds")
      settings.seeds = value;
    else if (word == "--without") {
      if (!settings.omissions.read(value)) refuse("--without wants a list such as p7,f3, not '" + value + "'");
    } else {
      if (word == "--rotation")
        settings.wishes.rotation = choice(word, value, {"strict", "window", "idempotent", "none"});
      else if (word == "--storage")
        settings.wishes.disks = choice(word, value, {"own", "file", "lease"});
      else if (word == "--driver")
        settings.wishes.driver = choice(word, value, {"blocking", "polled", "threaded"});
      else if (word == "--protocol")
        settings.wishes.dialect = choice(word, value, {"own", "json", "oauth2"});
      else
        refuse("'" + word + "' is not known");
      settings.options += " " + word + " " + value;
    }
  }
  if (settings.jobs == 0 || settings.jobs > 256) refuse("--jobs wants 1 to 256");
  return settings;
}

void work(const Settings& settings, unsigned job, Report& report) {
  for (std::uint64_t i = job; i < settings.schedules; i += settings.jobs) {
    report.current = settings.seed + i;
    const Finding finding = play(report.current, settings.wishes, settings.omissions, false);
    ++report.schedules;
    report.steps += finding.steps;
    report.faults += finding.faults;
    if (!finding.failed) continue;
    std::printf("seed %lu: %s: %s\n", static_cast<unsigned long>(report.current), text_of(finding.which), finding.what);
    if (report.failures++ > 0) continue;
    report.first_seed = report.current;
    report.first = finding;
  }
}

void show(const Settings& settings, std::uint64_t seed, const Finding& found) {
  const Omissions small = shrink(seed, settings.wishes, settings.omissions);
  std::printf("\n%s: %s\nThe same, with less:\n", text_of(found.which), found.what);
  (void)play(seed, settings.wishes, small, true);
  const std::string without = small.text();
  std::printf("\nTo see it again:\n  keyturn-simulation --seed %lu%s%s%s --trace\n", static_cast<unsigned long>(seed),
              settings.options.c_str(), without.empty() ? "" : " --without ", without.c_str());
}

/// Waits for the workers. One that says nothing for a minute is in a schedule without end.
bool await(const std::vector<pid_t>& workers, const Report* reports) {
  bool well = true;
  std::vector<std::uint64_t> seen(workers.size());
  std::vector<int> quiet(workers.size());
  for (std::size_t left = workers.size(), job = 0; left > 0; job = (job + 1) % workers.size()) {
    if (quiet[job] < 0) continue;
    int status = 0;
    if (waitpid(workers[job], &status, WNOHANG) == workers[job]) {
      quiet[job] = -1;
      --left;
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) continue;
      well = false;
      std::printf("seed %lu: the process died of it\n", static_cast<unsigned long>(reports[job].current));
      continue;
    }
    usleep(20'000);
    const std::uint64_t done = reports[job].schedules;
    quiet[job] = done == std::exchange(seen[job], done) ? quiet[job] + 1 : 0;
    if (quiet[job] < 3000) continue;
    kill(workers[job], SIGKILL);
    quiet[job] = 0;
  }
  return well;
}

bool play_all(const Settings& settings) {
  const auto began = std::chrono::steady_clock::now();
  auto* reports = static_cast<Report*>(
      mmap(nullptr, settings.jobs * sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  std::vector<pid_t> workers;
  for (unsigned job = 0; job < settings.jobs; ++job) {
    const pid_t worker = fork();
    if (worker == 0) {
      work(settings, job, reports[job]);
      std::fflush(stdout);
      _exit(0);
    }
    workers.push_back(worker);
  }
  bool well = await(workers, reports);
  Report all;
  for (unsigned job = 0; job < settings.jobs; ++job) {
    all.schedules += reports[job].schedules;
    all.steps += reports[job].steps;
    all.faults += reports[job].faults;
    all.failures += reports[job].failures;
    if (reports[job].failures > 0 && all.first_seed == 0) {
      all.first_seed = reports[job].first_seed;
      all.first = reports[job].first;
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::printf("%lu schedules from seed %lu, %lu steps, %lu faults, %lu broken; %.0f schedules a second\n",
              static_cast<unsigned long>(all.schedules), static_cast<unsigned long>(settings.seed),
              static_cast<unsigned long>(all.steps), static_cast<unsigned long>(all.faults),
              static_cast<unsigned long>(all.failures), static_cast<double>(all.schedules) / seconds);
  if (all.failures > 0) show(settings, all.first_seed, all.first);
  return well && all.failures == 0;
}

/// One schedule each, as they stand in the file.
bool play_file(const std::string& name) {
  std::ifstream file{name};
  if (!file) refuse("cannot read '" + name + "'");
  bool well = true;
  unsigned count = 0;
  for (std::string line; std::getline(file, line);) {
    std::istringstream text{line.substr(0, line.find('#'))};
    std::vector<std::string> words{"--seed"};
    for (std::string word; text >> word;) words.push_back(word);
    if (words.size() == 1) continue;
    ++count;
    const Settings settings = settings_of(words);
    const Finding finding = play(settings.seed, settings.wishes, settings.omissions, false);
    if (!finding.failed) continue;
    well = false;
    std::printf("%s: %s: %s\n", line.c_str(), text_of(finding.which), finding.what);
  }
  std::printf("%u schedules of %s\n", count, name.c_str());
  return well;
}

}  // namespace
}  // namespace simulation

int main(int count, char** words) {
  using namespace simulation;
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  const Settings settings = settings_of({words + 1, words + count});
  if (!settings.seeds.empty()) return play_file(settings.seeds) ? 0 : 1;
  if (!settings.tracing) return play_all(settings) ? 0 : 1;
  const Finding finding = play(settings.seed, settings.wishes, settings.omissions, true);
  if (finding.failed) std::printf("%s: %s\n", text_of(finding.which), finding.what);
  return finding.failed ? 1 : 0;
}
