// First in, first out, in one piece of memory: what std::deque and std::vector are to the machine and its drivers, at a
// fraction of the time to compile and of the code.
#ifndef KEYTURN_BASE_LIST_HPP
#define KEYTURN_BASE_LIST_HPP

#include <keyturn/config/abi.hpp>

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
