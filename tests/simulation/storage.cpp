#include "storage.hpp"

#include "oracle.hpp"
#include "server.hpp"

#include <keyturn/core/session_record.hpp>

#include <algorithm>

namespace simulation {

using keyturn::Errc;
using keyturn::Error;
using keyturn::Result;
using keyturn::Secret;

Seen seen_in(std::string_view record) {
  namespace format = keyturn::core::detail;
  format::RecordReader from{
      record.substr(format::record_head, record.size() - format::record_head - format::record_tail)};
  const auto half_of_id = [&] {
    keyturn::RandomBytes bytes{};
    from.id(bytes);
    std::uint64_t half = 0;
    for (std::size_t i = 0; i < 8; ++i) half = half << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return half;
  };
  const auto token = [&](char kind) {
    std::string text;
    from.text(text);
    return token_in(text, kind).value_or(Token{});
  };
  Seen seen;
  seen.id = half_of_id();
  seen.generation = from.number(8);
  seen.intent = from.number(1) != 0;
  seen.key = half_of_id();
  for (int i = 0; i < 6; ++i) (void)from.number(8);
  seen.access = token('a');
  seen.refresh = token('r');
  return seen;
}

Disk& disk_of(const Process& process) {
  return *world->disks[world->plan.disks == Disks::own ? static_cast<std::size_t>(process.number) : 0];
}

bool Disk::tear(const std::string& bytes, Dice& dice) {
  const std::size_t written = static_cast<std::size_t>(dice.below(bytes.size()));
  std::string left = bytes.substr(0, written);
  if (record && record->size() > written && dice.percent(50)) left += record->substr(written);
  if (keyturn::core::decode(left)) return false;
  record = durable = left;
  torn = true;
  ++tears;
  return true;
}

void Disk::lose_power() {
  record = durable;
  torn = record && !keyturn::core::decode(*record);
  tears += torn;
}

void Disk::release(std::uint64_t whose) {
  if (owner != whose) return;
  owner = 0;
  owner_process = -1;
  for (Fiber* fiber : std::exchange(waiting, {})) world->scheduler.wake(fiber);
}

// False: it fails, before it has done anything.
bool AnyStorage::begin(const char* what, Fault fault) {
  world->outside("the storage");
  if (++process_->in_storage > 1)
    world->broken(Invariant::storage_one_at_a_time, "process %d: %s while something else is under way",
                  process_->number, what);
  if (world->fails(Fault::slow_storage)) {
    const auto span = static_cast<Time>(world->chances.below(2 * second));
    world->scheduler.add_slowness(span);
    world->scheduler.sleep(span);
  }
  world->scheduler.yield();
  const bool away = world->scheduler.now() < world->hosts[process_->host].disk_away_until;
  if (!away && !world->fails(fault)) return true;
  KEYTURN_NOTE("process %d: %s fails", process_->number, what);
  return false;
}

void AnyStorage::end() {
  world->scheduler.yield();
  --process_->in_storage;
}

Result<std::optional<Secret>> AnyStorage::load(std::string_view) {
  const bool works = begin("load", Fault::load_fails);
  Result<std::optional<Secret>> loaded = Error{.code = Errc::storage_failed, .detail = "load"};
  if (works) {
    const Disk& disk = disk_of(*process_);
    const auto seen = disk.seen();
    if (disk.torn && world->plan.disks == Disks::file)  // which looks, as FileStorage does
      loaded = Error{.code = Errc::storage_corrupt, .detail = "load"};
    else
      loaded = disk.record ? std::optional<Secret>{Secret{std::string_view{*disk.record}}} : std::optional<Secret>{};
    process_->looked_at = seen ? seen->id : 0;
    process_->looked_under = disk.owner_process == process_->number ? disk.owner : 0;
    if (seen) oracle::loaded(*process_, *seen);
    KEYTURN_NOTE("process %d loads %s", process_->number,
                 seen        ? text_of('r', seen->refresh).c_str()
                 : disk.torn ? "what is torn"
                             : "nothing");
  }
  end();
  return loaded;
}

Result<void> AnyStorage::save(std::string_view, const Secret& record) {
  process_->writing = &record;
  const bool works = begin("save", Fault::save_fails);
  if (const Time span = std::exchange(process_->dies_writing, 0); span != 0) {
    world->scheduler.at(world->scheduler.now(), [process = process_, span] { world->crash(*process, span); });
    world->scheduler.sleep(second);
  }
  process_->writing = nullptr;
  const Seen seen = seen_in(record.view());
  Disk& disk = disk_of(*process_);
  Result<void> saved;
  const bool refused = lost_lease() || (world->plan.disks == Disks::lease && disk.record &&
                                        keyturn::core::is_older(record.view(), *disk.record));
  if (works && !refused) {
    oracle::saved(*process_, disk, seen);
    if (std::exchange(disk.torn, false)) KEYTURN_NOTE("process %d moves aside what is torn", process_->number);
    disk.record = std::string{record.view()};
    if (!world->plan.lying_disk || world->chances.percent(50)) disk.durable = disk.record;
    tell_others();
    KEYTURN_NOTE("process %d saves %s%s, generation %lu", process_->number, text_of('r', seen.refresh).c_str(),
                 seen.intent ? " with an intent" : "", static_cast<unsigned long>(seen.generation));
  }
  if (refused)
    saved = Error{.code = Errc::storage_busy, .detail = "the lease is lost, or the record is old"};
  else if (!works || world->fails(Fault::save_fails_late))
    saved = Error{.code = Errc::storage_failed, .detail = "save"};
  oracle::tried_to_save(*process_, seen, saved.has_value());
  end();
  return saved;
}

Result<void> AnyStorage::erase(std::string_view) {
  const bool works = begin("erase", Fault::erase_fails);
  Result<void> erased = Error{.code = Errc::storage_failed, .detail = "erase"};
  if (lost_lease()) {
    erased = Error{.code = Errc::storage_busy, .detail = "the lease is lost"};
  } else if (works) {
    Disk& disk = disk_of(*process_);
    oracle::erased(*process_, disk);
    disk.record.reset();
    disk.torn = false;
    if (!world->plan.lying_disk || world->chances.percent(50)) disk.durable.reset();
    tell_others();
    erased = {};
    KEYTURN_NOTE("process %d erases", process_->number);
  }
  end();
  return erased;
}

// Of a lock that this process took and has not given back.
bool AnyStorage::lost_lease() const {
  if (process_->lease == 0) return false;
  const Disk& disk = disk_of(*process_);
  return disk.owner != process_->lease || !disk.is_locked();
}

void AnyStorage::tell_others() {
  for (Disk::Watcher& watcher : disk_of(*process_).watchers)
    if (watcher.process != process_->number) {
      *watcher.changed = true;
      world->scheduler.wake(watcher.fiber);
    }
}

AnyStorage::Held::~Held() {
  if (owner == 0) return;
  world->outside("the release of a lock");
  world->scheduler.yield();
  disk_of(*process).release(owner);
  if (process->lease == owner) process->lease = 0;
  world->scheduler.yield();
}

Result<AnyStorage::Held> AnyStorage::take(std::chrono::milliseconds patience, Time lease) {
  world->outside("a lock");
  world->scheduler.yield();
  if (world->fails(Fault::lock_fails) || world->scheduler.now() < world->hosts[process_->host].disk_away_until)
    return Error{.code = Errc::storage_failed, .detail = "lock"};
  Disk& disk = disk_of(*process_);
  const Time until = world->scheduler.now() + std::min<std::int64_t>(patience.count(), 1'000'000) * millisecond;
  while (disk.is_locked()) {
    if (world->scheduler.now() >= until) return Error{.code = Errc::storage_busy, .detail = "lock"};
    disk.waiting.push_back(world->scheduler.current());
    (void)world->scheduler.block(std::min({until, disk.lapses_at, world->scheduler.now() + 100 * millisecond}));
    std::erase(disk.waiting, world->scheduler.current());
  }
  disk.owner = ++disk.last_owner;
  disk.owner_process = process_->number;
  disk.owner_fiber = world->scheduler.current();
  disk.lapses_at = lease == never ? never : world->scheduler.now() + lease;
  Held held;
  held.owner = disk.owner;
  held.process = process_;
  KEYTURN_NOTE("process %d has the lock", process_->number);
  world->scheduler.yield();
  return held;
}

Result<FileStorage::Lock> FileStorage::lock(std::string_view, std::chrono::milliseconds patience) {
  auto held = take(patience, never);
  if (!held) return held.error();
  return Lock{*std::move(held)};
}

Result<LeaseStorage::Lock> LeaseStorage::lock(std::string_view, std::chrono::milliseconds patience) {
  auto held = take(patience, 10 * second);
  if (!held) return held.error();
  process_->lease = held->owner;
  return Lock{*std::move(held)};
}

Result<void> LeaseStorage::Lock::extend(std::chrono::milliseconds at_least) {
  world->outside("a lease");
  world->scheduler.yield();
  if (world->scheduler.now() < world->hosts[held.process->host].disk_away_until)
    return Error{.code = Errc::storage_failed, .detail = "extend"};
  Disk& disk = disk_of(*held.process);
  if (disk.owner != held.owner || !disk.is_locked()) return Error{.code = Errc::storage_busy, .detail = "extend"};
  disk.lapses_at = std::max(disk.lapses_at,
                            world->scheduler.now() + std::min<std::int64_t>(at_least.count(), 1'000'000) * millisecond);
  return {};
}

LeaseStorage::Watch LeaseStorage::watch(std::string_view, keyturn::Callback<void()> changed) {
  auto* inside = new Watch::Inside{process_->number, disk_of(*process_).number, std::move(changed)};
  inside->fiber = world->scheduler.spawn(process_->number, [inside] {
    while (!inside->over) {
      if (!std::exchange(inside->dirty, false)) {
        (void)world->scheduler.block();
        continue;
      }
      inside->calling = true;
      inside->changed();
      inside->calling = false;
      inside->idle.wake_all();
    }
  });
  world->disks[inside->disk]->watchers.push_back({inside->process, inside->fiber, &inside->dirty});
  return Watch{inside};
}

LeaseStorage::Watch::~Watch() {
  if (inside_ == nullptr) return;
  inside_->over = true;
  std::erase_if(world->disks[inside_->disk]->watchers,
                [&](const Disk::Watcher& w) { return w.fiber == inside_->fiber; });
  while (inside_->calling) inside_->idle.wait();
  world->scheduler.wake(inside_->fiber);
}

}  // namespace simulation
