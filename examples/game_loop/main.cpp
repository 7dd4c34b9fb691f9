#include "game_loop/built_in_server.hpp"
#include "game_loop/canvas.hpp"
#include "game_loop/controls.hpp"
#include "game_loop/game.hpp"
#include "game_loop/options.hpp"
#include "game_loop/script.hpp"
#include "game_loop/view.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <optional>
#include <string_view>
#include <thread>

namespace {

using namespace keyturn::example::game_loop;

constexpr int failed = 1, bad_usage = 2;
constexpr std::chrono::nanoseconds frame_time{1'000'000'000 / 60};

// Gives each frame its sixtieth of a second, and knows how many there are in one.
class Pace {
 public:
  void wait_for_next() {
    next_ += frame_time;
    const auto now = Clock::now();
    if (next_ < now) next_ = now;  // what is lost is lost: no hurry afterwards
    std::this_thread::sleep_until(next_);
    const std::chrono::duration<double> took = Clock::now() - last_;
    last_ += std::chrono::duration_cast<Clock::duration>(took);
    smoothed_ += (took.count() - smoothed_) / 30;
  }
  double frames_per_second() const { return 1 / smoothed_; }

 private:
  Clock::time_point next_ = Clock::now(), last_ = next_;
  double smoothed_ = 1 / 60.0;
};

void print_report(const Game& game, unsigned frames, const std::optional<Script>& script, double seconds) {
  const auto milliseconds = [](std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>{time}.count();
  };
  const Counts& counts = game.counts();
  const PollMeter& meter = game.meter();
  nlohmann::ordered_json report{{"frames", frames},
                                {"seconds", seconds},
                                {"refreshes", counts.refreshes},
                                {"failed_refreshes", counts.failed_refreshes},
                                {"answers", counts.answers},
                                {"failed_calls", counts.failed_calls},
                                {"logins", counts.logins},
                                {"logouts", counts.logouts},
                                {"longest_poll_ms", milliseconds(meter.longest())},
                                {"p99_poll_ms", milliseconds(meter.percentile(0.99))},
                                {"blocking_calls", meter.waits()},
                                {"waits_for_program_pages", meter.waits_for_program()},
                                {"blocking_calls_are_seen", PollMeter::sees_waits()}};
  if (script) report["script_done"] = script->done();
  std::cout << report.dump() << std::endl;
}

void play(const Options& options) {
  std::optional<BuiltInServer> server;
  if (options.server.empty()) server.emplace();
  Canvas canvas{"keyturn: a game loop"};
  View view{canvas};
  Game game{server ? server->url() : options.server};
  Controls controls{game, server ? &*server : nullptr};
  std::optional<Script> script;
  if (options.script)
    script.emplace(
        game,
        [&] {
          if (server) server->switch_over();
        },
        [](std::string_view step) { std::cout << "step " << step << std::endl; });

  Pace pace;
  unsigned frames = 0;
  const auto start = Clock::now();
  for (bool goes_on = true; goes_on;) {
    if (script) script->frame();
    goes_on = controls.handle_events();
    game.frame(Clock::now());
    view.draw(game, {.now = Clock::now(),
                     .mouse = controls.mouse(),
                     .own_server = server.has_value(),
                     .frames_per_second = pace.frames_per_second()});
    if (++frames == options.frames) goes_on = false;
    if (!goes_on && !options.screenshot.empty()) canvas.save(options.screenshot);
    canvas.present();
    pace.wait_for_next();
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  if (options.report) print_report(game, frames, script, took.count());
}

int complain(const char* what, int status) {
  std::cerr << "keyturn-game-loop: " << what << '\n';
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const Options options = read_options(count, arguments);
    if (options.help)
      std::cout << options_help();
    else
      play(options);
    return 0;
  } catch (const OptionError& error) {
    return complain((std::string{error.what()} + "\nTry --help.").c_str(), bad_usage);
  } catch (const std::exception& error) {
    return complain(error.what(), failed);
  }
}
