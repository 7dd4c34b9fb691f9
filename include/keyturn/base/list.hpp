// First in, first out, in one piece of memory: what std::deque and std::vector are to the machine and its drivers, at a
// fraction of the time to compile and of the code.
#ifndef KEYTURN_BASE_LIST_HPP
#define KEYTURN_BASE_LIST_HPP

#include <keyturn/config/abi.hpp>

#include <cstddef>
#include <new>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Items, which move without throwing, in the order in which they came. References to them last until the next `push`,
/// `pop` or `remove_if`. Keeps its room until it dies, or is moved from.
template <class T>
class List {
 public:
  List() = default;
  List(const List& other) : List{} {
    for (const T& item : other) push(item);
  }
  List(List&& other) noexcept { swap(other); }
  List& operator=(List other) noexcept {
    swap(other);
    return *this;
  }
  ~List() {
    clear();
    ::operator delete(room_);
  }

  bool empty() const noexcept { return first_ == last_; }
  std::size_t size() const noexcept { return last_ - first_; }
  T* begin() noexcept { return room_ + first_; }
  T* end() noexcept { return room_ + last_; }
  const T* begin() const noexcept { return room_ + first_; }
  const T* end() const noexcept { return room_ + last_; }

  /// The one that came last. There must be one.
  T& last() noexcept { return room_[last_ - 1]; }

  void push(T item) { emplace(std::move(item)); }

  /// One more item, made in place. Nothing that `parts` refers to may stand in this list.
  template <class... Parts>
  void emplace(Parts&&... parts) {
    if (last_ == capacity_) make_room();
    ::new (static_cast<void*>(end())) T{std::forward<Parts>(parts)...};
    ++last_;
  }

  /// Takes out the first one. There must be one.
  T pop() {
    T item = std::move(*begin());
    begin()->~T();
    ++first_;
    if (empty()) first_ = last_ = 0;
    return item;
  }

  /// Takes out those for which `predicate` holds. Whether there were any.
  template <class Predicate>
  bool remove_if(Predicate&& predicate) {
    T* kept = begin();
    for (T& item : *this) {
      if (predicate(item)) continue;
      if (kept != &item) *kept = std::move(item);
      ++kept;
    }
    const bool any = kept != end();
    while (end() != kept) room_[--last_].~T();
    return any;
  }

  friend bool operator==(const List& a, const List& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!(a.begin()[i] == b.begin()[i])) return false;
    return true;
  }

  void clear() noexcept {
    for (T& item : *this) item.~T();
    first_ = last_ = 0;
  }

 private:
  void swap(List& other) noexcept {
    std::swap(room_, other.room_);
    std::swap(first_, other.first_);
    std::swap(last_, other.last_);
    std::swap(capacity_, other.capacity_);
  }

  // What was taken at the front is room again, unless there is little of it.
  void make_room() {
    static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    T* const from = room_;
    if (first_ <= capacity_ / 2) {
      const std::size_t capacity = capacity_ * 2 + 2;
      room_ = static_cast<T*>(::operator new(capacity * sizeof(T)));
      capacity_ = capacity;
    }
    for (std::size_t i = first_; i < last_; ++i) {
      ::new (static_cast<void*>(room_ + (i - first_))) T(std::move(from[i]));
      from[i].~T();
    }
    last_ -= first_;
    first_ = 0;
    if (from != room_) ::operator delete(from);
  }

  T* room_ = nullptr;
  std::size_t first_ = 0, last_ = 0, capacity_ = 0;
};

KEYTURN_NAMESPACE_END

#endif
