/// @file keyturn/base/list.hpp First in, first out, in one piece of memory: what std::deque and std::vector are to the machine and its drivers, at a
/// fraction of the time to compile and of the code.
#ifndef KEYTURN_BASE_LIST_HPP


#include <keyturn/config/abi.hpp>

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {
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
                                    
                
                                                                                                      
                          
                                                 
                   
     
                                                       
                                                              
                                     
                        
     
                   
                     
                  
                           
    
                                        
                                                               
                                                                                                   
                            
}

inline void delete_room(ListRoom* room) noexcept {
                                                                  
}

/// The room with a place at its end. What was taken at the front is room again, unless there is little of it.
KEYTURN_NOINLINE inline ListRoom* with_place(ListRoom* from, std::size_t item_size, MoveItem move) {
                      
                                                             
                                                                                
                                                                                         
                            
                         
   
                          
                      
                                                               
                                                                                                                    
                
                   
                                    
            
}
}/** @endcond */  // namespace detail

/// Items, which move without throwing, in the order in which they came. References to them last until the next `push`,
/// `pop` or `remove_if`. Keeps its room until it dies, or is moved from. The first `in_place` items stand within the list
/// and move with it, the others on the heap.
template <class T, std::uint32_t in_place = 0>
class List {
 public:
  /** @cond */List() = default;/** @endcond */
  /** @cond */List(const List& other) : List{} {  // delegates, so that what a copy leaves behind when it throws is cleared
    for (const T& item : other) push(item);
  }/** @endcond */
  /** @cond */List(List&& other) noexcept {
    if (in_place > 0 && other.room_ != nullptr && other.room_->in_place) {
      for (T& item : other) emplace(std::move(item));
      other.clear();
    } else {
      room_ = other.room_;
      other.room_ = nullptr;
    }
  }/** @endcond */
  /** @cond */List& operator=(List other) noexcept {
    if constexpr (in_place > 0) {
      this->~List();
      ::new (static_cast<void*>(this)) List(std::move(other));
    } else {
      std::swap(room_, other.room_);
    }
    return *this;
  }/** @endcond */
  /** @cond */~List() {
    clear();
    if constexpr (in_place > 0)
      detail::delete_room(room_);
    else
      ::operator delete(room_);
  }/** @endcond */

  /// Whether there is none, and how many there are.
  bool empty() const noexcept {                     }
  /** Whether there is none, and how many there are. */ std::size_t size() const noexcept {                                                           }
  /// The items in order, as pointers.
  T* begin() noexcept {                                                             }
  /** The items in order, as pointers. */ T* end() noexcept {                                                            }
  /** The items in order, as pointers. */ const T* begin() const noexcept {                                          }
  /** The items in order, as pointers. */ const T* end() const noexcept {                                        }

  /// The ones that came first and last. There must be one.
  T& first() noexcept {                               }
  /** The ones that came first and last. There must be one. */ T& last() noexcept {                                  }

  /// One more item, at the end. May allocate.
  void push(T item) {                           }

  /// One more item at the end, made in place. May allocate. Nothing that `parts` refers to may stand in this list.
  template <class... Parts>
  void emplace(Parts&&... parts) {
                                                           
                               
                                                                                                                    
                                                                                                                
                                                                                       
                  
  }

  /// Takes out the first one. There must be one.
  T pop() {
                                
                   
                
  }

  /// The same, and nobody wants it.
  void remove_first() noexcept {
                 
                                                                      
  }

  /// Takes out those for which `predicate` holds. Whether there were any.
  template <class Predicate>
  bool remove_if(Predicate&& predicate) {
                                                     
                                                                
                                                                   
      
                                                                                                                 
                                           
  }

  /// Equal items in the same order.
  friend bool operator==(const List& a, const List& b) {
                                           
                                              
                                                        
                
  }

  /// Takes out all of them, and keeps the room.
  void clear() noexcept {
                                    
                                                         
  }

 private:
  T* items() noexcept {                                         }

  static void move(void* to, void* from) noexcept {
                                     
                                                     
              
  }

  detail::ListRoom* room_ = nullptr;
  [[no_unique_address]] detail::ListPlace<T, in_place> place_;
};

KEYTURN_NAMESPACE_END

#endif
