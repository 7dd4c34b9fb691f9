// The world of a search: processes, storage with its lock, the auth server and the network between them, as a plain value;
// every step that it can take next; and the rules that hold after each.
#ifndef KEYTURN_TESTS_EXHAUSTIVE_WORLD_HPP
#define KEYTURN_TESTS_EXHAUSTIVE_WORLD_HPP

#include "tables.hpp"

#include <algorithm>
#include <bit>

namespace exhaustive {

inline constexpr unsigned most_processes = 3, most_late = 2;
inline constexpr std::uint8_t forgotten_key = 63;

/// A process and its conversation with the server.
struct Slot {
  enum Net : std::uint8_t { silent, asked, answered };
  std::uint32_t process = 0;  // 0: there is none
  Milliseconds sent_at = 0;
  std::uint32_t lives = 0;  // the answer's access token, seconds
  Net net = silent;
  bool holds = false;                 // the lock
  std::uint8_t refresh = 0, key = 0;  // asked with
  Outcome answer = Outcome::done;
  std::uint8_t new_refresh = 0, new_access = 0;  // of the answer
  std::uint8_t unused = 0;
  friend auto operator<=>(const Slot&, const Slot&) = default;
};

/// A request whose sender waits for it no longer.
struct Late {
  std::uint8_t refresh = 0, key = 0;
  friend auto operator<=>(const Late&, const Late&) = default;
};

struct World {
  Slot slots[most_processes];  // in order: processes have no names
  Milliseconds rotated_at = 0;
  std::uint32_t stored = 0;              // access tokens that storage was given, a bit for each
  std::uint16_t record = 0;              // 0: there is none
  std::uint8_t current = 1, access = 1;  // the server's newest tokens
  bool revoked = false, logged_out = false, lock_of_the_dead = false, last = false;
  std::uint8_t key_of[12] = {};  // with which each refresh token was spent
  Late late[most_late];
  friend bool operator==(const World&, const World&) = default;

  bool lost() const { return revoked || logged_out; }
};
static_assert(std::has_unique_object_representations_v<World>);

/// What one step did, for the trace.
struct Move {
  enum Kind : std::uint8_t {
    calls,
    uses,
    ticks,
    locks,
    finds_it_locked,
    locking_fails,
    loads,
    loading_fails,
    saves,
    saving_fails,
    saves_unheard,
    erases,
    revokes,
    sends,
    is_served,
    hears,
    loses_request,
    gives_up,
    loses_answer,
    dies,
    lapses,
    late_comes,
    dead_lapses,
    all_pause,
    ages,
    begins_anew,
  } kind{};
  std::uint8_t slot = 0;
  std::array<std::uint8_t, most_processes> order{};  // which slot each process had before
};

class Model {
 public:
  explicit Model(const Setting& setting) : setting_{setting}, clients_{setting_, records_} {}
  Model(const Model&) = delete;

  const Clients& clients() const { return clients_; }
  const Records& records() const { return records_; }
  const Setting& setting() const { return setting_; }

  World initial() {
    World world;
    world.record = records_.number_of(first_record());
    world.stored = 1u << 1;
    if (counts_time()) world.rotated_at = -count(stale_after);
    for (unsigned i = 0; i < setting_.processes; ++i) world.slots[i].process = clients_.fresh(setting_.calls());
    return world;
  }

  /// Calls `emit(world, faults, move, broken)` for all that can come next; `broken`: the rule that the step breaks.
  template <class Emit>
  void steps(const World& from, Emit&& emit) {
    free_ = 0;
    const auto each = [&](unsigned i, auto step) {
      if (from.slots[i].process != 0) (this->*step)(from, i, emit);
    };
    for (unsigned i = 0; i < most_processes; ++i) each(i, &Model::go_on<Emit>);
    world_goes_on(from, emit);
    if (free_ == 0 && !from.last) comes_to_rest(from, emit);
    if (from.last || from.lost()) return;
    for (unsigned i = 0; i < most_processes; ++i) each(i, &Model::fail<Emit>);
    const auto on_its_way = [](const Slot& slot) { return slot.net == Slot::asked; };
    if (std::none_of(from.slots, from.slots + most_processes, on_its_way)) {
      World to = from;
      pass(to, pause);
      give(emit, to, 1, {Move::all_pause}, nullptr);
    }
  }

 private:
  bool counts_time() const { return setting_.token_lives || setting_.server == Server::window; }

  ky::Secret first_record() const {
    ky::core::Machine machine{Client::options(), false};
    const ky::Moment begin = moment(-count(stale_after));
    ky::TokenSet tokens{.access_token = "a1", .refresh_token = "r1"};
    if (setting_.token_lives) tokens.expires_in = std::chrono::duration_cast<seconds>(lifetime);
    machine.handle(ky::input::Install{1, ky::TimePoint::max(), tokens, {begin, begin, {}}}, begin);
    const ky::JobId job = machine.next_action()->get<ky::action::Draw>()->job;
    machine.handle(ky::input::Drawn{job, std::array<std::byte, 32>{}}, begin);
    while (auto action = machine.next_action())
      if (const auto* save = action->get<ky::action::Save>()) return save->record;
    std::abort();
  }

  template <class Emit>
  void give(Emit& emit, World to, int faults, Move move, const char* broken) {
    if (broken == nullptr) broken = broken_by(to);
    forget_keys(to);
    move.order = {0, 1, 2};
    std::sort(move.order.begin(), move.order.end(), [&](unsigned a, unsigned b) { return to.slots[a] > to.slots[b]; });
    const auto slots = std::to_array(to.slots);
    for (unsigned i = 0; i < most_processes; ++i) to.slots[i] = slots[move.order[i]];
    std::sort(to.late, to.late + most_late, std::greater<>{});
    if (faults == 0) ++free_;
    emit(to, faults, move, broken);
  }

  // Everybody's times come nearer, and those of the server lie further back.
  void pass(World& world, milliseconds time) {
    world.record = records_.after(world.record, after(time, setting_));
    world.rotated_at = std::max(world.rotated_at - count(time), -count(lifetime));
    if (!counts_time()) world.rotated_at = 0;
    for (Slot& slot : world.slots) {
      if (slot.process == 0) continue;
      slot.process = clients_.react({.process = slot.process, .passed = count(time), .kind = Stimulus::pass}).process;
      if (slot.net == Slot::answered && setting_.token_lives) slot.sent_at -= count(time);
    }
  }

  // Which key a spent token was spent with does not matter when nobody has it any more.
  void forget_keys(World& world) const {
    const std::uint64_t used = used_keys(world);
    for (std::uint8_t& key : world.key_of)
      if (key != 0 && (used >> key & 1) == 0) key = forgotten_key;
  }

  // Feeds a process.
  template <class Emit>
  void feed(Emit& emit, World to, unsigned i, int faults, Move::Kind kind, Stimulus stimulus,
            const char* broken = nullptr) {
    Slot& slot = to.slots[i];
    stimulus.process = slot.process;
    stimulus.fresh_key = fresh_key(to);
    const Reaction reaction = clients_.react(stimulus);
    slot.process = reaction.process;
    if (reaction.unlocked) slot.holds = false;
    if (broken == nullptr) broken = reaction.broken;
    if (broken == nullptr && reaction.logged_out && !to.revoked && setting_.is_meant())
      broken = "nobody is logged out but by the server's word";
    if (broken == nullptr && (reaction.shown & ~to.stored) != 0) broken = "a token is saved before anybody sees it";
    to.logged_out |= reaction.logged_out;
    if (setting_.locking != Locking::lease) send_at_once(slot);
    if (broken == nullptr) broken = two_at_once(to);
    give(emit, to, faults, {kind, static_cast<std::uint8_t>(i)}, broken);
  }

  // The smallest number that no key has anywhere: which numbers have been used and forgotten decides nothing.
  std::uint8_t fresh_key(const World& world) const {
    std::uint64_t used = used_keys(world);
    for (const std::uint8_t key : world.key_of) used |= std::uint64_t{1} << key;
    return static_cast<std::uint8_t>(std::countr_one(used));
  }

  // By those who may present them.
  std::uint64_t used_keys(const World& world) const {
    std::uint64_t used = 1;
    if (world.record != 0) used |= records_[world.record].keys;
    for (const Late& late : world.late) used |= std::uint64_t{1} << late.key;
    for (const Slot& slot : world.slots) {
      used |= std::uint64_t{1} << slot.key;
      if (slot.process != 0) used |= clients_[slot.process].keys;
    }
    return used;
  }

  static bool is_locked(const World& world) {
    const auto holds = [](const Slot& slot) { return slot.holds; };
    return world.lock_of_the_dead || std::any_of(world.slots, world.slots + most_processes, holds);
  }

  // Without a fault: the host calls, time brings what is due, an action is carried out.
  template <class Emit>
  void go_on(const World& from, unsigned i, Emit& emit) {
    const Slot& slot = from.slots[i];
    const Known& known = clients_[slot.process];
    const Client& client = known.client;
    if (!client.waits && client.calls_left > 0 && may_call(from))
      feed(emit, from, i, 0, Move::calls, {.kind = Stimulus::call});
    if (!client.waits && client.hand.empty() && ky::core::MachineState::is_unsaved(client.machine) && !is_locked(from))
      feed(emit, from, i, 0, Move::uses, {.kind = Stimulus::use});
    if (known.is_due) feed(emit, from, i, 0, Move::ticks, {.kind = Stimulus::tick});
    for (std::uint8_t which = 0; which < known.hand.size(); ++which) carry_out(from, i, which, emit);
  }

  template <class Emit>
  void carry_out(const World& from, unsigned i, std::uint8_t which, Emit& emit) {
    const Known& known = clients_[from.slots[i].process];
    const InHand& what = known.hand[which];
    Stimulus result{.kind = Stimulus::result, .which = which};
    World to = from;
    switch (what.kind) {
      case InHand::lock:
        if (!is_locked(from)) {
          to.slots[i].holds = true;
          return feed(emit, to, i, 0, Move::locks, result);
        }
        // Whoever waits for a lease of the dead, waits without a fault, and then it is over.
        if (known.client.lock_until > 0 && !from.lock_of_the_dead) return;
        if (known.client.lock_until > 0) to.lock_of_the_dead = false;
        result.outcome = Outcome::busy;
        return feed(emit, to, i, 0, Move::finds_it_locked, result);
      case InHand::load:
        result.record = from.record;
        return feed(emit, to, i, 0, Move::loads, result);
      case InHand::save: {
        const char* broken = put(to, i, what.record, result.outcome);
        return feed(emit, to, i, 0, Move::saves, result, broken);
      }
      case InHand::erase: {
        if (lease_lost(from, i))
          result.outcome = Outcome::busy;
        else
          to.record = 0;
        return feed(emit, to, i, 0, Move::erases, result,
                    is_bad_end(from) ? "a session that lives is not erased" : nullptr);
      }
      case InHand::revoke:
        to.revoked = true;
        return feed(emit, to, i, 0, Move::revokes, result,
                    is_bad_end(from) ? "a session that lives is not revoked" : nullptr);
      case InHand::send:
        return converse(from, i, which, emit);
    }
  }

  bool is_bad_end(const World& world) const { return !world.lost() && setting_.is_meant(); }

  // What storage does: a lease's storage looks whether the saver still has it, and keeps the newer record.
  const char* put(World& to, unsigned i, std::uint16_t record, Outcome& outcome) {
    const Record& saved = records_[record];
    to.stored |= 1u << saved.access;
    const bool older = to.record != 0 && saved.generation < records_[to.record].generation &&
                       ky::core::is_older(saved.bytes.view(), records_[to.record].bytes.view());
    if (lease_lost(to, i) || (older && setting_.locking == Locking::lease)) {
      outcome = Outcome::busy;
      return nullptr;
    }
    to.record = record;
    return older && setting_.locking == Locking::kernel ? "storage never goes back" : nullptr;
  }

  bool lease_lost(const World& world, unsigned i) const {
    const Slot& slot = world.slots[i];
    return setting_.locking == Locking::lease && !slot.holds && clients_[slot.process].client.lock != 0;
  }

  // A refresh takes three steps: it leaves, the server acts, the answer comes.
  template <class Emit>
  void converse(const World& from, unsigned i, std::uint8_t which, Emit& emit) {
    World to = from;
    Slot& slot = to.slots[i];
    Stimulus result{.kind = Stimulus::result, .which = which};
    switch (slot.net) {
      case Slot::silent: {
        const InHand& send = clients_[slot.process].hand[which];
        if (!lasts(from, i)) {
          result.outcome = Outcome::not_sent;
          return feed(emit, to, i, 0, Move::sends, result);
        }
        ask(slot, send);
        return give(emit, to, 0, {Move::sends, static_cast<std::uint8_t>(i)}, nullptr);
      }
      case Slot::asked:
        serve(to, slot, {slot.refresh, slot.key});
        slot.net = Slot::answered;
        slot.refresh = slot.key = 0;
        return give(emit, to, 0, {Move::is_served, static_cast<std::uint8_t>(i)}, nullptr);
      case Slot::answered:
        result.outcome = slot.answer;
        result.refresh = slot.new_refresh;
        result.access = slot.new_access;
        result.lives = slot.lives;
        result.sent_at = slot.sent_at;
        hang_up(slot);
        return feed(emit, to, i, 0, Move::hears, result);
    }
  }

  static void ask(Slot& slot, const InHand& send) {
    slot.net = Slot::asked;
    slot.refresh = send.refresh;
    slot.key = send.key;
  }

  // Nothing can come between the wish to send and its being sent but the end of a lease.
  void send_at_once(Slot& slot) const {
    if (slot.net != Slot::silent) return;
    for (const InHand& what : clients_[slot.process].hand)
      if (what.kind == InHand::send) ask(slot, what);
  }

  // The driver's own look at a lock before anything is sent.
  bool lasts(const World& world, unsigned i) const {
    struct Lease {
      bool ours;
      ky::Result<void> extend(std::chrono::milliseconds) const {
        if (ours) return {};
        return ky::Error{.code = ky::Errc::storage_busy};
      }
    };
    const Client& client = clients_[world.slots[i].process].client;
    if (!setting_.shared()) return true;
    ky::Shared<ky::drive::HeldLock<Lease>> held;
    if (client.lock != 0)
      held = ky::share<ky::drive::HeldLock<Lease>>(Lease{world.slots[i].holds || setting_.locking == Locking::kernel});
    return ky::drive::outlast(held, std::chrono::seconds{30}).has_value();
  }

  const char* two_at_once(const World& world) const {
    const auto talks = [](const Slot& slot) { return slot.net != Slot::silent; };
    const bool two = std::count_if(world.slots, world.slots + most_processes, talks) > 1;
    return two && setting_.locking == Locking::kernel ? "one refresh of a session at a time" : nullptr;
  }

  static void hang_up(Slot& slot) {
    const Slot silent{.process = slot.process, .holds = slot.holds};
    slot = silent;
  }

  void serve(World& world, Slot& slot, Late request) const {
    const bool newest = request.refresh == world.current, last = request.refresh + 1 == world.current;
    slot.answer = Outcome::done;
    if (world.revoked) {
      slot.answer = Outcome::refused;
    } else if (setting_.server == Server::reusable) {
      ++world.access;
      if (counts_time()) world.rotated_at = 0;
    } else if (newest) {
      if (setting_.server == Server::idempotent) world.key_of[world.current] = request.key;
      world.access = ++world.current;
      if (counts_time()) world.rotated_at = 0;
    } else if (setting_.server == Server::idempotent && request.key != 0 &&
               world.key_of[request.refresh] == request.key) {
      if (!last) slot.answer = Outcome::superseded;
    } else if (!(last && (setting_.server == Server::parent ||
                          (setting_.server == Server::window && world.rotated_at > -count(grace))))) {
      world.revoked = true;
      slot.answer = Outcome::refused;
    }
    if (slot.answer != Outcome::done) return;
    slot.new_access = world.access;
    if (setting_.server != Server::reusable) slot.new_refresh = world.current;
    if (setting_.token_lives) {
      const milliseconds left = milliseconds{world.rotated_at} + lifetime;
      slot.lives = static_cast<std::uint32_t>(std::max(std::chrono::floor<seconds>(left), seconds{0}).count());
    }
  }

  bool may_call(const World& world) const {
    return !setting_.token_lives || world.record == 0 || records_[world.record].stale_at <= 0;
  }

  // What needs no process: late requests come, a dead holder's lease ends, and where tokens live long, time goes by.
  template <class Emit>
  void world_goes_on(const World& from, Emit& emit) {
    for (unsigned i = 0; i < most_late; ++i) {
      if (from.late[i].refresh == 0) continue;
      World to = from;
      Slot nobody;
      serve(to, nobody, from.late[i]);
      to.late[i] = {};
      give(emit, to, 0, {Move::late_comes}, nullptr);
    }
    if (from.lock_of_the_dead) {
      World to = from;
      to.lock_of_the_dead = false;
      give(emit, to, 0, {Move::dead_lapses}, nullptr);
    }
    if (free_ > 0 || may_call(from)) return;
    World to = from;
    pass(to, milliseconds{records_[from.record].stale_at});
    give(emit, to, 0, {Move::ages}, nullptr);
  }

  // Nothing is left to do: everybody must be served. Then all programs end, and the next one must find the session.
  template <class Emit>
  void comes_to_rest(const World& from, Emit& emit) {
    const char* broken = nullptr;
    for (const Slot& slot : from.slots) {
      if (slot.process == 0) continue;
      const Client& client = clients_[slot.process].client;
      if (client.waits || client.calls_left > 0) broken = "every call is answered";
      if (!client.hand.empty() || slot.holds) broken = "everything comes to rest";
    }
    if (from.lost() && broken == nullptr) return;
    World to = from;
    for (Slot& slot : to.slots) slot = {};
    to.slots[0].process = clients_.fresh(0);
    to.last = true;
    give(emit, to, 0, {Move::begins_anew}, broken);
  }

  template <class Emit>
  void fail(const World& from, unsigned i, Emit& emit) {
    const Known& known = clients_[from.slots[i].process];
    die(from, i, emit);
    if (from.slots[i].holds && setting_.locking == Locking::lease) {
      World to = from;
      to.slots[i].holds = false;
      give(emit, to, 1, {Move::lapses, static_cast<std::uint8_t>(i)}, nullptr);
    }
    for (std::uint8_t which = 0; which < known.hand.size(); ++which) {
      if (known.hand[which].kind == InHand::send)
        lose(from, i, which, emit);
      else if (setting_.storage_fails)
        storage_fails(from, i, which, emit);
    }
  }

  // A process dies, and is started again. A request of its may still be on its way.
  template <class Emit>
  void die(const World& from, unsigned i, Emit& emit) {
    const Slot& slot = from.slots[i];
    const Client& client = clients_[slot.process].client;
    const bool is_done = client.calls_left == 0;
    const std::uint32_t fresh = is_done ? 0 : clients_.fresh(client.calls_left);
    const bool rests = client.hand.empty() && !ky::core::MachineState::is_unsaved(client.machine);
    if (is_done ? rests : slot.process == fresh) return;
    World to = from;
    to.lock_of_the_dead |= slot.holds && setting_.locking == Locking::lease;
    to.slots[i] = Slot{.process = fresh};
    give(emit, to, 1, {Move::dies, static_cast<std::uint8_t>(i)}, nullptr);
    if (slot.net == Slot::asked && keep_late(to, {slot.refresh, slot.key}))
      give(emit, to, 1, {Move::dies, static_cast<std::uint8_t>(i)}, nullptr);
  }

  bool keep_late(World& world, Late request) const {
    if (!setting_.late_requests || world.late[most_late - 1].refresh != 0) return false;
    world.late[most_late - 1] = request;
    return true;
  }

  template <class Emit>
  void lose(const World& from, unsigned i, std::uint8_t which, Emit& emit) {
    const Slot& slot = from.slots[i];
    if (slot.net == Slot::silent) return;
    const bool request = slot.net == Slot::asked;
    Stimulus result{.kind = Stimulus::result, .which = which, .outcome = Outcome::no_answer};
    World to = from;
    hang_up(to.slots[i]);
    feed(emit, to, i, 1, request ? Move::loses_request : Move::loses_answer, result);
    if (request && keep_late(to, {slot.refresh, slot.key})) feed(emit, to, i, 1, Move::gives_up, result);
  }

  template <class Emit>
  void storage_fails(const World& from, unsigned i, std::uint8_t which, Emit& emit) {
    const InHand& what = clients_[from.slots[i].process].hand[which];
    Stimulus result{.kind = Stimulus::result, .which = which, .outcome = Outcome::fails};
    if (what.kind == InHand::lock) return feed(emit, from, i, 1, Move::locking_fails, result);
    if (what.kind == InHand::load) return feed(emit, from, i, 1, Move::loading_fails, result);
    if (what.kind != InHand::save) return;
    World to = from;
    to.stored |= 1u << records_[what.record].access;
    feed(emit, to, i, 1, Move::saving_fails, result);
    Outcome outcome{};
    const char* broken = put(to, i, what.record, outcome);
    feed(emit, to, i, 1, Move::saves_unheard, result, broken);
  }

  // Where the server knows the keys, whoever begins now can go on from the record: it holds the newest token, or the one
  // before with the key that made the newest.
  const char* broken_by(const World& world) const {
    const bool promised =
        setting_.server == Server::idempotent && setting_.sends_key && !setting_.storage_fails && setting_.is_meant();
    if (!promised || world.lost()) return nullptr;
    if (world.record == 0) return "the record is always enough to go on from";
    const Record& record = records_[world.record];
    const bool enough = record.refresh == world.current ||
                        (record.refresh + 1 == world.current && record.key == world.key_of[record.refresh]);
    return enough ? nullptr : "the record is always enough to go on from";
  }

  const Setting setting_;
  Records records_;
  Clients clients_;
  unsigned free_ = 0;  // steps that were given without a fault
};

}  // namespace exhaustive

#endif
