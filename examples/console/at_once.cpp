#include "console/at_once.hpp"

#include <barrier>
#include <map>
#include <thread>

namespace keyturn::example::console {

std::string summary(const std::vector<std::string>& outcomes) {
  std::map<std::string, int> counts;
  for (const std::string& outcome : outcomes) ++counts[outcome];
  std::string text;
  for (const auto& [what, count] : counts)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + (count == 1 ? " time " : " times ") + what;
  return text;
}

std::vector<std::string> at_once(int threads, const std::function<std::string(int)>& call) {
  std::vector<std::string> outcomes(static_cast<std::size_t>(threads));
  std::barrier start{threads};
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i)
    running.emplace_back([&, i] {
      start.arrive_and_wait();
      outcomes[static_cast<std::size_t>(i)] = call(i);
    });
  for (std::thread& thread : running) thread.join();
  return outcomes;
}

}  // namespace keyturn::example::console
