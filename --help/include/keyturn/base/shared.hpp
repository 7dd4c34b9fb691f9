/// @file keyturn/base/shared.hpp One object with several holders; what std::shared_ptr is, without what makes its header dear to include.
#ifndef KEYTURN_BASE_SHARED_HPP


#include <keyturn/base/atomic.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Base of a class whose objects are held by `Shared`. Copies of an object have holders of their own.
class Holders {
 public:
  /** @cond */Holders() = default;/** @endcond */
  /** @cond */Holders(const Holders&) noexcept {}/** @endcond */
  /** @cond */Holders& operator=(const Holders&) noexcept { return *this; }/** @endcond */

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
  /** @cond */Shared() = default;/** @endcond */
  /// Holds nothing.
  Shared(std::nullptr_t) noexcept {}
  /// One holder more of that object, or none of null.
  explicit Shared(T* object) noexcept : object_{object} {         }
  /** @cond */Shared(const Shared& other) noexcept : object_{other.object_} { hold(); }/** @endcond */
  /** @cond */Shared(Shared&& other) noexcept : object_{other.release()} {}/** @endcond */
  /// One holder more of the same object.
  template <class Derived>
  requires requires(Derived* derived, void (&take)(T*)) { take(derived); }
  Shared(const Shared<Derived>& other) noexcept : Shared{static_cast<T*>(other.get())} {}
  /** @cond */Shared& operator=(Shared other) noexcept {
    T* const before = object_;
    object_ = other.object_;
    other.object_ = before;
    return *this;
  }/** @endcond */
  /** @cond */~Shared() {
    // The only holder needs no write to know that it is: nobody can copy from another.
    if (object_ != nullptr && (object_->Holders::count_.load() == 1 || object_->Holders::count_.add(-1u) == 1))
      delete object_;
  }/** @endcond */

  /// Gives the reference away; `adopt` takes it back.
  [[nodiscard]] T* release() noexcept {
                              
                      
                  
  }
  /** Gives the reference away; `adopt` takes it back. */ [[nodiscard]] static Shared adopt(T* object) noexcept {
                  
                            
                  
  }

  /// Holds a new object, which nobody else holds yet.
  [[nodiscard]] static Shared first(T* object) noexcept {
                                     
                         
  }

  /// The object, or null. `*` and `->` on null are undefined.
  T* get() const noexcept {                 }
  /** The object, or null. `*` and `->` on null are undefined. */ T* operator->() const noexcept {                 }
  /** The object, or null. `*` and `->` on null are undefined. */ T& operator*() const noexcept {                  }
  /// Whether it holds one.
  explicit operator bool() const noexcept {                            }
  /** @cond */friend bool operator==(const Shared&, const Shared&) = default;/** @endcond */

 private:
  void hold() const noexcept {
                                                            
  }

  T* object_ = nullptr;
};

/// A new object and its first holder.
/** @cond */template <class T, class... Args>
Shared<T> share(Args&&... args) {
  return Shared<T>::first(new T{std::forward<Args>(args)...});
}/** @endcond */

KEYTURN_NAMESPACE_END

#endif
