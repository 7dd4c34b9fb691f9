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

struct Lane {
  int number = 0;
  const TraceRecord* call = nullptr;
  std::vector<const TraceRecord*> requests{}, storage{};

  bool renews() const {
    return std::any_of(requests.begin(), requests.end(),
                       [](auto r) { return r->kind == TraceRecord::Kind::auth_request; });
  }
};

// One for each thread, in the order in which they called.
std::vector<Lane> lanes_of(const std::vector<TraceRecord>& records) {
  std::vector<Lane> lanes;
  for (const TraceRecord& record : records) {
    if (record.kind == TraceRecord::Kind::event || !record.ended) continue;
    if (record.kind == TraceRecord::Kind::call) {
      lanes.push_back({static_cast<int>(lanes.size()) + 1, &record});
      continue;
    }
    const auto lane =
        std::find_if(lanes.begin(), lanes.end(), [&](const Lane& l) { return l.call->lane == record.lane; });
    if (lane == lanes.end()) continue;
    (record.kind == TraceRecord::Kind::storage ? lane->storage : lane->requests).push_back(&record);
  }
  return lanes;
}

class Picture {
 public:
  Picture(const std::vector<Lane>& all, std::vector<const Lane*> shown) : all_{all}, shown_{std::move(shown)} {
    began_ = all.front().call->began;
    const auto last =
        std::max_element(all.begin(), all.end(), [](auto& a, auto& b) { return *a.call->ended < *b.call->ended; });
    renewed_ = ended_first_wait();
    whole_ = std::max(std::chrono::duration<double, std::milli>(*last->call->ended - began_).count(), 1.0);
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
  double at(TimePoint moment) const {
    const double time = std::chrono::duration<double, std::milli>(moment - began_).count();
    return left + (right - left) * std::clamp(time / whole_, 0.0, 1.0);
  }

  // No call leaves before the new token is in storage, and then the first does at once.
  TimePoint ended_first_wait() const {
    TimePoint first = TimePoint::max();
    for (const Lane& lane : all_)
      for (const TraceRecord* request : lane.requests)
        if (request->kind == TraceRecord::Kind::request) first = std::min(first, request->began);
    return first;
  }

  std::int64_t count(TraceRecord::Kind kind) const {
    std::int64_t sum = 0;
    for (const Lane& lane : all_)
      sum += std::count_if(lane.requests.begin(), lane.requests.end(), [kind](auto r) { return r->kind == kind; });
    return sum;
  }

  bool all_answered_at_once() const {
    return std::all_of(all_.begin(), all_.end(), [](const Lane& lane) {
      return std::all_of(lane.requests.begin(), lane.requests.end(), [](auto r) { return r->outcome == "200"; }) &&
             lane.requests.size() == (lane.renews() ? 2 : 1);
    });
  }

  std::string title() const {
    const auto refreshes = count(TraceRecord::Kind::auth_request);
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
        {{waiting, left}, {saving, left + 92}, {renewing, left + 366}, {calling, left + 516}}};
    const std::array<std::string_view, 4> meanings{"waits", "reads and saves the session on disk", "POST /refresh",
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
    std::string svg = text(left - 12, y + 17, "thread " + std::to_string(lane.number) + (renews ? ", renews" : ""),
                           renews ? "text-anchor=\"end\" font-weight=\"bold\"" : "text-anchor=\"end\"");
    svg += bar(*lane.call, y + 8, 10, waiting);
    for (const TraceRecord* call : lane.storage) svg += bar(*call, y + 8, 10, saving);
    for (const TraceRecord* request : lane.requests) {
      const bool refresh = request->kind == TraceRecord::Kind::auth_request;
      svg += bar(*request, y + (refresh ? 2 : 5), refresh ? 22 : 16, refresh ? renewing : calling);
    }
    return svg;
  }

  std::string bar(const TraceRecord& record, double y, double high, std::string_view colour) const {
    const double x = at(record.began);
    return rectangle(x, y, at(*record.ended) - x, high, colour);
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
                    " of " + std::to_string(all_.size()) +
                    " threads. Sent by all: " + std::to_string(count(TraceRecord::Kind::auth_request)) +
                    " POST /refresh, " + std::to_string(count(TraceRecord::Kind::request)) + " GET /me.",
                "font-size=\"12\" fill=\"#555555\"");
  }

  const std::vector<Lane>& all_;
  const std::vector<const Lane*> shown_;
  TimePoint began_, renewed_;
  double whole_, bottom_;
};

}  // namespace

std::string draw_timeline(const std::vector<TraceRecord>& records, std::size_t most_others) {
  const std::vector<Lane> all = lanes_of(records);
  if (all.empty()) return {};
  std::vector<const Lane*> shown, others;
  for (const Lane& lane : all) (lane.renews() ? shown : others).push_back(&lane);
  const std::size_t count = std::min(most_others, others.size());
  for (std::size_t i = 0; i < count; ++i) shown.push_back(others[i * others.size() / count]);
  return Picture{all, std::move(shown)}.draw();
}

}  // namespace keyturn::example::console
