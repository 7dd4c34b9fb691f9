/// @file keyturn/base/one_of.hpp A value that is one of several types; what std::variant is, at a fraction of the time to compile and of the code.
#ifndef KEYTURN_BASE_ONE_OF_HPP


#include <keyturn/config/abi.hpp>

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
                                                                                      
  }
  /** @cond */OneOf(const OneOf& other) : index_{other.index_} {
    other.visit([&]<class T>(const T& value) KEYTURN_INLINE_LAMBDA { ::new (static_cast<void*>(bytes_)) T(value); });
  }/** @endcond */
  /** @cond */OneOf(OneOf&& other) noexcept : index_{other.index_} {
    other.visit([&]<class T>(T& value)
                    KEYTURN_INLINE_LAMBDA { ::new (static_cast<void*>(bytes_)) T(std::move(value)); });
  }/** @endcond */
  /** @cond */OneOf& operator=(OneOf other) noexcept {
    this->~OneOf();
    return *::new (static_cast<void*>(this)) OneOf(std::move(other));
  }/** @endcond */
  /** @cond */~OneOf() {
    visit([]<class T>(T& value) KEYTURN_INLINE_LAMBDA { value.~T(); });
  }/** @endcond */

  /// Whether it holds a `T`.
  template <class T>
  bool is() const noexcept {
                                 
  }

  /// The value if it is a `T`, else null. Valid until the next assignment.
  template <class T>
  T* get() noexcept {
                                                                          
  }
  /** The value if it is a `T`, else null. Valid until the next assignment. */ template <class T>
  const T* get() const noexcept {
                                                                                
  }

  /// `call(value)`, with the value as what it is.
  template <class Call>
  void visit(Call&& call) {
                            
                                                                                                        
  }
  /** `call(value)`, with the value as what it is. */ template <class Call>
  void visit(Call&& call) const {
                            
                                                                                                              
  }

 private:
  template <class T, class...>
  struct FirstOf {
    using Type = T;
  };
  using First = typename FirstOf<Types...>::Type;

  template <class T>
  static constexpr unsigned char index_of = [] {
                            
                                                                  
                 
  }();
  static constexpr std::size_t largest(std::initializer_list<std::size_t> sizes) {
                         
                                                                          
                
  }

  alignas(Types...) unsigned char bytes_[largest({sizeof(Types)...})];
  unsigned char index_;
};

KEYTURN_NAMESPACE_END

#endif
