// Where a walk takes its chances from: a seed, or bytes that somebody else chose.
#ifndef KEYTURN_TESTS_CORE_CHANCES_HPP
#define KEYTURN_TESTS_CORE_CHANCES_HPP

#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>

namespace keyturn_tests {

class Chances {
 public:
  explicit Chances(std::uint64_t seed) : engine_{seed} {}
  /// Each choice takes one byte, or as many more as there are things to choose from; without bytes it goes on from a seed.
  explicit Chances(std::string_view bytes) : bytes_{bytes}, has_end_{true} {}

  /// Whether the bytes are used up.
  bool spent() const { return has_end_ && bytes_.empty(); }

  std::size_t below(std::size_t size) {
    if (bytes_.empty()) return engine_() % size;
    std::size_t value = 0;
    for (std::size_t reach = 1; reach < size && !bytes_.empty(); reach *= 256) {
      value = value * 256 + static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
    }
    return value % size;
  }
  bool percent(unsigned chance) { return below(100) < chance; }

  /// A byte that is never chosen: for keys and names, which do not repeat.
  std::byte fresh() { return static_cast<std::byte>(engine_()); }

 private:
  std::mt19937_64 engine_{};
  std::string_view bytes_{};
  bool has_end_ = false;
};

}  // namespace keyturn_tests

#endif
