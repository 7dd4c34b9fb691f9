// Looks at every world that can be reached with so many faults, those with fewer faults first, and each once.
#ifndef KEYTURN_TESTS_EXHAUSTIVE_SEARCH_HPP
#define KEYTURN_TESTS_EXHAUSTIVE_SEARCH_HPP

#include "words.hpp"

namespace exhaustive {

struct Found {
  int lost_after = -1;            // so many faults, at least; -1: in no world
  std::string broken{}, trace{};  // of the first broken rule, or of a loss that was not expected
  std::size_t worlds = 0, steps = 0, machine_states = 0, machine_steps = 0;
};

class Search {
 public:
  Search(const Setting& setting, int faults)
      : model_{setting}, faults_{faults}, levels_(static_cast<std::size_t>(faults) + 1) {}

  /// `expected`: after how many faults the session may be lost; -1: never.
  Found run(int expected) {
    add(model_.initial(), 0, 0);
    for (int level = 0; level <= faults_ && found_.broken.empty(); ++level)
      for (std::size_t i = 0; i < reached(level).size() && found_.broken.empty(); ++i)
        if (const std::uint32_t number = reached(level)[i]; nodes_[number].faults == level) look_at(number, expected);
    if (found_.broken.empty()) look_for_circles();
    found_.worlds = worlds_.size();
    found_.machine_states = model_.clients().size();
    found_.machine_steps = model_.clients().runs();
    return std::move(found_);
  }

 private:
  struct Node {
    std::uint32_t from;
    int faults;
  };

  std::vector<std::uint32_t>& reached(int faults) { return levels_[static_cast<std::size_t>(faults)]; }

  void look_at(std::uint32_t number, int expected) {
    const int faults = nodes_[number].faults;
    const World world = worlds_[number];
    if (world.lost() && found_.lost_after < 0) {
      found_.lost_after = faults;
      if (faults < expected || expected < 0) found_.trace = trace(number);
    }
    model_.steps(world, [&](const World& to, int cost, Move, const char* broken) {
      if (!found_.broken.empty() || faults + cost > faults_) return;
      ++found_.steps;
      const std::uint32_t next = add(to, number, faults + cost);
      if (cost == 0) edges_.emplace_back(number, next);
      if (broken == nullptr) return;
      found_.broken = broken;
      nodes_[next].from = number;
      found_.trace = trace(next);
    });
  }

  std::uint32_t add(const World& world, std::uint32_t from, int faults) {
    const auto [at, is_new] = numbers_.try_emplace(world, static_cast<std::uint32_t>(worlds_.size()));
    const std::uint32_t number = at->second;
    if (is_new) {
      worlds_.push_back(world);
      nodes_.push_back({from, faults});
    } else if (nodes_[number].faults <= faults) {
      return number;
    }
    nodes_[number] = {from, faults};
    reached(faults).push_back(number);
    return number;
  }

  // Steps without faults must lead nowhere twice; then, as each world without such a step was checked, all that begins
  // comes to its end whatever the order.
  void look_for_circles() {
    std::vector<std::uint32_t> begin(worlds_.size() + 1), in(worlds_.size()), ready;
    for (const auto& [from, to] : edges_) ++begin[from + 1], ++in[to];
    for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    std::vector<std::uint32_t> to(edges_.size()), filled = begin;
    for (const auto& [a, b] : edges_) to[filled[a]++] = b;
    for (std::uint32_t i = 0; i < in.size(); ++i)
      if (in[i] == 0) ready.push_back(i);
    for (std::size_t i = 0; i < ready.size(); ++i)
      for (std::uint32_t e = begin[ready[i]]; e < begin[ready[i] + 1]; ++e)
        if (--in[to[e]] == 0) ready.push_back(to[e]);
    if (ready.size() == worlds_.size()) return;
    // Those left over lie in circles or after them; from each a step leads back to one that lies so too.
    std::vector<std::uint32_t> before(worlds_.size());
    for (const auto& [a, b] : edges_)
      if (in[a] > 0) before[b] = a;
    const auto left = std::find_if(in.begin(), in.end(), [](std::uint32_t count) { return count > 0; });
    std::uint32_t at = static_cast<std::uint32_t>(left - in.begin());
    for (std::size_t i = 0; i < worlds_.size(); ++i) at = before[at];  // by now in a circle
    std::vector<std::uint32_t> circle{at};
    for (std::uint32_t i = before[at]; i != at; i = before[i]) circle.push_back(i);
    circle.push_back(at);
    found_.broken = "without faults, everything comes to rest";
    found_.trace = trace(at) + "and then again and again:\n" + say(circle);
  }

  // The way to a world: shortest among those with as few faults.
  std::string trace(std::uint32_t to) {
    std::vector<std::uint32_t> way{to};
    while (way.back() != 0) way.push_back(nodes_[way.back()].from);
    return say(way);
  }

  // The last world comes first.
  std::string say(const std::vector<std::uint32_t>& way) {
    Words words{model_};
    for (std::size_t i = way.size() - 1; i > 0; --i) words.say(worlds_[way[i]], worlds_[way[i - 1]]);
    return words.text();
  }

  Model model_;
  int faults_;
  std::deque<World> worlds_;
  std::vector<Node> nodes_;
  std::vector<std::vector<std::uint32_t>> levels_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges_;
  std::unordered_map<World, std::uint32_t, HashOfBytes> numbers_;
  Found found_;
};

}  // namespace exhaustive

#endif
