// Generated from include/keyturn/core.hpp by tests/gates/single_header.py; change the headers there and run it again.

// <keyturn/config/features.hpp>
// What compiler and standard library give, as switches that the rest of the headers read.
#ifndef KEYTURN_CONFIG_FEATURES_HPP
#define KEYTURN_CONFIG_FEATURES_HPP

#if !defined(_MSVC_LANG) && __cplusplus < 201709L || defined(_MSVC_LANG) && _MSVC_LANG < 202002L
#error "keyturn needs C++20: compile with -std=c++20 (MSVC: /std:c++20)"
#include <stop_here_see_the_error_above>  // after #error alone, compilers say thousands of other things
#endif

#include <version>

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define KEYTURN_HAS_EXCEPTIONS 1
#define KEYTURN_EXCEPTIONS_TAG
#else
#define KEYTURN_HAS_EXCEPTIONS 0
#define KEYTURN_EXCEPTIONS_TAG _noexcept
#endif

// On a function that stands at many places: a compiler that counts bytes takes it for small, and puts all of it there.
#ifdef __GNUC__
#define KEYTURN_NOINLINE [[gnu::noinline]]
#else
#define KEYTURN_NOINLINE
#endif

// Where bytes count, clang's `-Os` still trades many of them for little time. What it does with `-Oz` is meant here.
#if defined(__clang__) && defined(__OPTIMIZE_SIZE__)
// A header without functions is no reason to warn.
#define KEYTURN_SMALL_CODE_BEGIN                                                                    \
  _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wpragma-clang-attribute\"") \
      _Pragma("clang attribute push(__attribute__((minsize)), apply_to = function)") _Pragma("clang diagnostic pop")
#define KEYTURN_SMALL_CODE_END _Pragma("clang attribute pop")
#else
#define KEYTURN_SMALL_CODE_BEGIN
#define KEYTURN_SMALL_CODE_END
#endif

// On a lambda that hands on to what does the work.
#ifdef __GNUC__
#define KEYTURN_INLINE_LAMBDA __attribute__((always_inline))
#else
#define KEYTURN_INLINE_LAMBDA
#endif

// Where bytes count (`-Os`): what is small and stands at many places is there once. Where time counts: what each call runs
// through is one piece.
#ifdef __OPTIMIZE_SIZE__
#define KEYTURN_ONCE KEYTURN_NOINLINE
#define KEYTURN_IN_ONE_PIECE
#else
#define KEYTURN_ONCE
#ifdef __GNUC__
#define KEYTURN_IN_ONE_PIECE [[gnu::always_inline]]
#else
#define KEYTURN_IN_ONE_PIECE
#endif
#endif

// What an error says beside what is wrong: what to do about it. Left out where bytes count.
#ifdef __OPTIMIZE_SIZE__
#define KEYTURN_HAS_HINTS 0
#define KEYTURN_HINT(text) ""
#else
#define KEYTURN_HAS_HINTS 1
#define KEYTURN_HINT(text) text
#endif

/// Whether there is `Hosted`: not where the standard library has no threads, such as newlib's on a bare Cortex-M. It lists
/// std::shared_mutex exactly where it has them. A build may set it to 0 (then everywhere in one program): what is left
/// needs neither `<mutex>` nor a clock nor thread_local.
#ifndef KEYTURN_HAS_HOSTED
#ifdef __cpp_lib_shared_mutex
#define KEYTURN_HAS_HOSTED 1
#else
#define KEYTURN_HAS_HOSTED 0
#endif
#endif
#if KEYTURN_HAS_HOSTED
#define KEYTURN_HOSTED_TAG
#else
#define KEYTURN_HOSTED_TAG _bare
#endif

/// Whether the bytes of `Secret` stand in memory of their own that is neither swapped out nor written into core dumps; see
/// base/hardened_memory.hpp. 0 by default; a build sets it to 1 for a whole program.
#ifndef KEYTURN_HARDENED_SECRETS
#define KEYTURN_HARDENED_SECRETS 0
#endif
#if KEYTURN_HARDENED_SECRETS
#define KEYTURN_HARDENED_TAG _hardened
#else
#define KEYTURN_HARDENED_TAG
#endif

/// Whether the bodies of functions are compiled once, in the one unit that includes `<keyturn/src.hpp>`, and not in each
/// unit that includes a header. 0 by default; a build sets it to 1 for a whole program.
#ifndef KEYTURN_SEPARATE_COMPILATION
#define KEYTURN_SEPARATE_COMPILATION 0
#endif
#if KEYTURN_SEPARATE_COMPILATION
#define KEYTURN_FUNCTION
#else
#define KEYTURN_FUNCTION inline
#endif
// Whether this unit sees the bodies.
#if KEYTURN_SEPARATE_COMPILATION && !defined(KEYTURN_IS_SRC)
#define KEYTURN_HAS_BODIES 0
#else
#define KEYTURN_HAS_BODIES 1
#endif

#endif

// <keyturn/config/version.hpp>
// The version of keyturn: the only place where its numbers stand; the build files read them from here.
#ifndef KEYTURN_CONFIG_VERSION_HPP
#define KEYTURN_CONFIG_VERSION_HPP

/// The first number of the version.
#define KEYTURN_VERSION_MAJOR 0
/// The second number of the version.
#define KEYTURN_VERSION_MINOR 1
/// The third number of the version.
#define KEYTURN_VERSION_PATCH 0

#endif

// <keyturn/config/abi.hpp>
// The inline namespace that keeps two versions of keyturn apart when they meet in one program.
#ifndef KEYTURN_CONFIG_ABI_HPP
#define KEYTURN_CONFIG_ABI_HPP

/// @namespace keyturn
/// All that is public, within an inline namespace that names the version and the options that matter: two versions may meet
/// in one program. Results are values: nothing throws on its own account but `std::bad_alloc`, and `Result::value` on an
/// error.

#define KEYTURN_JOIN_(major, minor, exceptions, hosted, hardened) v##major##_##minor##exceptions##hosted##hardened
#define KEYTURN_JOIN(major, minor, exceptions, hosted, hardened) \
  KEYTURN_JOIN_(major, minor, exceptions, hosted, hardened)
#define KEYTURN_ABI_NAMESPACE                                                                            \
  KEYTURN_JOIN(KEYTURN_VERSION_MAJOR, KEYTURN_VERSION_MINOR, KEYTURN_EXCEPTIONS_TAG, KEYTURN_HOSTED_TAG, \
               KEYTURN_HARDENED_TAG)

// Everything public stands between these two, so that its link names carry the version and the options that matter.
#define KEYTURN_NAMESPACE_BEGIN \
  KEYTURN_SMALL_CODE_BEGIN      \
  namespace keyturn {           \
  inline namespace KEYTURN_ABI_NAMESPACE {
#define KEYTURN_NAMESPACE_END \
  }                           \
  }                           \
  KEYTURN_SMALL_CODE_END

// Units that compile the bodies themselves and units that do not must not meet in one program. The two ways define one
// name as two kinds of variable, which the linker refuses.
#if defined(__ELF__) && KEYTURN_HAS_HOSTED && KEYTURN_HAS_BODIES
KEYTURN_NAMESPACE_BEGIN
namespace detail {
#if KEYTURN_SEPARATE_COMPILATION
extern thread_local char one_way_to_compile_in_a_program;
#else
[[gnu::used]] inline char one_way_to_compile_in_a_program = 0;
#endif
}  // namespace detail
KEYTURN_NAMESPACE_END
#endif

#endif

// <keyturn/base/atomic.hpp>
// A number or pointer that threads share; what std::atomic is, whose header is dearer to compile than all of base/.
#ifndef KEYTURN_BASE_ATOMIC_HPP
#define KEYTURN_BASE_ATOMIC_HPP

#if KEYTURN_HAS_HOSTED && !defined(__GNUC__)
#include <atomic>
#endif

KEYTURN_NAMESPACE_BEGIN

/// Loads acquire, stores release, and what does both does both. Where there are no threads it is the plain value.
template <class T>
class Atomic {
 public:
  constexpr Atomic() = default;
  /// Not yet shared: no other thread may see it before its construction is over.
  constexpr explicit Atomic(T value) : value_{value} {}
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

#if !KEYTURN_HAS_HOSTED
  T load() const noexcept { return value_; }
  void store(T value) noexcept { value_ = value; }
  T exchange(T value) noexcept {
    const T before = value_;
    value_ = value;
    return before;
  }
  T add(T summand) noexcept { return exchange(value_ + summand); }
  bool compare_exchange(T& expected, T value) noexcept {
    if (value_ == expected) return value_ = value, true;
    return expected = value_, false;
  }

 private:
  T value_{};
#elif defined(__GNUC__)
  // The forms that take addresses are for enumerations too, with clang.
  /// What it is now.
  T load() const noexcept {
    T value;
    __atomic_load(&value_, &value, __ATOMIC_ACQUIRE);
    return value;
  }
  /// Makes it `value`.
  void store(T value) noexcept { __atomic_store(&value_, &value, __ATOMIC_RELEASE); }
  /// Makes it `value`, and gives what it was before.
  T exchange(T value) noexcept {
    T before;
    __atomic_exchange(&value_, &value, &before, __ATOMIC_ACQ_REL);
    return before;
  }
  /// Adds, and gives what it was before.
  T add(T summand) noexcept { return __atomic_fetch_add(&value_, summand, __ATOMIC_ACQ_REL); }
  /// Puts `value` where `expected` is; else false, and `expected` is what is there.
  bool compare_exchange(T& expected, T value) noexcept {
    return __atomic_compare_exchange(&value_, &expected, &value, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  }

 private:
  alignas(sizeof(T)) T value_{};
#else
  T load() const noexcept { return value_.load(std::memory_order_acquire); }
  void store(T value) noexcept { value_.store(value, std::memory_order_release); }
  T exchange(T value) noexcept { return value_.exchange(value, std::memory_order_acq_rel); }
  T add(T summand) noexcept { return value_.fetch_add(summand, std::memory_order_acq_rel); }
  bool compare_exchange(T& expected, T value) noexcept { return value_.compare_exchange_strong(expected, value); }

 private:
  std::atomic<T> value_{};
#endif
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/list.hpp>
// First in, first out, in one piece of memory: what std::deque and std::vector are to the machine and its drivers, at a
// fraction of the time to compile and of the code.
#ifndef KEYTURN_BASE_LIST_HPP
#define KEYTURN_BASE_LIST_HPP

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {
/// What a list has on the heap, or within itself; its items follow.
struct alignas(__STDCPP_DEFAULT_NEW_ALIGNMENT__) ListRoom {
  std::uint32_t first, last, capacity;
  bool in_place;
};

/// The room within a list.
template <class T, std::uint32_t capacity>
struct ListPlace {
  ListRoom room;
  unsigned char items[capacity * sizeof(T)];
};
template <class T>
struct ListPlace<T, 0> {};

/// Moves an item to where none is; to null: it is gone.
using MoveItem = void (*)(void* to, void* from) noexcept;

/// Takes out the items for which `is_wanted(predicate, item)` holds, in order. Whether there were any.
KEYTURN_NOINLINE inline bool remove_items(ListRoom* room, std::size_t item_size, MoveItem move, void* predicate,
                                          bool (*is_wanted)(void* predicate, void* item)) {
  if (room == nullptr) return false;
  struct Sieve {
    char* item(std::uint32_t index) const { return reinterpret_cast<char*>(room + 1) + index * size; }
    void keep() noexcept {
      if (kept != at) move(item(kept), item(at));
      ++kept, ++at;
    }
    void drop() noexcept { move(nullptr, item(at++)); }
    ~Sieve() {  // also what is left when the predicate throws
      while (at < room->last) keep();
      room->last = kept;
    }
    ListRoom* room;
    std::size_t size;
    MoveItem move;
    std::uint32_t at, kept;
  };
  const std::uint32_t last = room->last;
  Sieve sieve{room, item_size, move, room->first, room->first};
  while (sieve.at < last) is_wanted(predicate, sieve.item(sieve.at)) ? sieve.drop() : sieve.keep();
  return sieve.kept != last;
}

inline void delete_room(ListRoom* room) noexcept {
  if (room != nullptr && !room->in_place) ::operator delete(room);
}

/// The room with a place at its end. What was taken at the front is room again, unless there is little of it.
KEYTURN_NOINLINE inline ListRoom* with_place(ListRoom* from, std::size_t item_size, MoveItem move) {
  ListRoom* to = from;
  if (from == nullptr || from->first <= from->capacity / 2) {
    const std::uint32_t capacity = from == nullptr ? 2 : from->capacity * 2 + 2;
    to = static_cast<ListRoom*>(::operator new(sizeof(ListRoom) + capacity * item_size));
    to->capacity = capacity;
    to->in_place = false;
  }
  std::uint32_t count = 0;
  if (from != nullptr)
    for (auto at = from->first; at < from->last; ++at, ++count)
      move(reinterpret_cast<char*>(to + 1) + count * item_size, reinterpret_cast<char*>(from + 1) + at * item_size);
  to->first = 0;
  to->last = count;
  if (from != to) delete_room(from);
  return to;
}
}  // namespace detail

/// Items, which move without throwing, in the order in which they came. References to them last until the next `push`,
/// `pop` or `remove_if`. Keeps its room until it dies, or is moved from. The first `in_place` items stand within the list
/// and move with it, the others on the heap.
template <class T, std::uint32_t in_place = 0>
class List {
 public:
  List() = default;
  List(const List& other) : List{} {  // delegates, so that what a copy leaves behind when it throws is cleared
    for (const T& item : other) push(item);
  }
  List(List&& other) noexcept {
    if (in_place > 0 && other.room_ != nullptr && other.room_->in_place) {
      for (T& item : other) emplace(std::move(item));
      other.clear();
    } else {
      room_ = other.room_;
      other.room_ = nullptr;
    }
  }
  List& operator=(List other) noexcept {
    if constexpr (in_place > 0) {
      this->~List();
      ::new (static_cast<void*>(this)) List(std::move(other));
    } else {
      std::swap(room_, other.room_);
    }
    return *this;
  }
  ~List() {
    clear();
    if constexpr (in_place > 0)
      detail::delete_room(room_);
    else
      ::operator delete(room_);
  }

  /// Whether there is none, and how many there are.
  bool empty() const noexcept { return size() == 0; }
  std::size_t size() const noexcept { return room_ == nullptr ? 0 : room_->last - room_->first; }
  /// The items in order, as pointers.
  T* begin() noexcept { return room_ == nullptr ? nullptr : items() + room_->first; }
  T* end() noexcept { return room_ == nullptr ? nullptr : items() + room_->last; }
  const T* begin() const noexcept { return const_cast<List*>(this)->begin(); }
  const T* end() const noexcept { return const_cast<List*>(this)->end(); }

  /// The ones that came first and last. There must be one.
  T& first() noexcept { return items()[room_->first]; }
  T& last() noexcept { return items()[room_->last - 1]; }

  /// One more item, at the end. May allocate.
  void push(T item) { emplace(std::move(item)); }

  /// One more item at the end, made in place. May allocate. Nothing that `parts` refers to may stand in this list.
  template <class... Parts>
  void emplace(Parts&&... parts) {
    static_assert(alignof(T) <= alignof(detail::ListRoom));
    if constexpr (in_place > 0)
      if (room_ == nullptr) room_ = ::new (static_cast<void*>(&place_.room)) detail::ListRoom{0, 0, in_place, true};
    if (room_ == nullptr || room_->last == room_->capacity) room_ = detail::with_place(room_, sizeof(T), &move);
    ::new (static_cast<void*>(items() + room_->last)) T{std::forward<Parts>(parts)...};
    ++room_->last;
  }

  /// Takes out the first one. There must be one.
  T pop() {
    T item = std::move(first());
    remove_first();
    return item;
  }

  /// The same, and nobody wants it.
  void remove_first() noexcept {
    first().~T();
    if (++room_->first == room_->last) room_->first = room_->last = 0;
  }

  /// Takes out those for which `predicate` holds. Whether there were any.
  template <class Predicate>
  bool remove_if(Predicate&& predicate) {
    using Given = std::remove_reference_t<Predicate>;
    const auto is_wanted = [](void* given, void* item) -> bool {
      return (*static_cast<Given*>(given))(*static_cast<T*>(item));
    };
    return detail::remove_items(room_, sizeof(T), &move, const_cast<void*>(static_cast<const void*>(&predicate)),
                                is_wanted);
  }

  /// Equal items in the same order.
  friend bool operator==(const List& a, const List& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!(a.begin()[i] == b.begin()[i])) return false;
    return true;
  }

  /// Takes out all of them, and keeps the room.
  void clear() noexcept {
    for (T& item : *this) item.~T();
    if (room_ != nullptr) room_->first = room_->last = 0;
  }

 private:
  T* items() noexcept { return reinterpret_cast<T*>(room_ + 1); }

  static void move(void* to, void* from) noexcept {
    T& item = *static_cast<T*>(from);
    if (to != nullptr) ::new (to) T(std::move(item));
    item.~T();
  }

  detail::ListRoom* room_ = nullptr;
  [[no_unique_address]] detail::ListPlace<T, in_place> place_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/mutex_guard.hpp>
// Keeps a platform's mutex locked for a scope; what std::lock_guard is to std::mutex.
#ifndef KEYTURN_BASE_MUTEX_GUARD_HPP
#define KEYTURN_BASE_MUTEX_GUARD_HPP

KEYTURN_NAMESPACE_BEGIN

/// Locks `mutex` from its construction on, which may block, and unlocks it when it dies. The mutex must outlive it.
template <class Mutex>
class MutexGuard {
 public:
  /// Locks it.
  explicit MutexGuard(Mutex& mutex) : mutex_{mutex} { mutex_.lock(); }
  MutexGuard(const MutexGuard&) = delete;
  MutexGuard& operator=(const MutexGuard&) = delete;
  ~MutexGuard() { mutex_.unlock(); }

 private:
  Mutex& mutex_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/time.hpp>
// Points in time: keyturn's own steady clock type, and the pair of clocks that each event brings along.
#ifndef KEYTURN_BASE_TIME_HPP
#define KEYTURN_BASE_TIME_HPP

#include <cstdint>

// Durations and points in time are all that is used of <chrono>, in which libstdc++ has calendars and streams as well.
#if defined(__GLIBCXX__) && __has_include(<bits/chrono.h>)
#include <bits/chrono.h>
#else
#include <chrono>
#endif

KEYTURN_NAMESPACE_BEGIN

/// The clock that lifetimes are counted on: never set, and it runs on while the machine sleeps (CLOCK_BOOTTIME and its
/// like). It has no reading of its own; a `Platform` reads it.
struct SteadyClock {
  /// What the standard library asks of a clock.
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SteadyClock>;
  static constexpr bool is_steady = true;  ///< Never set back.
};

/// A moment on the steady clock, in nanoseconds.
using TimePoint = SteadyClock::time_point;
/// A moment in the time of day (UTC), in milliseconds. The clock may be wrong, and may jump.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// One moment on both clocks.
struct Moment {
  TimePoint steady{};  ///< What lifetimes and deadlines are counted on.
  WallTime wall{};     ///< Only for what outlives the process or comes from a server: it may jump.
};

// What the compiler is asked for here it does anyway where it counts time. Where it counts bytes it would call <chrono>'s
// comparisons, which take addresses, and 32-bit processors would get <chrono>'s classes back through memory.

/// Which of two moments comes first.
[[gnu::always_inline]] constexpr bool operator<(TimePoint a, TimePoint b) {
  return a.time_since_epoch().count() < b.time_since_epoch().count();
}
[[gnu::always_inline]] constexpr bool operator>(TimePoint a, TimePoint b) { return b < a; }
[[gnu::always_inline]] constexpr bool operator<=(TimePoint a, TimePoint b) { return !(b < a); }
[[gnu::always_inline]] constexpr bool operator>=(TimePoint a, TimePoint b) { return !(a < b); }

/// The one that comes first.
[[gnu::always_inline]] constexpr TimePoint earlier(TimePoint a, TimePoint b) {
  const auto first = a.time_since_epoch().count(), second = b.time_since_epoch().count();
  return TimePoint{std::chrono::nanoseconds{second < first ? second : first}};
}

namespace detail {
/// `a + b` and `a - b` as if there were no ends: where the sum runs over one, it comes in again at the other.
constexpr std::int64_t wrapped_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
constexpr std::int64_t wrapped_difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

/// `a + b`, stopping at the ends.
KEYTURN_ONCE constexpr std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
  const std::int64_t sum = wrapped_sum(a, b);
  if ((b < 0) == (sum < a)) return sum;
  return b < 0 ? INT64_MIN : INT64_MAX;
}

/// `a * factor`, stopping at the ends; `most` is the largest number divided by the factor.
KEYTURN_ONCE constexpr std::int64_t saturated_product(std::int64_t a, std::int64_t most, std::int64_t factor) {
  if (a >= most) return INT64_MAX;
  if (a <= -most) return INT64_MIN;
  return a * factor;
}

/// `deadline - time`, but never negative, and stopping at the largest number.
KEYTURN_ONCE constexpr std::int64_t span_until(std::int64_t deadline, std::int64_t time) {
  if (deadline <= time) return 0;
  const std::int64_t span = wrapped_difference(deadline, time);
  return span < 0 ? INT64_MAX : span;
}

/// `value / divisor`, rounded down, bit by bit.
KEYTURN_ONCE constexpr std::int64_t long_division(std::int64_t value, std::uint32_t divisor) {
  const bool negative = value < 0;
  std::uint64_t bits = static_cast<std::uint64_t>(negative ? ~value : value);
  std::uint32_t rest = 0;
  for (int bit = 0; bit < 64; ++bit) {
    rest = rest << 1 | static_cast<std::uint32_t>(bits >> 63);
    bits <<= 1;
    if (rest < divisor) continue;
    rest -= divisor;
    bits |= 1;
  }
  return static_cast<std::int64_t>(negative ? ~bits : bits);
}

/// The same as quickly as can be. Firmware would carry a kilobyte along for what a small processor has no instruction for.
KEYTURN_ONCE constexpr std::int64_t divided(std::int64_t value, std::int32_t divisor) {
#if KEYTURN_HAS_HOSTED
  return value / divisor - (value % divisor < 0);
#else
  return long_division(value, static_cast<std::uint32_t>(divisor));
#endif
}

KEYTURN_ONCE constexpr std::int64_t clamped_number(std::int64_t value, std::int64_t least, std::int64_t most) {
  return value < least ? least : most < value ? most : value;
}
}  // namespace detail

/// `span` in nanoseconds, stopping at the longest there is: hosts say "no limit" with the largest value of their unit.
template <class Rep, class Period>
[[gnu::always_inline]] constexpr std::chrono::nanoseconds saturated(std::chrono::duration<Rep, Period> span) {
  using Factor = std::ratio_divide<Period, std::nano>;
  static_assert(Factor::den == 1);
  if constexpr (Factor::num == 1)
    return span;
  else
    return std::chrono::nanoseconds{detail::saturated_product(span.count(), INT64_MAX / Factor::num, Factor::num)};
}

/// What is nearest to `value` from `least` to `most`.
template <class T>
constexpr T clamped(T value, T least, T most) {
  return value < least ? least : most < value ? most : value;
}
template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto clamped(std::chrono::duration<Rep, Period> value,
                                              std::chrono::duration<Rep, Period> least,
                                              std::chrono::duration<Rep, Period> most) {
  return std::chrono::duration<Rep, Period>{detail::clamped_number(value.count(), least.count(), most.count())};
}

/// The shorter and the longer of two.
template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto shorter(std::chrono::duration<Rep, Period> a,
                                              std::chrono::duration<Rep, Period> b) {
  return std::chrono::duration<Rep, Period>{b.count() < a.count() ? b.count() : a.count()};
}
template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto longer(std::chrono::duration<Rep, Period> a,
                                             std::chrono::duration<Rep, Period> b) {
  return std::chrono::duration<Rep, Period>{a.count() < b.count() ? b.count() : a.count()};
}

/// `time + span`, stopping at the ends of the clock instead of overflowing.
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::nanoseconds span) {
  return TimePoint{std::chrono::nanoseconds{detail::saturated_sum(time.time_since_epoch().count(), span.count())}};
}
namespace detail {
KEYTURN_ONCE constexpr std::int64_t milliseconds_later(std::int64_t time, std::int64_t milliseconds) {
  return saturated_sum(time, saturated(std::chrono::milliseconds{milliseconds}).count());
}
}  // namespace detail
/// The same for a span in milliseconds, and in any other unit.
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::milliseconds span) {
  return TimePoint{std::chrono::nanoseconds{detail::milliseconds_later(time.time_since_epoch().count(), span.count())}};
}
template <class Rep, class Period>
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::duration<Rep, Period> span) {
  return later(time, saturated(span));
}

/// What is left from `time` until `deadline`, never negative, and no more than the type can hold.
[[gnu::always_inline]] constexpr std::chrono::nanoseconds left(TimePoint deadline, TimePoint time) {
  return std::chrono::nanoseconds{
      detail::span_until(deadline.time_since_epoch().count(), time.time_since_epoch().count())};
}

/// Whole milliseconds, rounded down, or up.
[[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_within(std::chrono::nanoseconds span) {
  return std::chrono::milliseconds{detail::divided(span.count(), 1'000'000)};
}
[[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_around(std::chrono::nanoseconds span) {
  return std::chrono::milliseconds{-detail::divided(-span.count(), 1'000'000)};
}

namespace detail {
KEYTURN_ONCE constexpr std::int64_t milliseconds_until(std::int64_t deadline, std::int64_t time) {
  return milliseconds_around(std::chrono::nanoseconds{span_until(deadline, time)}).count();
}
}  // namespace detail

/// What is left in whole milliseconds, rounded up, so that a wait never ends early.
[[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_left(TimePoint deadline, TimePoint time) {
  return std::chrono::milliseconds{
      detail::milliseconds_until(deadline.time_since_epoch().count(), time.time_since_epoch().count())};
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/concepts/platform.hpp>
// What the host system gives: clocks, randomness, and a way to wait. The concept that firmware and tests implement.
//
//     struct MyPlatform {  // one thread and a counter of ticks
//       struct Mutex {
//         static constexpr bool one_thread = true;
//         void lock() {}
//         void unlock() {}
//       };
//       struct Condition {
//         void wait(Mutex&) {}
//         void wait_until(Mutex&, keyturn::TimePoint) {}
//         void notify_all() {}
//       };
//       std::chrono::milliseconds ticks{};
//       keyturn::TimePoint now() { return keyturn::TimePoint{ticks}; }
//       std::chrono::sys_time<std::chrono::milliseconds> wall() { return {}; }
//       bool random(std::span<std::byte>) { return false; }  // no generator: what needs one fails, and says so
//     };
//     static_assert(keyturn::explain_platform<MyPlatform>());
//
// | expression | type | meaning |
// |---|---|---|
// | `e.now()` | `TimePoint` | steady, runs on while the machine sleeps |
// | `e.wall()` | `std::chrono::sys_time<std::chrono::milliseconds>` | the time of day; may be wrong, may jump |
// | `e.random(bytes)` | `bool` | fills `bytes` from the system's generator; false: the call that needed it fails |
// | `E::Mutex` | default constructible | `lock()`, `unlock()` |
// | `E::Mutex::one_thread` | `bool`, constant | optional; true: a client stays on one thread, and needs no `thread_local` |
// | `E::Condition` | constructible from `E&`, or default constructible | `wait(mutex)`, `wait_until(mutex, TimePoint)`, `notify_all()` |
//
// Threads: everything is called from every thread that uses the client. `wait` and `wait_until` block, and may wake early;
// the mutex is locked when they are called and when they return. The rest does not block.
//
// On one thread nobody else could wake a call that waits: there `wait_until` may return at once, or sleep until that
// time. The client asks `now()` and comes again, until the time has come.
//
// Models: `Hosted`, `SingleThread`, `testing::Manual`.
#ifndef KEYTURN_CONCEPTS_PLATFORM_HPP
#define KEYTURN_CONCEPTS_PLATFORM_HPP

#include <concepts>
#include <cstddef>
#include <span>

KEYTURN_NAMESPACE_BEGIN

/// Clocks, randomness and a way to wait. All that is asked of it stands on the page of keyturn/concepts/platform.hpp.
template <class E>
concept Platform = requires(E& platform, std::span<std::byte> bytes, typename E::Mutex& mutex,
                            typename E::Condition& condition, TimePoint time) {
  { platform.now() } -> std::same_as<TimePoint>;
  { platform.wall() } -> std::same_as<std::chrono::sys_time<std::chrono::milliseconds>>;
  { platform.random(bytes) } -> std::same_as<bool>;
  mutex.lock();
  mutex.unlock();
  condition.wait(mutex);
  condition.wait_until(mutex, time);
  condition.notify_all();
}
&&(std::constructible_from<typename E::Condition, E&> || std::default_initializable<typename E::Condition>);

/// The mutex of a platform whose clients stay on one thread.
template <class Mutex>
concept OneThread = requires {
  requires Mutex::one_thread;
};

/// True if `E` is a platform; else a compile error that names what is missing. For an author's own `static_assert`.
template <class E>
consteval bool explain_platform() {
  static_assert(
      requires(E & e) {
        { e.now() } -> std::same_as<TimePoint>;
      },
      "a Platform needs: keyturn::TimePoint now()");
  static_assert(
      requires(E & e) {
        { e.wall() } -> std::same_as<WallTime>;
      },
      "a Platform needs: std::chrono::sys_time<std::chrono::milliseconds> wall()");
  static_assert(
      requires(E & e, std::span<std::byte> bytes) {
        { e.random(bytes) } -> std::same_as<bool>;
      },
      "a Platform needs: bool random(std::span<std::byte> bytes)");
  static_assert(
      requires(typename E::Mutex & m) { m.lock(), m.unlock(); },
      "a Platform needs: a type Mutex with lock() and unlock()");
  static_assert(
      requires(typename E::Condition & c, typename E::Mutex & m, TimePoint t) {
        c.wait(m), c.wait_until(m, t), c.notify_all();
      },
      "a Platform needs: a type Condition with wait(Mutex&), wait_until(Mutex&, keyturn::TimePoint) and notify_all()");
  static_assert(Platform<E>, "a Platform's Condition needs: a constructor from nothing, or from the platform");
  return true;
}

/// Both clocks, one after the other. Does not block.
Moment read_clocks(Platform auto& platform) { return {platform.now(), platform.wall()}; }

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/error.hpp>
// What can go wrong: the error codes and the value that carries one.
#ifndef KEYTURN_BASE_ERROR_HPP
#define KEYTURN_BASE_ERROR_HPP

#include <string>
#include <string_view>
#include <system_error>

KEYTURN_NAMESPACE_BEGIN

/// Why a call did not give an answer. A `std::error_code` enumeration too.
enum class Errc {
  not_logged_in = 1,  ///< No session: log in first. Nothing was sent.
  session_ended,  ///< The session that this call began under is over; the logout callback has run or a login replaced
                  ///< it.
  login_refused,  ///< The server refused the credentials; an existing session stays as it was.
  refresh_unavailable,  ///< The token is stale and could not be renewed now. The session lives: try again after
                        ///< `retry_after`.
  refresh_storm,        ///< Too many refreshes in the window of `Options::refresh_budget`.
  not_sent,             ///< Name resolution, connect or TLS failed: the server has not seen the request.
  no_answer,            ///< Sent, but no complete answer came: the server may have acted.
  timed_out,            ///< The call's own deadline passed.
  cancelled,            ///< The client was destroyed, or the host's `on_data` said stop.
  bad_answer,           ///< An answer that cannot be understood, or that exceeds a limit.
  server_refused,       ///< The auth server answered with another error status (see `Error::status`).
  origin_not_allowed,   ///< The token may not go to that origin. Nothing was sent.
  insecure_url,         ///< Plain http to a host that is not this machine. Nothing was sent.
  bad_request,          ///< The request is malformed: its URL, or a header with CR, LF or NUL. Nothing was sent.
  storage_failed,       ///< Storage could not be read, written or erased for now.
  storage_busy,         ///< The lock of the shared storage could not be had in time.
  storage_corrupt,      ///< What storage holds is not a session record; it is kept for a look.
  unsupported,          ///< This adapter or system cannot do what was asked.
};

namespace detail {
/// One after another, in their order: compilers make many times as much of a switch.
inline constexpr char errc_names[] =
    "not_logged_in\0"
    "session_ended\0"
    "login_refused\0"
    "refresh_unavailable\0"
    "refresh_storm\0"
    "not_sent\0"
    "no_answer\0"
    "timed_out\0"
    "cancelled\0"
    "bad_answer\0"
    "server_refused\0"
    "origin_not_allowed\0"
    "insecure_url\0"
    "bad_request\0"
    "storage_failed\0"
    "storage_busy\0"
    "storage_corrupt\0"
    "unsupported\0"
    "unknown";
}  // namespace detail

/// The name of the code, as it stands above. Static storage.
constexpr std::string_view to_string(Errc code) {
  int left = static_cast<int>(code) < 1 || code > Errc::unsupported ? static_cast<int>(Errc::unsupported)
                                                                    : static_cast<int>(code) - 1;
  const char* name = detail::errc_names;
  for (; left > 0; ++name) left -= *name == '\0';
  return name;
}

/// What went wrong, as a value.
struct Error {
  Errc code{};                               ///< Why; 0, which is no code, in one made from nothing.
  int status = 0;                            ///< The HTTP status behind it; 0: none.
  std::chrono::milliseconds retry_after{0};  ///< When another try makes sense; 0: unknown.
  std::string detail{};                      ///< For people. Never holds a secret.

  friend bool operator==(const Error&, const Error&) = default;
};

namespace detail {
KEYTURN_NOINLINE inline Error make_error(Errc code, const char* text) { return {.code = code, .detail = text}; }

/// An error with two pieces of text.
KEYTURN_NOINLINE inline Error make_error(Errc code, const char* text, std::string_view more) {
  Error error{.code = code, .detail = text};
  error.detail += more;
  return error;
}

/// What a status says that is no success.
inline Error status_error(int status, const char* text = "the auth server answered with status ") {
  Error error = make_error(Errc::server_refused, text, std::to_string(status));
  error.status = status;
  return error;
}
}  // namespace detail

/// The category of `Errc` in `std::error_code`: its name is "keyturn".
inline const std::error_category& error_category() noexcept {
  static const struct Category final : std::error_category {
    const char* name() const noexcept override { return "keyturn"; }
    std::string message(int value) const override { return std::string{to_string(static_cast<Errc>(value))}; }
  } category;
  return category;
}

/// The code as a `std::error_code`; what the standard library calls to make one of an `Errc`.
inline std::error_code make_error_code(Errc code) noexcept { return {static_cast<int>(code), error_category()}; }

KEYTURN_NAMESPACE_END

template <>
struct std::is_error_code_enum<keyturn::Errc> : std::true_type {};

#endif

// <keyturn/base/result.hpp>
// A value or an error: the interface of std::expected<T, Error> for C++20.
#ifndef KEYTURN_BASE_RESULT_HPP
#define KEYTURN_BASE_RESULT_HPP

#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Thrown by `Result::value()` on an error, where exceptions exist.
class BadResult : public std::exception {
 public:
  /// Carries that error.
  explicit BadResult(Error error) : error_{std::move(error)} {}
  /// The error in the place of the value that was asked for. Valid as long as this object.
  const Error& error() const noexcept { return error_; }
  /// The name of its code. Static storage.
  const char* what() const noexcept override { return to_string(error_.code).data(); }

 private:
  Error error_;
};

template <class T>
class Result;

namespace detail {
/// Never the value of a `Result`.
template <class T>
inline constexpr bool stands_for_itself = false;
template <class T>
inline constexpr bool stands_for_itself<Result<T>> = true;
template <>
inline constexpr bool stands_for_itself<Error> = true;

[[noreturn]] inline void bad_result([[maybe_unused]] const Error& error) {
#if KEYTURN_HAS_EXCEPTIONS
  throw BadResult{error};
#else
  std::abort();
#endif
}
}  // namespace detail

/// Holds a `T`, or the `Error` that stands in its place. Implicitly built from either, or from the parts of an error.
/// `value()` on an error throws `BadResult`, or aborts where there are no exceptions; `*` and `->` on an error, and
/// `error()` on a value, are undefined.
template <class T>
class [[nodiscard]] Result {
 public:
  /// As with `std::expected`.
  using value_type = T;
  using error_type = Error;

  /// A `T` made from nothing.
  Result() requires requires { T(); } : value_{}, has_value_{true} {
  }
  /// The error, or one of that code with that text for people.
  [[gnu::always_inline]] Result(const Error& error) : error_{error}, has_value_{false} {}
  [[gnu::always_inline]] Result(Error&& error) : error_{std::move(error)}, has_value_{false} {}
  [[gnu::always_inline]] Result(Errc code, const char* text)
      : error_{detail::make_error(code, text)}, has_value_{false} {}
  /// The value: whatever a `T` can be made from implicitly.
  template <class U = T>
  requires(!detail::stands_for_itself<std::remove_cvref_t<U>>) && requires(U&& value, void (&take)(T)) {
    take(static_cast<U&&>(value));
  }
  Result(U&& value) : value_(std::forward<U>(value)), has_value_{true} {}

  Result(const Result& other) requires requires(const T& value) { T(value); } : has_value_{other.has_value_} {
    take(other);
  }
  Result(Result&& other) noexcept : has_value_{other.has_value_} { take(std::move(other)); }
  /// The error from now on, whatever it held.
  template <class E>
  requires std::is_same_v<std::remove_cvref_t<E>, Error> KEYTURN_ONCE Result& operator=(E&& error) {
    Error made{std::forward<E>(error)};
    let_go();
    ::new (static_cast<void*>(&error_)) Error(std::move(made));
    has_value_ = false;
    return *this;
  }
  Result& operator=(Result other) noexcept {
    let_go();
    has_value_ = other.has_value_;
    take(std::move(other));
    return *this;
  }
  ~Result() { let_go(); }

  /// Whether it holds a value.
  bool has_value() const noexcept { return has_value_; }
  explicit operator bool() const noexcept { return has_value_; }

  /// The value; undefined on an error.
  T& operator*() & noexcept { return value_; }
  const T& operator*() const& noexcept { return value_; }
  T&& operator*() && noexcept { return std::move(value_); }
  T* operator->() noexcept { return &value_; }
  const T* operator->() const noexcept { return &value_; }

  /// The value; on an error throws `BadResult`, or aborts where there are no exceptions.
  T& value() & { return check(), **this; }
  const T& value() const& { return check(), **this; }
  T&& value() && { return check(), *std::move(*this); }

  /// The error; undefined on a value.
  Error& error() & noexcept { return error_; }
  const Error& error() const& noexcept { return error_; }
  Error&& error() && noexcept { return std::move(error_); }

  /// The value, or `other` in its place.
  template <class U>
  T value_or(U&& other) const& {
    return has_value() ? **this : static_cast<T>(std::forward<U>(other));
  }
  template <class U>
  T value_or(U&& other) && {
    return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(other));
  }

  /// Makes a value of `args` and holds it, whatever it held; if that throws, all stays as it was.
  template <class... Args>
  T& emplace(Args&&... args) {
    Result made{std::in_place, std::forward<Args>(args)...};
    *this = std::move(made);
    return value_;
  }

  /// `f(value)`, which returns another `Result`, or this error.
  template <class F>
  auto and_then(F&& f) & {
    return and_then_(*this, std::forward<F>(f));
  }
  template <class F>
  auto and_then(F&& f) const& {
    return and_then_(*this, std::forward<F>(f));
  }
  template <class F>
  auto and_then(F&& f) && {
    return and_then_(std::move(*this), std::forward<F>(f));
  }

  /// A `Result` of what `f(value)` returns, or this error.
  template <class F>
  auto transform(F&& f) & {
    return transform_(*this, std::forward<F>(f));
  }
  template <class F>
  auto transform(F&& f) const& {
    return transform_(*this, std::forward<F>(f));
  }
  template <class F>
  auto transform(F&& f) && {
    return transform_(std::move(*this), std::forward<F>(f));
  }

  /// This value, or `f(error)`, which returns a `Result<T>`.
  template <class F>
  Result or_else(F&& f) const& {
    return has_value() ? *this : std::forward<F>(f)(error());
  }
  template <class F>
  Result or_else(F&& f) && {
    return has_value() ? std::move(*this) : std::forward<F>(f)(std::move(error()));
  }

  /// This value, or the error that `f(error)` returns.
  template <class F>
  Result transform_error(F&& f) const& {
    return has_value() ? *this : Result{std::forward<F>(f)(error())};
  }
  template <class F>
  Result transform_error(F&& f) && {
    return has_value() ? std::move(*this) : Result{std::forward<F>(f)(std::move(error()))};
  }

  /// Equal values, or equal errors; a value equals no error.
  friend bool operator==(const Result& a, const Result& b) requires requires(const T& t) { t == t; }
  { return a.has_value_ == b.has_value_ && (a.has_value_ ? a.value_ == b.value_ : a.error_ == b.error_); }
  friend bool operator==(const Result& a, const Error& error) { return !a && a.error() == error; }

 private:
  template <class... Args>
  explicit Result(std::in_place_t, Args&&... args) : value_(std::forward<Args>(args)...), has_value_{true} {}

  // Fills the empty union with what stands in the other's.
  template <class Other>
  void take(Other&& other) {
    if (has_value_)
      ::new (static_cast<void*>(&value_)) T(std::forward<Other>(other).value_);
    else
      ::new (static_cast<void*>(&error_)) Error(std::forward<Other>(other).error_);
  }
  void let_go() noexcept {
    if (has_value_)
      value_.~T();
    else
      error_.~Error();
  }

  void check() const {
    if (!has_value()) detail::bad_result(error());
  }
  template <class Self, class F>
  static auto and_then_(Self&& self, F&& f) {
    using Next = std::remove_cvref_t<std::invoke_result_t<F, decltype(*std::forward<Self>(self))>>;
    return self.has_value() ? std::forward<F>(f)(*std::forward<Self>(self)) : Next{std::forward<Self>(self).error()};
  }
  template <class Self, class F>
  static auto transform_(Self&& self, F&& f) {
    using Value = std::remove_cvref_t<std::invoke_result_t<F, decltype(*std::forward<Self>(self))>>;
    if (!self.has_value()) return Result<Value>{std::forward<Self>(self).error()};
    if constexpr (std::is_void_v<Value>) {
      std::forward<F>(f)(*std::forward<Self>(self));
      return Result<Value>{};
    } else {
      return Result<Value>{std::forward<F>(f)(*std::forward<Self>(self))};
    }
  }

  union {
    T value_;
    Error error_;
  };
  bool has_value_;
};

/// Success without a value, or the `Error`.
template <>
class [[nodiscard]] Result<void> {
 public:
  /// As with `std::expected`.
  using value_type = void;
  using error_type = Error;

  Result() = default;
  /// The error, or one of that code with that text for people.
  [[gnu::always_inline]] Result(const Error& error) : error_{error} {}
  [[gnu::always_inline]] Result(Error&& error) : error_{std::move(error)} {}
  [[gnu::always_inline]] Result(Errc code, const char* text) : error_{detail::make_error(code, text)} {}

  /// Whether it is a success.
  bool has_value() const noexcept { return !error_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  /// Nothing, as there is no value.
  void operator*() const noexcept {}
  /// On an error throws `BadResult`, or aborts where there are no exceptions.
  void value() const {
    if (!has_value()) detail::bad_result(error());
  }
  /// A success from now on.
  void emplace() noexcept { error_.reset(); }

  /// The error; undefined on a success.
  Error& error() & noexcept { return *error_; }
  const Error& error() const& noexcept { return *error_; }
  Error&& error() && noexcept { return std::move(*error_); }

  /// `f()`, which returns another `Result`, or this error.
  template <class F>
  auto and_then(F&& f) const {
    using Next = std::remove_cvref_t<std::invoke_result_t<F>>;
    return has_value() ? std::forward<F>(f)() : Next{error()};
  }
  /// A `Result` of what `f()` returns, or this error.
  template <class F>
  auto transform(F&& f) const {
    using Value = std::remove_cvref_t<std::invoke_result_t<F>>;
    if (!has_value()) return Result<Value>{error()};
    if constexpr (std::is_void_v<Value>) {
      std::forward<F>(f)();
      return Result<Value>{};
    } else {
      return Result<Value>{std::forward<F>(f)()};
    }
  }
  /// This success, or `f(error)`, which returns a `Result<void>`.
  template <class F>
  Result or_else(F&& f) const {
    return has_value() ? *this : std::forward<F>(f)(error());
  }
  /// This success, or the error that `f(error)` returns.
  template <class F>
  Result transform_error(F&& f) const {
    return has_value() ? *this : Result{std::forward<F>(f)(error())};
  }

  friend bool operator==(const Result&, const Result&) = default;
  /// Whether it is that error.
  friend bool operator==(const Result& a, const Error& error) { return !a && a.error() == error; }

 private:
  std::optional<Error> error_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/shared.hpp>
// One object with several holders; what std::shared_ptr is, without what makes its header dear to include.
#ifndef KEYTURN_BASE_SHARED_HPP
#define KEYTURN_BASE_SHARED_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Base of a class whose objects are held by `Shared`. Copies of an object have holders of their own.
class Holders {
 public:
  Holders() = default;
  Holders(const Holders&) noexcept {}
  Holders& operator=(const Holders&) noexcept { return *this; }

 private:
  template <class T>
  friend class Shared;
  mutable Atomic<unsigned> count_{0};
};

/// A counted reference to an object made with `new`, whose class derives from `Holders`; the last one deletes it. If
/// the object is of a class derived from `T`, `T` has a virtual destructor. Copying and destroying are safe from any
/// thread.
template <class T>
class Shared {
 public:
  Shared() = default;
  /// Holds nothing.
  Shared(std::nullptr_t) noexcept {}
  /// One holder more of that object, or none of null.
  explicit Shared(T* object) noexcept : object_{object} { hold(); }
  Shared(const Shared& other) noexcept : object_{other.object_} { hold(); }
  Shared(Shared&& other) noexcept : object_{other.release()} {}
  /// One holder more of the same object.
  template <class Derived>
  requires requires(Derived* derived, void (&take)(T*)) { take(derived); }
  Shared(const Shared<Derived>& other) noexcept : Shared{static_cast<T*>(other.get())} {}
  Shared& operator=(Shared other) noexcept {
    T* const before = object_;
    object_ = other.object_;
    other.object_ = before;
    return *this;
  }
  ~Shared() {
    // The only holder needs no write to know that it is: nobody can copy from another.
    if (object_ != nullptr && (object_->Holders::count_.load() == 1 || object_->Holders::count_.add(-1u) == 1))
      delete object_;
  }

  /// Gives the reference away; `adopt` takes it back.
  [[nodiscard]] T* release() noexcept {
    T* const object = object_;
    object_ = nullptr;
    return object;
  }
  [[nodiscard]] static Shared adopt(T* object) noexcept {
    Shared shared;
    shared.object_ = object;
    return shared;
  }

  /// Holds a new object, which nobody else holds yet.
  [[nodiscard]] static Shared first(T* object) noexcept {
    object->Holders::count_.store(1);
    return adopt(object);
  }

  /// The object, or null. `*` and `->` on null are undefined.
  T* get() const noexcept { return object_; }
  T* operator->() const noexcept { return object_; }
  T& operator*() const noexcept { return *object_; }
  /// Whether it holds one.
  explicit operator bool() const noexcept { return object_ != nullptr; }
  friend bool operator==(const Shared&, const Shared&) = default;

 private:
  void hold() const noexcept {
    if (object_ != nullptr) object_->Holders::count_.add(1);
  }

  T* object_ = nullptr;
};

/// A new object and its first holder.
template <class T, class... Args>
Shared<T> share(Args&&... args) {
  return Shared<T>::first(new T{std::forward<Args>(args)...});
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/callback.hpp>
// A copyable holder of any callable, for the functions that a host hands over.
#ifndef KEYTURN_BASE_CALLBACK_HPP
#define KEYTURN_BASE_CALLBACK_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Of a signature such as `void(int)`; see `Callback<R(Args...)>`.
template <class Signature>
class Callback;

/// Holds any callable of that signature, move-only ones too. Copies share the one callable, and it is called through
/// const. Copying and destroying are safe from any thread; calls are as safe as the callable is. Calling an empty one
/// is undefined: ask `operator bool` first.
template <class R, class... Args>
class Callback<R(Args...)> {
 public:
  Callback() = default;
  /// Empty.
  Callback(std::nullptr_t) {}
  /// Holds a copy of `f`, or what was moved out of it. Allocates.
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, Callback>) && requires(std::decay_t<F>& f, Args&&... args) {
    static_cast<R>(f(static_cast<Args&&>(args)...));
  }
  Callback(F&& f) : held_{new Holder<std::decay_t<F>>{std::forward<F>(f)}} {}

  /// Whether there is one to call.
  explicit operator bool() const noexcept { return static_cast<bool>(held_); }
  /// Calls it. It may change its own state, which all copies share.
  R operator()(Args... args) const { return held_->call(std::forward<Args>(args)...); }

 private:
  struct Base : Holders {
    virtual ~Base() = default;
    virtual R call(Args... args) = 0;
  };
  template <class F>
  struct Holder final : Base {
    explicit Holder(auto&& f) : function{std::forward<decltype(f)>(f)} {}
    R call(Args... args) override { return static_cast<R>(function(std::forward<Args>(args)...)); }
    F function;
  };

  Shared<Base> held_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/secret.hpp>
// Bytes that are wiped when they die: tokens, passwords, session records.
#ifndef KEYTURN_BASE_SECRET_HPP
#define KEYTURN_BASE_SECRET_HPP

#if KEYTURN_HARDENED_SECRETS

// <keyturn/base/hardened_memory.hpp>
// Where the bytes of secrets stand in a program that is built with KEYTURN_HARDENED_SECRETS=1: in memory that is neither
// swapped out nor written into core dumps. libcurl's memory stands there too; see adapters/curl_memory.hpp.
#ifndef KEYTURN_BASE_HARDENED_MEMORY_HPP
#define KEYTURN_BASE_HARDENED_MEMORY_HPP

#if defined(_WIN32)
#error "KEYTURN_HARDENED_SECRETS is for systems with mmap and mlock"
#endif

#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory_resource>
#include <new>

KEYTURN_NAMESPACE_BEGIN

/// How well the memory of secrets is protected. The system may refuse, above all to lock more than RLIMIT_MEMLOCK
/// allows (`ulimit -l`, or LimitMEMLOCK= of systemd); then secrets stand there all the same, and this says so.
struct HardenedMemory {
  std::size_t bytes = 0;        ///< Taken from the system now, in whole pages.
  bool locked = true;           ///< None of it may be swapped out.
  bool kept_from_dumps = true;  ///< No core dump holds any of it.
  int error = 0;                ///< The `errno` of the first refusal; 0: there was none.
};

namespace detail {

[[noreturn]] inline void out_of_memory() {
#if KEYTURN_HAS_EXCEPTIONS
  throw std::bad_alloc{};
#else
  std::abort();
#endif
}

/// Pages from the system, each locked and kept out of core dumps where the system does it.
class HardenedPages final : public std::pmr::memory_resource {
 public:
  const HardenedMemory& state() const noexcept { return state_; }

 private:
  static std::size_t in_pages(std::size_t size) {
    const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return (size + page - 1) / page * page;
  }

  void* do_allocate(std::size_t wanted, std::size_t) override {
    const std::size_t size = in_pages(wanted);
    void* const pages = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) out_of_memory();
    state_.bytes += size;
    note(::mlock(pages, size) == 0, state_.locked);
#if defined(MADV_DONTDUMP)
    note(::madvise(pages, size, MADV_DONTDUMP) == 0, state_.kept_from_dumps);
#elif defined(MADV_NOCORE)
    note(::madvise(pages, size, MADV_NOCORE) == 0, state_.kept_from_dumps);
#else
    state_.kept_from_dumps = false;
#endif
    return pages;
  }

  void note(bool done, bool& always) {
    if (!done && state_.error == 0) state_.error = errno;
    always = always && done;
  }

  void do_deallocate(void* pages, std::size_t wanted, std::size_t) override {
    ::munmap(pages, in_pages(wanted));
    state_.bytes -= in_pages(wanted);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  HardenedMemory state_;
};

/// All of it; for any thread.
class HardenedPool {
 public:
  /// The one of this program. It is never destroyed: secrets may outlive whatever is.
  static HardenedPool& instance() {
    static HardenedPool& pool = *new HardenedPool;
    return pool;
  }

  /// Aligned for anything that is not aligned beyond `std::max_align_t`.
  char* take(std::size_t size) {
    if (size > PTRDIFF_MAX) out_of_memory();
    const Lock lock{mutex_};
    return static_cast<char*>(blocks_.allocate(in_steps(size)));
  }
  void give_back(char* bytes, std::size_t size) noexcept {
    const Lock lock{mutex_};
    blocks_.deallocate(bytes, in_steps(size));
  }
  HardenedMemory state() {
    const Lock lock{mutex_};
    return pages_.state();
  }

 private:
  struct Lock {
    explicit Lock(pthread_mutex_t& mutex) : held{mutex} { ::pthread_mutex_lock(&held); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() { ::pthread_mutex_unlock(&held); }
    pthread_mutex_t& held;
  };

  /// A pool of libstdc++ 12 does not look at the alignment; its blocks of these sizes have it.
  static std::size_t in_steps(std::size_t size) {
    constexpr std::size_t step = alignof(std::max_align_t);
    return (size + step - 1) / step * step;
  }

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  HardenedPages pages_;
  static constexpr std::pmr::pool_options sizes_{.max_blocks_per_chunk = 64, .largest_required_pool_block = 2048};
  std::pmr::unsynchronized_pool_resource blocks_{sizes_, &pages_};
};

}  // namespace detail

/// How well the memory of secrets is protected by now. Safe from any thread; does not block on I/O.
inline HardenedMemory hardened_memory() { return detail::HardenedPool::instance().state(); }

KEYTURN_NAMESPACE_END

#endif

#endif

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Overwrites `size` bytes with zeros in a way that the compiler may not leave out.
inline void wipe(char* bytes, std::size_t size) noexcept {
  if (size == 0) return;
#if defined(__GNUC__) || defined(__clang__)
  std::memset(bytes, 0, size);
  __asm__ __volatile__("" : : "r"(bytes) : "memory");
#else
  volatile char* byte = bytes;
  for (std::size_t i = 0; i < size; ++i) byte[i] = 0;
#endif
}

/// Wipes a string's whole buffer, and empties it. Copies that the string made elsewhere before are out of reach.
inline void wipe(std::string& text) noexcept {
  if (text.size() < text.capacity()) text.resize(text.capacity());  // never allocates: the capacity is there
  wipe(text.data(), text.size());
  text.clear();
}

namespace detail {
inline char* take_secret_bytes(std::size_t size) {
#if KEYTURN_HARDENED_SECRETS
  return HardenedPool::instance().take(size);
#else
  return new char[size];
#endif
}
inline void give_secret_bytes_back(char* bytes, [[maybe_unused]] std::size_t size) noexcept {
#if KEYTURN_HARDENED_SECRETS
  if (bytes != nullptr) HardenedPool::instance().give_back(bytes, size);
#else
  delete[] bytes;
#endif
}
}  // namespace detail

/// Bytes that are wiped when they die, in a buffer that never moves or grows and so leaves no copies behind.
/// Copyable; compared in constant time (the length is no secret); not printable. Not safe for concurrent change. With
/// KEYTURN_HARDENED_SECRETS=1 the buffer is kept out of swap and core dumps, see base/hardened_memory.hpp.
class Secret {
 public:
  Secret() = default;
  /// A copy of those bytes, which are the caller's to wipe. Allocates.
  Secret(const char* text) : Secret{std::string_view{text}} {}
  explicit Secret(std::string_view bytes)
      : data_{bytes.empty() ? nullptr : detail::take_secret_bytes(bytes.size())}, size_{bytes.size()} {
    if (data_ != nullptr) std::memcpy(data_, bytes.data(), size_);
  }
  Secret(const Secret& other) : Secret{other.view()} {}
  Secret(Secret&& other) noexcept : data_{other.data_}, size_{other.size_} {
    other.data_ = nullptr;
    other.size_ = 0;
  }
  KEYTURN_ONCE Secret& operator=(const Secret& other) { return *this = Secret{other}; }
  KEYTURN_ONCE Secret& operator=(Secret&& other) noexcept {
    Secret taken{std::move(other)};
    char* const data = data_;
    const std::size_t size = size_;
    data_ = taken.data_;
    size_ = taken.size_;
    taken.data_ = data;
    taken.size_ = size;
    return *this;
  }
  ~Secret() {
    wipe(data_, size_);
    detail::give_secret_bytes_back(data_, size_);
  }

  /// A secret of `size` bytes that `fill(std::span<char>)` or `fill(char*)` writes in place, so that they stand nowhere
  /// else.
  template <class Fill>
  Secret(std::size_t size, Fill&& fill) : Secret{} {  // delegates, so that what a fill that throws leaves is wiped
    if (size != 0) data_ = static_cast<char*>(std::memset(detail::take_secret_bytes(size), 0, size));
    size_ = size;
    if constexpr (requires(char* into) { fill(into); })
      fill(data_);
    else
      fill(span_of(data_, size_));
  }

  /// The bytes. Valid until this object is assigned to or dies; a copy of them is no secret any more.
  std::string_view view() const noexcept { return {static_cast<const char*>(data_), size_}; }
  /// How many bytes there are.
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }

  /// Whether the bytes are equal; which of them differ, and how many, does not show in the time that it takes.
  friend bool operator==(const Secret& a, const Secret& b) noexcept {
    if (a.size_ != b.size_) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size_; ++i) {
      difference |=
          static_cast<unsigned>(static_cast<unsigned char>(a.data_[i]) ^ static_cast<unsigned char>(b.data_[i]));
#if defined(__GNUC__) || defined(__clang__)
      __asm__ __volatile__("" : "+r"(difference));  // keeps the compiler from leaving the loop early
#endif
    }
    return difference == 0;
  }

 private:
  template <class Byte>
  static std::span<Byte> span_of(Byte* bytes, std::size_t size) {
    return {bytes, size};
  }

  char* data_ = nullptr;
  std::size_t size_ = 0;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/body.hpp>
// The body of a request: bytes in memory, or a stream that may or may not be readable twice.
#ifndef KEYTURN_MODEL_BODY_HPP
#define KEYTURN_MODEL_BODY_HPP

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Writes the next bytes into the span and says how many; 0 is the end. Called on the thread that sends.
using Reader = Callback<std::size_t(std::span<char>)>;

/// What a request carries. Copies of a stream share its source.
class Body {
 public:
  Body() = default;
  /// These bytes, in memory.
  Body(std::string text) : text_{std::move(text)} {}
  Body(const char* text) : text_{std::string{text}} {}

  /// A body that `make` can begin anew for each attempt. `length` in bytes, if it is known.
  static Body stream(Callback<Reader()> make, std::optional<std::uint64_t> length = {}) {
    Body body;
    body.make_ = std::move(make);
    body.length_ = length;
    return body;
  }

  /// A body that can be read only once, and so is never replayed.
  static Body once(Reader reader, std::optional<std::uint64_t> length = {}) {
    Body body;
    body.once_ = std::move(reader);
    body.length_ = length;
    return body;
  }

  /// The bytes, if they are in memory. Valid as long as this body is.
  std::optional<std::string_view> view() const {
    if (make_ || once_) return std::nullopt;
    return text_.bytes;
  }

  /// A reader from the start; of a `once` body the one reader there is. Must not outlive this body.
  Reader open() const {
    if (once_) return once_;
    if (make_) return make_();
    return [rest = std::string_view{text_.bytes}](std::span<char> into) mutable {
      const std::size_t size = rest.size() < into.size() ? rest.size() : into.size();
      if (size > 0) std::memcpy(into.data(), rest.data(), size);
      rest.remove_prefix(size);
      return size;
    };
  }

  /// In bytes; nothing if it is not known before the end.
  std::optional<std::uint64_t> length() const { return make_ || once_ ? length_ : text_.bytes.size(); }

  /// Whether `open()` gives the same bytes each time.
  bool repeatable() const { return !once_; }

  /// From now on bytes in memory are overwritten when this body dies, and so are those of its copies.
  void keep_secret() noexcept { text_.secret = true; }

 private:
  struct Text {
    Text() = default;
    explicit Text(std::string text) : bytes{std::move(text)} {}
    Text(const Text&) = default;
    Text(Text&& other) noexcept : bytes{std::move(other.bytes)}, secret{other.secret} { other.forget(); }
    Text& operator=(Text other) noexcept {
      bytes.swap(other.bytes);
      const bool before = secret;
      secret = other.secret;
      other.secret = before;
      return *this;
    }
    ~Text() { forget(); }
    void forget() noexcept {
      if (secret) wipe(bytes);
    }
    std::string bytes;
    bool secret = false;
  };

  Text text_;
  Callback<Reader()> make_;
  Reader once_;
  std::optional<std::uint64_t> length_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/url.hpp>
// A strict reading of http and https URLs, so that "where does this token go" has one answer here and in the transport.
#ifndef KEYTURN_BASE_URL_HPP
#define KEYTURN_BASE_URL_HPP

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// Scheme, host and port: what decides whether a token may go along (RFC 6454, section 4).
struct Origin {
  bool secure = false;     ///< https
  std::string host{};      ///< Lower case; an IPv6 address stands in brackets.
  std::uint16_t port = 0;  ///< Never 0 in an origin that was read.

  friend bool operator==(const Origin&, const Origin&) = default;
};

namespace detail {
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

/// Four decimal numbers without leading zeros, and nothing else: every other spelling of an IPv4 address means
/// different hosts to different parsers.
constexpr bool is_dotted_quad(std::string_view host) {
  for (int part = 0; part < 4; ++part) {
    std::size_t length = 0;
    unsigned value = 0;
    while (length < host.size() && length < 4 && is_digit(host[length]))
      value = value * 10 + static_cast<unsigned>(host[length++] - '0');
    if (length == 0 || value > 255 || (length > 1 && host.front() == '0')) return false;
    host.remove_prefix(length);
    if (part == 3) return host.empty();
    if (!host.starts_with('.')) return false;
    host.remove_prefix(1);
  }
  return false;
}

/// Whether the last label of a name is a number, decimal, octal or hexadecimal: such hosts are addresses to some
/// parsers.
constexpr bool ends_in_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  std::string_view label = host.substr(host.rfind('.') + 1);
  if (label.empty()) return false;
  if (label.size() >= 2 && label[0] == '0' && lower(label[1]) == 'x')
    return label.find_first_not_of("0123456789abcdefABCDEF", 2) == label.npos;
  return label.find_first_not_of("0123456789") == label.npos;
}

constexpr bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '.') return false;
  for (std::size_t i = 0; i < host.size(); ++i) {
    const char c = host[i];
    if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '_' && c != '.') return false;
    if (c == '.' && i > 0 && host[i - 1] == '.') return false;
  }
  return ends_in_number(host) ? is_dotted_quad(host) : true;
}

/// RFC 4291, section 2.2, in brackets and without a zone.
constexpr bool is_ipv6_literal(std::string_view host) {
  if (!host.starts_with('[') || !host.ends_with(']')) return false;
  host = host.substr(1, host.size() - 2);
  int groups = 0;
  bool shortened = host.starts_with("::");
  if (shortened) host.remove_prefix(2);
  while (!host.empty()) {
    if (is_dotted_quad(host)) {
      groups += 2;
      break;
    }
    std::size_t length = 0;
    while (length < host.size() && is_hex(host[length])) ++length;
    if (length == 0 || length > 4) return false;
    ++groups;
    host.remove_prefix(length);
    if (host.empty()) break;
    if (!host.starts_with(':') || host == ":") return false;
    host.remove_prefix(1);
    if (!host.starts_with(':')) continue;
    if (shortened) return false;
    shortened = true;
    host.remove_prefix(1);
  }
  return shortened ? groups < 8 : groups == 8;
}

/// Whether all bytes from `begin` on are visible ASCII and none is a backslash. A word at a time, since each call's URL
/// comes by here; some before `begin` may be looked at too.
inline bool holds_only_url_bytes(std::string_view text, std::size_t begin = 0) {
  using Word = std::size_t;
  constexpr Word each = ~Word{0} / 0xff;  // a one in each byte
  // The lowest byte that is refused sets its own top bit in one of the four; what it does to those above is no matter.
  const auto allowed = [](Word bytes) {
    const Word refused = bytes | (bytes + each) | (bytes - each * '!') | ((bytes ^ each * '\\') - each);
    return (refused & each * 0x80) == 0;
  };
  const auto word_at = [text](std::size_t at) {
    Word bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    return bytes;
  };
  if (text.size() < sizeof(Word)) {
    Word bytes = each * 'a';  // what is missing counts as allowed
    if (!text.empty()) std::memcpy(&bytes, text.data(), text.size());
    return allowed(bytes);
  }
  for (; begin + sizeof(Word) < text.size(); begin += sizeof(Word))
    if (!allowed(word_at(begin))) return false;
  return allowed(word_at(text.size() - sizeof(Word)));
}
}  // namespace detail

/// Whether `url` begins with a scheme, and so is no path.
constexpr bool is_absolute_url(std::string_view url) {
  if (url.starts_with("https://")) return true;
  for (const char& c : url) {
    if (c == ':') return &c != url.data();
    if (c == '/' || c == '?' || c == '#') return false;
  }
  return false;
}

/// Whether the host is this machine: 127.0.0.0/8, [::1] or the name localhost, in exactly these spellings.
constexpr bool is_loopback(const Origin& origin) {
  return origin.host == "localhost" || origin.host == "[::1]" ||
         (origin.host.starts_with("127.") && detail::is_dotted_quad(origin.host));
}

/// Whether tokens and passwords may go there: https anywhere, plain http to this machine alone.
constexpr bool is_trustworthy(const Origin& origin) { return origin.secure || is_loopback(origin); }

/// The origin of an absolute http or https URL. `bad_request`, which says what is wrong but does not repeat the URL,
/// for everything that parsers disagree on: user info, backslashes, white space and control characters, bytes above
/// 0x7e (write such hosts in punycode), empty or numeric hosts that are no dotted quad, an empty or impossible port.
inline Result<Origin> origin_of(std::string_view url) {
  if (!detail::holds_only_url_bytes(url))
    return {Errc::bad_request, "URL: it holds a space, a backslash, a control or a non-ASCII character"};

  const std::size_t colon = url.find("://");
  if (colon == url.npos) return {Errc::bad_request, "URL: it does not begin with https:// or http://"};
  Origin origin;
  if (detail::equal_ignoring_case(url.substr(0, colon), "https"))
    origin.secure = true;
  else if (!detail::equal_ignoring_case(url.substr(0, colon), "http"))
    return {Errc::bad_request, "URL: it does not begin with https:// or http://"};

  url.remove_prefix(colon + 3);
  std::string_view authority = url.substr(0, url.find_first_of("/?#"));
  if (authority.find('@') != authority.npos) return {Errc::bad_request, "URL: it holds user info"};

  const std::size_t host_end = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
  const std::string_view host = authority.substr(0, host_end);
  if (!detail::is_ipv6_literal(host) && !detail::is_host_name(host))
    return {Errc::bad_request, "URL: its host is not a plain name or address"};
  for (const char c : host) origin.host += detail::lower(c);

  if (host.size() == authority.size()) {
    origin.port = origin.secure ? 443 : 80;
    return origin;
  }
  const std::string_view port = authority.substr(host.size() + 1);
  if (authority[host.size()] != ':' || port.empty() || port.size() > 5 ||
      port.find_first_not_of("0123456789") != port.npos)
    return {Errc::bad_request, "URL: its port is not a number"};
  unsigned value = 0;
  for (const char c : port) value = value * 10 + static_cast<unsigned>(c - '0');
  if (value == 0 || value > 65535) return {Errc::bad_request, "URL: its port is out of range"};
  origin.port = static_cast<std::uint16_t>(value);
  return origin;
}

/// `path` below `base`: exactly one slash between them, and never another origin than that of `base`.
inline std::string join_url(std::string_view base, std::string_view path) {
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string url;
  url.reserve(base.size() + 1 + path.size());
  url += base;
  if (!path.starts_with('/') && !path.starts_with('?')) url += '/';
  url += path;
  return url;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/header_fields.hpp>
// The list behind `Headers`: header fields, or the lines of an answer, taken apart when somebody looks.
#ifndef KEYTURN_MODEL_HEADER_FIELDS_HPP
#define KEYTURN_MODEL_HEADER_FIELDS_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// One header field, as it is sent or came.
struct Header {
  std::string name{}, value{};  ///< Without the colon and the white space around the value.
  friend bool operator==(const Header&, const Header&) = default;
};

namespace detail {

/// A token and the type of a body stand in it without memory of their own.
using HeaderList = List<Header, 2>;

/// `text` without the white space around it that HTTP does not count.
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Const functions may be called by several threads at once. Lines are wiped when they die.
class HeaderFields {
 public:
  HeaderFields() = default;
  /// Lines are "Name: value", with a line feed after each; what has no colon is skipped.
  explicit HeaderFields(std::string_view lines) : lines_{lines} {}
  HeaderFields(const HeaderFields& other) : list_{other.all()} {}
  HeaderFields(HeaderFields&& other) noexcept
      : list_{std::move(other.list_)}, lines_{std::move(other.lines_)}, parted_{other.parted()} {
    other.parted_.store(nullptr);
  }
  HeaderFields& operator=(HeaderFields other) noexcept {
    swap(other);
    return *this;
  }
  ~HeaderFields() { delete parted(); }

  void swap(HeaderFields& other) noexcept {
    HeaderList* const mine = parted();
    HeaderList list{std::move(list_)};
    list_ = std::move(other.list_);
    other.list_ = std::move(list);
    Secret lines{std::move(lines_)};
    lines_ = std::move(other.lines_);
    other.lines_ = std::move(lines);
    parted_.store(other.parted());
    other.parted_.store(mine);
  }

  HeaderList& all() { return lines_.empty() ? list_ : part(); }
  const HeaderList& all() const { return lines_.empty() ? list_ : part(); }

  /// The value of the first field of that name, without taking lines apart. Valid until the fields change.
  std::optional<std::string_view> get(std::string_view name) const {
    if (const HeaderList* const list = lines_.empty() ? &list_ : parted()) {
      for (const Header& field : *list)
        if (equal_ignoring_case(field.name, name)) return field.value;
      return std::nullopt;
    }
    std::string_view rest = lines_.view();
    for (Line line; next(rest, line);)
      if (equal_ignoring_case(line.name, name)) return line.value;
    return std::nullopt;
  }

  /// Overwrites all values.
  void wipe_values() noexcept {
    if (HeaderList* const list = lines_.empty() ? &list_ : parted())
      for (Header& field : *list) wipe(field.value);
  }

 private:
  struct Line {
    std::string_view name, value;
  };

  HeaderList* parted() const noexcept { return parted_.load(); }

  HeaderList& part() const {
    HeaderList* there = parted();
    if (there != nullptr) return *there;
    HeaderList fields;
    std::string_view rest = lines_.view();
    for (Line line; next(rest, line);) fields.push({std::string{line.name}, std::string{line.value}});
    auto* const mine = new HeaderList{std::move(fields)};
    if (parted_.compare_exchange(there, mine)) return *mine;
    delete mine;  // another thread was faster
    return *there;
  }

  /// Takes the next field off `rest`; false if there is none.
  static bool next(std::string_view& rest, Line& line) {
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      const std::string_view text = rest.substr(0, end);
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
      const std::size_t colon = text.find(':');
      if (colon == text.npos) continue;
      line = {trim(text.substr(0, colon)), trim(text.substr(colon + 1))};
      return true;
    }
    return false;
  }

  HeaderList list_;
  Secret lines_;                                 // if there are any, list_ stays empty
  mutable Atomic<HeaderList*> parted_{nullptr};  // what lines_ say, once somebody has looked
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/headers.hpp>
// HTTP header fields, in the order in which they were added.
#ifndef KEYTURN_MODEL_HEADERS_HPP
#define KEYTURN_MODEL_HEADERS_HPP

KEYTURN_NAMESPACE_BEGIN

/// Header fields in order; names compare without case (RFC 9110, section 5.1). Values are kept as given: they are
/// checked for CR, LF and NUL when the request is sent.
class Headers {
 public:
  Headers() = default;
  Headers(const Headers&) = default;
  Headers(Headers&&) noexcept = default;
  Headers& operator=(Headers other) noexcept {
    fields_.swap(other.fields_);
    const bool secret = secret_;
    secret_ = other.secret_;
    other.secret_ = secret;
    return *this;
  }
  ~Headers() {
    if (secret_) fields_.wipe_values();
  }

  /// The fields of an answer from its lines, each "Name: value" and a line feed (RFC 9112, section 5). One allocation:
  /// they are taken apart at the first look at more than one field.
  static Headers of_lines(std::string_view lines) {
    Headers headers;
    headers.fields_ = detail::HeaderFields{lines};
    return headers;
  }

  /// From now on values are overwritten when they go, here and in copies.
  void keep_secret() noexcept { secret_ = true; }

  /// One more field, also where the name is there already.
  void add(std::string name, std::string value) { fields_.all().emplace(std::move(name), std::move(value)); }

  /// The one field of that name: replaces all that were there.
  void set(std::string_view name, std::string value) {
    detail::HeaderList& all = fields_.all();
    Header* const first = find(all, name);
    if (first == nullptr) return add(std::string{name}, std::move(value));
    forget(*first);
    first->value = std::move(value);
    all.remove_if([&](const Header& field) { return &field != first && Named{name}(field); });
  }

  /// The same with a copy of that field.
  KEYTURN_IN_ONE_PIECE void set(const Header& field) {
    detail::HeaderList& all = fields_.all();
    if (all.empty() || find(all, field.name) == nullptr) return all.emplace(field);
    set(field.name, field.value);
  }

  /// Takes out all fields of that name.
  void remove(std::string_view name) {
    detail::HeaderList& all = fields_.all();
    if (find(all, name) == nullptr) return;
    for (Header& field : all)
      if (Named{name}(field)) forget(field);
    all.remove_if(Named{name});
  }

  /// The value of the first field of that name. Valid until the next change.
  std::optional<std::string_view> get(std::string_view name) const { return fields_.get(name); }

  /// Whether there is none, and how many there are.
  bool empty() const { return fields_.all().empty(); }
  std::size_t size() const { return fields_.all().size(); }
  /// The fields in order, each a `Header`. Valid until the next change.
  auto begin() { return fields_.all().begin(); }
  auto end() { return fields_.all().end(); }
  auto begin() const { return fields_.all().begin(); }
  auto end() const { return fields_.all().end(); }

  /// Equal fields in the same order; names compare byte for byte here.
  friend bool operator==(const Headers& a, const Headers& b) { return a.fields_.all() == b.fields_.all(); }

 private:
  struct Named {
    std::string_view name;
    bool operator()(const Header& field) const { return detail::equal_ignoring_case(field.name, name); }
  };
  static Header* find(detail::HeaderList& all, std::string_view name) {
    for (Header& field : all)
      if (Named{name}(field)) return &field;
    return nullptr;
  }

  void forget(Header& field) noexcept {
    if (secret_) wipe(field.value);
  }

  detail::HeaderFields fields_;
  bool secret_ = false;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/request.hpp>
// What a transport sends and what it brings back.
#ifndef KEYTURN_MODEL_REQUEST_HPP
#define KEYTURN_MODEL_REQUEST_HPP

#include <string>

KEYTURN_NAMESPACE_BEGIN

/// Whether a request goes out with the access token.
enum class Auth {
  required,  ///< Sent with the access token; without a session it is not sent at all.
  optional,  ///< Sent with the access token where there is one and the origin is allowed, else bare.
  none,      ///< Sent bare, to any origin, with the host's own Authorization if it set one.
};

/// A request as the host writes it, and as a transport gets it. Copyable.
struct Request {
  std::string method = "GET";  ///< Any, in the case in which it is sent.
  std::string url{};           ///< Absolute, or a path below the protocol's API base.
  Headers headers{};           ///< The client adds Authorization; a value with CR, LF or NUL is `bad_request`.
  Body body{};                 ///< Empty by default. One that can be read once only is not sent again after a 401.
  Auth auth = Auth::required;  ///< Whether it goes out with the access token.
  std::chrono::milliseconds timeout{0};  ///< 0: Options::request_timeout. Covers waiting for a refresh too.
  std::size_t max_response = 0;          ///< Bytes; 0: Options::max_response.
  bool at_most_once = false;             ///< The transport must not resend it by itself, so it uses a fresh connection.
  Callback<bool(std::string_view)>
      on_data{};  ///< A 2xx answer's body as it arrives, instead of Response::body; false stops.
};

/// What the server answered. Every status is an answer.
struct Response {
  int status = 0;      ///< As HTTP has it.
  Headers headers{};   ///< Those of the final answer.
  std::string body{};  ///< Empty where `Request::on_data` took it.
};

/// Whether the server did what was asked.
constexpr bool is_success(int status) { return status >= 200 && status < 300; }

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/tokens.hpp>
// A pair of tokens as the auth server gave it, and the plainest way to ask for one.
#ifndef KEYTURN_MODEL_TOKENS_HPP
#define KEYTURN_MODEL_TOKENS_HPP

#include <optional>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// What a login or refresh answer holds. Relative and absolute lifetimes may both be there; the relative ones count.
struct TokenSet {
  Secret access_token{}, refresh_token{}, id_token{};  ///< Empty: none.
  /// What stands before the token in Authorization; and what the server granted, empty if it did not say.
  std::string token_type = "Bearer", scope{};
  std::optional<std::chrono::seconds> expires_in{}, refresh_expires_in{};  ///< As the answer said, from the request on.
  std::optional<std::chrono::sys_seconds> expires_at{}, refresh_expires_at{};  ///< By the server's clock.
};

/// The first grant: user name and password.
struct Password {
  std::string username{};  ///< UTF-8.
  Secret password{};       ///< UTF-8.
};

/// What a protocol makes of the auth server's answer to a refresh.
enum class Verdict {
  renewed,     ///< There are new tokens in it.
  refused,     ///< Definitive: the refresh token is dead. The session ends.
  expired,     ///< Definitive: the refresh token's time is over. The session ends.
  superseded,  ///< A newer rotation exists: look in storage for it; if it is not there, refused.
  transient,   ///< Everything else: the session lives, try again later.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/concepts/protocol.hpp>
// How requests to the auth server look and how its answers are read: the concept that a dialect of one's own must meet.
//
//     struct MyProtocol {  // two lines of text each way
//       std::string_view api_base() const { return "https://api.example.com"; }
//       keyturn::Result<keyturn::Request> login_request(const keyturn::Password& grant) const {
//         std::string body = grant.username + "\n" + std::string{grant.password.view()};
//         return keyturn::Request{.method = "POST", .url = "/login", .body = std::move(body)};
//       }
//       keyturn::Result<keyturn::Request> refresh_request(const keyturn::TokenSet& tokens) const {
//         return keyturn::Request{.method = "POST", .url = "/refresh", .body = std::string{tokens.refresh_token.view()}};
//       }
//       std::vector<keyturn::Request> logout_requests(const keyturn::TokenSet&) const { return {}; }
//       keyturn::Result<keyturn::TokenSet> read_tokens(const keyturn::Response& answer) const {
//         const std::string_view text = answer.body;
//         const std::size_t line = text.find('\n');
//         if (line == text.npos) return keyturn::Error{.code = keyturn::Errc::bad_answer, .detail = "not two lines"};
//         return keyturn::TokenSet{.access_token = keyturn::Secret{text.substr(0, line)},
//                                  .refresh_token = keyturn::Secret{text.substr(line + 1)}};
//       }
//       keyturn::Verdict refresh_verdict(const keyturn::Response& answer) const {
//         if (answer.status == 200) return keyturn::Verdict::renewed;
//         return answer.body == "dead" ? keyturn::Verdict::refused : keyturn::Verdict::transient;
//       }
//     };
//     static_assert(keyturn::explain_protocol<MyProtocol>());
//
// | expression | type | meaning |
// |---|---|---|
// | `p.api_base()` | convertible to `std::string_view` | absolute URL below which paths are resolved; its origin may get the access token |
// | `p.login_request(grant)` | `Result<Request>` | for each grant that it knows (`Grants<P, Grant>`) |
// | `p.refresh_request(tokens)` | `Result<Request>` | asks for a new pair with `tokens.refresh_token` |
// | `p.logout_requests(tokens)` | `std::vector<Request>` | sent in order; `access_token` is empty if it has expired |
// | `p.read_tokens(answer)` | `Result<TokenSet>` | of a login or refresh answer; `bad_answer` if there is no token in it |
// | `p.refresh_verdict(answer)` | `Verdict` | what a refresh answer means; only a reason that the server named is definitive |
// | `p.idempotency_key()` | `bool` | optional; false: no `Idempotency-Key` is added to refresh requests |
// | `p.unknown_outcome()` | `UnknownOutcome` | optional; what to do when an answer to a refresh was lost; default: ask again |
// | `p.implied_tokens(grant)` | `TokenSet` | optional; refresh token and scope of a session that the grant begins, where the login's answer has none |
// | `p.error_of(answer)` | `Error` | optional; what a refused login or refresh says; `login_refused`: asking again is of no use before somebody does something; default: the status |
// | `p.confirms_logout(answer)` | `bool` | optional; whether a logout is done, and then 503 with Retry-After is asked again (RFC 7009); default: 2xx or 401 |
//
// `implied_tokens` is also how a session renews itself that gets no refresh token, such as one of client credentials: what
// stands there in place of one comes back in `refresh_request`, which may make of it what it likes.
//
// Pure translation: const, no state, no I/O, safe from many threads at once, never blocks. The client sets `timeout`,
// `max_response` and `at_most_once`, checks the URL, and wipes bodies and header values of these requests after use.
//
// Errors: `login_request` and `refresh_request` may give `bad_request` for what the dialect cannot say; the call ends with it.
// Models: `JsonApi`. Check yours with a client over `testing::ScriptedTransport` that gives your server's answers.
#ifndef KEYTURN_CONCEPTS_PROTOCOL_HPP
#define KEYTURN_CONCEPTS_PROTOCOL_HPP

#include <concepts>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// How requests to an auth server look, and what its answers mean. All that is asked of it stands on the page of
/// keyturn/concepts/protocol.hpp.
template <class P>
concept Protocol = requires(const P& protocol, const TokenSet& tokens, const Response& answer) {
  { protocol.api_base() } -> std::convertible_to<std::string_view>;
  { protocol.refresh_request(tokens) } -> std::same_as<Result<Request>>;
  { protocol.logout_requests(tokens) } -> std::same_as<std::vector<Request>>;
  { protocol.read_tokens(answer) } -> std::same_as<Result<TokenSet>>;
  { protocol.refresh_verdict(answer) } -> std::same_as<Verdict>;
};

/// True if `P` is a protocol; else a compile error that names what is missing. For an author's own `static_assert`.
template <class P>
consteval bool explain_protocol() {
  static_assert(
      requires(const P& p) {
        { p.api_base() } -> std::convertible_to<std::string_view>;
      },
      "a Protocol needs: std::string_view api_base() const");
  static_assert(
      requires(const P& p, const TokenSet& t) {
        { p.refresh_request(t) } -> std::same_as<Result<Request>>;
      },
      "a Protocol needs: keyturn::Result<keyturn::Request> refresh_request(const keyturn::TokenSet&) const");
  static_assert(
      requires(const P& p, const TokenSet& t) {
        { p.logout_requests(t) } -> std::same_as<std::vector<Request>>;
      },
      "a Protocol needs: std::vector<keyturn::Request> logout_requests(const keyturn::TokenSet&) const");
  static_assert(
      requires(const P& p, const Response& r) {
        { p.read_tokens(r) } -> std::same_as<Result<TokenSet>>;
      },
      "a Protocol needs: keyturn::Result<keyturn::TokenSet> read_tokens(const keyturn::Response&) const");
  static_assert(
      requires(const P& p, const Response& r) {
        { p.refresh_verdict(r) } -> std::same_as<Verdict>;
      },
      "a Protocol needs: keyturn::Verdict refresh_verdict(const keyturn::Response&) const");
  return true;
}

/// "This protocol can log in with this": what `AuthClient::login` takes.
template <class P, class Grant>
concept Grants = requires(const P& protocol, const Grant& grant) {
  { protocol.login_request(grant) } -> std::same_as<Result<Request>>;
};

/// True if `P` can log in with a `Grant`; else a compile error that says what it takes.
template <class P, class Grant>
consteval bool explain_grant() {
  static_assert(Grants<P, Grant>,
                "login takes one grant that the protocol knows, such as keyturn::Password{\"ada\", \"lovelace\"}; a "
                "Protocol needs for it: keyturn::Result<keyturn::Request> login_request(const Grant&) const");
  return true;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/concepts/storage.hpp>
// Where the client keeps its session record: the concepts that a storage of one's own must meet.
//
//     struct MyStorage {  // one record, in a variable of the host's
//       std::optional<keyturn::Secret>* place;
//       keyturn::Result<std::optional<keyturn::Secret>> load(std::string_view) { return *place; }
//       keyturn::Result<void> save(std::string_view, const keyturn::Secret& record) {
//         *place = record;
//         return {};
//       }
//       keyturn::Result<void> erase(std::string_view) {
//         place->reset();
//         return {};
//       }
//     };
//     static_assert(keyturn::explain_storage<MyStorage>());
//
// | expression | type | meaning |
// |---|---|---|
// | `s.load(account)` | `Result<std::optional<Secret>>` | the bytes last saved under that name; `nullopt`: nothing there |
// | `s.save(account, record)` | `Result<void>` | all or nothing: afterwards `load` gives the new bytes, or still the old ones |
// | `s.erase(account)` | `Result<void>` | afterwards there is nothing; nothing there is success |
// | `s.lock(account, patience)` | `Result<S::Lock>` | shared storages: the one lock of that record; `storage_busy` after `patience`, 0: try once |
// | `lock.extend(at_least)` | `Result<void>` | optional, for locks that end by themselves: this one holds for `at_least` from now on |
// | `s.watch(account, changed)` | `S::Watch` | optional: calls `changed` whenever somebody else has saved or erased that record |
//
// The bytes are opaque, up to some tens of kilobytes, and any value may occur in them. Errors: `storage_failed` for now,
// `storage_corrupt` if what is there cannot be what was saved; a corrupt record is kept aside when `save` replaces it.
// A lock is released by the destructor of `S::Lock`, on any thread; it dies with its process.
//
// A lock that is a lease has `Result<void> extend(std::chrono::milliseconds at_least)`, which is called before each
// attempt of a refresh: `storage_busy` if the lease was lost, `storage_failed` if that cannot be known now; in both cases
// no refresh is sent. A save or erase under a lost lease changes nothing and gives `storage_busy`.
//
// A storage that can tell when others change a record has `S::Watch watch(std::string_view account, Callback<void()>
// changed)`. `changed` is called on any thread, also where nothing has changed, never for one's own changes, and not
// after the destructor of the `Watch`, which waits for a call that is running.
//
// Threads: the client makes one of these calls at a time, apart from `lock` and its one `watch`, which it may call while
// another is running. All may block; a storage that others share over a network keeps a short time limit of its own.
//
// Models: `MemoryStorage`; `FileStorage` and `RedisStorage`, which are shared. Check yours with `testing::check_storage` of
// <keyturn/testing.hpp>.
#ifndef KEYTURN_CONCEPTS_STORAGE_HPP
#define KEYTURN_CONCEPTS_STORAGE_HPP

#include <concepts>
#include <optional>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// Opaque bytes under a name. This client is its only user. All that is asked of it stands on the page of
/// keyturn/concepts/storage.hpp.
template <class S>
concept Storage = requires(S& storage, std::string_view account, const Secret& record) {
  { storage.load(account) } -> std::same_as<Result<std::optional<Secret>>>;
  { storage.save(account, record) } -> std::same_as<Result<void>>;
  { storage.erase(account) } -> std::same_as<Result<void>>;
};

/// A storage whose records other processes or hosts use too, and that can lock them. All that is asked of it stands on
/// the page of keyturn/concepts/storage.hpp.
template <class S>
concept SharedStorage = Storage<S> &&
    requires(S& storage, std::string_view account, std::chrono::milliseconds patience) {
  { storage.lock(account, patience) } -> std::same_as<Result<typename S::Lock>>;
};

/// True if `S` is a storage; else a compile error that names what is missing. For an author's own `static_assert`.
template <class S>
consteval bool explain_storage() {
  static_assert(
      requires(S & s, std::string_view a) {
        { s.load(a) } -> std::same_as<Result<std::optional<Secret>>>;
      },
      "a Storage needs: keyturn::Result<std::optional<keyturn::Secret>> load(std::string_view account)");
  static_assert(
      requires(S & s, std::string_view a, const Secret& r) {
        { s.save(a, r) } -> std::same_as<Result<void>>;
      },
      "a Storage needs: keyturn::Result<void> save(std::string_view account, const keyturn::Secret& record)");
  static_assert(
      requires(S & s, std::string_view a) {
        { s.erase(a) } -> std::same_as<Result<void>>;
      },
      "a Storage needs: keyturn::Result<void> erase(std::string_view account)");
  return true;
}

/// The same for a storage that others share.
template <class S>
consteval bool explain_shared_storage() {
  static_assert(SharedStorage<S>,
                "a SharedStorage needs a type Lock, released by its destructor, and: keyturn::Result<Lock> "
                "lock(std::string_view account, std::chrono::milliseconds patience)");
  return explain_storage<S>();
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/concepts/transport.hpp>
// What sends HTTP requests for the client: the concepts that a transport of one's own must meet.
//
//     struct MyTransport {
//       keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
//         if (request.url.empty()) return keyturn::Error{.code = keyturn::Errc::not_sent, .detail = "could not connect"};
//         std::string answer = request.method + " " + request.url;  // the URL is absolute
//         for (const keyturn::Header& field : request.headers) answer += "\n" + field.name + ": " + field.value;
//         if (const auto body = request.body.view()) answer += *body;  // else a stream: request.body.open()
//         return keyturn::Response{.status = 200, .body = answer};
//       }
//     };
//     static_assert(keyturn::explain_transport<MyTransport>());
//
//     struct MyAsyncTransport {  // gives the host's loop its answers; one without poll() completes from a thread of its own
//       struct Call { keyturn::Request request; keyturn::Completion<keyturn::Response> done; };
//       void send(keyturn::Request request, keyturn::Completion<keyturn::Response> done) {
//         calls.push_back({std::move(request), std::move(done)});
//       }
//       std::optional<std::chrono::milliseconds> poll() {
//         for (const Call& call : std::exchange(calls, {})) call.done(keyturn::Response{.status = 200});  // may send again
//         return calls.empty() ? std::nullopt : std::optional{std::chrono::milliseconds{0}};
//       }
//       std::vector<Call> calls;
//     };
//     static_assert(keyturn::explain_transport<MyAsyncTransport>());
//
// | expression | type | meaning |
// |---|---|---|
// | `t.send(request)` | `Result<Response>` | blocking: one request, one answer; any status is an answer |
// | `t.send(std::move(request), done)` | `void` | asynchronous: calls `done` once, from any thread, maybe before it returns |
// | `t.poll()` | `std::optional<std::chrono::milliseconds>` | optional, asynchronous: does what is due; when to call again at the latest |
// | `t.wake_after(delay, work)` | `void` | optional, asynchronous: calls `work` once, when `delay` (`std::chrono::milliseconds`) is over |
//
// The client calls with an absolute `url`, `timeout` and `max_response` above 0, and headers without CR, LF or NUL. The transport
//  - keeps to `timeout` over all (its own queue, name resolution, connect, TLS, answer) and gives `Errc::timed_out` past it;
//  - says `Errc::not_sent` if the server cannot have seen the request, `Errc::no_answer` if it may have;
//  - follows no redirects and retries nothing: a 3xx is an answer; with `at_most_once` it takes a fresh connection;
//  - gives `Errc::bad_answer` for an answer that is no HTTP or has a body over `max_response` bytes;
//  - calls `on_data` for the bodies of 2xx answers alone, and gives `Errc::cancelled` if it returns false;
//  - verifies TLS, and writes no header value and no body to any log.
//
// Threads: a blocking transport is called from every thread that uses the client, at once. It may block up to `timeout`.
//
// An asynchronous one is moved into the client, and blocks nowhere. It owns the request from `send` on: it wipes what it
// kept of one with `at_most_once`, and calls none of its functions after `done`. Errors go to `done` alone, with the codes
// above; a `done` that is dropped counts as `Errc::no_answer`. No lock is held while `done`, `work`, `on_data` or a body's
// reader runs: they may call `send` and `wake_after` again. The destructor waits for no server; when it returns, every
// `done` has been called (`Errc::cancelled`) or dropped, `work` that waits is dropped, and nothing more is called.
//  - Without `poll()`: `send` is called from every thread that uses the client, at once, and is answered whoever sleeps.
//    A timer needs `wake_after`, from any thread: without one, deadlines of the client itself (a back-off between attempts,
//    a lock that is tried again) pass when the host calls `AuthClient::poll()`, or with the next call or answer.
//  - With `poll()`: `done`, `on_data` and readers are called inside `poll()` and `send` alone. `poll()` is called by one
//    thread at a time, and never from inside itself; `send` from every thread that uses the client. It returns 0 if there
//    is more to do, nothing if nothing is under way, and else a time after which a call is still early enough.
//
// Models: `CurlTransport`, `WinHttpTransport`, `CurlMultiTransport`, `PolledCurlMultiTransport`, `testing::ScriptedTransport`,
// `testing::FakeAuthServer`. Check yours with `testing::check_transport` of <keyturn/testing.hpp>.
#ifndef KEYTURN_CONCEPTS_TRANSPORT_HPP
#define KEYTURN_CONCEPTS_TRANSPORT_HPP

#include <concepts>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A copyable handle on the end of an asynchronous call, made from any callable of `void(Result<T>)`. The first call
/// counts, later ones do nothing; if the last copy dies uncalled, the call ends with `Errc::no_answer`. Copies may be
/// called from different threads at once. The callable dies with the last copy.
template <class T>
class Completion {
 public:
  /// Takes the callable, which may be move-only. Allocates.
  template <class F>
  requires(!std::same_as<std::remove_cvref_t<F>, Completion> && std::invocable<std::decay_t<F>&, Result<T>>)
      Completion(F&& f)
      : call_{Shared<Call>::first(new CallOf<std::decay_t<F>>{std::forward<F>(f)})} {}

  /// Ends the call with that result, if it has not ended yet: runs the callable on this thread.
  void operator()(Result<T> result) const {
    if (call_->calls.add(1) == 0) call_->end(std::move(result));
  }

  /// How often it was called so far. For checks on whoever calls it.
  unsigned calls() const noexcept { return call_->calls.load(); }

 private:
  struct Call : Holders {
    virtual ~Call() = default;
    virtual void end(Result<T>&& result) = 0;
    Atomic<unsigned> calls{0};
  };
  template <class F>
  struct CallOf final : Call {
    explicit CallOf(auto&& f) : function{std::forward<decltype(f)>(f)} {}
    ~CallOf() override {
      // Short enough to need no memory, which this may be for want of.
      if (this->calls.load() == 0) end(Error{.code = Errc::no_answer, .detail = "call dropped"});
    }
    void end(Result<T>&& result) override { static_cast<void>(function(std::move(result))); }
    F function;
  };
  Shared<Call> call_;
};

/// One call, one answer, on the calling thread. All that is asked of transports stands on the page of
/// keyturn/concepts/transport.hpp.
template <class T>
concept BlockingTransport = requires(T& transport, const Request& request) {
  { transport.send(request) } -> std::same_as<Result<Response>>;
};

/// Completes each call once, from any thread, maybe before `send` returns.
template <class T>
concept AsyncTransport = requires(T& transport, Request request, Completion<Response> done) {
  transport.send(std::move(request), std::move(done));
};

/// One that the host drives.
template <class T>
concept PolledTransport = AsyncTransport<T> && requires(T& transport) {
  { transport.poll() } -> std::same_as<std::optional<std::chrono::milliseconds>>;
};

/// One that wakes the client when time is up.
template <class T>
concept WakingTransport = AsyncTransport<T> &&
    requires(T& transport, std::chrono::milliseconds delay, Callback<void()> work) {
  transport.wake_after(delay, std::move(work));
};

/// Either of the two. One that has both forms of `send` counts as blocking.
template <class T>
concept Transport = BlockingTransport<T> || AsyncTransport<T>;

/// True if `T` is a transport; else a compile error that names what is missing. For an author's own `static_assert`.
template <class T>
consteval bool explain_transport() {
  static_assert(
      Transport<T>,
      "a Transport needs: keyturn::Result<keyturn::Response> send(const keyturn::Request&), or, asynchronous: "
      "void send(keyturn::Request, keyturn::Completion<keyturn::Response>)");
  static_assert(
      !requires(T & transport) { transport.poll(); } || !AsyncTransport<T> || PolledTransport<T>,
      "an asynchronous Transport's poll needs: std::optional<std::chrono::milliseconds> poll()");
  return true;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/rare.hpp>
// A value that is there at times only, and takes a pointer's room when it is not.
#ifndef KEYTURN_BASE_RARE_HPP
#define KEYTURN_BASE_RARE_HPP

#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A `T` on the heap, or none. Copies have values of their own. `*` and `->` without one are undefined.
template <class T>
class Rare {
 public:
  Rare() = default;
  /// Holds that value. Allocates.
  Rare(T value) : value_{new T{std::move(value)}} {}
  Rare(const Rare& other) : value_{other ? new T{*other} : nullptr} {}
  Rare(Rare&& other) noexcept : value_{other.value_} { other.value_ = nullptr; }
  Rare& operator=(Rare other) noexcept {
    T* const before = value_;
    value_ = other.value_;
    other.value_ = before;
    return *this;
  }
  ~Rare() { delete value_; }

  /// Whether there is one.
  bool has_value() const noexcept { return value_ != nullptr; }
  explicit operator bool() const noexcept { return has_value(); }
  /// The value; undefined if there is none.
  T& operator*() noexcept { return *value_; }
  const T& operator*() const noexcept { return *value_; }
  T* operator->() noexcept { return value_; }
  const T* operator->() const noexcept { return value_; }

 private:
  T* value_ = nullptr;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/options.hpp>
// What a host may choose for a client.
#ifndef KEYTURN_MODEL_OPTIONS_HPP
#define KEYTURN_MODEL_OPTIONS_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// At most `count` refreshes in any `window`.
struct RefreshBudget {
  unsigned count = 5;                        ///< Beyond it, who has no valid token gets `refresh_storm`.
  std::chrono::milliseconds window{30'000};  ///< Any such span, not a calendar's.
};

/// What a host may choose for a client; every default is fit for use.
struct Options {
  std::string account = "default";             ///< The name in storage.
  std::vector<std::string> allowed_origins{};  ///< May get the access token, beside the protocol's own origin.
  /// How long before its end an access token is renewed, while it still works: half its lifetime at most. Default: 10 % of
  /// its lifetime, at most 60 s.
  std::optional<std::chrono::seconds> leeway{};
  /// `request_timeout`: of a call from its beginning, waiting for a refresh included, where `Request::timeout` is 0.
  /// `refresh_timeout`: of one request for tokens. `logout_timeout`: of a whole logout. `lock_patience`: how long the lock
  /// of a shared storage is waited for.
  std::chrono::milliseconds request_timeout{30'000}, refresh_timeout{30'000}, logout_timeout{10'000},
      lock_patience{40'000};
  std::size_t max_response = 64u << 20;     ///< Bytes of an API answer's body, where `Request::max_response` is 0.
  std::size_t max_token_answer = 1u << 20;  ///< Bytes of an auth server's answer.
  RefreshBudget refresh_budget{};           ///< Keeps a fault from becoming a flood of refreshes.
  unsigned refresh_attempts = 3;            ///< Within one refresh, for transient and ambiguous failures.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/schedule.hpp>
// When things happen: leeway before expiry, back-off after failures, and how many refreshes fit into a window.
#ifndef KEYTURN_CORE_SCHEDULE_HPP
#define KEYTURN_CORE_SCHEDULE_HPP

#include <cstdint>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

namespace core {

inline constexpr std::chrono::seconds first_back_off{1};
inline constexpr std::chrono::seconds longest_back_off{60};
inline constexpr std::chrono::hours longest_retry_after{1};
inline constexpr std::chrono::hours longest_lifetime{24 * 3650};

/// How long before its end a token of this lifetime counts as stale: as configured, but at most half the lifetime so
/// that a short-lived token is not renewed at every call; by default 10 % of it, at most a minute.
constexpr std::chrono::nanoseconds leeway(std::chrono::nanoseconds lifetime,
                                          std::optional<std::chrono::seconds> configured) {
  if (configured) return clamped(saturated(*configured), std::chrono::nanoseconds{0}, lifetime / 2);
  return shorter<std::int64_t, std::nano>(std::chrono::seconds{60},
                                          std::chrono::nanoseconds{keyturn::detail::divided(lifetime.count(), 10)});
}

/// The longest wait after that many failures in a row: 1 s, doubling to 60 s.
constexpr std::chrono::nanoseconds back_off_limit(unsigned failures) {
  if (failures == 0) return std::chrono::nanoseconds{0};
  return shorter<std::int64_t, std::nano>(longest_back_off, first_back_off * (1u << std::min(failures - 1, 6u)));
}

/// A part of 1, in 65536ths: no floating-point arithmetic, which firmware would carry along for this alone.
using Fraction = std::uint16_t;

/// Full jitter: anything above 0 up to that limit. `fraction` is random.
constexpr std::chrono::nanoseconds back_off(unsigned failures, Fraction fraction) {
  const std::chrono::nanoseconds limit = back_off_limit(failures);
  return longer<std::int64_t, std::nano>(std::chrono::milliseconds{1}, limit - limit * fraction / 65536);
}

/// A server's wish, honoured up to an hour.
constexpr std::chrono::nanoseconds honoured(std::chrono::milliseconds retry_after) {
  return clamped<std::chrono::milliseconds>(retry_after, std::chrono::milliseconds{0}, longest_retry_after);
}

/// Random fractions from a seed (SplitMix32): spreads refreshes and retries; no secret depends on it.
class Jitter {
 public:
  void seed(std::uint32_t seed) { state_ ^= seed; }
  Fraction next() {
    std::uint32_t z = (state_ += 0x9e3779b9u);
    z = (z ^ (z >> 16)) * 0x21f0aaadu;
    z = (z ^ (z >> 15)) * 0x735a2d97u;
    return static_cast<Fraction>((z ^ (z >> 15)) >> 16);
  }

 private:
  std::uint32_t state_ = 0;
};

/// Counts refreshes in a sliding window, by the same budget each time.
class RefreshWindow {
 public:
  bool allows(const RefreshBudget& budget, TimePoint time) const {
    unsigned count = 0;
    for (const TimePoint begun : begun_) count += counts(budget, begun, time);
    return count < budget.count;
  }

  void note(const RefreshBudget& budget, TimePoint time) {
    while (!begun_.empty() && !counts(budget, *begun_.begin(), time)) (void)begun_.pop();
    begun_.push(time);
  }

  void clear() { begun_.clear(); }

  /// When the next refresh is allowed, counted from `time`.
  std::chrono::milliseconds wait(const RefreshBudget& budget, TimePoint time) const {
    for (const TimePoint begun : begun_)
      if (counts(budget, begun, time)) return milliseconds_left(later(begun, budget.window), time);
    return budget.window;
  }

 private:
  static bool counts(const RefreshBudget& budget, TimePoint begun, TimePoint time) {
    return later(begun, budget.window) > time;
  }

  List<TimePoint> begun_;  // in order
};

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/maybe.hpp>
// A value that may not be there; what std::optional is to plain values, at a fraction of the time to compile.
#ifndef KEYTURN_BASE_MAYBE_HPP
#define KEYTURN_BASE_MAYBE_HPP

#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A `T` that can be made from nothing, or none. `*` and `->` without one give a `T` made from nothing.
template <class T>
class Maybe {
 public:
  constexpr Maybe() = default;
  /// Holds that value.
  constexpr Maybe(T value) : value_{std::move(value)}, has_value_{true} {}
  /// Holds that value from now on.
  template <class U>
  requires std::is_same_v<std::remove_cvref_t<U>, T>
  constexpr Maybe& operator=(U&& value) {
    value_ = std::forward<U>(value);
    has_value_ = true;
    return *this;
  }

  /// Whether there is one.
  constexpr bool has_value() const noexcept { return has_value_; }
  constexpr explicit operator bool() const noexcept { return has_value_; }
  /// The value; a `T` made from nothing if there is none.
  constexpr T& operator*() noexcept { return value_; }
  constexpr const T& operator*() const noexcept { return value_; }
  constexpr T* operator->() noexcept { return &value_; }
  constexpr const T* operator->() const noexcept { return &value_; }
  /// The value, or `other`.
  constexpr T value_or(T other) const { return has_value_ ? value_ : std::move(other); }
  /// None from now on.
  constexpr void reset() { *this = Maybe{}; }

  friend bool operator==(const Maybe&, const Maybe&) = default;

 private:
  T value_{};
  bool has_value_ = false;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/base/one_of.hpp>
// A value that is one of several types; what std::variant is, at a fraction of the time to compile and of the code.
#ifndef KEYTURN_BASE_ONE_OF_HPP
#define KEYTURN_BASE_ONE_OF_HPP

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Holds a value of exactly one of `Types`, which are all different and move without throwing. Never empty: made from
/// nothing, it holds the first of them.
template <class... Types>
class OneOf {
 public:
  /// The first of the types, made from nothing.
  OneOf() : OneOf(First{}) {}
  /// Holds that value.
  template <class T>
  requires(std::is_same_v<std::remove_cvref_t<T>, Types> || ...) OneOf(T&& value)
      : index_{index_of<std::remove_cvref_t<T>>} {
    ::new (static_cast<void*>(bytes_)) std::remove_cvref_t<T>(std::forward<T>(value));
  }
  OneOf(const OneOf& other) : index_{other.index_} {
    other.visit([&]<class T>(const T& value) KEYTURN_INLINE_LAMBDA { ::new (static_cast<void*>(bytes_)) T(value); });
  }
  OneOf(OneOf&& other) noexcept : index_{other.index_} {
    other.visit([&]<class T>(T& value)
                    KEYTURN_INLINE_LAMBDA { ::new (static_cast<void*>(bytes_)) T(std::move(value)); });
  }
  OneOf& operator=(OneOf other) noexcept {
    this->~OneOf();
    return *::new (static_cast<void*>(this)) OneOf(std::move(other));
  }
  ~OneOf() {
    visit([]<class T>(T& value) KEYTURN_INLINE_LAMBDA { value.~T(); });
  }

  /// Whether it holds a `T`.
  template <class T>
  bool is() const noexcept {
    return index_ == index_of<T>;
  }

  /// The value if it is a `T`, else null. Valid until the next assignment.
  template <class T>
  T* get() noexcept {
    return is<T>() ? std::launder(reinterpret_cast<T*>(bytes_)) : nullptr;
  }
  template <class T>
  const T* get() const noexcept {
    return is<T>() ? std::launder(reinterpret_cast<const T*>(bytes_)) : nullptr;
  }

  /// `call(value)`, with the value as what it is.
  template <class Call>
  void visit(Call&& call) {
    unsigned char index = 0;
    (void)((index_ == index++ && (call(*std::launder(reinterpret_cast<Types*>(bytes_))), true)) || ...);
  }
  template <class Call>
  void visit(Call&& call) const {
    unsigned char index = 0;
    (void)((index_ == index++ && (call(*std::launder(reinterpret_cast<const Types*>(bytes_))), true)) || ...);
  }

 private:
  template <class T, class...>
  struct FirstOf {
    using Type = T;
  };
  using First = typename FirstOf<Types...>::Type;

  template <class T>
  static constexpr unsigned char index_of = [] {
    unsigned char index = 0;
    (void)((std::is_same_v<T, Types> || (++index, false)) || ...);
    return index;
  }();
  static constexpr std::size_t largest(std::initializer_list<std::size_t> sizes) {
    std::size_t most = 0;
    for (const std::size_t size : sizes) most = size > most ? size : most;
    return most;
  }

  alignas(Types...) unsigned char bytes_[largest({sizeof(Types)...})];
  unsigned char index_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/access_token.hpp>
// An access token as calls use it: immutable, already rendered for the Authorization header, shared by all who hold it.
#ifndef KEYTURN_MODEL_ACCESS_TOKEN_HPP
#define KEYTURN_MODEL_ACCESS_TOKEN_HPP

#include <cstdint>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// One access token, one generation of one session. Never changes; wiped when its last holder lets go.
struct Snapshot : Holders {
  Header authorization{"Authorization", {}};  ///< The whole field, with a value such as "Bearer abc".
  std::size_t token_at = 0;                   ///< Where in the value the token begins.
  std::uint64_t epoch = 0, generation = 0;    ///< Of which session it is, and of which pair in there.
  TimePoint fresh_until{};                    ///< From then on a call asks the machine.
  TimePoint valid_until{};                    ///< From then on the token is of no use.

  Snapshot() = default;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() { wipe(authorization.value); }

  /// The token without its scheme. Valid as long as this object.
  std::string_view token() const { return std::string_view{authorization.value}.substr(token_at); }
};

/// Keeps one access token alive; empty: none.
using SnapshotPin = Shared<const Snapshot>;

/// What `access_token()` hands out, for WebSockets, gRPC or another HTTP library. Keeps its token alive, also past a
/// refresh or a logout. Copies are cheap.
class AccessToken {
 public:
  /// For the client: hands out the token that the pin holds, which must not be empty.
  explicit AccessToken(SnapshotPin snapshot) noexcept : snapshot_{std::move(snapshot)} {}

  /// The token without its scheme. Valid as long as this object.
  std::string_view value() const noexcept { return snapshot_->token(); }
  /// The whole Authorization header value, such as "Bearer abc".
  std::string_view authorization() const noexcept { return snapshot_->authorization.value; }
  /// Number of its pair within the session: +1 at each refresh.
  std::uint64_t generation() const noexcept { return snapshot_->generation; }
  /// Number of its session: +1 at each login and each logout.
  std::uint64_t epoch() const noexcept { return snapshot_->epoch; }

 private:
  SnapshotPin snapshot_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/event.hpp>
// What the host is told: events, the reasons of a logout, and the state of the session.
#ifndef KEYTURN_MODEL_EVENT_HPP
#define KEYTURN_MODEL_EVENT_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// Why a session ended.
enum class LogoutReason {
  requested,              ///< `logout()` was called here.
  refresh_token_expired,  ///< The auth server refused the refresh token, and its time is over.
  refresh_token_refused,  ///< The auth server refused the refresh token.
  no_refresh_token,       ///< The access token is dead and there is nothing to renew it with.
  logged_out_elsewhere,   ///< Another process logged out, or logged in anew, in the shared storage.
};

/// What happened, without secrets.
struct Event {
  /// What it is that happened.
  enum class Kind {
    logged_in,             ///< A session began by `login` or `adopt`.
    refreshed,             ///< A new pair is in storage and in use.
    found_newer,           ///< Another process had rotated: its pair was taken over from storage.
    refresh_failed,        ///< An attempt to refresh failed; `error` says why.
    replayed,              ///< A request was sent once more with a newer token after a 401.
    late_401,              ///< A 401 was for an older token: no refresh.
    storage_failed,        ///< Storage could not be read, written or erased; the session goes on from memory.
    storage_recovered,     ///< What could not be saved is saved now.
    stale_result_dropped,  ///< A refresh ended after its session had; its tokens are revoked.
    logged_out,            ///< The session is over; `reason` says why.
  };
  Kind kind{};                           ///< What happened.
  std::uint64_t epoch{}, generation{};   ///< To which session, and to which pair in there.
  std::optional<Error> error{};          ///< Why, where something failed.
  std::optional<LogoutReason> reason{};  ///< For logged_out.
  std::chrono::nanoseconds took{};       ///< For refreshed and refresh_failed: since the refresh began. Else 0.
};

/// The name of the reason, as it stands above. Static storage.
constexpr std::string_view to_string(LogoutReason reason) {
  switch (reason) {
    case LogoutReason::requested:
      return "requested";
    case LogoutReason::refresh_token_expired:
      return "refresh_token_expired";
    case LogoutReason::refresh_token_refused:
      return "refresh_token_refused";
    case LogoutReason::no_refresh_token:
      return "no_refresh_token";
    case LogoutReason::logged_out_elsewhere:
      return "logged_out_elsewhere";
  }
  return "unknown";
}

/// The name of the kind, as it stands above. Static storage.
constexpr std::string_view to_string(Event::Kind kind) {
  switch (kind) {
    case Event::Kind::logged_in:
      return "logged_in";
    case Event::Kind::refreshed:
      return "refreshed";
    case Event::Kind::found_newer:
      return "found_newer";
    case Event::Kind::refresh_failed:
      return "refresh_failed";
    case Event::Kind::replayed:
      return "replayed";
    case Event::Kind::late_401:
      return "late_401";
    case Event::Kind::storage_failed:
      return "storage_failed";
    case Event::Kind::storage_recovered:
      return "storage_recovered";
    case Event::Kind::stale_result_dropped:
      return "stale_result_dropped";
    case Event::Kind::logged_out:
      return "logged_out";
  }
  return "unknown";
}

/// A look at the session. Without secrets.
struct SessionInfo {
  bool logged_in{};  ///< As `AuthClient::logged_in` says.
  /// Number of the session in this client, +1 at each login and each logout; and of the pair within the session, +1 at each
  /// refresh, kept across restarts.
  std::uint64_t epoch{}, generation{};
  std::optional<std::chrono::seconds> expires_in{};  ///< Of the access token; nothing: unknown. Never negative.
  bool refreshing{};                                 ///< Whether a refresh runs now.
  std::string scope{};  ///< What the server granted, as far as it said so: maybe less than was asked for.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/action.hpp>
// What the machine asks its driver to do. Each action is handed out once.
#ifndef KEYTURN_MODEL_ACTION_HPP
#define KEYTURN_MODEL_ACTION_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

using JobId = std::uint32_t;      ///< Names a piece of the machine's work, so that a result finds its way back.
using WaiterId = std::uintptr_t;  ///< Names a call that waits; given by the driver.
/// From the system's generator, 16 at a time: makes session ids and keys of intents.
using RandomBytes = std::array<std::byte, 16>;
using SessionId = RandomBytes;
using IntentKey = RandomBytes;

namespace action {
/// Draw random bytes; answer with `input::Drawn`.
struct Draw {
  JobId job;
};
/// Take the lock of the shared storage and keep it under this job's name; answer with `input::Locked`.
struct Lock {
  JobId job;
  std::chrono::milliseconds patience;
  WaiterId waiter{};  ///< The call that would wait for it: on no other's thread. 0: on any.
};
/// Release the lock that is kept under this name. No answer.
struct Unlock {
  JobId job;
};
/// Read the record; answer with `input::Loaded`.
struct Load {
  JobId job;
};
/// Write the record; answer with `input::Saved`.
struct Save {
  JobId job;
  Secret record;
};
/// Remove the record; answer with `input::Erased`.
struct Erase {
  JobId job;
};
/// Ask the auth server for a new pair, with this key as Idempotency-Key; answer with `input::Answered`.
struct SendRefresh {
  JobId job;
  TokenSet tokens;
  IntentKey key;
  std::chrono::milliseconds timeout;
};
/// Revoke these tokens at the auth server within `timeout`; answer with `input::Revoked`.
struct Revoke {
  JobId job;
  TokenSet tokens;
  std::chrono::milliseconds timeout;
};
/// From now on calls may use this token without asking, until `fresh_until`; an empty pin: none. No answer.
struct Publish {
  SnapshotPin snapshot;
};
/// Tell the host's event listener. No answer. To be done after everything else that was handed out with it.
struct Tell {
  Event event;
};
/// Call the host's logout callback; answer with `input::Told`. To be done after everything else handed out with it.
struct CallLogout {
  JobId job;
  LogoutReason reason;
};
/// The session work that this call asked for may begin, or its revocation be sent: the call's own thread answers with
/// `input::Turn`, so that nobody carries out what another call asked for.
struct Turn {
  JobId job;
  WaiterId waiter;
};
/// The call that waits under this name is over: with the token, or with the error, or with neither: success.
struct Complete {
  WaiterId waiter;
  SnapshotPin token;
  std::optional<Error> error;
  bool logged_in;
};
}  // namespace action

/// One thing for the driver to do; what each means stands beside it in `namespace action`.
using Action =
    OneOf<action::Draw, action::Lock, action::Unlock, action::Load, action::Save, action::Erase, action::SendRefresh,
          action::Revoke, action::Publish, action::Tell, action::CallLogout, action::Turn, action::Complete>;

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/session_record.hpp>
// The session record: what storage keeps, as a value and as bytes with version, length and checksum of its own.
#ifndef KEYTURN_CORE_SESSION_RECORD_HPP
#define KEYTURN_CORE_SESSION_RECORD_HPP

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// Everything that must outlive the process. Times of day are by the server's clock, so that a wrong clock here does
/// not matter as long as it is wrong by the same amount when the record is read.
struct SessionRecord {
  SessionId session_id{};
  std::uint64_t generation = 0;
  TokenSet tokens{};  // its four expiry members are not kept
  Maybe<WallTime> access_expires{}, refresh_expires{};
  Maybe<std::chrono::milliseconds> access_left{};      // when the record was made: it never has longer to live
  Maybe<std::chrono::milliseconds> access_lifetime{};  // the whole of it, for the leeway
  std::chrono::milliseconds clock_offset{0};           // server's clock minus the clock here
  Maybe<IntentKey> intent{};                           // of the rotation that was begun with this refresh token
  Maybe<WallTime> intent_since{};                      // when it was begun
};

inline bool is_same(const RandomBytes& a, const RandomBytes& b) {
  return std::memcmp(a.data(), b.data(), a.size()) == 0;
}

/// What a storage may know of a record without reading its secrets.
struct RecordPeek {
  SessionId session_id{};
  std::uint64_t generation = 0;
  friend bool operator==(const RecordPeek& a, const RecordPeek& b) {
    return is_same(a.session_id, b.session_id) && a.generation == b.generation;
  }
};

namespace detail {
inline constexpr std::string_view record_magic = "keyturn\x01";
inline constexpr std::uint16_t record_version = 1;
inline constexpr std::size_t record_head = 8 + 2 + 4;  // magic, version, payload length
inline constexpr std::size_t record_tail = 4;          // checksum
inline constexpr std::string_view sealed_magic = "keyturn\x02";
inline constexpr std::uint16_t sealed_version = 1;
inline constexpr std::int64_t no_time = INT64_MIN;

/// CRC-32C (RFC 3720, appendix B.4), bit by bit: records are small, a table would cost firmware a kilobyte.
inline std::uint32_t checksum(std::string_view bytes) {
  std::uint32_t sum = 0xffffffffu;
  for (const char byte : bytes) {
    sum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ (0x82f63b78u & (0u - (sum & 1u)));
  }
  return ~sum;
}

/// Writes little-endian numbers and length-prefixed texts; without a place it only counts.
class RecordWriter {
 public:
  explicit RecordWriter(char* into) : into_{into} {}
  void bytes(std::string_view text) {
    if (into_ != nullptr) text.copy(into_ + size_, text.size());
    size_ += text.size();
  }
  void number(std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i, value >>= 8) {
      const char byte = static_cast<char>(static_cast<unsigned char>(value));
      bytes({&byte, sizeof byte});
    }
  }
  void long_number(std::uint64_t value) { number(value, 8); }
  void text(std::string_view text) { number(text.size(), 4), bytes(text); }
  void secret(const Secret& secret) { text(secret.view()); }
  void id(const RandomBytes& id) { bytes({reinterpret_cast<const char*>(id.data()), id.size()}); }
  void optional_id(const Maybe<RandomBytes>& optional) {
    number(optional ? 1 : 0, 1);
    id(optional ? *optional : RandomBytes{});
  }
  void span(const Maybe<std::chrono::milliseconds>& span) { optional_number(span.has_value(), span->count()); }
  void span(std::chrono::milliseconds span) { long_number(static_cast<std::uint64_t>(span.count())); }
  void time(const Maybe<WallTime>& time) { optional_number(time.has_value(), time->time_since_epoch().count()); }
  std::size_t size() const { return size_; }
  std::string_view written() const { return {static_cast<const char*>(into_), size_}; }

 private:
  void optional_number(bool is_there, std::int64_t value) {
    long_number(static_cast<std::uint64_t>(is_there ? value : no_time));
  }

  char* into_;
  std::size_t size_ = 0;
};

/// Reads the same; past the end everything is empty and `whole()` is false.
class RecordReader {
 public:
  explicit RecordReader(std::string_view from) : from_{from} {}
  std::string_view bytes(std::size_t size) {
    if (size > from_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view text{from_.data(), size};
    from_.remove_prefix(size);
    return text;
  }
  std::uint64_t number(std::size_t width) {
    const std::string_view text = bytes(width);
    std::uint64_t value = 0;
    for (std::size_t i = text.size(); i > 0; --i) value = value << 8 | static_cast<unsigned char>(text[i - 1]);
    return value;
  }
  void long_number(std::uint64_t& into) { into = number(8); }
  void text(std::string& into) { into = std::string{text()}; }
  void secret(Secret& into) { into = Secret{text()}; }
  void id(RandomBytes& into) {
    const std::string_view text = bytes(into.size());
    text.copy(reinterpret_cast<char*>(into.data()), text.size());
  }
  void optional_id(Maybe<RandomBytes>& into) {
    const std::uint64_t count = number(1);
    RandomBytes bytes{};
    id(bytes);
    unsigned any = 0;
    for (const std::byte byte : bytes) any |= std::to_integer<unsigned>(byte);
    if (count == 1)
      into = bytes;
    else
      failed_ |= (any | count) != 0;
  }
  void span(Maybe<std::chrono::milliseconds>& into) {
    const auto value = static_cast<std::int64_t>(number(8));
    if (value != no_time) into = std::chrono::milliseconds{value};
  }
  void span(std::chrono::milliseconds& into) { into = std::chrono::milliseconds{static_cast<std::int64_t>(number(8))}; }
  void time(Maybe<WallTime>& into) {
    Maybe<std::chrono::milliseconds> since_epoch;
    span(since_epoch);
    if (since_epoch) into = WallTime{*since_epoch};
  }
  bool whole() const { return !failed_ && from_.empty(); }

 private:
  std::string_view text() { return bytes(static_cast<std::size_t>(number(4))); }

  std::string_view from_;
  bool failed_ = false;
};

/// The payload: what stands in a record, in this order, for a writer and a reader alike.
template <class Parts, class Record>
void each_part(Parts& parts, Record& record) {
  parts.id(record.session_id);
  parts.long_number(record.generation);
  parts.optional_id(record.intent);
  parts.time(record.intent_since);
  parts.time(record.access_expires);
  parts.time(record.refresh_expires);
  parts.span(record.access_left);
  parts.span(record.access_lifetime);
  parts.span(record.clock_offset);
  parts.secret(record.tokens.access_token);
  parts.secret(record.tokens.refresh_token);
  parts.secret(record.tokens.id_token);
  parts.text(record.tokens.token_type);
  parts.text(record.tokens.scope);
}

/// The payload of a whole, undamaged record.
inline Result<std::string_view> payload_of(std::string_view bytes) {
  if (!bytes.starts_with(record_magic)) return {Errc::storage_corrupt, "session record: it is something else"};
  if (bytes.size() < record_head + record_tail) return {Errc::storage_corrupt, "session record: it is cut short"};
  RecordReader from{bytes};
  from.bytes(record_magic.size());
  const std::uint64_t version = from.number(2), length = from.number(4);
  const std::string_view payload = from.bytes(bytes.size() - record_head - record_tail);
  if (version != record_version) return {Errc::storage_corrupt, "session record: its version is not known here"};
  if (length != payload.size()) return {Errc::storage_corrupt, "session record: its length is wrong"};
  if (from.number(record_tail) != checksum({bytes.data(), bytes.size() - record_tail}))
    return {Errc::storage_corrupt, "session record: its checksum is wrong"};
  return payload;
}

/// What follows magic and version in the head of a sealed record.
inline Result<std::string_view> rest_of_sealed_head(std::string_view bytes) {
  RecordReader from{bytes.substr(sealed_magic.size())};
  const std::uint64_t version = from.number(2);
  const std::string_view rest = from.bytes(16 + 8);
  if (rest.empty()) return {Errc::storage_corrupt, "session record: it is cut short"};
  if (version != sealed_version) return {Errc::storage_corrupt, "session record: its version is not known here"};
  return rest;
}
}  // namespace detail

/// The record as bytes, written once into a buffer of the right size.
inline Secret encode(const SessionRecord& record) {
  detail::RecordWriter count{nullptr};
  detail::each_part(count, record);
  return Secret{detail::record_head + count.size() + detail::record_tail, [&](char* into) {
                  detail::RecordWriter to{into};
                  to.bytes(detail::record_magic);
                  to.number(detail::record_version, 2);
                  to.number(count.size(), 4);
                  detail::each_part(to, record);
                  to.number(detail::checksum(to.written()), detail::record_tail);
                }};
}

/// The record in `bytes`; `storage_corrupt` if they are anything but a whole, undamaged record of this version.
inline Result<SessionRecord> decode(std::string_view bytes) {
  Result<SessionRecord> record;
  if (const auto payload = detail::payload_of(bytes); payload) {
    detail::RecordReader from{*payload};
    detail::each_part(from, *record);
    if (!from.whole())
      record = keyturn::detail::make_error(Errc::storage_corrupt, "session record: its parts do not add up");
  } else {
    record = payload.error();
  }
  return record;
}

/// The head of a sealed record, whose rest only the holder of a key can read: it names the session and the generation
/// for those who must compare them.
using SealedHead = std::array<char, 8 + 2 + 16 + 8>;  // magic, version, session id, generation

inline SealedHead sealed_head(const RecordPeek& peek) {
  SealedHead head{};
  detail::RecordWriter to{head.data()};
  to.bytes(detail::sealed_magic);
  to.number(detail::sealed_version, 2);
  to.id(peek.session_id);
  to.long_number(peek.generation);
  return head;
}

/// Session id and generation of the record in `bytes`, sealed or not, without its secrets. Errors as `decode`; of a sealed
/// record the head alone is looked at, and nobody vouches for it until the record is opened.
inline Result<RecordPeek> peek(std::string_view bytes) {
  const bool is_sealed = bytes.starts_with(detail::sealed_magic);
  const auto payload = is_sealed ? detail::rest_of_sealed_head(bytes) : detail::payload_of(bytes);
  if (!payload) return payload.error();
  detail::RecordReader from{*payload};
  RecordPeek peek;
  from.id(peek.session_id);
  from.long_number(peek.generation);
  return peek;
}

/// Whether both are records of one session, and `bytes` the one of an earlier generation: it must not replace `stored`.
inline bool is_older(std::string_view bytes, std::string_view stored) {
  const auto mine = peek(bytes), theirs = peek(stored);
  return mine && theirs && is_same(mine->session_id, theirs->session_id) && mine->generation < theirs->generation;
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/answer.hpp>
// An answer of the auth server, after protocol and driver have read it and before the machine judges it.
#ifndef KEYTURN_MODEL_ANSWER_HPP
#define KEYTURN_MODEL_ANSWER_HPP

#include <optional>

KEYTURN_NAMESPACE_BEGIN

/// When an answer was asked for and came, on the clocks here and on the server's.
struct AnswerTiming {
  Moment sent{}, received{};      ///< Just before the request went out, and just after its answer was there.
  Maybe<WallTime> server_date{};  ///< The answer's Date (RFC 9110, section 6.6.1).
};

/// What one attempt to refresh brought.
struct RefreshAnswer {
  Verdict verdict = Verdict::transient;  ///< What the protocol makes of it; `transient` without an answer.
  TokenSet tokens{};                     ///< For `renewed`; the access token may be missing.
  Error error{};                         ///< For the others: why, with status and retry_after as far as they are known.
  AnswerTiming timing{};                 ///< For the lifetimes of the tokens.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/session.hpp>
// The session in memory: the current pair, when it expires by the steady clock, and its way to and from the record.
#ifndef KEYTURN_CORE_SESSION_HPP
#define KEYTURN_CORE_SESSION_HPP

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// A rotation that was begun, and whose end is not known.
struct Intent {
  IntentKey key{};
  TimePoint since{};
  bool may_be_done = false;  // a request may have reached the server: its answer was lost, or a process died
};

struct Session {
  SessionId id{};
  std::uint64_t generation = 0;
  TokenSet tokens{};  // its four expiry members are spent: see below
  Maybe<TimePoint> access_expires{}, refresh_expires{};
  Maybe<std::chrono::nanoseconds> access_lifetime{};
  TimePoint stale_from = TimePoint::max();
  std::chrono::milliseconds clock_offset{0};  // server's clock minus the clock here
  Rare<Intent> intent{};                      // of a rotation of this pair
  bool access_refused = false;                // a 401 came for this access token

  /// Whether the access token may still be sent.
  bool usable(TimePoint time) const {
    return !tokens.access_token.empty() && !access_refused && (!access_expires || time < *access_expires);
  }
};

/// Whether text may stand in a header value: no CR, LF or NUL (RFC 9110, section 5.5), no other control character.
constexpr bool is_header_value(std::string_view text) {
  for (const char c : text)
    if ((static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f') return false;
  return true;
}

/// Whether a token may be sent: visible ASCII alone (RFC 6750, section 2.1, and the wider VSCHAR of OAuth 2.1).
constexpr bool is_sendable_token(std::string_view token) {
  for (const char c : token)
    if (c <= ' ' || c > '~') return false;
  return !token.empty();
}

namespace detail {
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// The server's clock minus the one here, if the answer allows to tell: half a second for the Date's truncation, and
/// not from answers so slow that the guess would be worse than none.
inline Maybe<milliseconds> clock_offset(const AnswerTiming& timing) {
  const auto round_trip = timing.received.steady - timing.sent.steady;
  if (!timing.server_date || round_trip < nanoseconds{0} || round_trip > std::chrono::seconds{10}) return {};
  const WallTime middle = timing.received.wall - milliseconds_within(round_trip / 2);
  return *timing.server_date + milliseconds{500} - middle;
}

inline nanoseconds clamp_lifetime(std::chrono::seconds span) {
  return clamped<std::chrono::seconds>(span, std::chrono::seconds{0}, longest_lifetime);
}

/// What an answer says of a lifetime: the relative figure first, which no clock can falsify; an absolute one is taken
/// relative to the answer's own Date.
inline Maybe<nanoseconds> lifetime(const std::optional<std::chrono::seconds>& relative,
                                   const std::optional<std::chrono::sys_seconds>& absolute, const AnswerTiming& timing,
                                   milliseconds clock_offset) {
  if (relative) return clamp_lifetime(*relative);
  if (!absolute) return {};
  const WallTime server = timing.server_date ? *timing.server_date : timing.received.wall + clock_offset;
  // A nonsense date must not overflow milliseconds.
  constexpr std::chrono::seconds distant{std::int64_t{1} << 40};
  const milliseconds end = clamped(absolute->time_since_epoch(), -distant, distant);
  return clamp_lifetime(
      std::chrono::seconds{keyturn::detail::divided((end - server.time_since_epoch()).count(), 1000)});
}

inline TimePoint stale_from(const Session& session, std::optional<std::chrono::seconds> configured, Fraction jitter) {
  if (!session.access_expires) return TimePoint::max();
  const nanoseconds span = leeway(session.access_lifetime.value_or(nanoseconds{0}), configured);
  const nanoseconds early = nanoseconds{keyturn::detail::divided(span.count(), 10 * 65536)} * jitter;
  return later(*session.access_expires, -(span + early));
}
}  // namespace detail

/// The session after `answer`: the next generation of `before`, or its first one. An answer without a refresh token
/// keeps the old one (RFC 6749, section 6), one whose access token may not be sent counts as without. Lifetimes count
/// from the moment before the request was sent. `jitter` spreads early refreshes by up to a tenth of the
/// leeway.
inline Session next_generation(const Session& before, TokenSet&& tokens, const AnswerTiming& timing,
                               std::optional<std::chrono::seconds> configured_leeway, Fraction jitter) {
  Session next;
  next.id = before.id;
  next.generation = before.generation + 1;
  next.clock_offset = detail::clock_offset(timing).value_or(before.clock_offset);
  if (const auto span = detail::lifetime(tokens.expires_in, tokens.expires_at, timing, next.clock_offset)) {
    next.access_lifetime = *span;
    next.access_expires = later(timing.sent.steady, *span);
  }
  if (const auto span =
          detail::lifetime(tokens.refresh_expires_in, tokens.refresh_expires_at, timing, next.clock_offset))
    next.refresh_expires = later(timing.sent.steady, *span);

  next.tokens = std::move(tokens);
  if (!is_sendable_token(next.tokens.access_token.view()) || !is_sendable_token(next.tokens.token_type))
    next.tokens.access_token = Secret{};
  if (next.tokens.refresh_token.empty()) {
    next.tokens.refresh_token = before.tokens.refresh_token;
    if (!next.refresh_expires) next.refresh_expires = before.refresh_expires;
  }
  if (next.tokens.id_token.empty()) next.tokens.id_token = before.tokens.id_token;
  if (next.tokens.scope.empty()) next.tokens.scope = before.tokens.scope;
  next.stale_from = detail::stale_from(next, configured_leeway, jitter);
  return next;
}

/// What storage keeps of the session.
inline SessionRecord to_record(const Session& session, Moment moment) {
  SessionRecord record{.session_id = session.id,
                       .generation = session.generation,
                       .tokens = session.tokens,
                       .clock_offset = session.clock_offset};
  const auto on_wall = [&, present = moment.wall + session.clock_offset](Maybe<WallTime>& into, TimePoint time) {
    into = present + milliseconds_within(time - moment.steady);
  };
  if (session.access_expires) {
    on_wall(record.access_expires, *session.access_expires);
    record.access_left = milliseconds_within(left(*session.access_expires, moment.steady));
  }
  if (session.refresh_expires) on_wall(record.refresh_expires, *session.refresh_expires);
  if (session.intent) {
    record.intent = session.intent->key;
    on_wall(record.intent_since, session.intent->since);
  }
  if (session.access_lifetime) record.access_lifetime = milliseconds_within(*session.access_lifetime);
  return record;
}

namespace detail {
/// No clocks differ by more than ten thousand years; sums with a foreign figure must not overflow.
inline milliseconds clock_offset(const SessionRecord& record) {
  constexpr milliseconds most = std::chrono::hours{24 * 3'652'500};
  return clamped(record.clock_offset, -most, most);
}

/// From `moment` until a time of the record. Ten years either way is as good as for ever, and keeps sums of foreign
/// figures from overflowing.
inline milliseconds until(const SessionRecord& record, WallTime time, Moment moment) {
  constexpr milliseconds limit = longest_lifetime;
  const WallTime server = moment.wall + clock_offset(record);
  return clamped(time, server - limit, server + limit) - server;
}
}  // namespace detail

/// The open intent of a record, if there is one. Nobody knows how far it got.
inline Rare<Intent> intent_of(const SessionRecord& record, Moment moment) {
  if (!record.intent) return {};
  const auto ago =
      shorter(detail::until(record, record.intent_since.value_or(WallTime{}), moment), std::chrono::milliseconds{0});
  return Intent{*record.intent, later(moment.steady, ago), true};
}

/// The session that a record holds, read at `moment`. A clock that was set back never lengthens the token's life; an
/// open intent makes the token stale, so that the rotation is settled by the next call.
inline Session from_record(SessionRecord&& record, Moment moment, std::optional<std::chrono::seconds> configured_leeway,
                           Fraction jitter) {
  Session session;
  session.id = record.session_id;
  session.generation = record.generation;
  session.tokens = std::move(record.tokens);
  session.clock_offset = detail::clock_offset(record);
  if (record.access_lifetime)
    session.access_lifetime = std::chrono::nanoseconds{
        clamped<std::chrono::milliseconds>(*record.access_lifetime, std::chrono::milliseconds{0}, longest_lifetime)};
  if (record.access_expires) {
    const auto most = clamped<std::chrono::milliseconds>(record.access_left.value_or(longest_lifetime),
                                                         std::chrono::milliseconds{0}, longest_lifetime);
    session.access_expires = later(moment.steady, shorter(detail::until(record, *record.access_expires, moment), most));
  }
  if (record.refresh_expires)
    session.refresh_expires = later(moment.steady, detail::until(record, *record.refresh_expires, moment));
  session.intent = intent_of(record, moment);
  session.stale_from = record.intent ? moment.steady : detail::stale_from(session, configured_leeway, jitter);
  return session;
}

/// The tokens of a record as a logout sends them: some servers refuse one that carries an expired access token.
inline TokenSet tokens_to_revoke(SessionRecord&& record, Moment moment) {
  Session session = from_record(std::move(record), moment, {}, 0);
  if (!session.usable(moment.steady)) session.tokens.access_token = Secret{};
  return std::move(session.tokens);
}

/// The token as calls use it: rendered once. The scheme `bearer` is written as RFC 6750 does, others as the server did.
inline SnapshotPin render(const Session& session, std::uint64_t epoch, TimePoint fresh_until) {
  const std::string_view scheme = keyturn::detail::equal_ignoring_case(session.tokens.token_type, "bearer")
                                      ? "Bearer"
                                      : std::string_view{session.tokens.token_type};
  const std::string_view token = session.tokens.access_token.view();
  auto* snapshot = new Snapshot;
  snapshot->token_at = scheme.size() + 1;
  std::string& value = snapshot->authorization.value;
  value.reserve(snapshot->token_at + token.size());  // a string that grows leaves copies behind
  value.append(scheme).append(1, ' ').append(token);
  snapshot->epoch = epoch;
  snapshot->generation = session.generation;
  snapshot->fresh_until = fresh_until;
  snapshot->valid_until = session.access_expires.value_or(TimePoint::max());
  return SnapshotPin{snapshot};
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/transitions.hpp>
// The transition table of a refresh, as data: the machine refuses every step that does not stand here, and the diagrams
// of the documentation are drawn from it.
#ifndef KEYTURN_CORE_TRANSITIONS_HPP
#define KEYTURN_CORE_TRANSITIONS_HPP

#include <array>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// Where a refresh stands. Storages that cannot lock skip locking, loading and looking.
enum class Phase : unsigned char {
  idle,           ///< Nothing to do.
  drawing,        ///< Waits for random bytes: the key of the intent.
  locking,        ///< Waits for the lock of the shared storage.
  last_look,      ///< The lock could not be had: looks whether its holder has saved a newer pair.
  loading,        ///< Under the lock: looks whether another process has rotated already.
  saving_intent,  ///< Puts the intent into storage, before anything is sent.
  sending,        ///< Waits for the auth server.
  looking,        ///< Has new tokens: looks whether the session is still there to be saved.
  saving,         ///< Puts the new pair into storage, before anybody sees it; or a pair that could not be saved before.
  comparing,      ///< Was refused, or has no refresh token: looks whether storage holds that pair or a newer one.
  erasing,        ///< Removes the record that holds that pair.
  pausing,        ///< An attempt failed for now, or was passed on: waits for the next one, without the lock.
};

/// What moves it on.
enum class Signal : unsigned char {
  needed,
  save_due,
  drawn,
  locked,
  loaded,
  saved,
  answered,
  erased,
  resumed,
  dropped
};

struct Transition {
  Phase from;
  Signal on;
  Phase to;
  std::string_view when;
};

inline constexpr std::array transitions = {
    Transition{Phase::idle, Signal::needed, Phase::drawing, "a call needs a newer token"},
    Transition{Phase::idle, Signal::save_due, Phase::locking, "a pair is unsaved, and the storage is shared"},
    Transition{Phase::idle, Signal::save_due, Phase::saving, "a pair is unsaved"},
    Transition{Phase::drawing, Signal::drawn, Phase::locking, "the storage is shared"},
    Transition{Phase::drawing, Signal::drawn, Phase::saving_intent, "the storage is our own"},
    Transition{Phase::drawing, Signal::drawn, Phase::sending, "the open intent is in storage already"},
    Transition{Phase::drawing, Signal::drawn, Phase::erasing, "there is no refresh token"},
    Transition{Phase::drawing, Signal::drawn, Phase::idle, "the generator failed"},
    Transition{Phase::locking, Signal::locked, Phase::loading, "the lock is ours"},
    Transition{Phase::locking, Signal::locked, Phase::last_look, "it could not be had in time"},
    Transition{Phase::locking, Signal::locked, Phase::idle, "an unsaved pair stays unsaved for now"},
    Transition{Phase::locking, Signal::locked, Phase::pausing, "passed on to the thread of the call that waits for it"},
    Transition{Phase::last_look, Signal::loaded, Phase::idle, "a newer pair, or refresh_unavailable"},
    Transition{Phase::last_look, Signal::loaded, Phase::pausing, "other calls have more time for the lock"},
    Transition{Phase::loading, Signal::loaded, Phase::idle,
               "a newer pair was adopted, or the session is over, or too many refreshes"},
    Transition{Phase::loading, Signal::loaded, Phase::saving_intent, "no newer pair"},
    Transition{Phase::loading, Signal::loaded, Phase::sending, "the open intent is in storage already"},
    Transition{Phase::loading, Signal::loaded, Phase::saving, "the unsaved pair is the newest"},
    Transition{Phase::loading, Signal::loaded, Phase::comparing, "there is no refresh token"},
    Transition{Phase::loading, Signal::loaded, Phase::pausing, "storage cannot be read for now"},
    Transition{Phase::loading, Signal::loaded, Phase::drawing,
               "a newer pair was adopted after an attempt with the old one, and it has expired too"},
    Transition{Phase::saving_intent, Signal::saved, Phase::sending, "saved, or known in memory alone"},
    Transition{Phase::sending, Signal::answered, Phase::looking, "renewed, and the storage is shared"},
    Transition{Phase::sending, Signal::answered, Phase::saving, "renewed"},
    Transition{Phase::sending, Signal::answered, Phase::comparing, "refused, and the storage is shared"},
    Transition{Phase::sending, Signal::answered, Phase::erasing, "refused"},
    Transition{Phase::sending, Signal::answered, Phase::pausing, "failed for now"},
    Transition{Phase::sending, Signal::answered, Phase::idle, "failed for now, and no attempt is left"},
    Transition{Phase::looking, Signal::loaded, Phase::saving, "the session is still there"},
    Transition{Phase::looking, Signal::loaded, Phase::idle, "it is gone, or replaced, or newer"},
    Transition{Phase::saving, Signal::saved, Phase::idle, "done"},
    Transition{Phase::saving, Signal::saved, Phase::drawing, "the answer had no access token: once more"},
    Transition{Phase::comparing, Signal::loaded, Phase::pausing, "storage cannot be read for now"},
    Transition{Phase::comparing, Signal::loaded, Phase::erasing, "storage holds that pair"},
    Transition{Phase::comparing, Signal::loaded, Phase::idle, "a newer pair was adopted, or another session is there"},
    Transition{Phase::comparing, Signal::loaded, Phase::drawing, "a newer pair was adopted, and it has expired too"},
    Transition{Phase::erasing, Signal::erased, Phase::idle, "the session is over"},
    Transition{Phase::pausing, Signal::resumed, Phase::locking, "the pause is over, and the storage is shared"},
    Transition{Phase::pausing, Signal::resumed, Phase::sending, "the pause is over"},
    Transition{Phase::pausing, Signal::resumed, Phase::saving_intent,
               "the pause is over, and the intent is not stored yet"},
    Transition{Phase::pausing, Signal::dropped, Phase::idle, "the session ended meanwhile"},
};

constexpr bool allows(Phase from, Signal on, Phase to) {
  for (const Transition& row : transitions)
    if (row.from == from && row.on == on && row.to == to) return true;
  return false;
}

/// Whether a refresh in this phase waits for this signal at all. What it does not wait for is refused and changes
/// nothing.
constexpr bool accepts(Phase phase, Signal on) {
  // Put together by the compiler, so that the table and its texts are in no program.
  constexpr auto awaited = [] {
    std::array<unsigned short, 12> signals{};
    for (const Transition& row : transitions)
      signals[static_cast<std::size_t>(row.from)] |= static_cast<unsigned short>(1u << static_cast<unsigned>(row.on));
    return signals;
  }();
  return (awaited[static_cast<std::size_t>(phase)] >> static_cast<unsigned>(on) & 1u) != 0;
}

constexpr std::string_view to_string(Phase phase) {
  constexpr std::array<std::string_view, 12> names = {"idle",    "drawing",       "locking", "last_look",
                                                      "loading", "saving_intent", "sending", "looking",
                                                      "saving",  "comparing",     "erasing", "pausing"};
  return names[static_cast<std::size_t>(phase)];
}

constexpr std::string_view to_string(Signal signal) {
  constexpr std::array<std::string_view, 10> names = {"needed", "save_due", "drawn",  "locked",  "loaded",
                                                      "saved",  "answered", "erased", "resumed", "dropped"};
  return names[static_cast<std::size_t>(signal)];
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/waiters.hpp>
// The calls that wait for a token, in the order in which they came.
#ifndef KEYTURN_CORE_WAITERS_HPP
#define KEYTURN_CORE_WAITERS_HPP

#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// One waiting call. Without `restore` it wants a token.
struct Waiter {
  WaiterId id{};
  TimePoint deadline{};
  Maybe<std::uint64_t> epoch{};  // the session it belongs to; nothing: it was not known when the call came
  Maybe<std::uint64_t> above{};  // wants a token of a later generation than this
  bool renew = false;            // wants a later one than whatever there is when the call is first looked at
  bool restore = false;          // only wants to know whether there is a session
  unsigned reads{};              // of storage, begun before the call came: a later one was read for it, too
};

class Waiters {
 public:
  void add(const Waiter& waiter) {
    earliest_ = earlier(earliest_, waiter.deadline);
    waiters_.emplace(waiter);
  }

  /// Takes out those for which `predicate` holds, in order.
  template <class Predicate>
  List<Waiter> take_if(Predicate&& predicate) {
    List<Waiter> taken;
    waiters_.remove_if([&](const Waiter& waiter) {
      if (!predicate(waiter)) return false;
      taken.emplace(waiter);
      return true;
    });
    return taken;
  }

  template <class Predicate>
  bool any_of(Predicate&& predicate) const {
    for (const Waiter& waiter : waiters_)
      if (predicate(waiter)) return true;
    return false;
  }

  List<Waiter> take_all() { return std::move(waiters_); }

  /// Takes out those whose deadline has passed.
  List<Waiter> take_overdue(TimePoint time) {
    if (time < earliest_) return {};
    auto overdue = take_if([&](const Waiter& waiter) { return waiter.deadline <= time; });
    earliest_ = TimePoint::max();
    for (const Waiter& waiter : waiters_) earliest_ = earlier(earliest_, waiter.deadline);
    return overdue;
  }

  /// When to look for overdue ones; not after the earliest deadline.
  TimePoint earliest() const { return waiters_.empty() ? TimePoint::max() : earliest_; }
  bool empty() const { return waiters_.empty(); }
  std::size_t size() const { return waiters_.size(); }

 private:
  List<Waiter> waiters_;
  TimePoint earliest_ = TimePoint::max();
};

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/input.hpp>
// What happens to the machine: what calls want, and what the driver's actions brought.
#ifndef KEYTURN_MODEL_INPUT_HPP
#define KEYTURN_MODEL_INPUT_HPP

#include <optional>

KEYTURN_NAMESPACE_BEGIN

namespace input {
/// A call wants an access token by `deadline`.
struct Ask {
  WaiterId waiter;
  TimePoint deadline;
  Maybe<std::uint64_t> epoch{};    ///< The call began under this session and wants no other.
  Maybe<std::uint64_t> refused{};  ///< A 401 came for the token of this generation.
  bool renew = false;              ///< Wants a newer token than the present one, whatever its state.
};
/// A call wants to know whether there is a session.
struct Restore {
  WaiterId waiter;
  TimePoint deadline;
};
/// A login succeeded, or the host brought tokens: they begin a session.
struct Install {
  WaiterId waiter;
  TimePoint deadline;
  TokenSet tokens;
  AnswerTiming timing;
};
/// The user logs out.
struct Logout {
  WaiterId waiter;
  TimePoint deadline;
};
/// The host says that the token of this generation was refused.
struct Refused {
  std::uint64_t epoch, generation;
};
/// Time went by. The waiting call that says so, if any, carries out what is due.
struct Tick {
  WaiterId waiter{};
  TimePoint deadline = TimePoint::max();
};

/// Somebody else changed the record in storage.
struct Changed {};

struct Drawn {
  JobId job;
  Maybe<std::array<std::byte, 32>> bytes;
};  ///< Nothing: the generator failed.
struct Locked {
  JobId job;
  Result<void> result;
  bool passed_on = false;  ///< It was not tried, on the thread of another call than the one that would wait for it.
};
struct Loaded {
  JobId job;
  Result<std::optional<Secret>> result;
};
struct Saved {
  JobId job;
  Result<void> result;
};
struct Erased {
  JobId job;
  Result<void> result;
};
struct Answered {
  JobId job;
  RefreshAnswer answer;
};
struct Revoked {
  JobId job;
  Result<void> result;
};
struct Told {
  JobId job;
};
struct Turn {
  JobId job;
};
}  // namespace input

/// One thing that happened; what each means stands beside it in `namespace input`.
using Input = OneOf<input::Ask, input::Restore, input::Install, input::Logout, input::Refused, input::Tick,
                    input::Drawn, input::Locked, input::Loaded, input::Saved, input::Erased, input::Answered,
                    input::Revoked, input::Told, input::Turn, input::Changed>;

KEYTURN_NAMESPACE_END

#endif

// <keyturn/model/unknown_outcome.hpp>
// What to do about a rotation that may have taken place at the server, or may not.
#ifndef KEYTURN_MODEL_UNKNOWN_OUTCOME_HPP
#define KEYTURN_MODEL_UNKNOWN_OUTCOME_HPP

KEYTURN_NAMESPACE_BEGIN

/// A refresh went out and its answer did not come, or the process died meanwhile: the refresh token may be spent. What
/// presenting it again does depends on the server. Once the access token is dead, the client presents it in any case:
/// there is nothing left to lose, and the session ends by the server's word alone. A host's own `refresh()` does so too.
struct UnknownOutcome {
  /// What to do while the access token is still valid.
  enum class Rule {
    repeat,         ///< For servers that know the key of a rotation, or take a spent token again: at once.
    repeat_within,  ///< For servers that take a spent token for a while: during `window` at once, after it as `wait`.
    wait,           ///< For servers that take reuse for theft: not as long as the access token is valid.
  };
  Rule rule = Rule::repeat;        ///< As the server takes a token that was spent.
  std::chrono::seconds window{0};  ///< Counted from the beginning of the rotation.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/machine.hpp>
// The heart of keyturn: one session's state machine. No I/O, no threads, no clock, no randomness.
//
// A driver feeds it inputs with the time, and carries out the actions that it hands out; results come back as inputs:
//
//     machine.handle(input);
//     while (auto action = machine.next_action()) …
//     machine.next_deadline();   // when to feed input::Tick at the latest
//
// Two lanes of work run side by side. The refresh lane follows the table of transitions.hpp: one refresh at a time, or
// the saving of a pair that could not be saved before. The session lane begins and ends sessions: restore, install,
// logout, one after another. When a session ends under a running refresh, that refresh is an orphan: its result changes
// nothing, and tokens that it brings are revoked. Storage is asked one thing at a time.
#ifndef KEYTURN_CORE_MACHINE_HPP
#define KEYTURN_CORE_MACHINE_HPP

KEYTURN_NAMESPACE_BEGIN

namespace core {

using keyturn::detail::make_error;

/// A refresh while the token is still valid: with a blocking transport the call that begins it carries it out and goes
/// out afterwards; with an asynchronous one nobody needs to wait for it.
enum class EarlyRefresh : unsigned char { holds_up_its_caller, holds_up_nobody };

/// Whether others may use the records of the storage too, so that it must be able to lock.
enum class Sharing {
  never,  ///< Known when the program is built: what it takes to share is left out of it.
  maybe,  ///< Said to the constructor.
};

/// Not safe for use by several threads at once: a driver guards it, and holds no lock while it carries out actions.
template <Sharing sharing>
class BasicMachine {
 public:
  /// `shared_storage`: the storage can lock, and others use its records too.
  BasicMachine(Options options, bool shared_storage, EarlyRefresh early_refresh = EarlyRefresh::holds_up_its_caller,
               UnknownOutcome unknown_outcome = {})
      : early_refresh_{early_refresh},
        shared_{shared_storage},
        unknown_outcome_{unknown_outcome},
        options_{std::move(options)} {}

  /// Takes note of what happened at `moment`. A result that nothing waits for is refused and changes nothing.
  void handle(Input&& input, Moment moment);

  /// The next thing to do, handed out once, in an order that must be kept by whoever fed the input; nothing: no more.
  Maybe<Action> next_action();

  /// To be called when an exception, for want of memory, came out of `handle` or `next_action`, or kept a driver from
  /// carrying out an action: goes on as after a restart, with the session that storage holds, or the present one if it
  /// could not be saved. Whoever waited is forgotten, a logout that did not get to its end has not happened. Needs no
  /// memory.
  void start_over() noexcept;

  /// Whether the action was handed out before `start_over`: nobody waits for its result.
  bool is_over(JobId job) const { return job <= last_over_; }

  /// When to feed a `Tick` at the latest; `TimePoint::max()`: no need.
  TimePoint next_deadline() const;

  /// A look at the session as far as it was read.
  SessionInfo info(TimePoint time) const;

  /// Where the refresh lane stands.
  Phase phase() const { return lane_.phase; }

  const Options& options() const { return options_; }

 private:
  friend struct MachineState;  // tests/exhaustive/ tells equal machines by all that they hold

  enum class State : unsigned char {
    unread,      // storage was not read yet, or another session was found there
    absent,      // there is no session
    installing,  // a new session is being saved; nobody sees it yet
    live,
  };

  // The result of an action on storage.
  struct Awaited {
    JobId job = 0;
    Signal kind{};
  };

  // What a record in storage is to the session in memory.
  enum class Stored : unsigned char { same, newer, gone, foreign, corrupt, unreadable };

  // One run of the refresh lane.
  struct Lane {
    Phase phase = Phase::idle;
    bool save_only = false, holds_lock = false, counted = false, asked_again = false;
    bool urgent = false;  // somebody's token is dead, so the lock is worth waiting for
    LogoutReason reason = LogoutReason::refresh_token_refused;
    JobId job = 0;
    unsigned attempts = 0;
    WaiterId carrier{};            // the call whose thread carries it out
    Rare<RefreshAnswer> answer{};  // shared storage is looked at before it is used
    Rare<Session> next{};          // the new pair until it is saved
    TimePoint carrier_deadline = TimePoint::max();
    TimePoint began{}, resume_at{}, lock_until{};
    IntentKey key{};  // for a new intent
  };

  // A refresh whose session is over: where it stood tells which result is still to come.
  struct Orphan {
    JobId job = 0;
    Phase phase = Phase::idle;
  };

  // One piece of work of the session lane; and what follows the end of a session: the callback, the calls that ended
  // with it, and for a logout the revocation.
  struct SessionJob : Holders {
    enum class Kind : unsigned char { restore, look, install, logout } kind{};
    enum class Step : unsigned char {
      waiting,
      drawing,
      locking,
      reading,
      looking,
      saving,
      erasing,
      telling,
      revoking,
      revoking_again
    } step = Step::waiting, next{};  // next: once the call that waits for it has its turn
    bool had_session = false;  // logout
    bool look_again = false;   // logout: another process may have put the session back
    JobId job = 0;
    JobId lock = 0;  // under which name the lock is held; 0: not held
    WaiterId waiter{};
    TimePoint deadline{};
    TokenSet tokens{};  // install: the new ones; logout: those to revoke
    AnswerTiming timing{};
    SessionId session{};           // logout: which one
    Maybe<std::uint64_t> epoch{};  // of the session that ends
    Maybe<SessionId> replaced{};   // logout: what storage holds instead, if this session was never saved over it
    List<WaiterId> ended{};
    Error why{};             // what those get
    List<TokenSet> stale{};  // install: of the session it replaces, to be revoked when that is in storage no more
    std::optional<Error> storage_error{}, other_error{};  // of a logout; the first counts
    std::uint64_t generation = 0;
  };
  using Step = typename SessionJob::Step;

  bool shared() const { return sharing == Sharing::maybe && shared_; }
  TimePoint present() const { return moment_.steady; }
  SessionJob& running() { return *jobs_.first(); }

  void on(input::Ask&& ask);
  void on(input::Restore&& restore);
  void on(input::Install&& install);
  void on(input::Logout&& logout);
  void on(input::Refused&& refused);
  void on(input::Tick&& tick);
  void on(input::Drawn&& drawn);
  void on(input::Locked&& locked);
  void on(input::Loaded&& loaded);
  void on(input::Saved&& saved);
  void on(input::Erased&& erased);
  void on(input::Answered&& answered);
  void on(input::Revoked&& revoked);
  void on(input::Told&& told);
  void on(input::Turn&& turn);
  void on(input::Changed&& changed);

  // machine_actions.hpp: what the driver is asked for
  action::Complete& complete(WaiterId waiter);
  void complete_with_token(WaiterId waiter);
  void fail(WaiterId waiter, const Error& error);
  void fail(WaiterId waiter, Errc code, const char* detail);
  void serve_or_fail(const Waiter& waiter, const Error& error);
  void publish();
  Event& tell(Event::Kind kind);
  void draw(JobId job);
  void lock(JobId job, std::chrono::milliseconds patience, WaiterId waiter = {});
  void unlock(JobId job);
  void load(JobId job);
  void save(JobId job, const Session& session);
  void erase(JobId job);
  void revoke(JobId job, TokenSet&& tokens, std::chrono::milliseconds timeout);
  static Awaited awaited_of(const Action& action);
  void use_storage(Action&& action);
  bool takes_storage_result(JobId job, Signal kind);
  void storage_done();

  // machine_calls.hpp: calls, and what all parts share
  void settle(Waiter& waiter);
  void settle_live(Waiter& waiter);
  void settle_all();
  bool serves(const Waiter& waiter) const;
  bool all_served() const;
  List<Waiter> take_of_session();
  Error storm() const;
  void end_late(const Waiter& waiter);
  static RandomBytes first_half(const std::array<std::byte, 32>& drawn);
  Stored compare(const Result<std::optional<Secret>>& loaded, Maybe<SessionRecord>& record) const;
  void note_stored(const Result<std::optional<Secret>>& loaded);
  void note_stored(const SessionId* id);
  bool stored_is(const SessionId& id) const { return knows_stored_ && stored_ && is_same(*stored_, id); }
  void note_saved(const Result<void>& result, const SessionId& id);
  void end_session(LogoutReason reason, Error&& error, State then);
  void forget_session(State then);

  // machine_refresh.hpp, machine_refresh_ends.hpp: the refresh lane
  bool may_begin_refresh(bool has_token) const;
  bool holds_back() const;
  void begin_refresh(WaiterId carrier, TimePoint deadline);
  void begin_late_save();
  void resume(WaiterId carrier, TimePoint deadline);
  void draw_again(Signal on);
  void go(Signal on, Phase to);
  void finish_lane(Signal on);
  void clear_lane();
  void attempt(Signal on);
  void proceed(Signal on);
  void send(Signal on);
  void lane_drawn(input::Drawn&& drawn);
  void lane_locked(input::Locked&& locked);
  void lane_loaded(input::Loaded&& loaded);
  bool was_outrun(const SessionRecord& record) const;
  void last_look_done(Stored stored, Maybe<SessionRecord>&& record);
  void loading_done(Stored stored, Maybe<SessionRecord>&& record, const Result<std::optional<Secret>>& loaded);
  void looking_done(Stored stored, Maybe<SessionRecord>&& record);
  void comparing_done(Stored stored, Maybe<SessionRecord>&& record);
  void lane_saved(input::Saved&& saved);
  void new_pair_saved(const Result<void>& result);
  void end_refused(Signal on);
  void lane_answered(RefreshAnswer&& answer);
  void clear_storage(Signal on);
  void save_new_pair(Signal on, RefreshAnswer&& answer);
  void adopt_stored(SessionRecord&& record);
  void attempt_failed(Signal on, const Error& error);
  void fail_waiters(const Error& error);
  void lane_ends_elsewhere(Signal on, Stored stored);
  void end_elsewhere(Stored stored);
  void unlock_lane();
  JobId detach_lane(TokenSet& newest);
  JobId detach_for_install();
  bool orphan_result(JobId job, Signal on, bool got_lock = false, RefreshAnswer* answer = nullptr);

  // machine_session.hpp: the session lane and the endings
  SessionJob& add_to(List<Shared<SessionJob>>& jobs);
  SessionJob& enqueue(typename SessionJob::Kind kind, WaiterId waiter, TimePoint deadline);
  void begin_if_first();
  void begin_job();
  void finish_job();
  void need_restore();
  void look();
  void looked(const Result<std::optional<Secret>>& loaded);
  void restored(const Result<std::optional<Secret>>& loaded);
  Result<bool> read_session(const Result<std::optional<Secret>>& loaded);
  void install_locked();
  void install_save();
  void installed(const Result<void>& saved);
  void overtake_logins();
  void begin_logout();
  void logout_erase();
  void logout_read(const Result<std::optional<Secret>>& loaded);
  void logout_looked(const Result<std::optional<Secret>>& loaded);
  void logout_nothing();
  void logged_out();
  void ending_looked(SessionJob& ending, const Result<std::optional<Secret>>& loaded);
  void revoke_of(SessionJob& ending, Step step);
  void finish_ending(SessionJob& ending);
  SessionJob* ending(JobId job, Step step);
  SessionJob* ending(JobId job);
  bool session_job_is(JobId job, Step step) { return !jobs_.empty() && running().job == job && running().step == step; }
  void revoke_stale(TokenSet&& tokens);

  // What is small comes first: processors reach it with shorter instructions.
  State state_ = State::unread;
  EarlyRefresh early_refresh_;
  bool shared_;
  bool intent_saved_ = false, unsaved_ = false;
  bool changed_ = false;       // the record, while other work was going on here
  bool overlooked_ = false;    // what a look found, as a refresh was running that looks for itself
  bool knows_stored_ = false;  // whether it is known what storage holds
  bool unpublished_ = false;   // the session, as there was no memory
  JobId last_job_ = 0, last_over_ = 0;
  unsigned failures_ = 0, save_failures_ = 0;
  unsigned reads_ = 0;  // of the session in storage, begun so far
  Jitter jitter_;
  SnapshotPin token_{};
  List<Orphan> orphans_;           // until their last result has come
  List<Shared<SessionJob>> jobs_;  // the first one runs
  List<Shared<SessionJob>> endings_;
  List<Action> storage_queue_, actions_, tellings_;
  RefreshWindow window_;
  Lane lane_{};
  Waiters waiters_;

  Moment moment_{};  // of the input that is being handled
  std::uint64_t epoch_ = 0;
  Session session_{};
  TimePoint blocked_until_ = TimePoint::min(), save_again_at_ = TimePoint::max();
  Error last_error_{};  // why the last attempt failed, or was not made
  Maybe<Awaited> storage_waits_for_{};
  Maybe<SessionId> stored_{};  // whose record storage holds; nothing: there is none
  Maybe<SessionId> over_{};    // ended here; what storage may still hold of it is no session any more
  UnknownOutcome unknown_outcome_;
  Options options_;
};

using Machine = BasicMachine<Sharing::maybe>;

}  // namespace core

KEYTURN_NAMESPACE_END

#if KEYTURN_HAS_BODIES

// <keyturn/core/machine_actions.hpp>
// Bodies of the machine: how it asks its driver for things, and of storage one thing at a time.
#ifndef KEYTURN_CORE_MACHINE_ACTIONS_HPP
#define KEYTURN_CORE_MACHINE_ACTIONS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace core {

// A call that is over is no carrier any more: its name may be another's soon.
template <Sharing sharing>
action::Complete& BasicMachine<sharing>::complete(WaiterId waiter) {
  if (lane_.carrier == waiter) lane_.carrier = {};
  actions_.emplace(action::Complete{waiter, {}, {}, false});
  return *actions_.last().get<action::Complete>();
}

template <Sharing sharing>
void BasicMachine<sharing>::complete_with_token(WaiterId waiter) {
  action::Complete& done = complete(waiter);
  done.token = token_;
  done.logged_in = true;
}

template <Sharing sharing>
void BasicMachine<sharing>::fail(WaiterId waiter, const Error& error) {
  complete(waiter).error = error;
}

template <Sharing sharing>
void BasicMachine<sharing>::fail(WaiterId waiter, Errc code, const char* detail) {
  complete(waiter).error = make_error(code, detail);
}

template <Sharing sharing>
void BasicMachine<sharing>::serve_or_fail(const Waiter& waiter, const Error& error) {
  serves(waiter) ? complete_with_token(waiter.id) : fail(waiter.id, error);
}

template <Sharing sharing>
void BasicMachine<sharing>::publish() {
  if (state_ != State::live || session_.tokens.access_token.empty() || session_.access_refused) {
    actions_.push(action::Publish{});
    return;
  }
  token_ = render(session_, epoch_, earlier(session_.stale_from, save_again_at_));
  actions_.push(action::Publish{token_});
}

template <Sharing sharing>
Event& BasicMachine<sharing>::tell(Event::Kind kind) {
  tellings_.push(action::Tell{});
  Event& event = tellings_.last().get<action::Tell>()->event;
  event.kind = kind;
  event.epoch = epoch_;
  event.generation = session_.generation;
  return event;
}

template <Sharing sharing>
void BasicMachine<sharing>::draw(JobId job) {
  actions_.push(action::Draw{job});
}

template <Sharing sharing>
void BasicMachine<sharing>::lock(JobId job, std::chrono::milliseconds patience, WaiterId waiter) {
  actions_.push(action::Lock{job, patience, waiter});
}

template <Sharing sharing>
void BasicMachine<sharing>::unlock(JobId job) {
  actions_.push(action::Unlock{job});
}

template <Sharing sharing>
void BasicMachine<sharing>::load(JobId job) {
  use_storage(action::Load{job});
}

template <Sharing sharing>
void BasicMachine<sharing>::save(JobId job, const Session& session) {
  use_storage(action::Save{job, encode(to_record(session, moment_))});
}

template <Sharing sharing>
void BasicMachine<sharing>::erase(JobId job) {
  use_storage(action::Erase{job});
}

template <Sharing sharing>
void BasicMachine<sharing>::revoke(JobId job, TokenSet&& tokens, std::chrono::milliseconds timeout) {
  actions_.push(action::Revoke{job, std::move(tokens), timeout});
}

// Whose result an action on storage will bring, and of what kind.
template <Sharing sharing>
typename BasicMachine<sharing>::Awaited BasicMachine<sharing>::awaited_of(const Action& action) {
  if (const auto* load = action.get<action::Load>()) return {load->job, Signal::loaded};
  if (const auto* save = action.get<action::Save>()) return {save->job, Signal::saved};
  return {action.get<action::Erase>()->job, Signal::erased};
}

// One thing at a time: what comes while storage is busy waits its turn.
template <Sharing sharing>
void BasicMachine<sharing>::use_storage(Action&& action) {
  if (storage_waits_for_) return storage_queue_.push(std::move(action));
  storage_waits_for_ = awaited_of(action);
  actions_.push(std::move(action));
}

template <Sharing sharing>
bool BasicMachine<sharing>::takes_storage_result(JobId job, Signal kind) {
  if (!storage_waits_for_ || storage_waits_for_->job != job || storage_waits_for_->kind != kind) return false;
  storage_waits_for_.reset();
  return true;
}

// After a storage result was dealt with: whoever handled it may have gone on with storage; else the next in line may.
template <Sharing sharing>
void BasicMachine<sharing>::storage_done() {
  if (storage_waits_for_ || storage_queue_.empty()) return;
  use_storage(storage_queue_.pop());
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/machine_calls.hpp>
// Bodies of the machine: the calls that wait, and what its lanes share.
#ifndef KEYTURN_CORE_MACHINE_CALLS_HPP
#define KEYTURN_CORE_MACHINE_CALLS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
void BasicMachine<sharing>::handle(Input&& input, Moment moment) {
  moment_ = moment;
#if KEYTURN_HAS_EXCEPTIONS
  if (unpublished_) publish();
  unpublished_ = false;
#endif
  input.visit([&](auto& in) KEYTURN_INLINE_LAMBDA { on(std::move(in)); });
}

template <Sharing sharing>
Maybe<Action> BasicMachine<sharing>::next_action() {
  List<Action>& from = actions_.empty() ? tellings_ : actions_;
  if (from.empty()) return {};
  return from.pop();
}

template <Sharing sharing>
void BasicMachine<sharing>::start_over() noexcept {
  const bool ending = !jobs_.empty() && running().kind == SessionJob::Kind::logout;
  if (ending && over_ == running().session) over_.reset();
  last_over_ = last_job_;
  const bool sent = lane_.phase >= Phase::sending && lane_.phase <= Phase::saving && !lane_.save_only;
  if (sent && session_.intent) session_.intent->may_be_done = true;  // the answer is lost
  waiters_ = {};
  clear_lane();
  orphans_.clear(), jobs_.clear(), endings_.clear();
  storage_waits_for_.reset();
  storage_queue_.clear(), actions_.clear(), tellings_.clear();
  changed_ = overlooked_ = false;
  unpublished_ = state_ == State::live && unsaved_ && !session_.tokens.refresh_token.empty();
  if (!unpublished_) state_ = State::unread;
}

template <Sharing sharing>
TimePoint BasicMachine<sharing>::next_deadline() const {
  const TimePoint resume = lane_.phase == Phase::pausing && !waiters_.empty() ? lane_.resume_at : TimePoint::max();
  return earlier(resume, waiters_.earliest());
}

template <Sharing sharing>
SessionInfo BasicMachine<sharing>::info(TimePoint time) const {
  SessionInfo info;
  info.logged_in = state_ == State::live;
  info.epoch = epoch_;
  info.generation = session_.generation;
  if (info.logged_in && session_.access_expires)
    info.expires_in =
        std::chrono::seconds{keyturn::detail::divided(left(*session_.access_expires, time).count(), 1'000'000'000)};
  if (info.logged_in) info.scope = session_.tokens.scope;
  info.refreshing = lane_.phase != Phase::idle && !lane_.save_only;
  return info;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Ask&& ask) {
  Waiter waiter{.id = ask.waiter,
                .deadline = ask.deadline,
                .epoch = ask.epoch,
                .above = ask.refused,
                .renew = ask.renew,
                .reads = reads_};
  if (ask.refused && state_ == State::live && (!ask.epoch || *ask.epoch == epoch_)) {
    if (*ask.refused < session_.generation)
      tell(Event::Kind::late_401);
    else
      on(input::Refused{epoch_, *ask.refused});
  }
  settle(waiter);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Restore&& restore) {
  Waiter waiter{.id = restore.waiter, .deadline = restore.deadline, .restore = true, .reads = reads_};
  settle(waiter);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Refused&& refused) {
  if (state_ != State::live || refused.epoch != epoch_ || refused.generation != session_.generation) return;
  session_.access_refused = true;
  actions_.push(action::Publish{});
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Tick&& tick) {
  for (const Waiter& waiter : waiters_.take_overdue(present()))
    serves(waiter) ? complete_with_token(waiter.id)
                   : fail(waiter.id, Errc::timed_out, "no token within the call's time");
  // A call whose own time is up begins no new attempt: the next one that waits does.
  const bool due = lane_.phase == Phase::pausing && present() >= lane_.resume_at && !waiters_.empty();
  if (due && tick.deadline > present()) resume(tick.waiter, tick.deadline);
}

// Completes the call if that can be done now; else it waits, and what it waits for is under way.
template <Sharing sharing>
void BasicMachine<sharing>::settle(Waiter& waiter) {
  const bool settled = jobs_.empty();  // nobody waits for a login that waits for the lock
  // What others have written by now may be newer than a read which had begun before the call.
  if (state_ == State::absent && shared() && settled && !waiter.epoch && waiter.reads == reads_) state_ = State::unread;
  if (waiter.epoch && *waiter.epoch != epoch_) return end_late(waiter);
  if (state_ == State::live && !waiter.restore) return settle_live(waiter);
  if (waiter.restore && (state_ == State::live || state_ == State::absent)) {
    complete(waiter.id).logged_in = state_ == State::live;
    return;
  }
  if (state_ == State::absent) return fail(waiter.id, Errc::not_logged_in, "there is no session: log in first");
  waiters_.add(waiter);
  if (state_ == State::unread) need_restore();
}

template <Sharing sharing>
void BasicMachine<sharing>::settle_live(Waiter& waiter) {
  const TimePoint time = present();
  waiter.epoch = epoch_;
  if (waiter.renew && !waiter.above) waiter.above = session_.generation;
  const bool serves_now = serves(waiter);
  const bool resumes = lane_.phase == Phase::pausing && time >= lane_.resume_at;
  // A call that needs no refresh leaves it to those who wait for one, but not for long: they may be in a callback.
  const bool leaves_it = !waiters_.empty() && time < later(lane_.resume_at, first_back_off);
  const bool stale =
      !leaves_it && time >= session_.stale_from && !session_.tokens.refresh_token.empty() && !holds_back();
  const bool wants_refresh = !serves_now || stale;

  if (wants_refresh && (resumes || (lane_.phase == Phase::idle && may_begin_refresh(serves_now)))) {
    const bool waits = !serves_now || early_refresh_ == EarlyRefresh::holds_up_its_caller;
    const WaiterId carrier = waits ? waiter.id : WaiterId{};
    const TimePoint deadline = waits ? waiter.deadline : TimePoint::max();
    if (waits)
      waiters_.add(waiter);
    else
      complete_with_token(waiter.id);
    return resumes ? resume(carrier, deadline) : begin_refresh(carrier, deadline);
  }
  if (serves_now) {
    complete_with_token(waiter.id);
    if (unsaved_ && time >= save_again_at_ && lane_.phase == Phase::idle) begin_late_save();
    return;
  }
  const bool blocked = lane_.phase == Phase::idle && time < blocked_until_;
  const bool too_long = lane_.phase == Phase::pausing && lane_.resume_at > waiter.deadline;
  const bool can_look = shared() && (jobs_.empty() || running().kind == SessionJob::Kind::look);
  if ((blocked || too_long) && can_look && waiter.reads == reads_) {  // another process may have had more luck
    waiters_.add(waiter);
    return look();
  }
  if (blocked || too_long) {
    last_error_.retry_after = milliseconds_left(blocked ? blocked_until_ : lane_.resume_at, time);
    return fail(waiter.id, last_error_);
  }
  if (lane_.phase == Phase::idle) return fail(waiter.id, storm());
  waiters_.add(waiter);
}

template <Sharing sharing>
Error BasicMachine<sharing>::storm() const {
  Error error = make_error(Errc::refresh_storm, "too many refreshes in the window");
  error.retry_after = window_.wait(options_.refresh_budget, present());
  return error;
}

template <Sharing sharing>
void BasicMachine<sharing>::settle_all() {
  for (Waiter& waiter : waiters_.take_all()) settle(waiter);
}

// Whether the present token is what the call wants.
template <Sharing sharing>
bool BasicMachine<sharing>::serves(const Waiter& waiter) const {
  return state_ == State::live && session_.usable(present()) && (!waiter.above || session_.generation > *waiter.above);
}

// The calls that wait under the present session.
template <Sharing sharing>
List<Waiter> BasicMachine<sharing>::take_of_session() {
  return waiters_.take_if([&](const Waiter& waiter) { return waiter.epoch == epoch_; });
}

// Whether nobody waits for more than the present token.
template <Sharing sharing>
bool BasicMachine<sharing>::all_served() const {
  return !waiters_.any_of([&](const Waiter& waiter) { return !serves(waiter); });
}

// The session that the call began under is over. If its logout callback has not run yet, the call waits for that.
template <Sharing sharing>
void BasicMachine<sharing>::end_late(const Waiter& waiter) {
  if (!jobs_.empty() && running().epoch == waiter.epoch) return running().ended.push(waiter.id);
  for (const auto& end : endings_)
    if (end->epoch == waiter.epoch && end->step == Step::telling) return end->ended.push(waiter.id);
  fail(waiter.id, Errc::session_ended, "the session that the call began under is over");
}

// Of the bytes drawn, the first half names things; the second is for the jitter.
template <Sharing sharing>
RandomBytes BasicMachine<sharing>::first_half(const std::array<std::byte, 32>& drawn) {
  RandomBytes half{};
  for (std::size_t i = 0; i < half.size(); ++i) half[i] = drawn[i];
  return half;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Drawn&& drawn) {
  if (orphan_result(drawn.job, Signal::drawn)) return;
  const bool of_lane = drawn.job == lane_.job && lane_.phase == Phase::drawing;
  if (!of_lane && !session_job_is(drawn.job, Step::drawing)) return;
  if (drawn.bytes) {
    std::uint32_t seed = 0;
    for (std::size_t i = 16; i < 20; ++i) seed = seed << 8 | std::to_integer<std::uint32_t>((*drawn.bytes)[i]);
    jitter_.seed(seed);
  }
  if (of_lane) return lane_drawn(std::move(drawn));
  SessionJob& job = running();
  if (!drawn.bytes) {
    fail(job.waiter, Errc::unsupported, "the system's random generator failed");
    return finish_job();
  }
  job.session = first_half(*drawn.bytes);
  if (!shared()) return install_save();
  if (lane_.holds_lock) {
    job.lock = detach_for_install();
    return install_locked();
  }
  job.step = Step::locking;
  const auto patience = shorter(options_.lock_patience, milliseconds_left(job.deadline, present()));
  lock(job.job, patience);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Locked&& locked) {
  if (!shared()) return;
  const bool ours = locked.result.has_value() && !locked.passed_on;
  if (orphan_result(locked.job, Signal::locked, ours)) return;
  if (locked.job == lane_.job && lane_.phase == Phase::locking) return lane_locked(std::move(locked));
  if (session_job_is(locked.job, Step::locking)) {
    running().lock = ours ? running().job : 0;
    return running().kind == SessionJob::Kind::install ? install_locked() : logout_erase();
  }
  SessionJob* const end = ending(locked.job, Step::locking);
  if (end == nullptr) return;
  if (!ours) {
    end->other_error =
        make_error(locked.result.error().code,
                   "logged out, but without the lock of the shared storage: ", locked.result.error().detail);
    return finish_ending(*end);
  }
  end->step = Step::looking;
  load(end->job);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Loaded&& loaded) {
  if (!takes_storage_result(loaded.job, Signal::loaded)) return;
  if (orphan_result(loaded.job, Signal::loaded)) return storage_done();
  if (shared() && loaded.job == lane_.job && accepts(lane_.phase, Signal::loaded)) {
    lane_loaded(std::move(loaded));
  } else if (session_job_is(loaded.job, Step::reading)) {
    if (running().kind == SessionJob::Kind::restore)
      restored(loaded.result);
    else
      shared() && running().kind == SessionJob::Kind::look ? looked(loaded.result) : logout_read(loaded.result);
  } else if (shared() && session_job_is(loaded.job, Step::looking)) {
    note_stored(loaded.result);
    running().kind == SessionJob::Kind::install ? install_save() : logout_looked(loaded.result);
  } else if (shared()) {
    if (SessionJob* const end = ending(loaded.job, Step::looking)) ending_looked(*end, loaded.result);
  }
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Saved&& saved) {
  if (!takes_storage_result(saved.job, Signal::saved)) return;
  if (orphan_result(saved.job, Signal::saved)) return storage_done();
  if (saved.job == lane_.job && accepts(lane_.phase, Signal::saved))
    lane_saved(std::move(saved));
  else if (session_job_is(saved.job, Step::saving))
    installed(saved.result);
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Erased&& erased) {
  if (!takes_storage_result(erased.job, Signal::erased)) return;
  if (orphan_result(erased.job, Signal::erased)) return storage_done();
  if (erased.result)
    note_stored(nullptr);
  else
    tell(Event::Kind::storage_failed).error = erased.result.error();
  if (erased.job == lane_.job && lane_.phase == Phase::erasing) {
    if (!erased.result) over_ = session_.id;
    end_refused(Signal::erased);
    settle_all();
  } else if (session_job_is(erased.job, Step::erasing)) {
    if (!erased.result) running().storage_error = make_error(Errc::storage_failed, "", erased.result.error().detail);
    logged_out();
  } else if (shared()) {
    if (SessionJob* const end = ending(erased.job, Step::erasing)) {
      end->storage_error.reset();
      if (!erased.result) end->storage_error = make_error(Errc::storage_failed, "", erased.result.error().detail);
      unlock(end->job);
      revoke_of(*end, Step::revoking_again);
    }
  }
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Answered&& answered) {
  if (orphan_result(answered.job, Signal::answered, false, &answered.answer)) return;
  if (answered.job != lane_.job || lane_.phase != Phase::sending) return;
  lane_answered(std::move(answered.answer));
  const bool rests = lane_.phase == Phase::idle || lane_.phase == Phase::pausing;
  if (rests && std::exchange(overlooked_, false)) on(input::Changed{});
}

// What a record is to the session in memory.
template <Sharing sharing>
typename BasicMachine<sharing>::Stored BasicMachine<sharing>::compare(const Result<std::optional<Secret>>& loaded,
                                                                      Maybe<SessionRecord>& record) const {
  if (!loaded) return loaded.error().code == Errc::storage_corrupt ? Stored::corrupt : Stored::unreadable;
  const bool unseen = !knows_stored_ || !stored_;
  if (!*loaded) return unsaved_ && unseen ? Stored::same : Stored::gone;
  auto decoded = decode((*loaded)->view());
  if (!decoded) return Stored::corrupt;
  // A record that was there before this session could be saved is no other session: it is what we mean to replace.
  if (!is_same(decoded->session_id, session_.id))
    return unsaved_ && stored_is(decoded->session_id) ? Stored::same : Stored::foreign;
  record = std::move(*decoded);
  // Two processes may have rotated from one pair; then that of the one which could save counts.
  const bool rival =
      record->generation == session_.generation && !(record->tokens.refresh_token == session_.tokens.refresh_token);
  return rival || record->generation > session_.generation ? Stored::newer : Stored::same;
}

template <Sharing sharing>
void BasicMachine<sharing>::note_stored(const Result<std::optional<Secret>>& loaded) {
  if (!loaded) return;  // what was known before is still the best guess
  if (!*loaded) return note_stored(nullptr);
  const auto seen = peek((*loaded)->view());
  knows_stored_ = false;
  if (seen) note_stored(&seen->session_id);
}

// The record in storage is this session's; null: there is none.
template <Sharing sharing>
void BasicMachine<sharing>::note_stored(const SessionId* id) {
  knows_stored_ = true;
  stored_ = Maybe<SessionId>{};
  if (id != nullptr) stored_ = *id;
}

template <Sharing sharing>
void BasicMachine<sharing>::note_saved(const Result<void>& result, const SessionId& id) {
  if (!result) {
    unsaved_ = true;  // first: kept also if there is no memory to tell of it
    save_again_at_ = later(present(), back_off_limit(++save_failures_));
    tell(Event::Kind::storage_failed).error = result.error();
    return;
  }
  note_stored(&id);
  save_failures_ = 0;
  save_again_at_ = TimePoint::max();
  if (std::exchange(unsaved_, false)) tell(Event::Kind::storage_recovered);
}

template <Sharing sharing>
void BasicMachine<sharing>::forget_session(State then) {
  session_ = Session{};
  token_ = SnapshotPin{};
  state_ = then;
  ++epoch_;
  intent_saved_ = unsaved_ = false;
  save_failures_ = failures_ = 0;
  save_again_at_ = TimePoint::max();
  blocked_until_ = TimePoint::min();
  actions_.push(action::Publish{});
}

// The session is over, by other means than a logout here. Calls under it end after the logout callback.
template <Sharing sharing>
void BasicMachine<sharing>::end_session(LogoutReason reason, Error&& error, State then) {
  SessionJob& end = add_to(endings_);
  end.step = Step::telling;
  end.epoch = epoch_;
  end.why = std::move(error);
  end.why.code = Errc::session_ended;
  for (const Waiter& waiter : take_of_session()) end.ended.push(waiter.id);
  tell(Event::Kind::logged_out).reason = reason;
  tellings_.push(action::CallLogout{end.job, reason});
  forget_session(then);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/machine_refresh.hpp>
// Bodies of the machine: the refresh lane. Each step is a row of the table in transitions.hpp.
#ifndef KEYTURN_CORE_MACHINE_REFRESH_HPP
#define KEYTURN_CORE_MACHINE_REFRESH_HPP

#include <cassert>

KEYTURN_NAMESPACE_BEGIN

namespace core {

// With a shared storage, a call without a token looks there even when no refresh is left in the window: another process
// may have rotated.
template <Sharing sharing>
bool BasicMachine<sharing>::may_begin_refresh(bool has_token) const {
  return present() >= blocked_until_ &&
         (window_.allows(options_.refresh_budget, present()) || (shared() && !has_token));
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_refresh(WaiterId carrier, TimePoint deadline) {
  lane_.job = ++last_job_;
  lane_.carrier = carrier;
  lane_.carrier_deadline = deadline;
  lane_.began = present();
  lane_.lock_until = later(present(), options_.lock_patience);
  go(Signal::needed, Phase::drawing);
  draw(lane_.job);
}

// A pair that could not be saved: tried again, beside the calls that use it.
template <Sharing sharing>
void BasicMachine<sharing>::begin_late_save() {
  lane_.job = ++last_job_;
  lane_.save_only = true;
  lane_.began = present();
  lane_.lock_until = later(present(), options_.lock_patience);
  attempt(Signal::save_due);
}

template <Sharing sharing>
void BasicMachine<sharing>::resume(WaiterId carrier, TimePoint deadline) {
  lane_.carrier = carrier;
  lane_.carrier_deadline = deadline;
  if (present() >= lane_.lock_until) lane_.lock_until = later(present(), options_.lock_patience);
  attempt(Signal::resumed);
}

// The same run goes on with another pair, whose rotation has a key of its own.
template <Sharing sharing>
void BasicMachine<sharing>::draw_again(Signal on) {
  unlock_lane();
  lane_.attempts = 0;
  go(on, Phase::drawing);
  draw(lane_.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::go(Signal on, Phase to) {
  assert(allows(lane_.phase, on, to));
  (void)on;
  lane_.phase = to;
}

template <Sharing sharing>
void BasicMachine<sharing>::finish_lane(Signal on) {
  unlock_lane();
  go(on, Phase::idle);
  clear_lane();
}

template <Sharing sharing>
void BasicMachine<sharing>::clear_lane() {
  lane_ = Lane{};
}

template <Sharing sharing>
void BasicMachine<sharing>::unlock_lane() {
  if (shared() && std::exchange(lane_.holds_lock, false)) unlock(lane_.job);
}

// One attempt begins: with the lock, where there is one. As long as everybody has a valid token, nobody waits for it.
template <Sharing sharing>
void BasicMachine<sharing>::attempt(Signal on) {
  lane_.urgent = !all_served();
  if (!shared()) return proceed(on);
  go(on, Phase::locking);
  const TimePoint until = lane_.urgent ? earlier(lane_.lock_until, lane_.carrier_deadline) : present();
  lock(lane_.job, milliseconds_left(until, present()), lane_.carrier);
}

// Nothing newer is in storage: what this run of the lane is for.
template <Sharing sharing>
void BasicMachine<sharing>::proceed(Signal on) {
  if (lane_.save_only) {
    go(on, Phase::saving);
    return save(lane_.job, session_);
  }
  if (holds_back() && all_served()) {
    finish_lane(on);
    return settle_all();
  }
  if (session_.tokens.refresh_token.empty()) {
    last_error_ = make_error(Errc::refresh_unavailable, "there is no refresh token");
    if (session_.usable(present())) {
      finish_lane(on);
      return fail_waiters(last_error_);
    }
    lane_.reason = LogoutReason::no_refresh_token;
    last_error_.status = 401;
    return clear_storage(on);
  }
  if (!lane_.counted && !window_.allows(options_.refresh_budget, present())) {
    finish_lane(on);
    return fail_waiters(storm());
  }
  if (intent_saved_) return send(on);
  if (!session_.intent) session_.intent = Intent{.key = lane_.key, .since = present()};
  go(on, Phase::saving_intent);
  save(lane_.job, session_);
}

template <Sharing sharing>
void BasicMachine<sharing>::send(Signal on) {
  go(on, Phase::sending);
  if (!std::exchange(lane_.counted, true)) window_.note(options_.refresh_budget, present());
  TokenSet tokens = session_.tokens;
  if (!session_.usable(present())) tokens.access_token = Secret{};
  // Never less than its own limit, however little time the call has that carries it: an answer given up is a pair lost.
  actions_.push(action::SendRefresh{lane_.job, std::move(tokens), session_.intent->key, options_.refresh_timeout});
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_drawn(input::Drawn&& drawn) {
  if (!drawn.bytes) {
    const Error error = make_error(Errc::refresh_unavailable, "the system's random generator failed");
    tell(Event::Kind::refresh_failed).error = error;
    finish_lane(Signal::drawn);
    return fail_waiters(error);
  }
  lane_.key = first_half(*drawn.bytes);
  attempt(Signal::drawn);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_locked(input::Locked&& locked) {
  if (locked.passed_on) {
    lane_.resume_at = present();
    return go(Signal::locked, Phase::pausing);
  }
  if (locked.result) {
    lane_.holds_lock = true;
    go(Signal::locked, Phase::loading);
    return load(lane_.job);
  }
  if (lane_.save_only) {
    save_again_at_ = later(present(), back_off_limit(++save_failures_));
    publish();
    finish_lane(Signal::locked);
    return settle_all();
  }
  last_error_ = std::move(locked.result.error());
  go(Signal::locked, Phase::last_look);
  load(lane_.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_loaded(input::Loaded&& loaded) {
  Maybe<SessionRecord> record;
  const Stored stored = compare(loaded.result, record);
  note_stored(loaded.result);
  overlooked_ = false;
  if (!loaded.result) tell(Event::Kind::storage_failed).error = loaded.result.error();
  switch (lane_.phase) {
    case Phase::last_look:
      return last_look_done(stored, std::move(record));
    case Phase::loading:
      return loading_done(stored, std::move(record), loaded.result);
    case Phase::looking:
      return looking_done(stored, std::move(record));
    default:
      return comparing_done(stored, std::move(record));
  }
}

// The lock could not be had: a newer pair of its holder will do, else this call has to give up for now. Never a refresh
// without the lock.
template <Sharing sharing>
void BasicMachine<sharing>::last_look_done(Stored stored, Maybe<SessionRecord>&& record) {
  if (stored == Stored::gone || stored == Stored::foreign) return lane_ends_elsewhere(Signal::loaded, stored);
  if (stored == Stored::newer) adopt_stored(std::move(*record));
  if (stored == Stored::newer && session_.usable(present())) {
    finish_lane(Signal::loaded);
    return settle_all();
  }
  const Error error = make_error(Errc::refresh_unavailable, "the lock of the shared storage: ", last_error_.detail);
  if (lane_.urgent) tell(Event::Kind::refresh_failed).error = error;
  const bool time_is_over = present() >= lane_.lock_until || lane_.carrier_deadline >= lane_.lock_until;
  if (last_error_.code != Errc::storage_busy || (lane_.urgent && time_is_over)) {
    finish_lane(Signal::loaded);
    return fail_waiters(error);
  }
  // Only the carrier's time is up, or it needs no lock: the others have more patience, and so has a carrier whose token was
  // refused meanwhile.
  const auto has_enough = [&](const Waiter& w) { return w.id == lane_.carrier && (lane_.urgent || serves(w)); };
  for (const Waiter& waiter : waiters_.take_if(has_enough)) serve_or_fail(waiter, error);
  if (waiters_.empty()) return finish_lane(Signal::loaded);
  last_error_ = error;
  lane_.resume_at = present();
  go(Signal::loaded, Phase::pausing);
}

// Another process has begun the rotation after this one could not: nothing was sent with the key here, and may have been with
// the other.
template <Sharing sharing>
bool BasicMachine<sharing>::was_outrun(const SessionRecord& record) const {
  return !is_same(*record.intent, session_.intent->key) && !session_.intent->may_be_done;
}

template <Sharing sharing>
void BasicMachine<sharing>::loading_done(Stored stored, Maybe<SessionRecord>&& record,
                                         const Result<std::optional<Secret>>& loaded) {
  if (stored == Stored::gone || stored == Stored::foreign) return lane_ends_elsewhere(Signal::loaded, stored);
  if (stored == Stored::unreadable && lane_.save_only) {
    note_saved(loaded.error(), session_.id);
    publish();
    finish_lane(Signal::loaded);
    return settle_all();
  }
  if (stored == Stored::unreadable) return attempt_failed(Signal::loaded, loaded.error());
  if (stored == Stored::newer) {
    adopt_stored(std::move(*record));
    if (lane_.save_only || (session_.usable(present()) && !session_.intent)) {
      finish_lane(Signal::loaded);
      return settle_all();
    }
    if (lane_.attempts > 0 && !session_.intent)
      return draw_again(Signal::loaded);  // the key went out with the old pair
  } else if (record && record->generation == session_.generation && record->intent &&
             (lane_.attempts == 0 || !session_.intent || was_outrun(*record))) {
    session_.intent = intent_of(*record, moment_);
    intent_saved_ = true;
  } else if (!record || !session_.intent || !record->intent || !is_same(*record->intent, session_.intent->key)) {
    intent_saved_ = false;
  }
  proceed(Signal::loaded);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_answered(RefreshAnswer&& answer) {
  const bool has_tokens = is_sendable_token(answer.tokens.access_token.view()) || !answer.tokens.refresh_token.empty();
  if (answer.verdict == Verdict::renewed && has_tokens) {
    if (!shared()) return save_new_pair(Signal::answered, std::move(answer));
    lane_.answer = std::move(answer);
    go(Signal::answered, Phase::looking);
    return load(lane_.job);
  }
  if (answer.verdict == Verdict::renewed || answer.verdict == Verdict::transient) {
    if (answer.verdict == Verdict::renewed)
      answer.error = make_error(Errc::bad_answer, "the refresh answer holds no usable token");
    return attempt_failed(Signal::answered, answer.error);
  }
  const bool time_is_over = session_.refresh_expires && present() >= *session_.refresh_expires;
  lane_.reason = answer.verdict == Verdict::expired || time_is_over ? LogoutReason::refresh_token_expired
                                                                    : LogoutReason::refresh_token_refused;
  last_error_ = std::move(answer.error);
  clear_storage(Signal::answered);
}

template <Sharing sharing>
void BasicMachine<sharing>::clear_storage(Signal on) {
  go(on, shared() ? Phase::comparing : Phase::erasing);
  shared() ? load(lane_.job) : erase(lane_.job);
}

// Has new tokens, under the lock: are they still wanted?
template <Sharing sharing>
void BasicMachine<sharing>::looking_done(Stored stored, Maybe<SessionRecord>&& record) {
  if (stored == Stored::gone || stored == Stored::foreign) {
    revoke_stale(std::move(lane_.answer->tokens));
    return lane_ends_elsewhere(Signal::loaded, stored);
  }
  if (stored != Stored::newer) return save_new_pair(Signal::loaded, std::move(*lane_.answer));
  adopt_stored(std::move(*record));
  finish_lane(Signal::loaded);
  settle_all();
}

template <Sharing sharing>
void BasicMachine<sharing>::save_new_pair(Signal on, RefreshAnswer&& answer) {
  lane_.next = next_generation(session_, std::move(answer.tokens), answer.timing, options_.leeway, jitter_.next());
  go(on, Phase::saving);
  save(lane_.job, *lane_.next);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_saved(input::Saved&& saved) {
  if (lane_.phase == Phase::saving && !lane_.save_only) return new_pair_saved(saved.result);
  note_saved(saved.result, session_.id);
  if (lane_.save_only) {
    intent_saved_ = session_.intent.has_value() && saved.result.has_value();
    publish();
    finish_lane(Signal::saved);
    return settle_all();
  }
  intent_saved_ = saved.result.has_value();
  send(Signal::saved);
}

template <Sharing sharing>
void BasicMachine<sharing>::new_pair_saved(const Result<void>& result) {
  session_ = std::move(*lane_.next);
  intent_saved_ = false;
  note_saved(result, session_.id);
  publish();
  if (session_.tokens.access_token.empty()) {
    if (std::exchange(lane_.asked_again, true)) {
      const auto wait = back_off(++failures_, jitter_.next());
      blocked_until_ = later(present(), wait);
      last_error_ = make_error(Errc::refresh_unavailable, "the auth server gives no usable access token");
      last_error_.retry_after = milliseconds_around(wait);
      finish_lane(Signal::saved);
      return fail_waiters(last_error_);
    }
    lane_.counted = false;
    return draw_again(Signal::saved);
  }
  failures_ = 0;
  blocked_until_ = TimePoint::min();
  tell(Event::Kind::refreshed).took = present() - lane_.began;
  finish_lane(Signal::saved);
  // Also a token that lives no longer than its own journey serves those who waited for it once.
  for (const Waiter& waiter : waiters_.take_all()) complete_with_token(waiter.id);
}

// The session is over: only a record that holds its present pair is removed.
template <Sharing sharing>
void BasicMachine<sharing>::comparing_done(Stored stored, Maybe<SessionRecord>&& record) {
  if (stored == Stored::foreign) return lane_ends_elsewhere(Signal::loaded, stored);
  if (stored == Stored::unreadable)  // a newer pair may be there: nobody is logged out for a disk that hiccups
    return attempt_failed(Signal::loaded, make_error(Errc::storage_failed, "storage cannot be read"));
  if (stored == Stored::same && record) {
    go(Signal::loaded, Phase::erasing);
    return erase(lane_.job);
  }
  if (stored == Stored::newer) {
    adopt_stored(std::move(*record));
    if (session_.usable(present())) {
      finish_lane(Signal::loaded);
      return settle_all();
    }
    return draw_again(Signal::loaded);
  }
  if (stored == Stored::gone) lane_.reason = LogoutReason::logged_out_elsewhere;
  end_refused(Signal::loaded);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/machine_refresh_ends.hpp>
// Bodies of the machine: how a refresh ends that brings no pair of its own: one was adopted, it was refused, it failed for
// now, or its session is over.
#ifndef KEYTURN_CORE_MACHINE_REFRESH_ENDS_HPP
#define KEYTURN_CORE_MACHINE_REFRESH_ENDS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
void BasicMachine<sharing>::end_refused(Signal on) {
  const LogoutReason reason = lane_.reason;
  finish_lane(on);
  end_session(reason, std::move(last_error_), State::absent);
}

// Another process saved a newer pair of this session: it is as good as a refresh of our own.
template <Sharing sharing>
void BasicMachine<sharing>::adopt_stored(SessionRecord&& record) {
  session_ = from_record(std::move(record), moment_, options_.leeway, jitter_.next());
  intent_saved_ = session_.intent.has_value();
  unsaved_ = false;
  save_failures_ = failures_ = 0;
  save_again_at_ = TimePoint::max();
  blocked_until_ = TimePoint::min();
  publish();
  tell(Event::Kind::found_newer);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_ends_elsewhere(Signal on, Stored stored) {
  finish_lane(on);
  end_elsewhere(stored);
}

template <Sharing sharing>
void BasicMachine<sharing>::end_elsewhere(Stored stored) {
  end_session(LogoutReason::logged_out_elsewhere, make_error({}, "logged out or logged in anew in another process"),
              stored == Stored::foreign ? State::unread : State::absent);
}

// A rotation may be done already, and the server is not to be asked again as long as there is another way.
template <Sharing sharing>
bool BasicMachine<sharing>::holds_back() const {
  using Rule = UnknownOutcome::Rule;
  if (!session_.intent || !session_.intent->may_be_done || !session_.usable(present())) return false;
  const bool in_window = present() < later(session_.intent->since, unknown_outcome_.window);
  return unknown_outcome_.rule == Rule::wait || (unknown_outcome_.rule == Rule::repeat_within && !in_window);
}

// An attempt failed for now: the lock goes, the intent stays, and the next attempt waits.
template <Sharing sharing>
void BasicMachine<sharing>::attempt_failed(Signal on, const Error& error) {
  Event& failed = tell(Event::Kind::refresh_failed);
  failed.error = error;
  failed.took = present() - lane_.began;
  const auto pause = longer(back_off(++failures_, jitter_.next()), honoured(error.retry_after));
  last_error_ = make_error(Errc::refresh_unavailable, to_string(error.code).data(), error.detail.empty() ? "" : ": ");
  last_error_.detail += error.detail;
  last_error_.status = error.status;
  last_error_.retry_after = milliseconds_around(pause);
  const TimePoint again = later(present(), pause);
  // Asking again changes nothing before somebody else does something.
  const bool lasts = error.code == Errc::login_refused || error.code == Errc::bad_request;
  // Not sent, or refused by an answer: the token is not spent. Anything else leaves that open.
  if (on == Signal::answered && !lasts && error.code != Errc::not_sent && error.code != Errc::server_refused)
    session_.intent->may_be_done = true;
  const bool wait = holds_back() && all_served();
  if (++lane_.attempts >= options_.refresh_attempts || wait || lasts) {
    blocked_until_ = again;
    finish_lane(on);
    return fail_waiters(last_error_);
  }
  unlock_lane();
  lane_.resume_at = again;
  lane_.lock_until = later(again, options_.lock_patience);
  go(on, Phase::pausing);
  for (const Waiter& waiter : waiters_.take_if([&](const Waiter& w) { return serves(w) || w.deadline < again; }))
    serve_or_fail(waiter, last_error_);
}

// Everyone who waits gets the same error, or the token that is still valid.
template <Sharing sharing>
void BasicMachine<sharing>::fail_waiters(const Error& error) {
  for (const Waiter& waiter : waiters_.take_all()) serve_or_fail(waiter, error);
}

// The session is over while its refresh runs: the result will find nobody. Says under which name the lock is still
// held, 0 if it is not; hands over tokens that the server has given and storage has not.
template <Sharing sharing>
JobId BasicMachine<sharing>::detach_lane(TokenSet& newest) {
  if (lane_.phase == Phase::idle) return 0;
  const JobId lock = std::exchange(lane_.holds_lock, false) ? lane_.job : 0;
  TokenSet* given = nullptr;
  if (shared() && lane_.phase == Phase::looking) given = &lane_.answer->tokens;
  if (lane_.phase == Phase::saving && !lane_.save_only) given = &lane_.next->tokens;
  if (given != nullptr && !(given->refresh_token.empty() && given->access_token.empty())) newest = std::move(*given);
  const bool never_begun =
      storage_queue_.remove_if([&](const Action& queued) { return awaited_of(queued).job == lane_.job; });
  if (lane_.phase != Phase::pausing && !never_begun) orphans_.push({lane_.job, lane_.phase});
  overlooked_ = false;
  clear_lane();
  return lock;
}

// Whether the result is that of an orphan, which is settled with it.
template <Sharing sharing>
bool BasicMachine<sharing>::orphan_result(JobId job, Signal on, bool got_lock, RefreshAnswer* answer) {
  const auto awaits = [&](const Orphan& orphan) { return orphan.job == job && accepts(orphan.phase, on); };
  if (!orphans_.remove_if(awaits)) return false;
  if (got_lock) unlock(job);
  if (answer != nullptr && answer->verdict == Verdict::renewed) revoke_stale(std::move(answer->tokens));
  return true;
}

template <Sharing sharing>
void BasicMachine<sharing>::revoke_stale(TokenSet&& tokens) {
  tell(Event::Kind::stale_result_dropped);
  // If the process dies before a login is saved, the session that it replaces is still there, and must be alive.
  if (!jobs_.empty() && running().kind == SessionJob::Kind::install && running().step >= SessionJob::Step::looking)
    return running().stale.push(std::move(tokens));
  // Nor when it could not be saved, unless storage is known to hold no other.
  if (unsaved_ && !(knows_stored_ && (!stored_ || stored_is(session_.id)))) return;
  revoke(++last_job_, std::move(tokens), options_.logout_timeout);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/machine_session.hpp>
// Bodies of the machine: the session lane, where sessions begin and end, and what follows an end.
#ifndef KEYTURN_CORE_MACHINE_SESSION_HPP
#define KEYTURN_CORE_MACHINE_SESSION_HPP

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
KEYTURN_ONCE typename BasicMachine<sharing>::SessionJob& BasicMachine<sharing>::add_to(List<Shared<SessionJob>>& jobs) {
  jobs.push(share<SessionJob>());
  jobs.last()->job = ++last_job_;
  return *jobs.last();
}

template <Sharing sharing>
typename BasicMachine<sharing>::SessionJob& BasicMachine<sharing>::enqueue(typename SessionJob::Kind kind,
                                                                           WaiterId waiter, TimePoint deadline) {
  SessionJob& job = add_to(jobs_);
  job.kind = kind;
  job.waiter = waiter;
  job.deadline = deadline;
  return job;
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_if_first() {
  if (jobs_.size() == 1) begin_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_job() {
  SessionJob& job = running();
  switch (job.kind) {
    case SessionJob::Kind::restore:
      if (state_ != State::unread) return finish_job();
      [[fallthrough]];
    case SessionJob::Kind::look:
      job.step = Step::reading;
      ++reads_;
      return load(job.job);
    case SessionJob::Kind::install:
      job.step = Step::drawing;
      return draw(job.job);
    case SessionJob::Kind::logout:
      return begin_logout();
  }
}

// The lane is free: the next job begins, and calls that waited for the state to settle are looked at again.
template <Sharing sharing>
void BasicMachine<sharing>::finish_job() {
  if (shared() && running().lock != 0) unlock(running().lock);
  jobs_.remove_first();
  if (!jobs_.empty()) actions_.push(action::Turn{running().job, running().waiter});
  settle_all();
  if (std::exchange(changed_, false)) on(input::Changed{});
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Turn&& turn) {
  if (session_job_is(turn.job, Step::waiting)) return begin_job();
  SessionJob* const end = ending(turn.job, Step::waiting);
  if (end == nullptr) return;
  end->step = end->next;
  const auto timeout = longer(milliseconds_left(end->deadline, present()), std::chrono::milliseconds{1});
  revoke(end->job, std::move(end->tokens), timeout);
}

template <Sharing sharing>
void BasicMachine<sharing>::need_restore() {
  if (!jobs_.empty()) return;  // whatever runs there settles the state, or its end comes back here
  enqueue(SessionJob::Kind::restore, {}, {});
  begin_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::restored(const Result<std::optional<Secret>>& loaded) {
  const auto there = read_session(loaded);
  if (!there)
    for (const Waiter& waiter : waiters_.take_all()) fail(waiter.id, there.error());
  if (!there && there.error().code != Errc::storage_corrupt) tell(Event::Kind::storage_failed).error = there.error();
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Changed&&) {
  changed_ = shared() && !jobs_.empty();  // what that has read may be old already
  if (shared() && state_ == State::live) look();
}

// Whether others have changed the session meanwhile; the end of any other work in this lane settles the calls as well.
template <Sharing sharing>
void BasicMachine<sharing>::look() {
  if (!jobs_.empty()) return;
  enqueue(SessionJob::Kind::look, {}, {});
  begin_job();
}

// A refresh that runs looks for itself, under the lock, unless it fails.
template <Sharing sharing>
void BasicMachine<sharing>::looked(const Result<std::optional<Secret>>& loaded) {
  const bool pauses = lane_.phase == Phase::pausing;
  overlooked_ = !pauses && lane_.phase != Phase::idle;
  if (state_ == State::live && !overlooked_) {
    Maybe<SessionRecord> record;
    const Stored stored = compare(loaded, record);
    note_stored(loaded);
    const bool over = stored == Stored::gone || stored == Stored::foreign;
    if (pauses && (over || stored == Stored::newer)) finish_lane(Signal::dropped);
    if (over) end_elsewhere(stored);
    if (stored == Stored::newer) adopt_stored(std::move(*record));
  }
  finish_job();
}

// Makes the session in storage the present one. Whether there is one; the error leaves everything unread.
template <Sharing sharing>
Result<bool> BasicMachine<sharing>::read_session(const Result<std::optional<Secret>>& loaded) {
  if (!loaded) return loaded.error();  // what was known of storage before is still the best guess
  knows_stored_ = false;
  if (!*loaded) {
    note_stored(nullptr);
    state_ = State::absent;
    return false;
  }
  auto record = decode((*loaded)->view());
  if (!record) return std::move(record).error();
  note_stored(&record->session_id);
  if (over_ && is_same(record->session_id, *over_)) {
    state_ = State::absent;
    return false;
  }
  if (record->session_id != session_.id) ++epoch_;  // else it was read anew, memory having run out
  session_ = from_record(std::move(*record), moment_, options_.leeway, jitter_.next());
  intent_saved_ = session_.intent.has_value();
  unsaved_ = false;
  save_again_at_ = TimePoint::max();
  state_ = State::live;
  publish();
  return true;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Install&& install) {
  SessionJob& job = enqueue(SessionJob::Kind::install, install.waiter, install.deadline);
  job.tokens = std::move(install.tokens);
  job.timing = install.timing;
  begin_if_first();
}

// With the lock or without: what is there now must be known, so that a save which fails here can be told from somebody
// else's session later.
template <Sharing sharing>
void BasicMachine<sharing>::install_locked() {
  SessionJob& job = running();
  job.step = Step::looking;
  load(job.job);
}

// A login replaces the session whose refresh runs: what that has brought already is of no use to anybody.
template <Sharing sharing>
JobId BasicMachine<sharing>::detach_for_install() {
  TokenSet newest;
  const JobId lock = detach_lane(newest);
  running().step = Step::looking;
  if (!newest.refresh_token.empty() || !newest.access_token.empty()) revoke_stale(std::move(newest));
  return lock;
}

// From here on the old session is history; a refresh of it that still runs changes nothing any more.
template <Sharing sharing>
void BasicMachine<sharing>::install_save() {
  SessionJob& job = running();
  const JobId lock = detach_for_install();
  if (job.lock == 0)
    job.lock = lock;  // what kept the lock from this login may have been the refresh that ends with it
  else if (lock != 0)
    unlock(lock);
  for (const Waiter& waiter : take_of_session()) fail(waiter.id, Errc::session_ended, "a login replaced the session");
  forget_session(State::installing);
  window_.clear();

  Session before;
  before.id = job.session;
  session_ = next_generation(before, std::move(job.tokens), job.timing, options_.leeway, jitter_.next());
  job.step = Step::saving;
  save(job.job, session_);
}

template <Sharing sharing>
void BasicMachine<sharing>::installed(const Result<void>& saved) {
  SessionJob& job = running();
  note_saved(saved, session_.id);
  state_ = State::live;
  publish();
  tell(Event::Kind::logged_in);
  complete(job.waiter).logged_in = true;
  if (saved)
    for (TokenSet& tokens : job.stale) revoke(++last_job_, std::move(tokens), options_.logout_timeout);
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Logout&& logout) {
  overtake_logins();
  enqueue(SessionJob::Kind::logout, logout.waiter, logout.deadline);
  begin_if_first();
}

// A logout does not stand behind a login that may wait long for the lock: that login is over before it began.
template <Sharing sharing>
void BasicMachine<sharing>::overtake_logins() {
  jobs_.remove_if([&](const Shared<SessionJob>& held) {
    SessionJob& job = *held;
    if (job.kind != SessionJob::Kind::install || job.step > Step::locking) return false;
    if (job.step == Step::drawing) orphans_.push({job.job, Phase::drawing});
    if (job.step == Step::locking) orphans_.push({job.job, Phase::locking});
    fail(job.waiter, Errc::session_ended, "a logout came before the login was through");
    // Not as what is stale: that looks at the job that runs, which may have been taken out just now.
    tell(Event::Kind::stale_result_dropped);
    revoke(++last_job_, std::move(job.tokens), options_.logout_timeout);
    return true;
  });
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_logout() {
  SessionJob& job = running();
  if (state_ == State::unread || (state_ == State::absent && shared())) {
    job.step = Step::reading;
    return load(job.job);
  }
  if (state_ == State::absent) return logout_nothing();
  // Memory first: from here on the tokens are of no use here, whatever storage and network do.
  job.had_session = true;
  job.session = session_.id;
  job.epoch = epoch_;
  over_ = session_.id;
  if (unsaved_ && knows_stored_) job.replaced = stored_;
  job.generation = session_.generation;
  const bool usable = session_.usable(present());
  job.tokens = std::move(session_.tokens);
  if (!usable) job.tokens.access_token = Secret{};
  job.lock = detach_lane(job.tokens);
  for (const Waiter& waiter : take_of_session()) job.ended.push(waiter.id);
  tell(Event::Kind::logged_out).reason = LogoutReason::requested;
  forget_session(State::absent);

  if (!shared() || job.lock != 0) return logout_erase();
  job.step = Step::locking;
  lock(job.job, std::chrono::milliseconds{0});
}

// There is no session; but the record of one that could not be erased when it ended may be there still.
template <Sharing sharing>
void BasicMachine<sharing>::logout_nothing() {
  SessionJob& job = running();
  if (over_ && stored_is(*over_)) {
    job.step = Step::erasing;
    return erase(job.job);
  }
  complete(job.waiter);
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_erase() {
  SessionJob& job = running();
  job.step = shared() ? Step::looking : Step::erasing;
  shared() ? load(job.job) : erase(job.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_read(const Result<std::optional<Secret>>& loaded) {
  SessionJob& job = running();
  const auto there = read_session(loaded);
  if (there && *there) return begin_logout();
  if (there) return logout_nothing();
  // What cannot be read can still be removed; its tokens, unknown here, live on at the server, and that is said.
  if (there.error().code != Errc::storage_corrupt) job.storage_error = there.error();
  forget_session(State::absent);
  job.step = Step::erasing;
  erase(job.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_looked(const Result<std::optional<Secret>>& loaded) {
  SessionJob& job = running();
  auto record = loaded && *loaded ? decode((*loaded)->view()) : Result<SessionRecord>{Error{}};
  const bool same = record && is_same(record->session_id, job.session);
  const bool nothing_of_ours = loaded && (!*loaded || (record && !same && record->session_id != job.replaced));
  if (nothing_of_ours) return logged_out();
  if (same && record->generation > job.generation) job.tokens = tokens_to_revoke(std::move(*record), moment_);
  job.step = Step::erasing;
  erase(job.job);
}

// Erased: the lane is free, and what follows goes on beside it.
template <Sharing sharing>
void BasicMachine<sharing>::logged_out() {
  SessionJob& job = running();
  if (!job.had_session) {
    complete(job.waiter).error = std::move(job.storage_error);
    return finish_job();
  }
  endings_.push(jobs_.first());
  job.job = ++last_job_;
  job.step = Step::telling;
  job.why = make_error(Errc::session_ended, "logged out");
  job.look_again = shared() && (job.lock == 0 || job.storage_error);  // a lock that lapsed may be had anew
  tellings_.push(action::CallLogout{job.job, LogoutReason::requested});
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Told&& told) {
  SessionJob* const end = ending(told.job, Step::telling);
  if (end == nullptr) return;
  for (const WaiterId waiter : end->ended) fail(waiter, end->why);
  if (end->kind != SessionJob::Kind::logout) return finish_ending(*end);
  revoke_of(*end, Step::revoking);
}

// The server may be slow, and what was erased may have been so for another call, whose time that is not.
template <Sharing sharing>
void BasicMachine<sharing>::revoke_of(SessionJob& ending, Step step) {
  ending.step = Step::waiting;
  ending.next = step;
  actions_.push(action::Turn{ending.job, ending.waiter});
}

template <Sharing sharing>
void BasicMachine<sharing>::ending_looked(SessionJob& ending, const Result<std::optional<Secret>>& loaded) {
  auto record = loaded && *loaded ? decode((*loaded)->view()) : Result<SessionRecord>{Error{}};
  if (record && (is_same(record->session_id, ending.session) || record->session_id == ending.replaced)) {
    ending.tokens = tokens_to_revoke(std::move(*record), moment_);
    ending.step = Step::erasing;
    return erase(ending.job);
  }
  if (!loaded) ending.storage_error = make_error(Errc::storage_failed, "", loaded.error().detail);
  unlock(ending.job);
  finish_ending(ending);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Revoked&& revoked) {
  SessionJob* const end = ending(revoked.job);
  if (end == nullptr || (end->step != Step::revoking && end->step != Step::revoking_again)) return;
  if (!revoked.result) end->other_error = std::move(revoked.result.error());
  if (shared() && end->step == Step::revoking && end->look_again) {
    end->step = Step::locking;
    lock(end->job, milliseconds_left(end->deadline, present()));
  } else {
    finish_ending(*end);
  }
}

template <Sharing sharing>
void BasicMachine<sharing>::finish_ending(SessionJob& ending) {
  if (ending.kind == SessionJob::Kind::logout) {
    complete(ending.waiter).error = std::move(ending.storage_error ? ending.storage_error : ending.other_error);
  }
  const JobId job = ending.job;
  endings_.remove_if([&](const Shared<SessionJob>& e) { return e->job == job; });
}

template <Sharing sharing>
typename BasicMachine<sharing>::SessionJob* BasicMachine<sharing>::ending(JobId job) {
  for (const auto& ending : endings_)
    if (ending->job == job) return ending.get();
  return nullptr;
}

template <Sharing sharing>
typename BasicMachine<sharing>::SessionJob* BasicMachine<sharing>::ending(JobId job, Step step) {
  SessionJob* const found = ending(job);
  return found != nullptr && found->step == step ? found : nullptr;
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

#endif

#endif

// <keyturn/core/exchange.hpp>
// One API request as pure functions, which every driver calls: where it may go, the token on it, and what its answer
// asks for.
#ifndef KEYTURN_CORE_EXCHANGE_HPP
#define KEYTURN_CORE_EXCHANGE_HPP

#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// The origins that may get the access token: that of the API base, and those the host named. Read once.
class Origins {
 public:
  Origins(std::string_view api_base, const std::vector<std::string>& allowed) : base_url_{api_base} {
    origins_.push(origin_of(api_base));
    for (const std::string& url : allowed) origins_.push(origin_of(url));
    if (!are_short_ways_kept || !check()) return;
    keep_home(api_base, base());
    for (std::size_t i = 0; i < allowed.size(); ++i) keep_home(allowed[i], origins_.begin()[i + 1]);
  }

  /// An origin in the options that cannot be read, as `bad_request`: better said at the first call than never.
  Result<void> check() const {
    for (const auto& origin : origins_)
      if (!origin && &origin != &base())
        return keyturn::detail::make_error(Errc::bad_request, "allowed_origins: ", origin.error().detail);
    return {};
  }

  bool allows(const Origin& origin) const {
    for (const auto& one : origins_)
      if (one == origin) return true;
    return false;
  }

  /// The short way: true only if `origin_of(url)` is trustworthy and allowed, seen by how the URL begins. False says
  /// nothing.
  KEYTURN_IN_ONE_PIECE bool begins_at_home(std::string_view url) const {
    if (!are_short_ways_kept) return false;
    const std::string* const end = homes_.end();
    for (const std::string* one = homes_.begin(); one != end; ++one)
      if (ends_authority(url, one->size()) && url.starts_with(*one))
        return keyturn::detail::holds_only_url_bytes(url, one->size());
    return false;
  }

  std::string_view base_url() const { return base_url_; }
  const Result<Origin>& base() const { return *origins_.begin(); }

 private:
  // Firmware calls its API so rarely that room counts for more.
  static constexpr bool are_short_ways_kept = KEYTURN_HAS_HOSTED;

  friend bool operator==(const Result<Origin>& a, const Origin& b) { return a && *a == b; }

  void keep_home(std::string_view url, const Result<Origin>& origin) {
    if (!origin || !is_trustworthy(*origin)) return;
    homes_.emplace(url.substr(0, url.find_first_of("/?#", url.find("://") + 3)));
  }

  static bool ends_authority(std::string_view url, std::size_t at) {
    return at >= url.size() || url[at] == '/' || url[at] == '?' || url[at] == '#';
  }

  std::string base_url_;
  List<Result<Origin>> origins_;  // the first one is that of the base
  List<std::string> homes_;       // trustworthy origins as they were spelt, unless the options are wrong
};

namespace detail {
/// The bytes of a token of RFC 9110, section 5.6.2. A table, since each call's method and header names come by here: of
/// bytes, or of bits where memory is small.
class TokenBytes {
 public:
  constexpr TokenBytes() {
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789"}) allow(c);
    for (char c = 'a'; c <= 'z'; ++c) allow(c);
    for (char c = 'A'; c <= 'Z'; ++c) allow(c);
  }
#if KEYTURN_HAS_HOSTED
  constexpr bool has(char c) const { return table_[static_cast<unsigned char>(c)]; }

 private:
  constexpr void allow(char c) { table_[static_cast<unsigned char>(c)] = true; }
  bool table_[256]{};
#else
  constexpr bool has(char c) const { return (table_[static_cast<unsigned char>(c) / 32] >> (c & 31) & 1u) != 0; }

 private:
  constexpr void allow(char c) { table_[static_cast<unsigned char>(c) / 32] |= 1u << (c & 31); }
  std::uint32_t table_[8]{};
#endif
};
inline constexpr TokenBytes token_bytes{};

/// Whether text is such a token: what methods and header names are made of.
constexpr bool is_http_token(std::string_view text) {
  for (const char c : text)
    if (!token_bytes.has(c)) return false;
  return !text.empty();
}
}  // namespace detail

/// Whether the method and the headers may go out as they are (P10).
KEYTURN_IN_ONE_PIECE constexpr bool has_sendable_fields(const Request& request) {
  if (!detail::is_http_token(request.method)) return false;
  for (const Header& header : request.headers)
    if (!detail::is_http_token(header.name) || !is_header_value(header.value)) return false;
  return true;
}

/// `bad_request` if the method, a header name or a header value may not go out as it is.
inline Result<void> check_fields(const Request& request) {
  if (has_sendable_fields(request)) return {};
  if (!detail::is_http_token(request.method)) return {Errc::bad_request, "the method is not a word"};
  for (const Header& header : request.headers)
    if (!is_header_value(header.value))
      return Error{.code = Errc::bad_request,
                   .detail = "header " + header.name + ": its value holds a control character"};
  return {Errc::bad_request, "a header's name is not a word"};
}

namespace detail {
/// Why nothing secret goes to an origin over plain http.
KEYTURN_ONCE inline Error insecure([[maybe_unused]] const Origin& origin) {
#if KEYTURN_HAS_HINTS
  return keyturn::detail::make_error(Errc::insecure_url, "use https: no password or token goes over plain http to ",
                                     origin.host);
#else
  return keyturn::detail::make_error(Errc::insecure_url, "no password or token goes over plain http");
#endif
}

/// `prepare` without the short way.
inline Result<bool> prepare_unknown(Request& request, const Origins& origins) {
  if (auto fields = check_fields(request); !fields) return fields.error();
  if (auto named = origins.check(); !named) return named.error();
  if (!is_absolute_url(request.url)) {
    if (!origins.base()) return origins.base().error();
    request.url = join_url(origins.base_url(), request.url);
  }
  if (request.auth != Auth::none) {
    request.headers.remove("Authorization");
    if (origins.begins_at_home(request.url)) return true;
  }

  const auto origin = origin_of(request.url);
  if (!origin) return origin.error();
  if (request.auth == Auth::none) return false;
  const bool trustworthy = is_trustworthy(*origin);
  if (trustworthy && origins.allows(*origin)) return true;
  if (request.auth == Auth::optional) return false;
  if (!trustworthy) return insecure(*origin);
#if KEYTURN_HAS_HINTS
  return keyturn::detail::make_error(
      Errc::origin_not_allowed, "not in Options::allowed_origins: ",
      (origin->secure ? "https://" : "http://") + origin->host + ':' + std::to_string(origin->port));
#else
  return {Errc::origin_not_allowed, "not in Options::allowed_origins"};
#endif
}
}  // namespace detail

/// Makes the URL absolute and fills in what the request leaves to the options. Whether the access token goes along; or
/// `bad_request`, `insecure_url`, `origin_not_allowed`.
KEYTURN_IN_ONE_PIECE inline Result<bool> prepare(Request& request, const Origins& origins, const Options& options) {
  if (request.max_response == 0) request.max_response = options.max_response;
  if (request.auth != Auth::none && has_sendable_fields(request) && origins.begins_at_home(request.url)) {
    if (!request.headers.empty()) request.headers.remove("Authorization");
    return true;
  }
  return detail::prepare_unknown(request, origins);
}

/// Puts the token on a request, whose header values are wiped from now on when they go (P16).
KEYTURN_IN_ONE_PIECE inline void attach(Request& request, const Snapshot& token) {
  request.headers.keep_secret();
  request.headers.set(token.authorization);
}

/// Whether the answer says that the access token is dead. 403 does not (RFC 6750, section 3.1).
constexpr bool is_unauthorized(const Response& answer) { return answer.status == 401; }

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core/http_time.hpp>
// The times in HTTP answers: Date and Retry-After, in every form that RFC 9110 allows.
#ifndef KEYTURN_CORE_HTTP_TIME_HPP
#define KEYTURN_CORE_HTTP_TIME_HPP

#include <cstdint>
#include <optional>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace core {

namespace detail {
inline constexpr std::string_view month_names = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// Days from 1970 to the first of that month, of which the twelfth is not the last: the thirteenth is next January.
constexpr int days_before(int year, int month) {
  // Of years that begin in March the leap day is the last. 400 of them more, so that none is below zero.
  const int years = 400 + year - (month < 3);
  const int month_of_them = month < 3 ? month + 9 : month - 3;
  constexpr int days_to_1970 = 719'468 + 146'097;
  return years * 365 + years / 4 - years / 100 + years / 400 + (153 * month_of_them + 2) / 5 - days_to_1970;
}

/// The parts of a date as the digits of a pattern: of its year two digits each.
enum DatePart { year, month_name, day, hours, minutes, seconds, padded_day, date_parts };

/// A date along a pattern, whose other characters stand for themselves. Years below 100 are those from 1970 to 2069.
constexpr Maybe<WallTime> read_date(std::string_view text, std::string_view pattern) {
  int part[date_parts]{};
  for (const char expected : pattern) {
    const int which = expected - '0';
    const bool stands_for_itself = !keyturn::detail::is_digit(expected);
    const std::size_t size = stands_for_itself ? 1 : which == month_name ? 3 : 2;
    if (text.size() < size) return {};
    if (stands_for_itself) {
      if (text[0] != expected) return {};
    } else if (which == month_name) {
      const std::size_t at = month_names.find(text.data(), 0, size);
      if (at == month_names.npos || at % 3 != 0) return {};
      part[which] = static_cast<int>(at / 3) + 1;
    } else {
      const char tens = which == padded_day && text[0] == ' ' ? '0' : text[0];
      if (!keyturn::detail::is_digit(tens) || !keyturn::detail::is_digit(text[1])) return {};
      part[which] = part[which] * 100 + (tens - '0') * 10 + text[1] - '0';
    }
    text.remove_prefix(size);
  }
  const int of_month = part[day] + part[padded_day];
  int of_era = part[year];
  if (of_era < 100) of_era += of_era < 70 ? 2000 : 1900;
  const int days = days_before(of_era, part[month_name]);
  if (!text.empty() || of_month < 1 || of_month > days_before(of_era, part[month_name] + 1) - days ||
      part[hours] > 23 || part[minutes] > 59 || part[seconds] > 60)
    return {};
  const int of_day = (part[hours] * 60 + part[minutes]) * 60 + part[seconds];
  return WallTime{std::chrono::seconds{std::int64_t{days + of_month - 1} * 86'400 + of_day}};
}
}  // namespace detail

/// An HTTP-date (RFC 9110, section 5.6.7): the present form, and the two of old. Two-digit years are taken as 1970 to
/// 2069.
constexpr Maybe<WallTime> parse_http_date(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == text.npos)  // asctime: Sun Nov  6 08:49:37 1994
    return text.size() == 24 ? detail::read_date(text.substr(4), "1 6 3:4:5 00") : Maybe<WallTime>{};
  text.remove_prefix(comma);
  // The other one of old is that of RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  return detail::read_date(text, text.size() > 4 && text[4] == '-' ? ", 2-1-0 3:4:5 GMT" : ", 2 1 00 3:4:5 GMT");
}

/// The server's clock when it answered. Nothing for an answer out of a cache, whose Date is old (it has an Age).
inline Maybe<WallTime> server_date(const Headers& headers) {
  const auto age = headers.get("Age");
  const auto date = headers.get("Date");
  if (!date || (age && *age != "0")) return {};
  return parse_http_date(*date);
}

/// How long the server wants us to stay away (RFC 9110, section 10.2.3): seconds, or a date, which is taken relative to
/// the answer's own Date, else to `wall`. 0 if it says nothing that can be read; an hour at most.
inline std::chrono::milliseconds retry_after(const Headers& headers, WallTime wall) {
  const auto value = headers.get("Retry-After");
  if (!value || value->empty()) return std::chrono::milliseconds{0};
  constexpr std::chrono::milliseconds most = longest_retry_after;
  int number = 0;
  bool is_number = true;
  for (const char c : *value) {
    is_number &= keyturn::detail::is_digit(c);
    number = number * 10 + (c - '0');
    if (number > 100'000 || !is_number) number = 100'000;
  }
  if (is_number) return shorter<std::int64_t, std::milli>(std::chrono::seconds{number}, most);
  const auto date = parse_http_date(*value);
  if (!date) return std::chrono::milliseconds{0};
  return clamped<std::chrono::milliseconds>(*date - server_date(headers).value_or(wall), std::chrono::milliseconds{0},
                                            most);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/host_code.hpp>
// What a driver does about exceptions: one that comes out of code that is not its own stops nothing, and one for want of
// memory leaves nothing half done.
#ifndef KEYTURN_DRIVE_HOST_CODE_HPP
#define KEYTURN_DRIVE_HOST_CODE_HPP

#include <new>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// That there was no memory. Needs none itself: the text is short enough to stand in the string.
inline Error out_of_memory(Errc code) { return Error{.code = code, .detail = "out of memory"}; }

/// `call()`, with an exception that host code lets out turned into `otherwise`: the machine must get its answer.
template <class T, class Call>
Result<T> guarded([[maybe_unused]] Errc otherwise, Call&& call) {
#if KEYTURN_HAS_EXCEPTIONS
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return out_of_memory(otherwise);
  } catch (...) {
    return {otherwise, "host code threw an exception"};
  }
#else
  return call();
#endif
}

/// The same for a callback: it must not throw, and if it does, nobody else pays for it.
template <class Call>
void shielded(Call&& call) {
  (void)guarded<void>(Errc::unsupported, [&] {
    call();
    return Result<void>{};
  });
}

/// `act()`, with `mend()` before an exception comes out of it.
template <class Act, class Mend>
auto mended(Act&& act, [[maybe_unused]] Mend&& mend) {
#if KEYTURN_HAS_EXCEPTIONS
  try {
    return act();
  } catch (...) {
    mend();
    throw;
  }
#else
  return act();
#endif
}

/// `act()`, and `mend()` instead of an exception.
template <class Act, class Mend>
void contained(Act&& act, [[maybe_unused]] Mend&& mend) {
#if KEYTURN_HAS_EXCEPTIONS
  try {
    act();
  } catch (...) {
    mend();
  }
#else
  act();
#endif
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/auth_exchange.hpp>
// The conversations with the auth server, as every driver holds them: what goes on the wire and how an answer is read.
#ifndef KEYTURN_DRIVE_AUTH_EXCHANGE_HPP
#define KEYTURN_DRIVE_AUTH_EXCHANGE_HPP

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Wipes what an answer of the auth server carried (P16).
inline void wipe_message(Response& answer) {
  wipe(answer.body);
  answer.headers.keep_secret();
  answer.headers = {};
}

/// Makes a protocol's request ready: absolute, to a place where tokens may go, never resent by the transport, and wiped
/// when it dies.
inline Result<void> make_ready(Request& request, std::string_view api_base, const Options& options,
                               std::chrono::milliseconds timeout) {
  request.headers.keep_secret();
  request.body.keep_secret();
  if (!is_absolute_url(request.url)) request.url = join_url(api_base, request.url);
  if (auto fields = core::check_fields(request); !fields) return fields;
  const auto origin = origin_of(request.url);
  if (!origin && KEYTURN_HAS_HINTS)
    return keyturn::detail::make_error(Errc::bad_request, "the auth server's ", origin.error().detail);
  if (!origin) return origin.error();
  if (!is_trustworthy(*origin)) return core::detail::insecure(*origin);
  request.auth = Auth::none;
  request.at_most_once = true;
  request.timeout = longer(timeout, std::chrono::milliseconds{1});
  request.max_response = options.max_token_answer;
  return {};
}
inline void make_ready(Result<Request>& made, std::string_view api_base, const Options& options,
                       std::chrono::milliseconds timeout) {
  if (!made) return;
  if (auto done = make_ready(*made, api_base, options, timeout); !done) made = std::move(done.error());
}
inline Result<Request> ready(Result<Request> made, std::string_view api_base, const Options& options,
                             std::chrono::milliseconds timeout) {
  make_ready(made, api_base, options, timeout);
  return made;
}

template <Protocol P>
constexpr bool sends_idempotency_key(const P& protocol) {
  if constexpr (requires {
                  { protocol.idempotency_key() } -> std::convertible_to<bool>;
                })
    return protocol.idempotency_key();
  else
    return true;
}

/// What to do when it is not known whether a rotation took place; the protocol's word, or to ask again.
template <class P>
UnknownOutcome unknown_outcome(const P& protocol) {
  if constexpr (requires {
                  { protocol.unknown_outcome() } -> std::same_as<UnknownOutcome>;
                })
    return protocol.unknown_outcome();
  else
    return {};
}

/// The key as it goes out: hexadecimal digits.
inline std::string to_hex(const IntentKey& key) {
  std::string text;
  for (const std::byte byte : key)
    for (const unsigned nibble : {std::to_integer<unsigned>(byte) >> 4, std::to_integer<unsigned>(byte) & 15u})
      text += "0123456789abcdef"[nibble];
  return text;
}

template <Protocol P>
Result<Request> refresh_request(const P& protocol, const action::SendRefresh& what, const Options& options) {
  return guarded<Request>(Errc::not_sent, [&] {
    auto request = guarded<Request>(Errc::bad_request, [&] { return protocol.refresh_request(what.tokens); });
    make_ready(request, protocol.api_base(), options, what.timeout);
    if (request && sends_idempotency_key(protocol)) request->headers.set("Idempotency-Key", to_hex(what.key));
    return request;
  });
}

/// What a refused request says: the protocol's word, or the status alone.
template <Protocol P>
Error error_of(const P& protocol, const Response& answer) {
  if constexpr (requires {
                  { protocol.error_of(answer) } -> std::same_as<Error>;
                })
    return protocol.error_of(answer);
  else
    return keyturn::detail::status_error(answer.status);
}

/// What a refresh brought, read by the protocol; the answer is wiped.
template <Protocol P>
RefreshAnswer read_refresh(const P& protocol, Result<Response>&& answer, const AnswerTiming& timing) {
  RefreshAnswer read{.timing = timing};
  if (!answer) {
    read.error = std::move(answer.error());
    return read;
  }
  auto understood = guarded<void>(Errc::bad_answer, [&]() -> Result<void> {
    read.timing.server_date = core::server_date(answer->headers);
    read.verdict = protocol.refresh_verdict(*answer);
    if (read.verdict != Verdict::renewed) return error_of(protocol, *answer);
    auto tokens = protocol.read_tokens(*answer);
    if (!tokens) return std::move(tokens.error());
    read.tokens = std::move(*tokens);
    return {};
  });
  if (!understood) {
    if (read.verdict == Verdict::renewed) read.verdict = Verdict::transient;
    read.error = std::move(understood.error());
  }
  read.error.status = answer->status;
  read.error.retry_after = core::retry_after(answer->headers, timing.received.wall);
  wipe_message(*answer);
  return read;
}

/// What the error of an answer to a login means, and what to do where the protocol has no more to say than the status.
inline void judge_login(Error& error, const Response& answer, WallTime wall) {
  const int status = answer.status;
  error.status = status;
  const bool refused = status >= 400 && status < 500 && status != 408 && status != 429;
  if (!refused) {
    error.retry_after = core::retry_after(answer.headers, wall);
    return;
  }
  error.code = Errc::login_refused;
  if (KEYTURN_HAS_HINTS && (status == 400 || status == 401 || status == 403) &&
      error.detail == keyturn::detail::status_error(status).detail)
    error.detail += "; are the credentials right?";
}

/// What a login brought: tokens, `login_refused`, `server_refused` or `bad_answer`; the answer is wiped.
template <Protocol P>
Result<TokenSet> read_login(const P& protocol, Response& answer, AnswerTiming& timing) {
  timing.server_date = core::server_date(answer.headers);
  Result<TokenSet> tokens = guarded<TokenSet>(Errc::bad_answer, [&]() -> Result<TokenSet> {
    if (is_success(answer.status)) return protocol.read_tokens(answer);
    return error_of(protocol, answer);
  });
  if (!tokens) judge_login(tokens.error(), answer, timing.received.wall);
  wipe_message(answer);
  return tokens;
}

/// Whether the protocol says what the answer to a login with that grant need not repeat.
template <class P, class Grant>
concept Implies = requires(const P& protocol, const Grant& grant) {
  { protocol.implied_tokens(grant) } -> std::same_as<TokenSet>;
};

/// Puts that where the answer says nothing.
inline void fill_in(TokenSet& tokens, TokenSet&& implied) {
  if (tokens.refresh_token.empty()) tokens.refresh_token = std::move(implied.refresh_token);
  if (tokens.scope.empty()) tokens.scope = std::move(implied.scope);
}

/// Whether the protocol says what confirms a logout: one that revokes as RFC 7009 has it.
template <class P>
concept ConfirmsLogout = requires(const P& protocol, const Response& answer) {
  { protocol.confirms_logout(answer) } -> std::same_as<bool>;
};

/// Whether an answer confirms a logout: the protocol's word, or that it was done, or that the tokens were dead already.
/// Else `server_refused`.
template <Protocol P>
Result<void> read_logout(const P& protocol, const Result<Response>& answer) {
  if (!answer) return answer.error();
  bool confirmed = is_success(answer->status) || answer->status == 401;
  if constexpr (ConfirmsLogout<P>) confirmed = protocol.confirms_logout(*answer);
  if (confirmed) return {};
  return keyturn::detail::status_error(answer->status, "logged out here, but the auth server answered with status ");
}

/// How long a server wants to be left alone before it is asked again to revoke: the token lives on (RFC 7009, section
/// 2.2.1). 0: it does not say so.
inline std::chrono::milliseconds revocation_pause(const Result<Response>& answer, WallTime wall) {
  if (!answer || answer->status != 503) return std::chrono::milliseconds{0};
  return core::retry_after(answer->headers, wall);
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/held_locks.hpp>
// The locks of a shared storage that a client holds, each under the name of the machine's work that wanted it.
#ifndef KEYTURN_DRIVE_HELD_LOCKS_HPP
#define KEYTURN_DRIVE_HELD_LOCKS_HPP

#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// A lock with several holders, so that it stays where it is used, whoever gives it back meanwhile.
template <class Lock>
struct HeldLock : Holders {
  explicit HeldLock(Lock&& taken) : lock{std::move(taken)} {}
  Lock lock;
};

/// Not safe for several threads at once. A lock is released by whoever destroys the last that `take` and `find` gave,
/// which may be slow.
template <class S>
class HeldLocks {
 public:
  using Held = Shared<HeldLock<typename S::Lock>>;

  void keep(JobId job, Held lock) { locks_.push({job, std::move(lock)}); }

  /// The lock under that name, which stays here; null if there is none.
  [[nodiscard]] Held find(JobId job) const {
    for (const Named& held : locks_)
      if (held.job == job) return held.lock;
    return nullptr;
  }

  /// The same, and it stays here no longer.
  [[nodiscard]] Held take(JobId job) {
    Held lock = find(job);
    locks_.remove_if([&](const Named& held) { return held.job == job; });
    return lock;
  }

 private:
  struct Named {
    JobId job;
    Held lock;
  };
  List<Named> locks_;
};

/// A storage that cannot lock: there is nothing to hold.
template <class S>
requires(!SharedStorage<S>) class HeldLocks<S> {
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/local_work.hpp>
// The actions that need no network, carried out at once: random numbers and storage. What each brings is an input.
#ifndef KEYTURN_DRIVE_LOCAL_WORK_HPP
#define KEYTURN_DRIVE_LOCAL_WORK_HPP

#include <array>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

inline Input perform(Platform auto& platform, const action::Draw& draw) {
  std::array<std::byte, 32> bytes{};
  const auto drawn = guarded<bool>(Errc::unsupported, [&]() -> Result<bool> { return platform.random(bytes); });
  return input::Drawn{
      draw.job, drawn.value_or(false) ? Maybe<std::array<std::byte, 32>>{bytes} : Maybe<std::array<std::byte, 32>>{}};
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Load& load) {
  return input::Loaded{load.job,
                       guarded<std::optional<Secret>>(Errc::storage_failed, [&] { return storage.load(account); })};
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Save& save) {
  return input::Saved{save.job,
                      guarded<void>(Errc::storage_failed, [&] { return storage.save(account, save.record); })};
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Erase& erase) {
  return input::Erased{erase.job, guarded<void>(Errc::storage_failed, [&] { return storage.erase(account); })};
}

/// The lock of the storage, or why it could not be had. May block up to `patience`.
template <SharedStorage S>
Result<typename S::Lock> take_lock(S& storage, std::string_view account, std::chrono::milliseconds patience) {
  return guarded<typename S::Lock>(Errc::storage_failed, [&] { return storage.lock(account, patience); });
}

/// Sees to it that a lock which can lapse outlasts a refresh of at most `timeout` and the saving of what it brings. If
/// it cannot, or if there is no lock any more, nothing may be sent.
template <class Lock>
Result<void> outlast(const Shared<HeldLock<Lock>>& held, std::chrono::milliseconds timeout) {
  constexpr std::chrono::seconds for_saving{5};
  constexpr std::chrono::milliseconds longest =
      std::chrono::hours{24 * 365};  // hosts say "no limit" with the largest value
  if (!held) return {Errc::not_sent, "the lock of the shared storage was given back"};
  if constexpr (requires { held->lock.extend(timeout); }) {
    auto extended =
        guarded<void>(Errc::storage_failed, [&] { return held->lock.extend(std::min(timeout, longest) + for_saving); });
    if (!extended)
      return keyturn::detail::make_error(Errc::not_sent, "the lock of the shared storage: ", extended.error().detail);
  }
  return {};
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/published.hpp>
// Where calls find the current access token without a lock: one acquire load, and a cache that the thread owns.
#ifndef KEYTURN_DRIVE_PUBLISHED_HPP
#define KEYTURN_DRIVE_PUBLISHED_HPP

#include <array>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// The published token of one client that stays on one thread.
template <class Mutex>
class Published {
  static_assert(OneThread<Mutex>,
                "a client on many threads needs thread_local, and with it a standard library that has threads; a "
                "platform for one thread says so: static constexpr bool Mutex::one_thread = true");

 public:
  void store(SnapshotPin snapshot) { current_ = std::move(snapshot); }

  /// The current token, or null. Valid until the next call.
  const Snapshot* find() const { return current_.get(); }

 private:
  SnapshotPin current_;
};

#if KEYTURN_HAS_HOSTED
namespace detail {
/// One thread's pins, by publication number. Plain data without a destructor, so that reading it costs no guard.
struct PinnedByThread {
  struct Slot {
    const void* owner;
    std::uint64_t number;
    const Snapshot* snapshot;

    /// Holds that one, and lets go of the one before.
    void pin(const Snapshot* next) {
      const SnapshotPin before = SnapshotPin::adopt(snapshot);
      snapshot = next;
    }
  };
  std::array<Slot, 4> slots;
};
inline constinit thread_local PinnedByThread pinned{};

struct ReleaseAtThreadEnd {
  bool armed = false;
  ~ReleaseAtThreadEnd() {
    for (auto& slot : pinned.slots) slot.pin(nullptr);
  }
};
/// From now on the pins are let go of when this thread ends. On the slow path alone. Inside a function, because with MinGW's
/// g++ an inline thread_local with a destructor is defined twice in a program of two units.
inline void release_at_thread_end() {
  static thread_local ReleaseAtThreadEnd release;
  release.armed = true;
}

inline Atomic<std::uint64_t> last_publication{0};
}  // namespace detail

/// The same for many threads. Each publication has a number that no other has in this process; a thread that
/// has seen it keeps the snapshot pinned, and readers write no shared memory. After a change a thread lets go of the
/// old token at its next call, or when it ends.
template <class Mutex>
requires(!OneThread<Mutex>) class Published<Mutex> {
 public:
  Published() = default;
  Published(const Published&) = delete;
  Published& operator=(const Published&) = delete;

  void store(SnapshotPin snapshot) {
    const std::uint64_t number = snapshot ? detail::last_publication.add(1) + 1 : 0;
    mutex_.lock();
    const SnapshotPin before = std::move(current_);  // let go of without the lock
    current_ = std::move(snapshot);
    number_.store(number);
    mutex_.unlock();
  }

  /// The current token, or null. Valid until this thread's next call of any client.
  KEYTURN_IN_ONE_PIECE const Snapshot* find() {
    auto& slot =
        detail::pinned.slots[reinterpret_cast<std::uintptr_t>(this) / alignof(Published) % detail::pinned.slots.size()];
    const std::uint64_t number = number_.load();
    if (number == 0) return let_go(slot);
    return slot.number == number ? slot.snapshot : pin(slot);
  }

 private:
  const Snapshot* let_go(detail::PinnedByThread::Slot& slot) {
    if (slot.owner == this) slot.pin(nullptr);
    return nullptr;
  }

  const Snapshot* pin(detail::PinnedByThread::Slot& slot) {
    detail::release_at_thread_end();
    mutex_.lock();
    SnapshotPin current = current_;
    slot.number = number_.load();
    mutex_.unlock();
    slot.owner = this;
    slot.pin(current.release());
    return slot.snapshot;
  }

  Atomic<std::uint64_t> number_{0};
  Mutex mutex_;
  SnapshotPin current_;
};
#endif

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/storage_watch.hpp>
// Word from a shared storage that others have changed a record, where a storage can give it.
#ifndef KEYTURN_DRIVE_STORAGE_WATCH_HPP
#define KEYTURN_DRIVE_STORAGE_WATCH_HPP

#include <concepts>
#include <optional>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// A storage that calls, on a thread of its own, whenever somebody else has changed the record.
template <class S>
concept WatchableStorage = requires(S& storage, std::string_view account, Callback<void()> changed) {
  { storage.watch(account, changed) } -> std::same_as<typename S::Watch>;
};

/// Of any other storage nothing is heard.
template <class S>
class StorageWatch {
 public:
  void begin(S&, std::string_view, auto&&) {}
  void end() {}
};

template <WatchableStorage S>
class StorageWatch<S> {
 public:
  /// `changed` is called from now on. Without a thread to be had nothing is heard, and nothing else is lost.
  template <class Changed>
  void begin(S& storage, std::string_view account, Changed changed) {
    shielded([&] { watch_.emplace(storage.watch(account, Callback<void()>{std::move(changed)})); });
  }

  /// When it returns, `changed` is not being called any more, and will not be.
  void end() { watch_.reset(); }

 private:
  std::optional<typename S::Watch> watch_;
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/blocking.hpp>
// The driver for blocking transports: the threads that call are the threads that work.
#ifndef KEYTURN_DRIVE_BLOCKING_HPP
#define KEYTURN_DRIVE_BLOCKING_HPP

#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Runs a machine for many threads. Each thread that feeds it carries out what its own input brought, without a lock;
/// a call that waits does so for its result alone, and one of those who wait keeps the time.
template <BlockingTransport T, Storage S, Protocol P, Platform E>
class Blocking {
 public:
  Blocking(T transport, S storage, P protocol, Options&& options, E platform)
      : transport_{std::move(transport)},
        storage_{std::move(storage)},
        protocol_{std::move(protocol)},
        platform_{std::move(platform)},
        machine_{std::move(options), SharedStorage<S>, core::EarlyRefresh::holds_up_its_caller,
                 unknown_outcome(protocol_)} {}

  struct Outcome;
  static WaiterId name_of(const Outcome* outcome) { return reinterpret_cast<WaiterId>(outcome); }

  /// What a call waited for. It stays where it is until then: that is its name.
  struct Outcome {
    WaiterId waiter() const { return name_of(this); }
    bool done = false, logged_in = false;
    bool may_carry = false;  // it waits for a token, and has time left: it carries what is due
    bool carried = false;    // its thread has sent a refresh
    unsigned life = 0;       // of the machine that knows the call
    JobId turn = 0;          // session work of this call that may begin
    SnapshotPin token{};
    std::optional<Error> error{};
  };

  /// Feeds the input that begins the call of that outcome, and works and waits until it is over.
  void call(Outcome& outcome, TimePoint deadline, Input&& input) {
    run(std::move(input), &outcome);
    wait(outcome, deadline);
  }

  /// The same for a call that no deadline ends here, and that wants nothing back.
  Result<void> finish(Outcome& outcome, Input&& input) {
    call(outcome, TimePoint::max(), std::move(input));
    if (outcome.error) return std::move(*outcome.error);
    return {};
  }

  /// `carried`: set if this thread sent a refresh meanwhile, which may have taken longer than the call has.
  Result<SnapshotPin> token(input::Ask&& ask, bool* carried = nullptr) {
    Outcome outcome;
    outcome.may_carry = true;
    ask.waiter = outcome.waiter();
    call(outcome, ask.deadline, Input{ask});
    if (carried != nullptr) *carried = outcome.carried;
    if (outcome.error) return std::move(*outcome.error);
    return std::move(outcome.token);
  }

  /// Feeds one input and carries out what it brings, and what that brings, until nothing is left for this thread.
  /// `own`: the call of this thread. An exception means that there was no memory, and that the machine has started over.
  void run(Input&& input, Outcome* own = nullptr) {
    listen();
    mended([&] { return work_off(std::move(input), own); }, [&] { start_over(); });
  }

  /// The published token if it is fresh at `time`, found without a lock. Valid until this thread's next call of any
  /// client.
  KEYTURN_IN_ONE_PIECE const Snapshot* fresh_token(TimePoint time) {
    const Snapshot* snapshot = published_.find();
    return snapshot != nullptr && time < snapshot->fresh_until ? snapshot : nullptr;
  }

  /// Whether there is a token that can still be sent, fresh or not.
  bool has_valid_token(TimePoint time) {
    const Snapshot* snapshot = published_.find();
    return snapshot != nullptr && time < snapshot->valid_until;
  }

  /// Sends a request to the auth server.
  Result<Response> post(const Result<Request>& request) {
    if (!request) return request.error();
    return guarded<Response>(Errc::no_answer, [&] { return transport_.send(*request); });
  }

  SessionInfo info() {
    const TimePoint time = platform_.now();
    const Guard guard{mutex_};
    return machine_.info(time);
  }

  void on_logout(Callback<void(LogoutReason)> callback) {
    const Guard guard{mutex_};
    on_logout_ = std::move(callback);
  }
  void on_event(Callback<void(const Event&)> callback) {
    const Guard guard{mutex_};
    on_event_ = std::move(callback);
  }
  void tell(const Event& event) {
    if (const auto callback = copy_of(on_event_)) shielded([&] { callback(event); });
  }

  T& transport() { return transport_; }
  S& storage() { return storage_; }
  const P& protocol() const { return protocol_; }
  E& platform() { return platform_; }
  const Options& options() const { return machine_.options(); }

 private:
  using Mutex = typename E::Mutex;
  using Condition = typename E::Condition;
  using Guard = MutexGuard<Mutex>;

  // What one thread has to do, what is done at once first. A thread that waits for the network holds up nothing of
  // storage, and one that waits for the lock holds up nothing that its holder has to do. The host is told when nothing
  // is left that its callbacks could need when they call the client again; revocations, for which nobody waits but a
  // logout, come last.
  struct Work {
    enum Kind { quick, network, locks, tellings, revocations, kinds };
    List<Action> queues[kinds];
    Outcome* own = nullptr;  // the call of this thread
    unsigned life = 0;
    TimePoint refresh_ends = TimePoint::max();  // if this thread has sent one: then at the latest

    void add(Action&& action) { queues[kind_of(action)].push(std::move(action)); }

    static Kind kind_of(const Action& action) {
      if (action.is<action::SendRefresh>()) return network;
      if (action.is<action::Revoke>()) return revocations;
      if (action.is<action::Lock>()) return locks;
      return action.is<action::Tell>() || action.is<action::CallLogout>() ? tellings : quick;
    }

    List<Action>* next() {
      for (List<Action>& queue : queues)
        if (!queue.empty()) return &queue;
      return nullptr;
    }
  };

  // From the first work on: construction starts nothing.
  void listen() {
    if constexpr (WatchableStorage<S> && !OneThread<Mutex>) {
      {
        const Guard guard{mutex_};
        if (std::exchange(listens_, true)) return;
      }
      watch_.begin(storage_, options().account, [this] { run(input::Changed{}); });
    }
  }

  void work_off(Input&& input, Outcome* own) {
    Work work;
    work.own = own;
    feed(std::move(input), work);
    while (List<Action>* queue = work.next()) {
      Action action = queue->pop();
      if (work.life != life_.load()) break;  // nobody wants it any more
      action.visit([&](auto& a) { carry_out(a, work); });
    }
  }

  // There was no memory: what is under way is given up. The machine knows no call any more, and who waits sees that.
  void start_over() noexcept {
    [[maybe_unused]] HeldLocks<S> held;  // released outside the mutex
    {
      const Guard guard{mutex_};
      machine_.start_over();
      published_.store({});
      std::swap(held, locks_);
      life_.add(1);
    }
    changed_.notify_all();
  }

  void feed(Input&& input, Work& work) {
    const Moment moment = read_clocks(platform_);
    bool wake = false;
    {
      const Guard guard{mutex_};
      const unsigned life = life_.load();
      if (work.life == 0) work.life = life;
      if (work.life != life) return;
      if (work.own != nullptr && work.own->life == 0) work.own->life = life;
      const TimePoint deadline = machine_.next_deadline();
      machine_.handle(std::move(input), moment);
      while (auto action = machine_.next_action()) wake |= take(std::move(*action), work);
      wake |= machine_.next_deadline() < deadline;
    }
    if (wake) changed_.notify_all();
  }

  // Under the mutex: what needs no host code is done at once. Whether somebody must wake.
  bool take(Action&& action, Work& work) {
    if (auto* publish = action.get<action::Publish>()) {
      published_.store(std::move(publish->snapshot));
      return false;
    }
    if (auto* complete = action.get<action::Complete>()) {
      auto& outcome = *reinterpret_cast<Outcome*>(complete->waiter);
      outcome.token = std::move(complete->token);
      outcome.error = std::move(complete->error);
      outcome.logged_in = complete->logged_in;
      return outcome.done = true;
    }
    if (const auto* turn = action.get<action::Turn>()) {
      reinterpret_cast<Outcome*>(turn->waiter)->turn = turn->job;
      return true;
    }
    work.add(std::move(action));
    return false;
  }

  // Until the call is over.
  void wait(Outcome& outcome, TimePoint deadline) {
    TimePoint patience = deadline;
    mutex_.lock();
    while (!outcome.done) {
      if (outcome.life != life_.load()) {
        outcome.error = out_of_memory(Errc::refresh_unavailable);
        break;
      }
      if (const JobId turn = std::exchange(outcome.turn, 0); turn != 0) {
        mutex_.unlock();
        run(input::Turn{turn}, &outcome);
        mutex_.lock();
        continue;
      }
      const bool keeps_time = outcome.may_carry && !std::exchange(time_is_kept_, true);
      const TimePoint until = keeps_time ? earlier(patience, machine_.next_deadline()) : patience;
      if (until == TimePoint::max())
        changed_.wait(mutex_);
      else
        changed_.wait_until(mutex_, until);
      if (keeps_time) time_is_kept_ = false;
      const bool done = outcome.done || outcome.life != life_.load();
      mutex_.unlock();
      const TimePoint time = platform_.now();
      if (time >= patience) outcome.may_carry = false;
      if (keeps_time && (done || !outcome.may_carry)) changed_.notify_all();  // somebody else keeps the time now
      if (!done && time >= until) {
        run(input::Tick{outcome.waiter(), patience}, &outcome);
        // Told of its deadline, a call waits only for what must come before it may return, such as the logout callback.
        if (!outcome.may_carry) patience = TimePoint::max();
      }
      mutex_.lock();
    }
    mutex_.unlock();
  }

  void carry_out(action::Draw& draw, Work& work) { feed(perform(platform_, draw), work); }
  void carry_out(action::Load& load, Work& work) { feed(perform(storage_, options().account, load), work); }
  void carry_out(action::Save& save, Work& work) { feed(perform(storage_, options().account, save), work); }
  void carry_out(action::Erase& erase, Work& work) { feed(perform(storage_, options().account, erase), work); }

  void carry_out(action::Lock& lock, Work& work) {
    if constexpr (SharedStorage<S>) {
      // Whoever waits for it has time of its own; this thread, whose own call may be over, has none for others.
      const bool of_another = lock.waiter != WaiterId{} && lock.waiter != name_of(work.own);
      input::Locked locked{lock.job, {}, of_another};
      if (!of_another) {
        auto got = take_lock(storage_, options().account, lock.patience);
        if (!got) {
          locked.result = std::move(got.error());
        } else {
          auto held = share<HeldLock<typename S::Lock>>(*std::move(got));
          const Guard guard{mutex_};
          if (machine_.is_over(lock.job)) return;
          locks_.keep(lock.job, std::move(held));
        }
      }
      feed(std::move(locked), work);
    }
  }

  void carry_out(action::Unlock& unlock, Work&) {
    if constexpr (SharedStorage<S>) {
      typename HeldLocks<S>::Held held;  // released outside the mutex
      const Guard guard{mutex_};
      held = locks_.take(unlock.job);
    }
  }

  void carry_out(action::SendRefresh& refresh, Work& work) {
    auto request = refresh_request(protocol_, refresh, options());
    if (auto lasts = lock_outlasts(refresh); !lasts && request) request = std::move(lasts.error());
    AnswerTiming timing{.sent = read_clocks(platform_)};
    work.refresh_ends = later(timing.sent.steady, refresh.timeout);
    if (work.own != nullptr) work.own->carried = true;
    Result<Response> answer = post(request);
    timing.received = read_clocks(platform_);
    feed(input::Answered{refresh.job, read_refresh(protocol_, std::move(answer), timing)}, work);
  }

  Result<void> lock_outlasts(const action::SendRefresh& refresh) {
    if constexpr (SharedStorage<S>) {
      typename HeldLocks<S>::Held lock;
      {
        const Guard guard{mutex_};
        lock = locks_.find(refresh.job);
      }
      return outlast(lock, refresh.timeout);
    }
    return {};
  }

  // All requests of the logout are sent, within the one time limit; the first failure is what is reported. What a refresh
  // brought for a session that is over holds up its carrier no longer than the refresh itself might have (P7).
  void carry_out(action::Revoke& revoke, Work& work) {
    feed(input::Revoked{revoke.job,
                        guarded<void>(Errc::unsupported, [&] { return send_revocation(revoke, work.refresh_ends); })},
         work);
  }

  Result<void> send_revocation(const action::Revoke& revoke, TimePoint latest) {
    const TimePoint deadline = earlier(later(platform_.now(), revoke.timeout), latest);
    Result<void> result;
    for (Request& made : protocol_.logout_requests(revoke.tokens)) {
      Result<Request> request{std::move(made)};
      make_ready(request, protocol_.api_base(), options(), milliseconds_left(deadline, platform_.now()));
      Result<Response> answer = post(request);
      if constexpr (ConfirmsLogout<P>)
        while (rest_before(deadline, revocation_pause(answer, platform_.wall()))) {
          request->timeout = std::max(milliseconds_left(deadline, platform_.now()), std::chrono::milliseconds{1});
          answer = post(request);
        }
      if (result) result = read_logout(protocol_, answer);
      if (answer) wipe_message(*answer);
    }
    return result;
  }

  // Waits that long, if it is over before the deadline.
  bool rest_before(TimePoint deadline, std::chrono::milliseconds pause) {
    const TimePoint until = later(platform_.now(), pause);
    if (pause.count() == 0 || until >= deadline) return false;
    const Guard guard{mutex_};
    while (platform_.now() < until) changed_.wait_until(mutex_, until);
    return true;
  }

  void carry_out(action::Tell& what, Work&) { tell(what.event); }

  void carry_out(action::CallLogout& what, Work& work) {
    if (const auto callback = copy_of(on_logout_)) shielded([&] { callback(what.reason); });
    feed(input::Told{what.job}, work);
  }

  // Done in take():
  void carry_out(action::Publish&, Work&) {}
  void carry_out(action::Turn&, Work&) {}
  void carry_out(action::Complete&, Work&) {}

  template <class C>
  C copy_of(const C& callback) {
    const Guard guard{mutex_};
    return callback;
  }

  static Condition make_condition(E& platform) {
    if constexpr (std::constructible_from<Condition, E&>)
      return Condition{platform};
    else
      return Condition{};
  }

  T transport_;
  S storage_;
  P protocol_;
  E platform_;
  Mutex mutex_;
  Condition changed_ = make_condition(platform_);
  core::BasicMachine<SharedStorage<S> ? core::Sharing::maybe : core::Sharing::never> machine_;
  Published<Mutex> published_;
  HeldLocks<S> locks_;
  Callback<void(LogoutReason)> on_logout_;
  Callback<void(const Event&)> on_event_;
  Atomic<unsigned> life_{1};  // how often the machine has started, under the mutex
  bool time_is_kept_ = false;
  bool listens_ = false;
  StorageWatch<S> watch_;  // dies first: its thread calls back
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/auth_client.hpp>
// AuthClient: wraps a host's HTTP calls with the life of access and refresh tokens.
#ifndef KEYTURN_AUTH_CLIENT_HPP
#define KEYTURN_AUTH_CLIENT_HPP

#if KEYTURN_HAS_HOSTED

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

#endif

KEYTURN_NAMESPACE_BEGIN

/// A client of one API under one account: injects the access token, refreshes once however many calls wait, replays the
/// original request, keeps the session in storage, logs out. Safe for many threads under `Hosted`; no other thread may
/// be inside it when it is destroyed. It throws nothing of its own but `std::bad_alloc`, after which it goes on with the
/// session that storage holds; it starts no threads, and holds no lock while it calls the transport, the storage or the
/// host. Every call ends within its own deadline; the one call that carries a refresh stays with its present attempt, at
/// most one `Options::refresh_timeout` more.
///
/// The host's callbacks must not throw. They run on the threads that call, and on the one on which a storage with `watch`
/// tells of a change; they may call the client again, and must not wait for other calls of the same client. The
/// destructor waits for what such a change has begun.
template <Transport T, Storage S, Protocol P, Platform E>
class AuthClient {
 public:
  /// Never blocks or throws; the session is read from storage on first use.
  KEYTURN_ONCE AuthClient(T transport, S storage, P protocol, Options options = {}, E platform = {})
      : driver_{std::move(transport), std::move(storage), std::move(protocol), std::move(options), std::move(platform)},
        origins_{driver_.protocol().api_base(), driver_.options().allowed_origins} {}

  AuthClient(const AuthClient&) = delete;
  AuthClient& operator=(const AuthClient&) = delete;

  /// Reads the session now if it was not read yet: true if there is one. `storage_corrupt` or `storage_failed` if
  /// storage cannot be read; the next call tries again.
  Result<bool> restore() {
    typename Driver::Outcome outcome;
    auto read = driver_.finish(outcome, input::Restore{outcome.waiter(), TimePoint::max()});
    if (!read) return std::move(read.error());
    return outcome.logged_in;
  }

  /// False only when it is known that there is no session: nothing is stored, or what is stored is no record.
  bool logged_in() {
    const auto there = restore();
    return there ? *there : there.error().code != Errc::storage_corrupt;
  }

  /// A look at the session; reads it first if that was not done yet.
  SessionInfo session() {
    const bool here = logged_in();
    SessionInfo info = driver_.info();
    info.logged_in = here;
    return info;
  }

  /// Called once for each session that ends, after it was erased here and before the calls that ended with it return.
  void on_logout(Callback<void(LogoutReason)> callback) { driver_.on_logout(std::move(callback)); }

  /// Called for everything that happens to the session. Replaces the listener before it, as `on_logout` does.
  void on_event(Callback<void(const Event&)> callback) { driver_.on_event(std::move(callback)); }

  /// Begins a session with tokens obtained elsewhere. An empty access token counts as expired; with neither token:
  /// `bad_request`. A session that is there is replaced.
  Result<void> adopt(TokenSet tokens) {
    if (tokens.access_token.empty() && tokens.refresh_token.empty())
      return {Errc::bad_request, "adopt: there is neither an access token nor a refresh token"};
    const Moment moment = read_clocks(driver_.platform());
    return install(std::move(tokens), AnswerTiming{.sent = moment, .received = moment});
  }

  /// Asks the auth server for a session. `login_refused` if it says no, and then an existing session stays as it was;
  /// else the transport's error, `server_refused` or `bad_answer`. A session that is there is replaced by the new one.
  template <class Grant>
  requires Grants<P, Grant> KEYTURN_ONCE Result<void> login(const Grant& grant) {
    const Options& options = driver_.options();
    Result<Request> request = driver_.protocol().login_request(grant);
    drive::make_ready(request, driver_.protocol().api_base(), options,
                      shorter(options.request_timeout, options.refresh_timeout));
    AnswerTiming timing{.sent = read_clocks(driver_.platform())};
    Result<Response> answer = driver_.post(request);
    timing.received = read_clocks(driver_.platform());
    if (!answer) return answer.error();
    auto tokens = drive::read_login(driver_.protocol(), *answer, timing);
    if (!tokens) return tokens.error();
    if constexpr (drive::Implies<P, Grant>) drive::fill_in(*tokens, driver_.protocol().implied_tokens(grant));
    return install(std::move(*tokens), timing);
  }

  /// Not a login: says what is one.
  template <class Other, class... More>
  requires(!Grants<P, Other>) Result<void> login(const Other&, const More&...) {
    static_assert(explain_grant<P, Other>());
    return {};
  }

  /// Ends the session: erases it here, calls the logout callback, then revokes both tokens at the server, all within
  /// `Options::logout_timeout`. An error says what could not be confirmed: the transport's error, `server_refused`,
  /// `storage_busy`, and above all `storage_failed`. The user is logged out here in any case. Without a session:
  /// success.
  Result<void> logout() {
    const TimePoint deadline = later(driver_.platform().now(), driver_.options().logout_timeout);
    typename Driver::Outcome outcome;
    return driver_.finish(outcome, input::Logout{outcome.waiter(), deadline});
  }

  /// Makes sure of a newer pair than the present one; joins a refresh that runs. Errors as for any call.
  Result<void> refresh() {
    const auto token = driver_.token({.waiter{}, .deadline = deadline_of({}, driver_.platform().now()), .renew = true});
    if (!token) return token.error();
    return {};
  }

  /// Sends the request as `Request` says, with the access token, and once more with a newer one after a 401. Every
  /// answer of the server is an answer, a second 401 included. Errors: `not_logged_in`, `session_ended`,
  /// `refresh_unavailable`, `refresh_storm`, `timed_out`, `origin_not_allowed`, `insecure_url`, `bad_request`,
  /// `storage_failed`, `storage_corrupt`, and the transport's.
  KEYTURN_ONCE Result<Response> send(Request request) {
    auto& clock = driver_.platform();
    const TimePoint began = clock.now();
    auto wants_token = core::prepare(request, origins_, driver_.options());
    if (!wants_token) return std::move(wants_token.error());
    if (request.timeout.count() <= 0) request.timeout = driver_.options().request_timeout;
    if (!*wants_token) return driver_.transport().send(request);

    const auto deadline = [&] { return later(began, request.timeout); };
    if (const Snapshot* fresh = driver_.fresh_token(began)) return send_with(*fresh, request, deadline);
    return ask_and_send(request, began, deadline());
  }

  /// `send` with that method, to an absolute URL or a path below the protocol's API base; the other members of `Request` are
  /// as they are by default. A body goes with a Content-Type, unless that is empty.
  Result<Response> get(std::string_view url) { return send({.method = "GET", .url = absolute(url)}); }
  Result<Response> del(std::string_view url) { return send({.method = "DELETE", .url = absolute(url)}); }
  Result<Response> post(std::string_view url, Body body, std::string_view content_type = "application/json") {
    return send_body("POST", url, std::move(body), content_type);
  }
  Result<Response> put(std::string_view url, Body body, std::string_view content_type = "application/json") {
    return send_body("PUT", url, std::move(body), content_type);
  }
  Result<Response> patch(std::string_view url, Body body, std::string_view content_type = "application/json") {
    return send_body("PATCH", url, std::move(body), content_type);
  }

  /// A valid access token, by the same rules as a call's and with the same errors; for what does not go through `send`.
  Result<AccessToken> access_token() {
    const TimePoint time = driver_.platform().now();
    if (const Snapshot* fresh = driver_.fresh_token(time)) return AccessToken{SnapshotPin{fresh}};
    auto token = driver_.token({.waiter{}, .deadline = deadline_of({}, time)});
    if (!token) return token.error();
    return AccessToken{std::move(*token)};
  }

  /// That token was refused by a server: the next `access_token()` is a newer one. Older tokens change nothing.
  void report_unauthorized(const AccessToken& token) { driver_.run(input::Refused{token.epoch(), token.generation()}); }

  /// The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile.
  T& transport() { return driver_.transport(); }
  S& storage() { return driver_.storage(); }
  const P& protocol() const { return driver_.protocol(); }

 private:
  using Driver = drive::Blocking<T, S, P, E>;

  TimePoint deadline_of(std::chrono::milliseconds timeout, TimePoint time) const {
    return later(time, timeout.count() > 0 ? timeout : driver_.options().request_timeout);
  }

  Result<void> install(TokenSet&& tokens, const AnswerTiming& timing) {
    const TimePoint deadline = later(driver_.platform().now(), driver_.options().lock_patience);
    typename Driver::Outcome outcome;
    return driver_.finish(outcome, input::Install{outcome.waiter(), deadline, std::move(tokens), timing});
  }

  // Below the API base if it is a path; put together once.
  std::string absolute(std::string_view url) const {
    return is_absolute_url(url) ? std::string{url} : join_url(origins_.base_url(), url);
  }

  // Sends with that token, and after a 401 once more with a newer one. `deadline()` is asked then alone.
  template <class Deadline>
  KEYTURN_IN_ONE_PIECE Result<Response> send_with(const Snapshot& token, Request& request, const Deadline& deadline) {
    core::attach(request, token);
    const std::uint64_t epoch = token.epoch, generation = token.generation;
    Result<Response> answer = driver_.transport().send(request);
    if (answer && core::is_unauthorized(*answer))
      renew_and_replay(request, answer, {.waiter{}, .deadline = deadline(), .epoch = epoch, .refused = generation});
    return answer;
  }

  // There is no fresh token: sends with what the machine gives.
  Result<Response> ask_and_send(Request& request, TimePoint began, TimePoint deadline) {
    const bool early = driver_.has_valid_token(began);
    bool carried = false;
    const auto token = driver_.token({.waiter{}, .deadline = deadline}, &carried);
    const TimePoint until = early && carried ? after_early_refresh(began, deadline) : deadline;
    const bool bare = !token && request.auth == Auth::optional && token.error().code == Errc::not_logged_in;
    if (!token && !bare) return token.error();
    if (auto timeout = set_timeout(request, until); !timeout) return timeout.error();
    return bare ? driver_.transport().send(request) : send_with(**token, request, [deadline] { return deadline; });
  }

  // A call that renewed a valid token for all, and lost its time over it, still goes out: it takes at most one
  // `refresh_timeout` more in all.
  TimePoint after_early_refresh(TimePoint began, TimePoint deadline) {
    const TimePoint time = driver_.platform().now();
    if (time < deadline) return deadline;
    const auto more = saturated(driver_.options().refresh_timeout) - (time - deadline);
    return later(time, shorter(deadline - began, more));
  }

  // What is left of the call's time; none: `timed_out`.
  Result<void> set_timeout(Request& request, TimePoint deadline) {
    const TimePoint time = driver_.platform().now();
    if (time >= deadline) return {Errc::timed_out, "no time was left to send the request"};
    request.timeout = milliseconds_left(deadline, time);
    return {};
  }

  // After a 401: puts the answer to the replay in its place. A body that cannot be produced twice is not replayed, but
  // the next call has a new token already. A call that has no time left renews nothing more.
  void renew_and_replay(Request& request, Result<Response>& answer, input::Ask&& ask) {
    if (auto timeout = set_timeout(request, ask.deadline); !timeout) {
      driver_.run(input::Refused{*ask.epoch, *ask.refused});
      if (request.body.repeatable()) answer = std::move(timeout.error());
      return;
    }
    const auto token = driver_.token(std::move(ask));
    const bool over = !token && token.error().code == Errc::session_ended;
    if (!request.body.repeatable() && !over) return;
    if (!token) {
      answer = token.error();
      return;
    }
    core::attach(request, **token);
    if (auto timeout = set_timeout(request, ask.deadline); !timeout) {
      answer = std::move(timeout.error());
      return;
    }
    driver_.tell(Event{.kind = Event::Kind::replayed, .epoch = (*token)->epoch, .generation = (*token)->generation});
    answer = driver_.transport().send(request);
  }

  Result<Response> send_body(const char* method, std::string_view url, Body body, std::string_view content_type) {
    Request request{.method = method, .url = absolute(url), .body = std::move(body)};
    if (!content_type.empty()) request.headers.add("Content-Type", std::string{content_type});
    return send(std::move(request));
  }

  Driver driver_;
  core::Origins origins_;
};

#if KEYTURN_HAS_HOSTED  // else the client is always told its platform
namespace detail {
/// Stands in for a client whose parts miss something, so that the compiler says what.
template <class T, class S, class P, class E = Hosted>
struct Explained {
  static_assert(explain_transport<T>() && explain_storage<S>() && explain_protocol<P>() && explain_platform<E>());
  using Platform = E;
};
}  // namespace detail

template <Transport T, Storage S, Protocol P>
AuthClient(T, S, P) -> AuthClient<T, S, P, Hosted>;
template <class T, class S, class P>
AuthClient(T, S, P) -> AuthClient<T, S, P, typename detail::Explained<T, S, P>::Platform>;
template <Transport T, Storage S, Protocol P>
AuthClient(T, S, P, Options) -> AuthClient<T, S, P, Hosted>;
template <class T, class S, class P>
AuthClient(T, S, P, Options) -> AuthClient<T, S, P, typename detail::Explained<T, S, P>::Platform>;
template <class T, class S, class P, class E>
AuthClient(T, S, P, Options, E) -> AuthClient<T, S, P, typename detail::Explained<T, S, P, E>::Platform>;
#endif

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/async_call.hpp>
// One call of an asynchronous client, from its beginning to its completion.
#ifndef KEYTURN_DRIVE_ASYNC_CALL_HPP
#define KEYTURN_DRIVE_ASYNC_CALL_HPP

#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// What a call waited for.
struct AsyncOutcome {
  SnapshotPin token{};
  std::optional<Error> error{};
  bool logged_in = false;
};

/// What the driver tells a call. One thread at a time is inside a call, and none holds a lock.
class AsyncCall : public Holders {
 public:
  AsyncCall() = default;
  AsyncCall(const AsyncCall&) = delete;
  AsyncCall& operator=(const AsyncCall&) = delete;
  virtual ~AsyncCall() = default;

  virtual void granted(AsyncOutcome&&) {}       ///< The machine is done with the input that carried `id()`.
  virtual void answered(Result<Response>&&) {}  ///< The transport is done with the request that was sent for it.
  virtual void cancel(Error&&) {}               ///< That is the result: the client dies, or there was no memory.
  virtual void tell_host() {}                   ///< The result goes to the host. Comes once, and last.

  /// Under which the machine knows the call.
  WaiterId id() const { return reinterpret_cast<WaiterId>(this); }
  static AsyncCall& of(WaiterId id) { return *reinterpret_cast<AsyncCall*>(id); }

  /// Takes what would come with `granted` for its result, if it is that already; the driver's mutex is locked.
  virtual bool ends_with(AsyncOutcome&) { return false; }

 private:
  friend class PendingCalls;
  friend class CallQueue;

  AsyncCall *before_ = nullptr, *after_ = nullptr;  // among those that are pending, or in a queue
  bool finished_ = false, asks_ = false;
  std::uint64_t sending_ = 0;  // the number of the request that is at the transport; 0: none
  TimePoint due_{};
  std::chrono::milliseconds spare_{};
};

/// A call that ends with a `Result<T>` for the host.
template <class Driver, class T>
class CompletingCall : public AsyncCall {
 public:
  CompletingCall(Driver& driver, Completion<T> done) : driver_{driver}, done_{std::move(done)} {}

  void cancel(Error&& error) override { result_ = std::move(error); }
  void tell_host() override {
    const Completion<T> done = std::move(done_);  // dies here, with what it holds
    done(std::move(result_));
  }

  /// That is the result: the host is told when the driver gets to it.
  void end(Result<T> result) {
    result_ = std::move(result);
    driver_.finish(*this);
  }

 protected:
  Driver& driver_;
  Result<T> result_ = Error{};

 private:
  Completion<T> done_;
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/async_auth_calls.hpp>
// The calls that an asynchronous client makes at the auth server for its machine: a refresh, a revocation.
#ifndef KEYTURN_DRIVE_ASYNC_AUTH_CALLS_HPP
#define KEYTURN_DRIVE_ASYNC_AUTH_CALLS_HPP

#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// A refresh at the auth server. The transport ends it: its answer may have come while the host slept, or it may have
/// gone out only afterwards, and an answer given up is a pair lost. A transport that has lost it gets as long again.
template <class Driver>
class RefreshCall final : public AsyncCall {
 public:
  RefreshCall(Driver& driver, JobId job) : driver_{driver}, job_{job} {}

  /// Sends the request, or hands on why there is none.
  void start(Result<Request> request, std::chrono::milliseconds timeout) {
    timing_.sent = read_clocks(driver_.platform());
    if (!request) return answered(request.error());
    driver_.send(*this, std::move(*request), later(timing_.sent.steady, timeout), timeout);
  }

  void answered(Result<Response>&& answer) override {
    timing_.received = read_clocks(driver_.platform());
    driver_.feed(input::Answered{job_, read_refresh(driver_.protocol(), std::move(answer), timing_)});
    driver_.finish(*this);
  }

 private:
  Driver& driver_;
  JobId job_;
  AnswerTiming timing_{};
};

/// The requests of one revocation, one after another within one time limit; the first failure is what is reported.
template <class Driver>
class RevokeCall final : public AsyncCall {
 public:
  RevokeCall(Driver& driver, JobId job, TimePoint deadline) : driver_{driver}, job_{job}, deadline_{deadline} {}

  void start(const TokenSet& tokens) {
    result_ = guarded<void>(Errc::unsupported, [&]() -> Result<void> {
      for (Request& request : driver_.protocol().logout_requests(tokens)) requests_.push(std::move(request));
      return {};
    });
    go_on();
  }

  void answered(Result<Response>&& answer) override {
    auto goes_on = guarded<bool>(Errc::unsupported, [&] { return take(answer); });
    if (!goes_on && result_) result_ = std::move(goes_on.error());
    if (answer) wipe_message(*answer);
    if (!goes_on || *goes_on) go_on();
  }

 private:
  static constexpr bool confirms = ConfirmsLogout<std::remove_cvref_t<decltype(std::declval<Driver&>().protocol())>>;

  // Whether the request is done with.
  Result<bool> take(const Result<Response>& answer) {
    if constexpr (confirms) {
      if (std::exchange(resting_, false)) {
        send(again_.pop());
        return false;
      }
      if (rests(answer)) return false;
    }
    auto read = read_logout(driver_.protocol(), answer);
    if (result_) result_ = std::move(read);
    return true;
  }

  void go_on() {
    auto sent = guarded<bool>(Errc::not_sent, [&] { return send_next(); });
    if (sent && *sent) return;
    if (!sent && result_) result_ = std::move(sent.error());
    driver_.feed(input::Revoked{job_, std::move(result_)});
    driver_.finish(*this);
  }

  Result<bool> send_next() {
    while (!requests_.empty()) {
      auto request = ready(requests_.pop(), driver_.protocol().api_base(), driver_.options(), time_left());
      if (request) {
        send(std::move(*request));
        return true;
      }
      if (result_) result_ = request.error();
    }
    return false;
  }

  void send(Request request) {
    if constexpr (confirms) {
      request.timeout = std::max(time_left(), std::chrono::milliseconds{1});
      again_.clear();
      again_.push(request);
    }
    driver_.send(*this, std::move(request), deadline_);
  }

  // Whether the server wants to be left alone for a while, and there is time to ask it again.
  bool rests(const Result<Response>& answer) {
    const auto pause = revocation_pause(answer, driver_.platform().wall());
    const TimePoint until = later(driver_.platform().now(), pause);
    if (pause.count() == 0 || until >= deadline_) return false;
    resting_ = true;
    driver_.rest(*this, until);
    return true;
  }

  std::chrono::milliseconds time_left() const { return milliseconds_left(deadline_, driver_.platform().now()); }

  Driver& driver_;
  JobId job_;
  TimePoint deadline_;
  List<Request> requests_{};
  List<Request> again_{};  // one at most: what was sent last
  Result<void> result_{};
  bool resting_ = false;
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/lock_waits.hpp>
// The waits for a lock of a shared storage that somebody else holds: it is tried again after pauses that grow.
#ifndef KEYTURN_DRIVE_LOCK_WAITS_HPP
#define KEYTURN_DRIVE_LOCK_WAITS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace drive {

struct LockWait {
  JobId job;                           // the machine's work that wants the lock
  TimePoint until;                     // when patience ends
  TimePoint again{};                   // when it is tried next
  std::chrono::milliseconds pause{5};  // how long after a try that failed
};

/// Not safe for several threads at once.
class LockWaits {
 public:
  /// The lock could not be had: it is due again after its pause, which is longer the next time.
  void put_off(LockWait wait, TimePoint time) {
    wait.again = std::min(later(time, wait.pause), wait.until);
    wait.pause = std::min(wait.pause * 2, longest_pause);
    waits_.push(wait);
  }

  /// When the first is due; `TimePoint::max()`: none waits.
  TimePoint next_due() const {
    TimePoint next = TimePoint::max();
    for (const LockWait& wait : waits_) next = std::min(next, wait.again);
    return next;
  }

  [[nodiscard]] List<LockWait> take_due(TimePoint time) {
    List<LockWait> due;
    for (const LockWait& wait : waits_)
      if (wait.again <= time) due.push(wait);
    waits_.remove_if([&](const LockWait& wait) { return wait.again <= time; });
    return due;
  }

  void clear() noexcept { waits_.clear(); }

 private:
  static constexpr std::chrono::milliseconds longest_pause{100};

  List<LockWait> waits_;
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/pending_calls.hpp>
// The calls of an asynchronous client that are under way, and which of them wait for an answer of the transport.
#ifndef KEYTURN_DRIVE_PENDING_CALLS_HPP
#define KEYTURN_DRIVE_PENDING_CALLS_HPP

#include <cstdint>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Calls that are pending no more, first in, first out. Needs no memory. Not safe for several threads at once.
class CallQueue {
 public:
  CallQueue() = default;
  CallQueue(const CallQueue&) = delete;
  CallQueue& operator=(const CallQueue&) = delete;
  ~CallQueue() {
    while (!empty()) (void)pop();
  }

  void push(Shared<AsyncCall> call) noexcept {
    AsyncCall* const added = call.release();
    added->after_ = nullptr;
    (first_ != nullptr ? last_->after_ : first_) = added;
    last_ = added;
    ++size_;
  }

  /// There must be one.
  [[nodiscard]] Shared<AsyncCall> pop() noexcept {
    --size_;
    return Shared<AsyncCall>::adopt(std::exchange(first_, first_->after_));
  }

  bool empty() const { return first_ == nullptr; }
  std::size_t size() const { return size_; }

 private:
  AsyncCall *first_ = nullptr, *last_ = nullptr;  // each held once from here
  std::size_t size_ = 0;
};

/// Not safe for several threads at once.
class PendingCalls {
 public:
  /// A request that is at the transport for a call.
  struct Sending {
    Shared<AsyncCall> call;
    std::uint64_t number;
  };

  PendingCalls() = default;
  PendingCalls(const PendingCalls&) = delete;
  PendingCalls& operator=(const PendingCalls&) = delete;
  ~PendingCalls() { (void)take_all(); }

  void add(Shared<AsyncCall> call) {
    AsyncCall* const added = call.release();
    added->before_ = last_;
    (last_ != nullptr ? last_->after_ : first_) = added;
    last_ = added;
  }

  /// Takes out a call that has its result; null if it was taken out before.
  [[nodiscard]] Shared<AsyncCall> take(AsyncCall& call) {
    if (std::exchange(call.finished_, true)) return nullptr;
    (call.before_ != nullptr ? call.before_->after_ : first_) = call.after_;
    (call.after_ != nullptr ? call.after_->before_ : last_) = call.before_;
    return Shared<AsyncCall>::adopt(&call);
  }

  [[nodiscard]] List<Shared<AsyncCall>> take_all() {
    List<Shared<AsyncCall>> calls;
    while (first_ != nullptr) calls.push(take(*first_));
    return calls;
  }

  /// Takes out those that wait for the machine.
  void take_asking(CallQueue& into) noexcept {
    for (AsyncCall *call = first_, *after; call != nullptr; call = after) {
      after = call->after_;
      if (call->asks_) into.push(take(*call));
    }
  }

  bool is_taken(const AsyncCall& call) const { return call.finished_; }

  /// Whether the call waits for the machine.
  void set_asking(AsyncCall& call, bool asks) { call.asks_ = asks; }

  /// A request goes out, whose answer is waited for until `due`, or for `spare` from when it was found late: its number,
  /// by which the answer is known.
  std::uint64_t begin_sending(AsyncCall& call, TimePoint due, std::chrono::milliseconds spare = {}) {
    call.sending_ = ++last_sending_;
    call.due_ = due;
    call.spare_ = spare;
    overdue_at_ = std::min(overdue_at_, due);
    return call.sending_;
  }

  /// There is an answer to that request. False: nobody waits for it any more.
  [[nodiscard]] bool end_sending(AsyncCall& call, std::uint64_t number) {
    if (call.sending_ != number) return false;
    call.sending_ = 0;
    return true;
  }

  /// Not before then can a request be overdue.
  TimePoint overdue_at() const { return overdue_at_; }

  /// What is overdue: a transport that has kept a request for too long has lost it.
  [[nodiscard]] List<Sending> find_overdue(TimePoint time) {
    List<Sending> overdue;
    if (time < overdue_at_) return overdue;
    TimePoint next = TimePoint::max();
    for (AsyncCall* call = first_; call != nullptr; call = call->after_) {
      if (call->sending_ == 0) continue;
      if (call->due_ <= time && call->spare_.count() == 0) {
        overdue.push({Shared<AsyncCall>{call}, call->sending_});
        continue;
      }
      if (call->due_ <= time) call->due_ = later(time, std::exchange(call->spare_, {}));
      next = std::min(next, call->due_);
    }
    overdue_at_ = next;
    return overdue;
  }

 private:
  AsyncCall *first_ = nullptr, *last_ = nullptr;  // each held once from here
  TimePoint overdue_at_ = TimePoint::max();
  std::uint64_t last_sending_ = 0;
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/async.hpp>
// The driver for asynchronous transports: whoever brings an answer, an input or the time carries on what it allows.
#ifndef KEYTURN_DRIVE_ASYNC_HPP
#define KEYTURN_DRIVE_ASYNC_HPP

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Names the calling thread, for as long as it lives.
template <class Mutex>
const void* this_thread() {
  if constexpr (OneThread<Mutex>) {
    static constexpr char here{};
    return &here;
  } else {
    static thread_local char here{};
    return &here;
  }
}

/// Runs a machine without ever waiting. Calls go on where their answer or their token came; the machine's other actions
/// are queued, and so is what the host is to be told: one thread at a time, the one that finds nobody at it, works off
/// each queue. So nothing recurses however many answers come from inside `send`, the host's callbacks run one at a time,
/// and no lock is held meanwhile. Nobody calls the host while it carries out actions: a callback may take its time, and
/// may want actions carried out. With a polled transport both queues wait for `poll()`.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
class Async {
 public:
  /// For how long nobody needs to call `poll()`.
  using Pause = std::chrono::milliseconds;

  Async(T transport, S storage, P protocol, Options options, E platform)
      : storage_{std::move(storage)},
        protocol_{std::move(protocol)},
        options_{std::move(options)},
        platform_{std::move(platform)},
        machine_{options_, SharedStorage<S>, core::EarlyRefresh::holds_up_nobody, unknown_outcome(protocol_)},
        transport_{std::move(transport)} {
    link_->driver = this;
  }

  Async(const Async&) = delete;
  Async& operator=(const Async&) = delete;

  /// Hands over what is finished, then completes everything that is pending with `cancelled` (P17). Answers that come
  /// later find nobody.
  ~Async() {
    watch_.end();
    wait_for_others();
    over_ = true;                              // from here on nobody else comes in
    completions_.by = tellings_.by = nullptr;  // where one is set, this runs inside that callback
    link_->mutex.unlock();
    do carry_on(link_);
    while (work_left());
    List<List<Shared<AsyncCall>>> cancelled;  // the machine may still name them
    for (auto calls = cancel_pending(); call_host(link_), !calls.empty(); calls = cancel_pending())
      cancelled.push(std::move(calls));
    const Guard guard{link_->mutex};
    link_->driver = nullptr;
  }

  /// Takes in a call that has its result already.
  void hand_over(Shared<AsyncCall> call) { queue(std::move(call)); }

  /// Takes a call in. From here on it ends in `finish`, or in `cancel` when the client dies.
  void begin(Shared<AsyncCall> call) {
    const Guard guard{link_->mutex};
    pending_.add(std::move(call));
  }

  /// The call has its result: its host is told when nothing else is under way.
  void finish(AsyncCall& call) {
    const Guard guard{link_->mutex};
    if (auto finished = pending_.take(call)) completions_.waiting.push(std::move(finished));
  }

  /// Hands a request to the transport; `answered` follows, at `due` at the latest, or `spare` after it was found late.
  void send(AsyncCall& call, Request request, TimePoint due, std::chrono::milliseconds spare = {}) {
    std::uint64_t number = 0;
    {
      const Guard guard{link_->mutex};
      if (over_) return;  // it is cancelled soon
      number = pending_.begin_sending(call, due, spare);
      sent_ = true;
    }
    Completion<Response> done{[link = link_, self = Shared<AsyncCall>{&call}, number](Result<Response> answer) {
      enter(link, [&](Async& driver) { driver.arrive(self, number, std::move(answer)); });
    }};
    shielded([&] { transport_.send(std::move(request), std::move(done)); });
  }

  /// Sends nothing: `answered` follows at that time.
  void rest(AsyncCall& call, TimePoint until) {
    const Guard guard{link_->mutex};
    if (!over_) pending_.begin_sending(call, until);
  }

  /// Gives the machine an input, lets the calls go on that this ends, and works off what is queued. Without memory for
  /// that the machine starts over, and who waits for it is told.
  void feed(Input input) { feed(std::move(input), platform_.now(), nullptr); }

  /// The same with an input that says what the call wants.
  void ask(AsyncCall& call, Input input) { feed(std::move(input), platform_.now(), &call); }

  /// The same for who has just looked what time it is.
  void ask(AsyncCall& call, Input input, TimePoint time) { feed(std::move(input), time, &call); }

  /// Does `step` of a call. Without memory for it, the call ends with `code`.
  template <class Step>
  void proceed(AsyncCall& call, Errc code, Step&& step) {
    contained(step, [&] { fail(call, code); });
  }

  /// Works off what is queued, unless that waits for `poll()`.
  void work() {
    if (!polled) work(link_);
  }

  /// The same for who has just looked what time it is.
  void work(TimePoint time) {
    if (polled) return;
    link_->mutex.lock();
    const bool idle = rests(time);
    link_->mutex.unlock();
    if (!idle) work(link_);
  }

  /// Feeds an input and carries on until the machine has answered it, or can do no more without waiting: then nothing.
  template <class Make>
  Maybe<AsyncOutcome> at_once(Make&& make) {
    const void* const me = this_thread<Mutex>();  // which may be inside a transport or a storage that calls the client
    auto call = share<WaitedCall>(*this);
    begin(call);
    ask(*call, make(call->id()));
    for (;;) {
      {
        const Guard guard{link_->mutex};
        while (!call->outcome && pumped_by_ != nullptr && pumped_by_ != me) changed_.wait(link_->mutex);
        if (call->outcome || actions_.empty() || pumped_by_ == me) break;
      }
      pump();
    }
    work();
    const Guard guard{link_->mutex};
    return std::move(call->outcome);
  }

  /// Drives timers and a polled transport; does nothing from inside a completion. When to call again at the latest.
  Maybe<Pause> poll();

  const Snapshot* fresh_token(TimePoint time) {
    const Snapshot* snapshot = published_.find();
    return snapshot != nullptr && time < snapshot->fresh_until ? snapshot : nullptr;
  }

  SessionInfo info() {
    const TimePoint time = platform_.now();
    const Guard guard{link_->mutex};
    return machine_.info(time);
  }

  void on_logout(Callback<void(LogoutReason)> callback) {
    const Guard guard{link_->mutex};
    on_logout_ = std::move(callback);
  }
  void on_event(Callback<void(const Event&)> callback) {
    const Guard guard{link_->mutex};
    on_event_ = std::move(callback);
  }
  /// After what the machine has told already.
  void tell(Event event) {
    const Guard guard{link_->mutex};
    shielded([&] { actions_.push(action::Tell{std::move(event)}); });
  }

  T& transport() { return transport_; }
  S& storage() { return storage_; }
  const P& protocol() const { return protocol_; }
  E& platform() { return platform_; }
  const Options& options() const { return options_; }

 private:
  using Mutex = typename E::Mutex;
  using Condition = typename E::Condition;
  using Guard = MutexGuard<Mutex>;
  using Telling = OneOf<Event, action::CallLogout>;

  static constexpr bool polled = PolledTransport<T>;
  static constexpr unsigned rounds_at_once = 8;  // a host that starts a new call in each completion gets its frame back

  // What outlives the driver, for answers that come late. Its mutex is the driver's.
  struct Link : Holders {
    Mutex mutex{};
    Async* driver = nullptr;
  };

  // A call that the machine is done with and that goes on.
  struct Ended {
    Shared<AsyncCall> call;
    AsyncOutcome outcome;
  };

  // What the host is to be told, by one thread at a time.
  template <class Item>
  struct ToldByOne {
    std::conditional_t<std::is_same_v<Item, Shared<AsyncCall>>, CallQueue, List<Item>> waiting{};
    const void* by = nullptr;  // the thread that tells
  };

  // A call that a thread waits for.
  struct WaitedCall final : AsyncCall {
    explicit WaitedCall(Async& by) : driver{by} {}
    bool ends_with(AsyncOutcome& what) override {
      outcome = std::move(what);
      driver.changed_.notify_all();
      return true;
    }
    void cancel(Error&& error) override {
      const Guard guard{driver.link_->mutex};
      AsyncOutcome what{.error = std::move(error)};
      ends_with(what);
    }
    Async& driver;
    Maybe<AsyncOutcome> outcome{};
  };

  // From the first work on: construction starts nothing.
  void listen() {
    if constexpr (WatchableStorage<S> && !OneThread<Mutex>) {
      {
        const Guard guard{link_->mutex};
        if (std::exchange(listens_, true)) return;
      }
      watch_.begin(storage_, options_.account,
                   [link = link_] { enter(link, [](Async& driver) { driver.feed(input::Changed{}); }); });
    }
  }

  // Work for a thread that does not belong to the client: the driver lives as long as somebody is inside.
  template <class Work>
  static void enter(const Shared<Link>& link, Work&& work) {
    link->mutex.lock();
    Async* const driver = link->driver != nullptr && !link->driver->over_ ? link->driver : nullptr;
    if (driver != nullptr) ++driver->inside_;
    link->mutex.unlock();
    if (driver == nullptr) return;
    work(*driver);
    const Guard guard{link->mutex};
    if (link->driver == nullptr) return;  // destroyed from inside a callback
    --driver->inside_;
    driver->changed_.notify_all();
  }

  void feed(Input input, TimePoint time, AsyncCall* asks) {
    listen();
    const Moment moment{time, platform_.wall()};
    List<Ended> ended;
    bool idle = false;
    const auto handle = [&] {
      const Guard guard{link_->mutex};
      if (asks != nullptr) pending_.set_asking(*asks, true);
      machine_.handle(std::move(input), moment);
      while (auto action = machine_.next_action()) take(*action, ended);
      idle = ended.empty() && rests(time);
    };
    contained(handle, [&] { start_over(); });
    for (auto& [call, outcome] : ended)
      proceed(*call, Errc::not_sent, [&, &call = call, &outcome = outcome] { call->granted(std::move(outcome)); });
    if (!polled && !idle) work(link_);
  }

  // There was no memory: what is under way is given up. The machine knows no call any more, and those that wait for it
  // end.
  void start_over() noexcept {
    [[maybe_unused]] HeldLocks<S> held;  // released outside the mutex
    CallQueue failed;
    {
      const Guard guard{link_->mutex};
      machine_.start_over();
      published_.store({});
      std::swap(held, locks_);
      actions_.clear();
      lock_waits_.clear();
      pending_.take_asking(failed);
    }
    while (!failed.empty()) end(failed.pop(), out_of_memory(Errc::refresh_unavailable));
  }

  void fail(AsyncCall& call, Errc code) noexcept {
    link_->mutex.lock();
    auto failed = pending_.take(call);
    link_->mutex.unlock();
    if (failed) end(std::move(failed), out_of_memory(code));
  }

  // A call that was taken out.
  void end(Shared<AsyncCall> call, Error&& error) noexcept {
    call->cancel(std::move(error));
    queue(std::move(call));
  }

  void arrive(const Shared<AsyncCall>& call, std::uint64_t number, Result<Response> answer) {
    {
      const Guard guard{link_->mutex};
      if (!pending_.end_sending(*call, number)) return;  // it came too late
    }
    proceed(*call, Errc::no_answer, [&] { call->answered(std::move(answer)); });
    work();
  }

  // Under the mutex: what needs no host code is done at once.
  void take(Action& action, List<Ended>& ended) {
    if (auto* publish = action.get<action::Publish>()) return published_.store(std::move(publish->snapshot));
    auto* complete = action.get<action::Complete>();
    if (complete == nullptr) return actions_.push(std::move(action));
    AsyncCall& call = AsyncCall::of(complete->waiter);
    if (pending_.is_taken(call)) return;  // cancelled
    AsyncOutcome outcome{std::move(complete->token), std::move(complete->error), complete->logged_in};
    if (call.ends_with(outcome)) return completions_.waiting.push(pending_.take(call));
    ended.emplace(Shared<AsyncCall>{&call}, std::move(outcome));
    pending_.set_asking(call, false);
  }

  static void work(Shared<Link> link) {
    Async& driver = *link->driver;
    if (!driver.pump()) return;
    if (!keyturn::WakingTransport<T> && driver.is_due()) driver.pass_time();
    if (call_host(link)) driver.arm();
  }

  // Locks the mutex when no other thread is inside.
  void wait_for_others() {
    link_->mutex.lock();
    while (!polled && inside_ > 0) changed_.wait(link_->mutex);
  }

  void queue(Shared<AsyncCall> call) {
    const Guard guard{link_->mutex};
    completions_.waiting.push(std::move(call));
  }
  void queue(Telling telling) {
    const Guard guard{link_->mutex};
    tellings_.waiting.push(std::move(telling));
  }

  // What is queued, and what comes of it. False: the client was destroyed meanwhile.
  bool carry_on(const Shared<Link>& link) {
    for (unsigned round = 0; round < rounds_at_once; ++round) {
      pump();
      if (!call_host(link)) return false;
      if (!work_left()) break;
    }
    return true;
  }

  // What the host is told; bodies in async_callbacks.hpp.
  static bool call_host(const Shared<Link>& link);
  template <class Item>
  static bool call_each(const Shared<Link>& link, ToldByOne<Item> Async::*queue);
  static JobId told_job(const Shared<AsyncCall>&) { return 0; }
  static JobId told_job(const Telling& telling);
  void tell_host(const Shared<AsyncCall>& call);
  void tell_host(const Telling& telling);
  void tell_host(const Event& event);
  void tell_host(const action::CallLogout& what);
  template <class C>
  C copy_of(const C& callback);

  // The machine's actions; bodies in async_actions.hpp.
  bool pump();
  void carry_out(action::Draw& draw) { feed(perform(platform_, draw)); }
  void carry_out(action::Load& load) { feed(perform(storage_, options_.account, load)); }
  void carry_out(action::Save& save) { feed(perform(storage_, options_.account, save)); }
  void carry_out(action::Erase& erase) { feed(perform(storage_, options_.account, erase)); }
  void carry_out(action::Turn& turn) { feed(input::Turn{turn.job}); }

  void carry_out(action::Lock& lock);
  void try_lock(LockWait wait);
  void carry_out(action::Unlock& unlock);
  void carry_out(action::SendRefresh& refresh);
  Result<void> lock_outlasts(const action::SendRefresh& refresh);
  void carry_out(action::Revoke& revoke);
  void carry_out(action::Tell& what) {
    shielded([&] { queue(Telling{std::move(what.event)}); });
  }
  void carry_out(action::CallLogout& what) { queue(Telling{what}); }

  // Done in take():
  void carry_out(action::Publish&) {}
  void carry_out(action::Complete&) {}

  // Time; bodies in async_time.hpp.
  bool begin_poll();
  Maybe<Pause> end_poll(Maybe<Pause> next);
  void pass_time();
  bool is_due();
  TimePoint next_deadline() const;
  void arm();
  void wake(TimePoint at);

  // Under the mutex: whether `work` would find nothing to do.
  bool rests(TimePoint time) const {
    if (has_work()) return false;
    const TimePoint next = next_deadline();
    if constexpr (WakingTransport<T>) return next == TimePoint::max() || (wake_at_ <= next && wake_at_ > time);
    return next > time;
  }

  // Under the mutex.
  bool has_work() const { return !actions_.empty() || !completions_.waiting.empty() || !tellings_.waiting.empty(); }

  bool work_left() {
    const Guard guard{link_->mutex};
    return has_work();
  }

  List<Shared<AsyncCall>> cancel_pending() {
    List<Shared<AsyncCall>> calls;
    {
      const Guard guard{link_->mutex};
      calls = pending_.take_all();
    }
    for (const auto& call : calls) end(call, Error{.code = Errc::cancelled, .detail = "client is gone"});
    return calls;
  }

  static Condition make_condition(E& platform) {
    if constexpr (std::constructible_from<Condition, E&>)
      return Condition{platform};
    else
      return Condition{};
  }

  S storage_;
  P protocol_;
  Options options_;
  E platform_;
  Shared<Link> link_ = share<Link>();
  Condition changed_ = make_condition(platform_);
  core::BasicMachine<SharedStorage<S> ? core::Sharing::maybe : core::Sharing::never> machine_;
  Published<Mutex> published_;
  HeldLocks<S> locks_;
  Callback<void(LogoutReason)> on_logout_;
  Callback<void(const Event&)> on_event_;

  PendingCalls pending_;
  List<Action> actions_;
  ToldByOne<Shared<AsyncCall>> completions_;
  ToldByOne<Telling> tellings_;
  LockWaits lock_waits_;
  TimePoint wake_at_ = TimePoint::max();
  unsigned inside_ = 0;
  const void* pumped_by_ = nullptr;  // the thread that carries out actions
  bool polling_ = false, sent_ = false, over_ = false, listens_ = false;

  StorageWatch<S> watch_;
  T transport_;  // dies first: its threads call back
};

}  // namespace drive

KEYTURN_NAMESPACE_END

// <keyturn/drive/async_actions.hpp>
// Bodies of the asynchronous driver: the machine's actions, carried out one after another.
#ifndef KEYTURN_DRIVE_ASYNC_ACTIONS_HPP
#define KEYTURN_DRIVE_ASYNC_ACTIONS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace drive {

// The machine's actions, in order, until nothing is left that can be done without waiting; unless somebody is at it.
// False: that is this thread, further up.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
bool Async<T, S, P, E>::pump() {
  const void* const me = this_thread<Mutex>();
  link_->mutex.lock();
  if (pumped_by_ != nullptr) {
    const bool nested = pumped_by_ == me;
    link_->mutex.unlock();
    return !nested;
  }
  pumped_by_ = me;
  while (!actions_.empty()) {
    Action action = actions_.pop();
    link_->mutex.unlock();
    contained([&] { action.visit([&](auto& a) { carry_out(a); }); }, [&] { start_over(); });
    link_->mutex.lock();
  }
  pumped_by_ = nullptr;
  changed_.notify_all();
  link_->mutex.unlock();
  return true;
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::carry_out(action::Lock& lock) {
  try_lock({.job = lock.job, .until = later(platform_.now(), lock.patience)});
}

// Tries once; if somebody else holds it, again after a pause, as long as there is time.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::try_lock(LockWait wait) {
  if constexpr (SharedStorage<S>) {
    auto got = take_lock(storage_, options_.account, std::chrono::milliseconds{0});
    const TimePoint time = platform_.now();
    if (!got && got.error().code == Errc::storage_busy && time < wait.until) {
      const Guard guard{link_->mutex};
      return lock_waits_.put_off(wait, time);
    }
    Result<void> result;
    if (!got) result = std::move(got.error());
    if (got) {
      auto held = share<HeldLock<typename S::Lock>>(*std::move(got));
      const Guard guard{link_->mutex};
      if (machine_.is_over(wait.job)) return;
      locks_.keep(wait.job, std::move(held));
    }
    feed(input::Locked{wait.job, std::move(result)});
  }
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::carry_out(action::Unlock& unlock) {
  if constexpr (SharedStorage<S>) {
    typename HeldLocks<S>::Held held;  // released outside the mutex
    const Guard guard{link_->mutex};
    held = locks_.take(unlock.job);
  }
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::carry_out(action::SendRefresh& refresh) {
  auto request = refresh_request(protocol_, refresh, options_);
  if (auto lasts = lock_outlasts(refresh); !lasts && request) request = std::move(lasts.error());
  auto call = share<RefreshCall<Async>>(*this, refresh.job);
  begin(call);
  call->start(std::move(request), refresh.timeout);
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
Result<void> Async<T, S, P, E>::lock_outlasts(const action::SendRefresh& refresh) {
  if constexpr (SharedStorage<S>) {
    typename HeldLocks<S>::Held lock;
    {
      const Guard guard{link_->mutex};
      lock = locks_.find(refresh.job);
    }
    return outlast(lock, refresh.timeout);
  }
  return {};
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::carry_out(action::Revoke& revoke) {
  auto call = share<RevokeCall<Async>>(*this, revoke.job, later(platform_.now(), revoke.timeout));
  begin(call);
  call->start(revoke.tokens);
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/async_callbacks.hpp>
// Bodies of the asynchronous driver: the host's completions and callbacks.
#ifndef KEYTURN_DRIVE_ASYNC_CALLBACKS_HPP
#define KEYTURN_DRIVE_ASYNC_CALLBACKS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace drive {

// The host's completions one at a time, and its callbacks one at a time: a callback that waits for nothing can be
// waited for. False: the client was destroyed by one of them.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
bool Async<T, S, P, E>::call_host(const Shared<Link>& link) {
  return call_each(link, &Async::completions_) && call_each(link, &Async::tellings_) &&
         call_each(link, &Async::completions_);
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
template <class Item>
bool Async<T, S, P, E>::call_each(const Shared<Link>& link, ToldByOne<Item> Async::*queue) {
  link->mutex.lock();
  Async* const driver = link->driver;
  if (driver == nullptr || (driver->*queue).by != nullptr) return link->mutex.unlock(), driver != nullptr;
  (driver->*queue).by = this_thread<Mutex>();
  // A frame tells what is there by now; what comes of it waits for the next round.
  auto left = polled && !driver->over_ ? (driver->*queue).waiting.size() : std::size_t(-1);
  for (; left > 0 && !(driver->*queue).waiting.empty(); --left) {
    const Item work = (driver->*queue).waiting.pop();
    link->mutex.unlock();
    driver->tell_host(work);
    link->mutex.lock();
    if (link->driver == nullptr) return link->mutex.unlock(), false;
    const JobId told = told_job(work);
    if (told == 0) continue;
    link->mutex.unlock();
    driver->feed(input::Told{told});
    link->mutex.lock();
    if (link->driver == nullptr) return link->mutex.unlock(), false;
  }
  (driver->*queue).by = nullptr;
  link->mutex.unlock();
  return true;
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
JobId Async<T, S, P, E>::told_job(const Telling& telling) {
  const auto* logout = telling.template get<action::CallLogout>();
  return logout != nullptr ? logout->job : 0;
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::tell_host(const Shared<AsyncCall>& call) {
  shielded([&] { call->tell_host(); });
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::tell_host(const Telling& telling) {
  telling.visit([&](const auto& what) { tell_host(what); });
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::tell_host(const Event& event) {
  if (const auto callback = copy_of(on_event_)) shielded([&] { callback(event); });
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::tell_host(const action::CallLogout& what) {
  if (const auto callback = copy_of(on_logout_)) shielded([&] { callback(what.reason); });
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
template <class C>
C Async<T, S, P, E>::copy_of(const C& callback) {
  const Guard guard{link_->mutex};
  return callback;
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/async_time.hpp>
// Bodies of the asynchronous driver: what is due, and who wakes it.
#ifndef KEYTURN_DRIVE_ASYNC_TIME_HPP
#define KEYTURN_DRIVE_ASYNC_TIME_HPP

KEYTURN_NAMESPACE_BEGIN

namespace drive {

template <AsyncTransport T, Storage S, Protocol P, Platform E>
auto Async<T, S, P, E>::poll() -> Maybe<Pause> {
  const Shared<Link> link = link_;
  if (!begin_poll()) return std::chrono::milliseconds{0};
  Maybe<Pause> next;
  if constexpr (polled)
    if (const auto wanted = mended([&] { return transport_.poll(); }, [&] { end_poll({}); })) next = *wanted;
  pass_time();
  if (!carry_on(link)) return {};
  return end_poll(next);
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
bool Async<T, S, P, E>::begin_poll() {
  const void* const me = this_thread<Mutex>();
  const Guard guard{link_->mutex};
  if (polling_ || completions_.by == me || tellings_.by == me) return false;
  polling_ = true;
  sent_ = false;
  return true;
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
auto Async<T, S, P, E>::end_poll(Maybe<Pause> next) -> Maybe<Pause> {
  const TimePoint time = platform_.now();
  const Guard guard{link_->mutex};
  polling_ = false;
  // What another thread is at comes no sooner for being asked after in circles.
  if ((polled && sent_) || has_work()) return std::chrono::milliseconds{pumped_by_ == nullptr ? 0 : 1};
  if (const TimePoint deadline = next_deadline(); deadline != TimePoint::max()) {
    const auto span = std::max(milliseconds_left(deadline, time), std::chrono::milliseconds{0});
    if (!next || span < *next) next = span;
  }
  return next;
}

// What is due by now: locks to be tried again, overdue requests, the machine's own deadlines.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::pass_time() {
  const TimePoint time = platform_.now();
  const auto look = [&] {
    List<LockWait> again;
    List<PendingCalls::Sending> overdue;
    {
      const Guard guard{link_->mutex};
      again = lock_waits_.take_due(time);
      overdue = pending_.find_overdue(time);
    }
    for (const auto& [call, number] : overdue)
      arrive(call, number, Error{.code = Errc::timed_out, .detail = "answer overdue"});
    for (const LockWait& wait : again) try_lock(wait);
  };
  contained(look, [&] { start_over(); });
  feed(input::Tick{});
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
bool Async<T, S, P, E>::is_due() {
  link_->mutex.lock();
  const TimePoint next = next_deadline();
  link_->mutex.unlock();
  return next != TimePoint::max() && next <= platform_.now();
}

// Under the mutex.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
TimePoint Async<T, S, P, E>::next_deadline() const {
  return std::min(machine_.next_deadline(), std::min(pending_.overdue_at(), lock_waits_.next_due()));
}

// Has the transport wake us when something is due, if it can.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::arm() {
  if constexpr (WakingTransport<T>) {
    const TimePoint time = platform_.now();
    TimePoint next;
    {
      const Guard guard{link_->mutex};
      next = next_deadline();
      if (next == TimePoint::max()) return;
      if (next >= wake_at_ && wake_at_ > time) return;  // an overdue timer may sleep for as long as the system did
      wake_at_ = next;
    }
    const auto delay = std::max(milliseconds_left(next, time), std::chrono::milliseconds{0});
    const auto wake = [&] {
      transport_.wake_after(delay, [link = link_, next] { enter(link, [&](Async& driver) { driver.wake(next); }); });
    };
    contained(wake, [&] {
      link_->mutex.lock();
      wake_at_ = TimePoint::max();
      link_->mutex.unlock();
      start_over();  // nobody would wake those who wait
    });
  }
}

template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::wake(TimePoint at) {
  {
    const Guard guard{link_->mutex};
    if (wake_at_ != at) return;  // an earlier one has done it
    wake_at_ = TimePoint::max();
  }
  pass_time();
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

#endif

// <keyturn/drive/async_request.hpp>
// One API request of an asynchronous client: get a token, send, and after a 401 once more with a newer one.
#ifndef KEYTURN_DRIVE_ASYNC_REQUEST_HPP
#define KEYTURN_DRIVE_ASYNC_REQUEST_HPP

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// The steps of `AuthClient::send`. Each ends by asking the machine, by sending, or by finishing the call.
template <class Driver>
class AsyncRequest final : public CompletingCall<Driver, Response> {
  using Base = CompletingCall<Driver, Response>;

 public:
  AsyncRequest(Driver& driver, Request request, Completion<Response> done)
      : Base{driver, std::move(done)}, request_{std::move(request)}, repeatable_{request_.body.repeatable()} {}

  void start(const core::Origins& origins, TimePoint began) {
    const auto wants_token = core::prepare(request_, origins, driver_.options());
    if (!wants_token) return end(wants_token.error());
    if (request_.timeout.count() <= 0) request_.timeout = driver_.options().request_timeout;
    deadline_ = later(began, request_.timeout);
    if (!*wants_token) return send_bare();
    if (const Snapshot* fresh = driver_.fresh_token(began)) return send(*fresh);
    driver_.ask(*this, input::Ask{.waiter = this->id(), .deadline = deadline_}, began);
  }

  void granted(AsyncOutcome&& outcome) override {
    if (unauthorized_) return replay(std::move(outcome));
    if (!outcome.error) {
      if (has_time()) send(*outcome.token);
      return;
    }
    const bool bare = request_.auth == Auth::optional && outcome.error->code == Errc::not_logged_in;
    if (!bare) return end(std::move(*outcome.error));
    if (has_time()) send_bare();
  }

  void answered(Result<Response>&& answer) override {
    if (!answer || !core::is_unauthorized(*answer) || !authorized_ || unauthorized_) return end(std::move(answer));
    unauthorized_ = std::move(*answer);
    driver_.ask(*this,
                input::Ask{.waiter = this->id(), .deadline = deadline_, .epoch = epoch_, .refused = generation_});
  }

  void cancel(Error&& error) override {
    Base::cancel(std::move(error));
    forget();
  }

 private:
  // A body that cannot be produced twice is not replayed, but the next call has a new token already.
  void replay(AsyncOutcome&& outcome) {
    const bool over = outcome.error && outcome.error->code == Errc::session_ended;
    if (!repeatable_ && !over) return end(*std::move(unauthorized_));
    if (outcome.error) return end(std::move(*outcome.error));
    driver_.tell(Event{.kind = Event::Kind::replayed, .epoch = epoch_, .generation = outcome.token->generation});
    if (has_time()) send(*outcome.token);
  }

  // Gives the request what is left of the call's time; nothing: the call is over.
  bool has_time() {
    const TimePoint time = driver_.platform().now();
    request_.timeout = milliseconds_left(deadline_, time);
    if (time >= deadline_) end(Error{.code = Errc::timed_out, .detail = "no time was left to send the request"});
    return time < deadline_;
  }

  void send(const Snapshot& token) {
    authorized_ = true;
    epoch_ = token.epoch;
    generation_ = token.generation;
    Request request = for_the_wire();
    core::attach(request, token);
    driver_.send(*this, std::move(request), deadline_);
  }

  void send_bare() { driver_.send(*this, for_the_wire(), deadline_); }

  Request for_the_wire() {
    return repeatable_ ? request_ : std::move(request_);  // what may be sent again is kept
  }

  void end(Result<Response> result) {
    forget();
    Base::end(std::move(result));
  }

  // A transport may hold on to a call that is over.
  void forget() {
    request_ = Request{};
    unauthorized_.reset();
  }

  using Base::driver_;
  Request request_;
  bool repeatable_;
  TimePoint deadline_{};
  std::uint64_t epoch_ = 0, generation_ = 0;
  bool authorized_ = false;
  Maybe<Response> unauthorized_{};  // the 401 that was answered first
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/awaitable.hpp>
// What a call of an asynchronous client is to a coroutine: `co_await` starts it and gives its result.
#ifndef KEYTURN_DRIVE_AWAITABLE_HPP
#define KEYTURN_DRIVE_AWAITABLE_HPP

#include <coroutine>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

/// Lazy: nothing happens before `co_await`, which is for once. The coroutine goes on where the client runs completions,
/// or at once if the result is there before the call returns. Destroying the waiting coroutine ends that wait alone; do
/// so where completions run, or while none can. The client must outlive the start, not the wait.
///
/// g++ before 13 destroys twice what is written out in braces inside a `co_await` expression (GCC bug 98401): there a
/// request or a grant needs a name of its own, on the line before.
template <class T, class Start>
class [[nodiscard]] Awaitable {
 public:
  /// For the client: of a call that `start(Completion<T>)` begins.
  explicit Awaitable(Start start) : start_{std::move(start)} {}
  Awaitable(const Awaitable&) = delete;
  Awaitable& operator=(const Awaitable&) = delete;
  ~Awaitable() {
    if (wait_) wait_->state.store(State::given_up);
  }

  /// What `co_await` calls.
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> coroutine) {
    const auto wait = wait_ = share<Wait>();
    wait->coroutine = coroutine;
    // Completions that run meanwhile may destroy the coroutine: nothing in its frame is touched from here on.
    Start start = std::move(start_);
    start(Completion<T>{[wait](Result<T> result) { wait->complete(std::move(result)); }});
    State started = State::starting;
    if (wait->state.compare_exchange(started, State::suspended)) return true;
    return started == State::given_up;  // else the result is there, and nobody needs to be woken
  }
  Result<T> await_resume() { return *std::move(wait_->result); }

 private:
  enum class State { starting, suspended, complete, given_up };

  struct Wait : Holders {
    void complete(Result<T> what) {
      if (state.load() == State::given_up) return;
      result.emplace(std::move(what));
      if (state.exchange(State::complete) == State::suspended) coroutine.resume();
    }
    Atomic<State> state{State::starting};
    std::coroutine_handle<> coroutine{};
    std::optional<Result<T>> result{};
  };

  Start start_;
  Shared<Wait> wait_{};
};

/// Makes the awaitable of a call that `start(Completion<T>)` begins.
template <class T, class Start>
Awaitable<T, Start> awaitable(Start start) {
  return Awaitable<T, Start>{std::move(start)};
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/async_auth_client.hpp>
// AuthClient for asynchronous transports: the same calls, as completions and awaitables.
#ifndef KEYTURN_ASYNC_AUTH_CLIENT_HPP
#define KEYTURN_ASYNC_AUTH_CLIENT_HPP

KEYTURN_NAMESPACE_BEGIN

/// The client of `auth_client.hpp` for a transport that answers later. Each call has two forms: one takes a completion,
/// any callable of `void(Result<…>)`, and one gives an awaitable that starts at `co_await`. No call waits; storage may
/// take a disk write. A completion comes once, with the call's result, as do the errors that a blocking call returns.
///
/// If the transport has `poll()`, everything but the sending of a request with a fresh token happens inside the client's
/// `poll()`: one thread calls it, in a frame or an event loop, also right after it began calls. Otherwise completions
/// and callbacks run on the thread on which the transport completes, possibly before the call returns, or on which a
/// storage with `watch` tells of a change: completions one at a time, none inside another, and callbacks likewise. They
/// must not throw and must not wait for other calls of the client, which they may call. A call that has no memory to begin
/// throws `std::bad_alloc`; one that began ends with an error.
///
/// Safe for many threads with a platform that is. Deadlines and pauses are kept by `poll()`, or by the transport where
/// it has `wake_after`. The destructor completes what is pending with `cancelled` and waits for completions that run on
/// other threads; it may be called from inside a callback where the transport has `poll()`.
template <Transport T, Storage S, Protocol P, Platform E>
requires(!BlockingTransport<T>) class AuthClient<T, S, P, E> {
 public:
  /// Never blocks or throws; the session is read from storage on first use.
  AuthClient(T transport, S storage, P protocol, Options options = {}, E platform = {})
      : origins_{std::as_const(protocol).api_base(), options.allowed_origins},
        driver_{std::move(transport), std::move(storage), std::move(protocol), std::move(options),
                std::move(platform)} {}

  AuthClient(const AuthClient&) = delete;
  AuthClient& operator=(const AuthClient&) = delete;

  /// Reads the session now if it was not read yet: true if there is one. May block as long as storage does.
  /// `storage_corrupt` or `storage_failed` if storage cannot be read, `storage_busy` while a login waits for its lock.
  Result<bool> restore() {
    auto outcome = driver_.at_once([&](WaiterId waiter) { return Input{input::Restore{waiter, TimePoint::max()}}; });
    if (!outcome) return Error{.code = Errc::storage_busy, .detail = "a login waits for the lock of the storage"};
    if (outcome->error) return std::move(*outcome->error);
    return outcome->logged_in;
  }

  /// False only when it is known that there is no session: nothing is stored, or what is stored is no record.
  bool logged_in() {
    const auto there = restore();
    return there ? *there : there.error().code != Errc::storage_corrupt;
  }

  /// A look at the session; reads it first if that was not done yet.
  SessionInfo session() {
    const bool here = logged_in();
    SessionInfo info = driver_.info();
    info.logged_in = here;
    return info;
  }

  /// Called once for each session that ends, after it was erased here and before the calls that ended with it complete.
  void on_logout(Callback<void(LogoutReason)> callback) { driver_.on_logout(std::move(callback)); }

  /// Called for everything that happens to the session. Replaces the listener before it, as `on_logout` does.
  void on_event(Callback<void(const Event&)> callback) { driver_.on_event(std::move(callback)); }

  /// Begins a session with tokens obtained elsewhere. An empty access token counts as expired; with neither token:
  /// `bad_request`. A session that is there is replaced. Tries the lock of a shared storage once and saves in any case.
  Result<void> adopt(TokenSet tokens) {
    if (tokens.access_token.empty() && tokens.refresh_token.empty())
      return Error{.code = Errc::bad_request, .detail = "adopt: there is neither an access token nor a refresh token"};
    const Moment moment = read_clocks(driver_.platform());
    auto outcome = driver_.at_once([&](WaiterId waiter) {
      return Input{input::Install{waiter, moment.steady, std::move(tokens), {.sent = moment, .received = moment}}};
    });
    if (!outcome) return Error{.code = Errc::storage_busy, .detail = "the session is being replaced already"};
    if (outcome->error) return std::move(*outcome->error);
    return {};
  }

  /// Asks the auth server for a session. `login_refused` if it says no, and then an existing session stays as it was;
  /// else the transport's error, `server_refused` or `bad_answer`. A session that is there is replaced by the new one.
  template <class Grant>
  requires Grants<P, Grant>
  void login(const Grant& grant, Completion<void> done) { start_login(login_with(grant), std::move(done)); }
  /// The same as an awaitable, which starts at `co_await`; `grant` is not looked at any more then.
  template <class Grant>
  requires Grants<P, Grant>
  auto login(const Grant& grant) {
    return awaitable<void>([this, login = login_with(grant)](Completion<void> done) mutable {
      start_login(std::move(login), std::move(done));
    });
  }

  /// Not a login: says what is one.
  template <class Other, class... More>
  requires(!Grants<P, Other>) void login(const Other&, const More&...) { static_assert(explain_grant<P, Other>()); }

  /// Ends the session: erases it here, calls the logout callback, then revokes both tokens at the server, all within
  /// `Options::logout_timeout`. An error says what could not be confirmed: the transport's error, `server_refused`,
  /// `storage_busy`, and above all `storage_failed`. The user is logged out here in any case. Without a session:
  /// success.
  void logout(Completion<void> done) {
    const TimePoint deadline = later(driver_.platform().now(), driver_.options().logout_timeout);
    start<VoidCall>(std::move(done), [&](WaiterId waiter) { return Input{input::Logout{waiter, deadline}}; });
  }
  /// The same as an awaitable.
  auto logout() {
    return awaitable<void>([this](Completion<void> done) { logout(std::move(done)); });
  }

  /// Makes sure of a newer pair than the present one; joins a refresh that runs. Errors as for any call.
  void refresh(Completion<void> done) {
    start<VoidCall>(std::move(done), [&](WaiterId waiter) {
      return Input{input::Ask{.waiter = waiter, .deadline = deadline(), .renew = true}};
    });
  }
  /// The same as an awaitable.
  auto refresh() {
    return awaitable<void>([this](Completion<void> done) { refresh(std::move(done)); });
  }

  /// Sends the request as `Request` says, with the access token, and once more with a newer one after a 401. Every
  /// answer of the server is an answer, a second 401 included. Errors: `not_logged_in`, `session_ended`,
  /// `refresh_unavailable`, `refresh_storm`, `timed_out`, `origin_not_allowed`, `insecure_url`, `bad_request`,
  /// `storage_failed`, `storage_corrupt`, `cancelled`, and the transport's.
  void send(Request request, Completion<Response> done) {
    auto call = share<drive::AsyncRequest<Driver>>(driver_, std::move(request), std::move(done));
    driver_.begin(call);
    const TimePoint time = driver_.platform().now();
    driver_.proceed(*call, Errc::not_sent, [&] { call->start(origins_, time); });
    driver_.work(time);
  }
  /// The same as an awaitable.
  auto send(Request request) {
    return awaitable<Response>([this, request = std::move(request)](Completion<Response> done) mutable {
      send(std::move(request), std::move(done));
    });
  }

  /// `send` with that method, to an absolute URL or a path below the protocol's API base, in both forms; the other members of
  /// `Request` are as they are by default.
  void get(std::string_view url, Completion<Response> done) { send(bare("GET", url), std::move(done)); }
  auto get(std::string_view url) { return send(bare("GET", url)); }
  void del(std::string_view url, Completion<Response> done) { send(bare("DELETE", url), std::move(done)); }
  auto del(std::string_view url) { return send(bare("DELETE", url)); }

  /// As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty.
  void post(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
    send(with_body("POST", url, std::move(body), content_type), std::move(done));
  }
  void post(std::string_view url, Body body, Completion<Response> done) {
    post(url, std::move(body), json, std::move(done));
  }
  auto post(std::string_view url, Body body, std::string_view content_type = json) {
    return send(with_body("POST", url, std::move(body), content_type));
  }
  void put(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
    send(with_body("PUT", url, std::move(body), content_type), std::move(done));
  }
  void put(std::string_view url, Body body, Completion<Response> done) {
    put(url, std::move(body), json, std::move(done));
  }
  auto put(std::string_view url, Body body, std::string_view content_type = json) {
    return send(with_body("PUT", url, std::move(body), content_type));
  }
  void patch(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
    send(with_body("PATCH", url, std::move(body), content_type), std::move(done));
  }
  void patch(std::string_view url, Body body, Completion<Response> done) {
    patch(url, std::move(body), json, std::move(done));
  }
  auto patch(std::string_view url, Body body, std::string_view content_type = json) {
    return send(with_body("PATCH", url, std::move(body), content_type));
  }

  /// A valid access token, by the same rules as a call's and with the same errors; for what does not go through `send`.
  void access_token(Completion<AccessToken> done) {
    auto call = share<TokenCall>(driver_, std::move(done));
    const TimePoint time = driver_.platform().now();
    if (const Snapshot* fresh = driver_.fresh_token(time)) {
      drive::AsyncOutcome outcome{.token = SnapshotPin{fresh}};
      call->ends_with(outcome);
      driver_.hand_over(std::move(call));
      return driver_.work();
    }
    const input::Ask ask{.waiter = call->id(), .deadline = later(time, driver_.options().request_timeout)};
    driver_.begin(call);
    driver_.ask(*call, ask, time);
  }
  /// The same as an awaitable.
  auto access_token() {
    return awaitable<AccessToken>([this](Completion<AccessToken> done) { access_token(std::move(done)); });
  }

  /// That token was refused by a server: the next `access_token()` is a newer one. Older tokens change nothing.
  void report_unauthorized(const AccessToken& token) {
    driver_.feed(input::Refused{token.epoch(), token.generation()});
  }

  /// Does what is due, and drives a transport that has `poll()`. One thread at a time; from inside a completion it does
  /// nothing. When to call again at the latest; nothing: not before a call begins.
  std::optional<typename drive::Async<T, S, P, E>::Pause> poll() {
    if (const auto pause = driver_.poll()) return *pause;
    return {};
  }

  /// The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile.
  T& transport() { return driver_.transport(); }
  S& storage() { return driver_.storage(); }
  const P& protocol() const { return driver_.protocol(); }

 private:
  using Driver = drive::Async<T, S, P, E>;
  static constexpr std::string_view json = "application/json";

  // Ends as the machine says, without a value.
  struct VoidCall : drive::CompletingCall<Driver, void> {
    using drive::CompletingCall<Driver, void>::CompletingCall;
    bool ends_with(drive::AsyncOutcome& outcome) override {
      this->result_ = outcome.error ? Result<void>{std::move(*outcome.error)} : Result<void>{};
      return true;
    }
  };

  struct TokenCall final : drive::CompletingCall<Driver, AccessToken> {
    using drive::CompletingCall<Driver, AccessToken>::CompletingCall;
    bool ends_with(drive::AsyncOutcome& outcome) override {
      if (outcome.error)
        this->result_ = std::move(*outcome.error);
      else
        this->result_ = AccessToken{std::move(outcome.token)};
      return true;
    }
  };

  struct LoginCall final : VoidCall {
    using VoidCall::VoidCall;
    void answered(Result<Response>&& answer) override {
      timing.received = read_clocks(this->driver_.platform());
      if (!answer) return this->end(std::move(answer.error()));
      auto tokens = drive::read_login(this->driver_.protocol(), *answer, timing);
      if (!tokens) return this->end(std::move(tokens.error()));
      if (!implied.empty()) drive::fill_in(*tokens, implied.pop());
      const TimePoint deadline = later(timing.received.steady, this->driver_.options().lock_patience);
      this->driver_.ask(*this, input::Install{this->id(), deadline, std::move(*tokens), timing});
    }
    List<TokenSet> implied{};
    AnswerTiming timing{};
  };

  template <class Call, class T2, class Make>
  void start(Completion<T2> done, Make&& make) {
    auto call = share<Call>(driver_, std::move(done));
    driver_.begin(call);
    driver_.ask(*call, make(call->id()));
  }

  struct Login {
    Result<Request> request;
    List<TokenSet> implied{};  // one at most: what the answer need not repeat
  };

  template <class Grant>
  Login login_with(const Grant& grant) {
    const P& protocol = driver_.protocol();
    const Options& options = driver_.options();
    Login login{drive::ready(protocol.login_request(grant), protocol.api_base(), options,
                             std::min(options.request_timeout, options.refresh_timeout))};
    if constexpr (drive::Implies<P, Grant>) login.implied.push(protocol.implied_tokens(grant));
    return login;
  }

  void start_login(Login login, Completion<void> done) {
    auto call = share<LoginCall>(driver_, std::move(done));
    driver_.begin(call);
    call->implied = std::move(login.implied);
    call->timing.sent = read_clocks(driver_.platform());
    if (login.request) {
      const TimePoint due = later(call->timing.sent.steady, login.request->timeout);
      driver_.proceed(*call, Errc::not_sent, [&] { driver_.send(*call, std::move(*login.request), due); });
    } else {
      call->end(std::move(login.request.error()));
    }
    driver_.work();
  }

  TimePoint deadline() { return later(driver_.platform().now(), driver_.options().request_timeout); }

  static Request bare(const char* method, std::string_view url) { return {.method = method, .url = std::string{url}}; }
  static Request with_body(const char* method, std::string_view url, Body body, std::string_view content_type) {
    Request request{.method = method, .url = std::string{url}, .body = std::move(body)};
    if (!content_type.empty()) request.headers.add("Content-Type", std::string{content_type});
    return request;
  }

  core::Origins origins_;
  Driver driver_;  // dies first: completions that it calls may begin new calls
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/single_thread.hpp>
// The platform of firmware and engines: one thread, and three functions in place of what the system lacks.
#ifndef KEYTURN_BUILTIN_SINGLE_THREAD_HPP
#define KEYTURN_BUILTIN_SINGLE_THREAD_HPP

#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Needs neither `std::mutex` nor a clock nor `thread_local`. A client with it, and all that it hands out, stays on one
/// thread, outside interrupts. Copies share the functions.
///
/// With one thread nobody else can wake a call that waits, and it waits for one thing alone: the time of the next try
/// of a refresh that failed for now, at most until its own deadline. It does so by calling `now` over and over, so the
/// time must go on between calls; a host that wants to sleep until the next tick, or feed a watchdog, does it in there.
class SingleThread {
 public:
  /// `now`: steady, counts on while the device sleeps, such as a tick counter that does not wrap. `wall`: the time of
  /// day; a device that does not know it gives any, such as `WallTime{}`: then a token from storage may be sent past its
  /// end, and the 401 renews it. `random`: fills the bytes from a generator fit for secrets, or gives false, and what
  /// needed them fails.
  SingleThread(Callback<TimePoint()> now, Callback<WallTime()> wall, Callback<bool(std::span<std::byte>)> random)
      : now_{std::move(now)}, wall_{std::move(wall)}, random_{std::move(random)} {}

  /// Keeps nobody out.
  struct Mutex {
    static constexpr bool one_thread = true;  ///< Clients with it stay on one thread.
    /// Do nothing.
    void lock() noexcept {}
    void unlock() noexcept {}
  };

  /// Never waits.
  struct Condition {
    /// Return at once.
    void wait(Mutex&) noexcept {}
    void wait_until(Mutex&, TimePoint) noexcept {}
    void notify_all() noexcept {}
  };

  /// What the three functions say.
  TimePoint now() const { return now_(); }
  WallTime wall() const { return wall_(); }
  bool random(std::span<std::byte> bytes) const { return random_(bytes); }

 private:
  Callback<TimePoint()> now_;
  Callback<WallTime()> wall_;
  Callback<bool(std::span<std::byte>)> random_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/memory_storage.hpp>
// A storage that forgets at exit: for tests, and for programs that log in each time.
#ifndef KEYTURN_BUILTIN_MEMORY_STORAGE_HPP
#define KEYTURN_BUILTIN_MEMORY_STORAGE_HPP

#include <string>

#if KEYTURN_HAS_HOSTED
#include <mutex>
#endif

KEYTURN_NAMESPACE_BEGIN

/// Keeps records in memory. Copies share them, so a test can look at what its client saved, or start a second client
/// on it as after a restart. It cannot lock: one client at a time uses a record. Safe for many threads, where
/// the standard library has them; never fails.
class MemoryStorage {
 public:
  /// As the concept has it, and never an error.
  Result<std::optional<Secret>> load(std::string_view account) {
    const Guard guard{records_->mutex};
    const Record* const found = find(account);
    return found != nullptr ? std::optional<Secret>{found->bytes} : std::nullopt;
  }

  /// As the concept has it, and never an error.
  Result<void> save(std::string_view account, const Secret& record) {
    const Guard guard{records_->mutex};
    if (Record* const found = find(account))
      found->bytes = record;
    else
      records_->list.push({std::string{account}, record});
    return {};
  }

  /// As the concept has it, and never an error.
  Result<void> erase(std::string_view account) {
    const Guard guard{records_->mutex};
    records_->list.remove_if([&](const Record& record) { return record.account == account; });
    return {};
  }

 private:
#if KEYTURN_HAS_HOSTED
  using Mutex = std::mutex;
#else
  using Mutex = SingleThread::Mutex;
#endif
  using Guard = MutexGuard<Mutex>;
  struct Record {
    std::string account;
    Secret bytes;
  };
  struct Records : Holders {
    Mutex mutex;
    List<Record> list;
  };

  Record* find(std::string_view account) {
    for (Record& record : records_->list)
      if (record.account == account) return &record;
    return nullptr;
  }

  Shared<Records> records_ = share<Records>();
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/concepts/codec.hpp>
// What reads JSON for a protocol: the concept that a codec over a JSON library must meet.
//
//     struct MyCodec {  // over the JSON library that the host has already; this one knows only the empty object
//       keyturn::Result<void> read(std::string_view json, std::span<const std::string_view>,
//                                  std::span<keyturn::Field> out) const {
//         if (json != "{}") return keyturn::Error{.code = keyturn::Errc::bad_answer, .detail = "not a JSON object"};
//         for (keyturn::Field& field : out) field = keyturn::Field{.kind = keyturn::Field::Kind::missing};
//         return {};
//       }
//     };
//     static_assert(keyturn::explain_codec<MyCodec>());
//
// | expression | type | meaning |
// |---|---|---|
// | `c.read(json, paths, out)` | `Result<void>` | fills `out[i]` with what stands at `paths[i]` |
//
// `json` must be one object, with nothing but white space around it; else `bad_answer`. A path names members and array
// positions with dots between them, such as "data.access_token" or "errors.0.code"; where nothing stands, the field's
// kind is `missing`. `paths` and `out` have the same length. Members that are asked for and stand twice in one object,
// and text that is not UTF-8, are `bad_answer`. Const, safe from many threads at once, never blocks; error texts hold
// nothing of the document.
//
// Models: `SimdjsonCodec`. Check yours by the cases of tests/unit/adapters/simdjson_walk_test.cpp.
#ifndef KEYTURN_CONCEPTS_CODEC_HPP
#define KEYTURN_CONCEPTS_CODEC_HPP

#include <concepts>
#include <span>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// What stands at one path of a JSON document.
struct Field {
  /// What kind of value it is.
  enum class Kind {
    missing,           ///< Nothing stands there.
    null,              ///< A null.
    boolean,           ///< Its value is in `Field::boolean`.
    number,            ///< Its value is in `Field::number`.
    text,              ///< Its characters are in `Field::text`, without escapes.
    object,            ///< An object, which nobody reads.
    array              ///< An array, which nobody reads.
  } kind{};            ///< Which of the others has a meaning.
  double number{};     ///< For a number; an integer beyond 2^53 is the nearest one.
  bool boolean{};      ///< For a boolean.
  std::string text{};  ///< For a text, in UTF-8. May hold a token: who reads it wipes it.
};

/// What reads JSON for a protocol. All that is asked of it stands on the page of keyturn/concepts/codec.hpp.
template <class C>
concept Codec = requires(const C& codec, std::string_view json, std::span<const std::string_view> paths,
                         std::span<Field> out) {
  { codec.read(json, paths, out) } -> std::same_as<Result<void>>;
};

/// True if `C` is a codec; else a compile error that names what is missing. For an author's own `static_assert`.
template <class C>
consteval bool explain_codec() {
  static_assert(Codec<C>,
                "a Codec needs: keyturn::Result<void> read(std::string_view json, std::span<const std::string_view> "
                "paths, std::span<keyturn::Field> out) const");
  return true;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/json_api_config.hpp>
// What differs between servers that speak the plain JSON dialect, as data.
#ifndef KEYTURN_PROTOCOL_JSON_API_CONFIG_HPP
#define KEYTURN_PROTOCOL_JSON_API_CONFIG_HPP

#include <iterator>
#include <string>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// How lifetimes in answers are counted.
enum class ExpiryUnit {
  seconds,       ///< From the request on.
  milliseconds,  ///< From the request on.
  unix_seconds,  ///< A moment by the server's clock, since 1970.
};

/// Names of the members of request objects.
struct JsonSends {
  std::string username = "username", password = "password", refresh_token = "refresh_token";  ///< Of what they say.
};

/// Where things stand in answers: dotted paths, such as "data.access_token" or "errors.0.extensions.code".
struct JsonReads {
  /// Of what they say: `expires` and `refresh_expires` are lifetimes or moments, `error` is a word.
  std::string access_token = "access_token", refresh_token = "refresh_token", token_type = "token_type",
              expires = "expires_in", refresh_expires = "refresh_expires_in", error = "error";
};

/// The errors that servers commonly name when a refresh token is dead.
inline std::vector<std::string> default_definitive_errors() {
  const char* const errors[] = {"invalid_grant", "invalid_refresh_token", "refresh_token_expired",
                                "refresh_token_revoked", "refresh_token_reused"};
  return {std::begin(errors), std::end(errors)};
}

/// The whole of a dialect. Paths are resolved below `base_url`.
struct JsonApiConfig {
  /// An absolute URL, whose origin may get the access token, and the paths of the three requests below it.
  std::string base_url{}, login_path = "/login", refresh_path = "/refresh", logout_path = "/logout";
  JsonSends sends{};                              ///< What the members of requests are called.
  JsonReads reads{};                              ///< Where things stand in answers.
  ExpiryUnit expires_unit = ExpiryUnit::seconds;  ///< Of `reads.expires` and `reads.refresh_expires`.
  /// Constant string members of the request objects.
  std::vector<std::pair<std::string, std::string>> login_extra{}, refresh_extra{}, logout_extra{};
  /// Errors at `reads.error` that end the session.
  std::vector<std::string> definitive_errors = default_definitive_errors();
  /// For servers that hand over the refresh token as an HttpOnly cookie of this name: read from Set-Cookie alone, and
  /// sent back as Cookie to refresh and logout alone.
  std::string refresh_token_cookie{};
  std::vector<int> definitive_statuses{};  ///< For servers whose refusals have no readable body.
  bool bare_401_is_definitive = true;      ///< 401 with a JSON object that names no error ends the session.
  std::string expired_error = "refresh_token_expired";  ///< The definitive error that means `Verdict::expired`.
  std::string superseded_error = "superseded";          ///< The error that means `Verdict::superseded`.
  /// What to do when an answer to a refresh was lost. The default suits servers that know `Idempotency-Key`, or take a
  /// spent refresh token again.
  UnknownOutcome unknown_outcome{};
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/jwt.hpp>
// Reads when a JSON Web Token ends (RFC 7519), for servers that do not say so beside it. Verifies nothing: the token is
// the server's own business, and the answer is only a hint about when to renew it.
#ifndef KEYTURN_PROTOCOL_JWT_HPP
#define KEYTURN_PROTOCOL_JWT_HPP

#include <array>
#include <bit>
#include <cstdint>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

constexpr int base64url_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/// The bytes of unpadded base64url text (RFC 4648, section 5); nothing if it is none.
inline Maybe<Secret> decode_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return {};
  for (const char c : text)
    if (base64url_value(c) < 0) return {};
  return Secret{text.size() * 3 / 4, [text](char* into) {
                  std::uint32_t bits = 0;
                  int count = 0;
                  std::size_t written = 0;
                  for (const char c : text) {
                    bits = bits << 6 | static_cast<std::uint32_t>(base64url_value(c));
                    count += 6;
                    if (count < 8) continue;
                    count -= 8;
                    into[written++] = static_cast<char>(bits >> count & 0xff);
                  }
                }};
}

/// The whole part of a number, from 0 to 2^53; not a number counts as 0. Read from its bits (IEEE 754, binary64):
/// firmware would carry floating-point arithmetic along for this alone.
constexpr std::int64_t whole_part(double number) {
  constexpr int fraction_bits = 52, bias = 1023;
  constexpr std::uint64_t one = std::uint64_t{1} << fraction_bits;
  const auto bits = std::bit_cast<std::uint64_t>(number);
  const std::uint64_t fraction = bits & (one - 1);
  const int exponent = static_cast<int>(bits >> fraction_bits & 0x7ff);
  const bool negative = bits >> 63 != 0, not_a_number = exponent == 0x7ff && fraction != 0;
  if (negative || not_a_number || exponent < bias) return 0;
  if (exponent > bias + fraction_bits) return std::int64_t{2} << fraction_bits;
  return static_cast<std::int64_t>((one | fraction) >> (bias + fraction_bits - exponent));
}

/// A moment that a server named, kept between 1970 and 2100, so that differences between two of them never overflow.
constexpr std::chrono::sys_seconds clamped_moment(std::int64_t unix_seconds) {
  constexpr std::int64_t latest = 4102444800;
  return std::chrono::sys_seconds{std::chrono::seconds{clamped<std::int64_t>(unix_seconds, 0, latest)}};
}

}  // namespace detail

/// The `exp` of a token that is a JWT, by the server's clock; nothing for any other token, or one without a number
/// there. Out of range, it is moved to 1970 or 2100.
template <Codec C>
std::optional<std::chrono::sys_seconds> jwt_expiry(const C& codec, std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == token.npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) return std::nullopt;

  const auto payload = detail::decode_base64url(token.substr(first + 1, second - first - 1));
  if (!payload) return std::nullopt;
  constexpr std::array<std::string_view, 1> paths{"exp"};
  std::array<Field, 1> fields;
  if (!codec.read(payload->view(), paths, fields) || fields[0].kind != Field::Kind::number) return std::nullopt;
  return detail::clamped_moment(detail::whole_part(fields[0].number));
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/answer_fields.hpp>
// What stands in the answers of auth servers, whatever their dialect: fields, lifetimes, tokens.
#ifndef KEYTURN_PROTOCOL_ANSWER_FIELDS_HPP
#define KEYTURN_PROTOCOL_ANSWER_FIELDS_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Fields of an answer that may hold tokens, wiped when they go.
template <std::size_t Count>
struct SecretFields : std::array<Field, Count> {
  SecretFields() = default;
  SecretFields(const SecretFields&) = delete;
  SecretFields& operator=(const SecretFields&) = delete;
  ~SecretFields() {
    for (Field& field : *this) wipe(field.text);
  }
};

/// The whole part of plain decimal text, from 0 to 2^53; nothing for any other text.
constexpr Maybe<std::int64_t> decimal_whole_part(std::string_view text) {
  constexpr std::int64_t most = std::int64_t{1} << 53;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return {};
  std::int64_t number = 0;
  bool fraction = false;
  for (const char c : text) {
    if (!is_digit(c) && (c != '.' || fraction)) return {};
    fraction |= c == '.';
    if (!fraction) number = std::min(number * 10 + (c - '0'), most);
  }
  return negative ? 0 : number;
}

/// A lifetime in whole seconds, of ten years at most.
inline std::chrono::seconds clamped_lifetime(std::int64_t seconds) {
  constexpr std::chrono::seconds longest = std::chrono::hours{24} * 36525 / 10;
  return shorter(std::chrono::seconds{seconds}, longest);
}

/// Whether `text` can stand in an Authorization header: visible ASCII (OAuth 2.1's 1*VSCHAR).
constexpr bool is_visible_ascii(std::string_view text) {
  for (const char c : text)
    if (c <= ' ' || c > '~') return false;
  return !text.empty();
}

inline bool is_absent(const Field& field) {
  return field.kind == Field::Kind::missing || field.kind == Field::Kind::null;
}

template <class T>
bool contains(const std::vector<T>& list, const T& value) {
  for (const T& one : list)
    if (one == value) return true;
  return false;
}

/// Leaves both empty if there is no number: an odd lifetime is no reason to lose the tokens.
inline void read_expiry(const Field& field, ExpiryUnit unit, std::optional<std::chrono::seconds>& relative,
                        std::optional<std::chrono::sys_seconds>& absolute) {
  Maybe<std::int64_t> number;
  if (field.kind == Field::Kind::number) number = whole_part(field.number);
  if (field.kind == Field::Kind::text) number = decimal_whole_part(field.text);
  if (!number) return;
  if (unit == ExpiryUnit::unix_seconds) {
    absolute = clamped_moment(*number);
    return;
  }
  if (unit == ExpiryUnit::milliseconds) *number = divided(*number, 1000);
  relative = clamped_lifetime(*number);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/json_text.hpp>
// Writes the JSON objects that go to an auth server: members with string values, nothing else.
#ifndef KEYTURN_PROTOCOL_JSON_TEXT_HPP
#define KEYTURN_PROTOCOL_JSON_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// One member of a JSON object, as plain text.
struct JsonMember {
  std::string_view name{}, value{};  ///< Without escapes, in UTF-8. The caller keeps the characters.
};

namespace detail {

/// Bytes of the UTF-8 sequence at the start of `text`, which is not empty; 0 if there is none (RFC 3629, section 4).
constexpr std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0u) != 0x80u) return 0;
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool surrogate = lead == 0xed && second >= 0xa0;
  const bool too_large = lead == 0xf4 && second >= 0x90;
  return overlong || surrogate || too_large ? 0 : length;
}

constexpr bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// Bytes that `text` takes between the quotes of a JSON string; nothing if it is not UTF-8.
constexpr Maybe<std::size_t> json_string_size(std::string_view text) {
  std::size_t size = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return {};
    const char c = text.front();
    size += c == '"' || c == '\\' ? 2 : static_cast<unsigned char>(c) < 0x20 ? 6 : length;
    text.remove_prefix(length);
  }
  return size;
}

inline void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += "0123456789abcdef"[c >> 4];
      out += "0123456789abcdef"[c & 15];
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

}  // namespace detail

/// An object with these members, in one buffer of the right size from the start, so that no piece of a secret stays
/// behind in another. `bad_request`, which repeats nothing of the text, if something in it is not UTF-8.
inline Result<std::string> json_object(const List<JsonMember>& members) {
  std::size_t size = 2;
  for (const JsonMember& member : members) {
    const auto name = detail::json_string_size(member.name), value = detail::json_string_size(member.value);
    if (!name || !value) return {Errc::bad_request, "a text for the auth server is not UTF-8"};
    size += *name + *value + 6;  // four quotes, colon, comma
  }
  std::string text;
  // Never so short that it would stand inside the string object: moving that would leave a copy.
  text.reserve(std::max(size, sizeof(std::string)));
  text += '{';
  for (const JsonMember& member : members) {
    if (text.size() > 1) text += ',';
    detail::append_json_string(text, member.name);
    text += ':';
    detail::append_json_string(text, member.value);
  }
  text += '}';
  return text;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/set_cookie.hpp>
// Reads one cookie from Set-Cookie (RFC 6265), for servers that hand over the refresh token that way.
#ifndef KEYTURN_PROTOCOL_SET_COOKIE_HPP
#define KEYTURN_PROTOCOL_SET_COOKIE_HPP

#include <initializer_list>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// `pieces` in one buffer of the right size from the start, so that no piece of a secret stays behind in another.
inline std::string joined(std::initializer_list<std::string_view> pieces) {
  std::size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  std::string text;
  // Never so short that it would stand inside the string object: moving that would leave a copy.
  text.reserve(size < sizeof(std::string) ? sizeof(std::string) : size);
  for (const std::string_view piece : pieces) text += piece;
  return text;
}

/// Whether `text` can be sent back in a Cookie header. Wider than the RFC's cookie-octet, as browsers are; what would
/// end the value or the header is out.
constexpr bool is_cookie_value(std::string_view text) {
  for (const char c : text)
    if (c < ' ' || c > '~' || c == ';') return false;
  return !text.empty() && trim(text) == text;
}

/// Whether the attributes, such as "; Path=/; Max-Age=0", delete the cookie.
constexpr bool deletes_cookie(std::string_view attributes) {
  while (!attributes.empty()) {
    attributes.remove_prefix(1);
    const std::string_view attribute = attributes.substr(0, attributes.find(';'));
    attributes.remove_prefix(attribute.size());
    const std::size_t equals = attribute.find('=');
    if (equals == attribute.npos || !equal_ignoring_case(trim(attribute.substr(0, equals)), "max-age")) continue;
    const std::string_view seconds = trim(attribute.substr(equals + 1));
    if (seconds.starts_with('-') || (!seconds.empty() && seconds.find_first_not_of('0') == seconds.npos)) return true;
  }
  return false;
}

/// The value that the last Set-Cookie of that name sets; empty if none does. One that deletes the cookie is passed
/// over, because servers delete an old path's cookie beside setting the new one. Valid as long as `headers` is.
inline std::string_view cookie_value(const Headers& headers, std::string_view name) {
  std::string_view found;
  for (const Header& field : headers) {
    if (!equal_ignoring_case(field.name, "set-cookie")) continue;
    const std::string_view text = field.value;
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view pair = text.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals == pair.npos || trim(pair.substr(0, equals)) != name) continue;
    const std::string_view value = trim(pair.substr(equals + 1));
    if (is_cookie_value(value) && !deletes_cookie(text.substr(end))) found = value;
  }
  return found;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/json_api.hpp>
// The plain JSON dialect: log in, refresh and log out by POSTing small JSON objects; where servers differ is data.
#ifndef KEYTURN_PROTOCOL_JSON_API_HPP
#define KEYTURN_PROTOCOL_JSON_API_HPP

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// Speaks the dialect that `JsonApiConfig` describes, reading answers with a `Codec`.
///
/// Login, refresh and logout are POSTs of a JSON object. The requests hold the secrets that they carry once, in their
/// body or in one header, and nowhere else; the client wipes them after use. Const calls alone, safe from many threads
/// at once, never blocks, throws nothing of its own.
template <class C>
class BasicJsonApi {
  static_assert(explain_codec<C>());

 public:
  /// The defaults of `JsonApiConfig` below this URL. The client checks it when it is used.
  explicit BasicJsonApi(std::string base_url, C codec = {}) : codec_{std::move(codec)} {
    auto* const dialect = new Dialect;
    config_ = Shared<const Dialect>{dialect};
    dialect->base_url = std::move(base_url);
  }
  /// The whole dialect as it is given.
  explicit BasicJsonApi(JsonApiConfig config, C codec = {})
      : config_{new Dialect{{}, std::move(config)}}, codec_{std::move(codec)} {}

  /// Valid as long as this object is.
  std::string_view api_base() const noexcept { return config_->base_url; }

  /// The dialect. Valid as long as this object is.
  const JsonApiConfig& config() const noexcept { return *config_; }

  /// As the configuration has it.
  UnknownOutcome unknown_outcome() const noexcept { return config_->unknown_outcome; }

  /// `bad_request` if user name or password are not UTF-8.
  Result<Request> login_request(const Password& password) const {
    List<JsonMember> members;
    members.push({config_->sends.username, password.username});
    members.push({config_->sends.password, password.password.view()});
    return post(config_->login_path, members, config_->login_extra);
  }

  /// `bad_request` if there is no refresh token, or if it cannot be sent: not UTF-8, or no cookie value.
  Result<Request> refresh_request(const TokenSet& tokens) const {
    const std::string_view token = tokens.refresh_token.view();
    if (token.empty()) return {Errc::bad_request, "there is no refresh token to send"};
    if (by_cookie() && !detail::is_cookie_value(token))
      return {Errc::bad_request, "the refresh token cannot stand in a cookie"};
    List<JsonMember> members;
    if (!by_cookie()) members.push({config_->sends.refresh_token, token});
    auto request = post(config_->refresh_path, members, config_->refresh_extra);
    if (request && by_cookie()) add_cookie(*request, token);
    return request;
  }

  /// One request, with whatever of the two tokens is there and can be sent.
  std::vector<Request> logout_requests(const TokenSet& tokens) const {
    const std::string_view token = tokens.refresh_token.view();
    List<JsonMember> members;
    if (!by_cookie() && !token.empty() && detail::json_string_size(token))
      members.push({config_->sends.refresh_token, token});
    auto request = post(config_->logout_path, members, config_->logout_extra);
    if (!request) {  // constants of the configuration that are not UTF-8
      members.clear();
      request = post(config_->logout_path, members, {});
    }
    std::vector<Request> requests;
    if (!request) return requests;
    if (by_cookie() && !token.empty() && detail::is_cookie_value(token)) add_cookie(*request, token);
    if (detail::is_visible_ascii(tokens.access_token.view()))
      request->headers.add("Authorization", detail::joined({"Bearer ", tokens.access_token.view()}));
    requests.push_back(*std::move(request));
    return requests;
  }

  /// The tokens in an answer, whatever its status. `bad_answer` if there are none, or where a refresh token stands that
  /// is no string. An access token that cannot be sent (no string, not visible ASCII, a type that is no word) counts as
  /// missing if there is a refresh token, because a rotated refresh token must not be lost.
  Result<TokenSet> read_tokens(const Response& answer) const {
    enum { access, refresh, type, expires, refresh_expires, count };
    const std::array<std::string_view, count> paths{config_->reads.access_token, config_->reads.refresh_token,
                                                    config_->reads.token_type, config_->reads.expires,
                                                    config_->reads.refresh_expires};
    detail::SecretFields<count> fields;
    if (auto read = codec_.read(answer.body, paths, fields); !read) {
      if (KEYTURN_HAS_HINTS) read.error().detail.insert(0, "the answer cannot be read; is this the auth server? ");
      return std::move(read).error();
    }

    TokenSet tokens;
    if (by_cookie())
      tokens.refresh_token = Secret{detail::cookie_value(answer.headers, config_->refresh_token_cookie)};
    else if (fields[refresh].kind == Field::Kind::text)
      tokens.refresh_token = Secret{std::string_view{fields[refresh].text}};
    else if (!detail::is_absent(fields[refresh]))
      return {Errc::bad_answer, "the refresh token is no string"};

    const bool typed = read_type(fields[type], tokens.token_type);
    if (typed && detail::is_visible_ascii(fields[access].text))
      tokens.access_token = Secret{std::string_view{fields[access].text}};
    if (tokens.access_token.empty() && tokens.refresh_token.empty())
      return detail::make_error(Errc::bad_answer,
                                "there is no usable token in the answer at " KEYTURN_HINT("JsonReads::access_token, "),
                                config_->reads.access_token);

    detail::read_expiry(fields[expires], config_->expires_unit, tokens.expires_in, tokens.expires_at);
    detail::read_expiry(fields[refresh_expires], config_->expires_unit, tokens.refresh_expires_in,
                        tokens.refresh_expires_at);
    if (!tokens.expires_in && !tokens.expires_at) tokens.expires_at = jwt_expiry(codec_, tokens.access_token.view());
    return tokens;
  }

  /// What a refused login or refresh says: the status, and where the auth server was looked for if it seems elsewhere.
  Error error_of(const Response& answer) const {
    Error error = detail::status_error(answer.status);
    const bool elsewhere = answer.status / 100 == 3 || answer.status == 404 || answer.status == 405;
    if (KEYTURN_HAS_HINTS && elsewhere) {
      // What stands behind a path may be secret.
      const auto path = [](std::string_view url) { return url.substr(0, url.find_first_of("?#")); };
      error.detail += detail::joined({"; is it at ", path(api_base()), ", with ", path(config_->login_path), " and ",
                                      path(config_->refresh_path), "?"});
    }
    return error;
  }

  /// 2xx with tokens renews; 408, 429 and 5xx are transient; then the error that the answer names decides, then
  /// `definitive_statuses` and `definitive_errors`, then `bare_401_is_definitive`. All else is transient.
  Verdict refresh_verdict(const Response& answer) const {
    const int status = answer.status;
    if (is_success(status) && read_tokens(answer)) return Verdict::renewed;
    if (status == 408 || status == 429 || status >= 500) return Verdict::transient;

    const std::array<std::string_view, 1> paths{config_->reads.error};
    std::array<Field, 1> fields;
    const bool is_object = codec_.read(answer.body, paths, fields).has_value();
    const bool named = is_object && fields[0].kind == Field::Kind::text;
    const std::string& error = fields[0].text;
    if (named && !error.empty()) {
      if (error == config_->superseded_error) return Verdict::superseded;
      if (error == config_->expired_error) return Verdict::expired;
    }
    if (detail::contains(config_->definitive_statuses, status)) return Verdict::refused;
    if (named) return detail::contains(config_->definitive_errors, error) ? Verdict::refused : Verdict::transient;
    return is_object && status == 401 && config_->bare_401_is_definitive ? Verdict::refused : Verdict::transient;
  }

 private:
  using Extra = std::vector<std::pair<std::string, std::string>>;

  bool by_cookie() const noexcept { return !config_->refresh_token_cookie.empty(); }

  Result<Request> post(std::string_view path, List<JsonMember>& members, const Extra& extra) const {
    for (const auto& [name, value] : extra) members.push({name, value});
    auto body = json_object(members);
    if (!body) return std::move(body).error();
    Result<Request> made{Request{.method = "POST",
                                 .url = join_url(config_->base_url, path),
                                 .body = *std::move(body),
                                 .auth = Auth::none,
                                 .at_most_once = true}};
    made->headers.add("Content-Type", "application/json");
    made->headers.add("Accept", "application/json");
    return made;
  }

  // The refresh token, where it travels as a cookie.
  void add_cookie(Request& request, std::string_view token) const {
    request.headers.add("Cookie", detail::joined({config_->refresh_token_cookie, "=", token}));
  }

  /// "Bearer" where the server says nothing, and however it spells it (RFC 6749, section 7.1: no case); false if what
  /// it says is no word, so that nobody takes the token for a bearer token.
  static bool read_type(const Field& field, std::string& type) {
    if (detail::is_absent(field) || (field.kind == Field::Kind::text && field.text.empty())) return true;
    if (field.kind != Field::Kind::text) return false;
    if (detail::equal_ignoring_case(field.text, type)) return true;
    for (const char c : field.text)
      if (!detail::is_alpha(c) && !detail::is_digit(c) && c != '-' && c != '_' && c != '.') return false;
    type = field.text;
    return true;
  }

  // One for all copies: it never changes, and is long to copy.
  struct Dialect : Holders, JsonApiConfig {};
  Shared<const Dialect> config_;
  C codec_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/core.hpp>
// The umbrella of what needs the standard library alone: the client, its core and drivers, the concepts, memory
// storage, the platforms.
#ifndef KEYTURN_CORE_HPP
#define KEYTURN_CORE_HPP

#endif
