// All chance of a schedule comes from here: one seed, and a stream of its own for each purpose.
#ifndef KEYTURN_SIMULATION_DICE_HPP
#define KEYTURN_SIMULATION_DICE_HPP

#include <cstdint>

namespace simulation {

/// SplitMix64: small, quick, and good enough to choose ways with.
class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t purpose) : state_{seed * 0x9e3779b97f4a7c15u ^ purpose * 0xd1342543de82ef95u} {
    next();
  }

  std::uint64_t next() {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
  }

  /// From 0 to `size` - 1.
  std::uint64_t below(std::uint64_t size) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(next()) * size) >> 64);
  }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
  }
  bool in_thousand(unsigned chances) { return below(1000) < chances; }
  bool percent(unsigned chances) { return below(100) < chances; }

 private:
  std::uint64_t state_;
};

}  // namespace simulation

#endif
