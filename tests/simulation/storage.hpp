// The simulated storages: one of a process's own, a file that all processes share, and a lease somewhere in the network.
#ifndef KEYTURN_SIMULATION_STORAGE_HPP
#define KEYTURN_SIMULATION_STORAGE_HPP

#include "platform.hpp"
#include "protocol.hpp"

#include <optional>
#include <string>
#include <vector>

namespace simulation {

/// What a record says, read without checking it: it is our own.
struct Seen {
  std::uint64_t id = 0;  // the client's name of the session
  std::uint64_t generation = 0, key = 0;
  bool intent = false;
  Token access{}, refresh{};
  unsigned session() const { return refresh.session != 0 ? refresh.session : access.session; }
};
Seen seen_in(std::string_view record);

class Disk {
 public:
  unsigned number = 0;
  std::optional<std::string> record{}, durable{};  // what is there, and what is still there after a power loss
  bool torn = false;                               // what is there is no whole record
  unsigned tears = 0;                              // how often that came to pass
  unsigned given_up = 0;                           // of those, the last one that a logout has found
  std::uint64_t owner = 0;                         // of the lock; 0: nobody
  int owner_process = -1;
  const Fiber* owner_fiber = nullptr;  // that took it
  bool saved_without_lock = false;
  Time lapses_at = never;
  std::uint64_t last_owner = 0;
  std::vector<Fiber*> waiting{};
  std::set<std::uint64_t> buried{};        // ids of sessions that a logout has erased for good
  std::set<std::uint64_t> said_to_fail{};  // ids whose saving was: whoever was told so knows nothing of what came after
  struct Watcher {
    int process;
    Fiber* fiber;
    bool* changed;
  };
  std::vector<Watcher> watchers{};

  /// What the record says that is there; nothing: there is none, or it is torn.
  std::optional<Seen> seen() const {
    if (!record || torn) return std::nullopt;
    return seen_in(*record);
  }
  /// Leaves some of those bytes, and what may have stood there before. False: that makes a whole record.
  bool tear(const std::string& bytes, Dice& dice);
  /// Of what was written last, nothing is left.
  void lose_power();
  bool is_locked() const { return owner != 0 && world->scheduler.now() < lapses_at; }
  void release(std::uint64_t whose);
};

Disk& disk_of(const Process& process);

/// What the three have in common. A handle: copies are of the same process's storage.
class AnyStorage {
 public:
  explicit AnyStorage(Process& process) : process_{&process} {}
  keyturn::Result<std::optional<keyturn::Secret>> load(std::string_view account);
  keyturn::Result<void> save(std::string_view account, const keyturn::Secret& record);
  keyturn::Result<void> erase(std::string_view account);

 protected:
  struct Held {
    std::uint64_t owner = 0;
    Process* process = nullptr;
    Held() = default;
    Held(Held&& other) noexcept { *this = std::move(other); }
    Held& operator=(Held&& other) noexcept {
      std::swap(owner, other.owner), std::swap(process, other.process);
      return *this;
    }
    ~Held();
  };
  keyturn::Result<Held> take(std::chrono::milliseconds patience, Time lease);
  bool begin(const char* what, Fault fault);
  void end();
  void tell_others();
  bool lost_lease() const;

  Process* process_;
};

struct OwnStorage : AnyStorage {
  using AnyStorage::AnyStorage;
};

struct FileStorage : AnyStorage {
  using AnyStorage::AnyStorage;
  struct Lock {
    Held held;
  };
  keyturn::Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience);
};

class LeaseStorage : public AnyStorage {
 public:
  using AnyStorage::AnyStorage;
  struct Lock {
    Held held;
    keyturn::Result<void> extend(std::chrono::milliseconds at_least);
  };
  keyturn::Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience);

  /// A thread that calls when others have changed the record.
  class Watch {
   public:
    struct Inside {
      int process;
      unsigned disk;
      keyturn::Callback<void()> changed;
      bool dirty = false, over = false, calling = false;
      Waiting idle{};
      Fiber* fiber = nullptr;
    };
    explicit Watch(Inside* inside) : inside_{inside} {}
    Watch(Watch&& other) noexcept : inside_{std::exchange(other.inside_, nullptr)} {}
    ~Watch();

   private:
    Inside* inside_;
  };
  Watch watch(std::string_view account, keyturn::Callback<void()> changed);
};

}  // namespace simulation

#endif
