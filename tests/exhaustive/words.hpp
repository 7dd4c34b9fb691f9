// A way through the worlds of a search, in words.
#ifndef KEYTURN_TESTS_EXHAUSTIVE_WORDS_HPP
#define KEYTURN_TESTS_EXHAUSTIVE_WORDS_HPP

#include "world.hpp"

namespace exhaustive {

class Words {
 public:
  explicit Words(Model& model) : model_{model} {}

  /// Adds the step that leads from one world to the other.
  void say(const World& from, const World& to) {
    bool said = false;
    model_.steps(from, [&](const World& next, int faults, Move move, const char*) {
      if (said || next != to) return;
      said = true;
      text_ += std::to_string(++count_) + ". " + (faults > 0 ? "FAULT: " : "") + describe(from, move) + "\n";
      const auto before = names_;
      for (unsigned i = 0; i < most_processes; ++i) names_[i] = before[move.order[i]];
    });
    text_ += "     " + state_of(to) + "\n";
  }

  const std::string& text() const { return text_; }

 private:
  std::string describe(const World& from, Move move) const {
    const std::string who = "process " + std::to_string(names_[move.slot]);
    switch (move.kind) {
      case Move::calls:
        return who + ": its host calls";
      case Move::uses:
        return who + ": its host uses the token";
      case Move::ticks:
        return who + ": its time has come";
      case Move::locks:
        return who + " takes the lock";
      case Move::finds_it_locked:
        return who + " waits in vain for the lock";
      case Move::locking_fails:
        return who + " cannot lock";
      case Move::loads:
        return who + " loads the record";
      case Move::loading_fails:
        return who + " cannot load the record";
      case Move::saves:
        return who + " saves" + record_in_hand(from, move);
      case Move::saving_fails:
        return who + " cannot save" + record_in_hand(from, move);
      case Move::saves_unheard:
        return who + " saves, and is told that it could not," + record_in_hand(from, move);
      case Move::erases:
        return who + " erases the record";
      case Move::revokes:
        return who + " revokes its tokens";
      case Move::sends:
        return who + " begins to send";
      case Move::is_served:
        return "the server gets r" + std::to_string(from.slots[move.slot].refresh) + " with key " +
               std::to_string(from.slots[move.slot].key) + " from " + who;
      case Move::hears:
        return who + " has its answer";
      case Move::loses_request:
        return who + ": its request is lost";
      case Move::gives_up:
        return who + " waits no longer for its request, which is on its way";
      case Move::loses_answer:
        return who + ": the answer to it is lost";
      case Move::dies:
        return who + " dies and starts again";
      case Move::lapses:
        return who + ": its lease ends";
      case Move::late_comes:
        return "the server gets a late request";
      case Move::dead_lapses:
        return "the lease of the dead ends";
      case Move::all_pause:
        return "everything stands still for a while";
      case Move::ages:
        return "the access token becomes stale";
      case Move::begins_anew:
        return "all processes end, and another one starts";
    }
    return "?";
  }

  std::string record_in_hand(const World& from, Move move) const {
    for (const InHand& what : model_.clients()[from.slots[move.slot].process].hand)
      if (what.kind == InHand::save) return " " + words_of(what.record);
    return "";
  }

  std::string words_of(std::uint16_t number) const {
    if (number == 0) return "nothing";
    const Record& record = model_.records()[number];
    return "r" + std::to_string(record.refresh) + (record.key != 0 ? " with key " + std::to_string(record.key) : "");
  }

  std::string state_of(const World& world) const {
    std::string text = "stored: " + words_of(world.record) + "; server: r" + std::to_string(world.current) +
                       (world.revoked ? ", revoked" : "");
    for (unsigned i = 0; i < most_processes; ++i) {
      if (world.slots[i].process == 0) continue;
      const auto& machine = model_.clients()[world.slots[i].process].client.machine;
      text += "; " + std::to_string(names_[i]) + " " + std::string{to_string(machine.phase())} + " with g" +
              std::to_string(machine.info(moment().steady).generation) + (world.slots[i].holds ? ", lock" : "");
    }
    return text;
  }

  Model& model_;
  std::array<unsigned, most_processes> names_{1, 2, 3};
  std::string text_{};
  unsigned count_ = 0;
};

}  // namespace exhaustive

#endif
