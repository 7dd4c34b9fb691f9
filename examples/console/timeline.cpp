#include "console/timeline.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <string_view>

namespace keyturn::example::console {
namespace {

// Told apart by those who see few colours, too: by lightness, and the refresh also by its height.
constexpr std::string_view waiting = "#dcdcdc", saving = "#f4cfa6", renewing = "#d55e00", calling = "#0072b2",
                           ink = "#222222", faint = "#e8e8e8";

constexpr double width = 960, left = 164, right = 930, top = 150, lane_height = 26;

std::string number(double value) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.1f", value);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string rectangle(double x, double y, double wide, double high, std::string_view colour) {
  return "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(std::max(wide, 1.0)) +
         "\" height=\"" + number(high) + "\" rx=\"2\" fill=\"" + std::string{colour} + "\"/>\n";
}

std::string text(double x, double y, std::string_view what, std::string_view more = {}) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" " + std::string{more} + ">" + std::string{what} +
         "</text>\n";
}

std::string upright(double x, double from, double to, std::string_view more) {
  return "<line x1=\"" + number(x) + "\" y1=\"" + number(from) + "\" x2=\"" + number(x) + "\" y2=\"" + number(to) +
         "\" " + std::string{more} + "/>\n";
}

// The smallest of 1, 2, 5, 10, 20 ... that divides the time into ten parts at most.
int tick_for(double milliseconds) {
  for (int power = 1;; power *= 10)
    for (const int step : {1, 2, 5})
      if (milliseconds / (step * power) <= 10) return step * power;
}

}  // namespace

class Timeline::Picture {
 public:
  Picture(const std::vector<Lane>& all, std::vector<const Lane*> shown) : all_{all}, shown_{std::move(shown)} {
    began_ = std::min_element(all.begin(), all.end(), [](auto& a, auto& b) { return a.began < b.began; })->began;
    const auto ended = std::max_element(all.begin(), all.end(), [](auto& a, auto& b) { return a.ended < b.ended; });
    renewed_ = ended_first_wait();
    whole_ = std::max(std::chrono::duration<double, std::milli>(ended->ended - began_).count(), 1.0);
    bottom_ = top + lane_height * static_cast<double>(shown_.size());
  }

  std::string draw() const {
    const std::string height = number(bottom_ + 84);
    std::string svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(width) + ' ' + height + "\" width=\"" +
        number(width) + "\" height=\"" + height +
        "\" role=\"img\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\" font-size=\"13\" fill=\"" +
        std::string{ink} + "\">\n<title>" + title() +
        "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
    svg += heading() + axis();
    for (std::size_t i = 0; i < shown_.size(); ++i) svg += lane(*shown_[i], top + lane_height * static_cast<double>(i));
    return svg + moment_of_the_new_token() + footing() + "</svg>\n";
  }

 private:
  double at(Clock::time_point moment) const {
    const double time = std::chrono::duration<double, std::milli>(moment - began_).count();
    return left + (right - left) * std::clamp(time / whole_, 0.0, 1.0);
  }

  // No call leaves before the new token is in storage, and then the first does at once.
  Clock::time_point ended_first_wait() const {
    Clock::time_point first = Clock::time_point::max();
    for (const Lane& lane : all_)
      for (const Exchange& exchange : lane.exchanges)
        if (exchange.path != "/refresh") first = std::min(first, exchange.began);
    return first;
  }

  std::int64_t count(std::string_view path) const {
    std::int64_t sum = 0;
    for (const Lane& lane : all_)
      sum += std::count_if(lane.exchanges.begin(), lane.exchanges.end(), [&](auto& e) { return e.path == path; });
    return sum;
  }

  bool all_answered_at_once() const {
    return std::all_of(all_.begin(), all_.end(), [](const Lane& lane) {
      return std::all_of(lane.exchanges.begin(), lane.exchanges.end(), [](auto& e) { return e.outcome == "200"; }) &&
             lane.exchanges.size() == (lane.renews() ? 2 : 1);
    });
  }

  std::string title() const {
    const auto refreshes = count("/refresh");
    return std::to_string(all_.size()) + " threads, one expired token, " + std::to_string(refreshes) +
           (refreshes == 1 ? " refresh" : " refreshes");
  }

  std::string heading() const {
    std::string svg = text(24, 36, title(), "font-size=\"20\" font-weight=\"bold\"");
    svg += text(24, 60,
                "All threads call the API at the same moment, and the access token has just expired. One thread renews "
                "it for everybody:");
    svg += text(24, 78,
                std::string{"the others wait, then go on with the new token."} +
                    (all_answered_at_once() ? " No call fails, and none is sent twice." : ""));
    const std::array<std::pair<std::string_view, double>, 4> places{
        {{waiting, left}, {saving, left + 92}, {renewing, left + 306}, {calling, left + 456}}};
    const std::array<std::string_view, 4> meanings{"waits", "saves the session to disk", "POST /refresh",
                                                   "GET /me, the call itself"};
    for (std::size_t i = 0; i < places.size(); ++i)
      svg += rectangle(places[i].second, 98, 22, 14, places[i].first) + text(places[i].second + 29, 110, meanings[i]);
    return svg;
  }

  std::string axis() const {
    std::string svg;
    const int tick = tick_for(whole_);
    for (int time = 0; time <= whole_; time += tick) {
      const double x = left + (right - left) * time / whole_;
      svg += upright(x, top - 6, bottom_ + 6, "stroke=\"" + std::string{faint} + "\"");
      svg += text(x, bottom_ + 22, std::to_string(time) + (time == 0 ? " ms" : ""), "text-anchor=\"middle\"");
    }
    return svg + text((left + right) / 2, bottom_ + 42, "milliseconds since the first call", "text-anchor=\"middle\"");
  }

  std::string lane(const Lane& lane, double y) const {
    const bool renews = lane.renews();
    std::string svg = text(left - 12, y + 17, "thread " + std::to_string(lane.number + 1) + (renews ? ", renews" : ""),
                           renews ? "text-anchor=\"end\" font-weight=\"bold\"" : "text-anchor=\"end\"");
    const double begin = at(lane.began);
    svg += rectangle(begin, y + 8, at(lane.ended) - begin, 10, waiting);
    if (renews) svg += rectangle(begin, y + 8, at(renewed_) - begin, 10, saving);
    for (const Exchange& exchange : lane.exchanges) {
      const bool refresh = exchange.path == "/refresh";
      const double x = at(exchange.began);
      svg +=
          rectangle(x, y + (refresh ? 2 : 5), at(exchange.ended) - x, refresh ? 22 : 16, refresh ? renewing : calling);
    }
    return svg;
  }

  std::string moment_of_the_new_token() const {
    const double x = at(renewed_);
    const bool at_the_left = x < (left + right) / 2;
    return upright(x, top - 14, bottom_ + 6, "stroke=\"" + std::string{ink} + "\" stroke-dasharray=\"4 3\"") +
           text(x + (at_the_left ? 6 : -6), top - 8, "the new token is saved: everybody goes on",
                at_the_left ? "font-style=\"italic\"" : "font-style=\"italic\" text-anchor=\"end\"");
  }

  std::string footing() const {
    return text(24, bottom_ + 68,
                "Recorded by keyturn-console --tour against a real server. Shown: " + std::to_string(shown_.size()) +
                    " of " + std::to_string(all_.size()) + " threads. Sent by all: " +
                    std::to_string(count("/refresh")) + " POST /refresh, " + std::to_string(count("/me")) + " GET /me.",
                "font-size=\"12\" fill=\"#555555\"");
  }

  const std::vector<Lane>& all_;
  const std::vector<const Lane*> shown_;
  Clock::time_point began_, renewed_;
  double whole_, bottom_;
};

bool Timeline::Lane::renews() const {
  return std::any_of(exchanges.begin(), exchanges.end(), [](const Exchange& e) { return e.path == "/refresh"; });
}

void Timeline::add_call(int number, Clock::time_point began, Clock::time_point ended) {
  const std::lock_guard lock{mutex_};
  calls_.push_back({number, std::this_thread::get_id(), began, ended, {}});
}

void Timeline::add(const Exchange& exchange) {
  const std::lock_guard lock{mutex_};
  exchanges_.push_back(exchange);
}

std::vector<Timeline::Lane> Timeline::lanes() const {
  const std::lock_guard lock{mutex_};
  std::vector<Lane> lanes = calls_;
  std::sort(lanes.begin(), lanes.end(), [](const Lane& a, const Lane& b) { return a.number < b.number; });
  for (Lane& lane : lanes)
    std::copy_if(exchanges_.begin(), exchanges_.end(), std::back_inserter(lane.exchanges),
                 [&](const Exchange& exchange) { return exchange.thread == lane.thread; });
  return lanes;
}

std::string Timeline::draw(std::size_t most_others) const {
  const std::vector<Lane> all = lanes();
  if (all.empty()) return {};
  std::vector<const Lane*> shown, others;
  for (const Lane& lane : all) (lane.renews() ? shown : others).push_back(&lane);
  const std::size_t count = std::min(most_others, others.size());
  for (std::size_t i = 0; i < count; ++i) shown.push_back(others[i * others.size() / count]);
  return Picture{all, std::move(shown)}.draw();
}

}  // namespace keyturn::example::console
