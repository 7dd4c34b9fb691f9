/// @file keyturn/concepts/platform.hpp What the host system gives: clocks, randomness, and a way to wait. The concept that firmware and tests implement.
///
///     struct MyPlatform {  // one thread and a counter of ticks
///       struct Mutex {
///         static constexpr bool one_thread = true;
///         void lock() {}
///         void unlock() {}
///       };
///       struct Condition {
///         void wait(Mutex&) {}
///         void wait_until(Mutex&, keyturn::TimePoint) {}
///         void notify_all() {}
///       };
///       std::chrono::milliseconds ticks{};
///       keyturn::TimePoint now() { return keyturn::TimePoint{ticks}; }
///       std::chrono::sys_time<std::chrono::milliseconds> wall() { return {}; }
///       bool random(std::span<std::byte>) { return false; }  // no generator: what needs one fails, and says so
///     };
///     static_assert(keyturn::explain_platform<MyPlatform>());
///
/// | expression | type | meaning |
/// |---|---|---|
/// | `e.now()` | `TimePoint` | steady, runs on while the machine sleeps |
/// | `e.wall()` | `std::chrono::sys_time<std::chrono::milliseconds>` | the time of day; may be wrong, may jump |
/// | `e.random(bytes)` | `bool` | fills `bytes` from the system's generator; false: the call that needed it fails |
/// | `E::Mutex` | default constructible | `lock()`, `unlock()` |
/// | `E::Mutex::one_thread` | `bool`, constant | optional; true: a client stays on one thread, and needs no `thread_local` |
/// | `E::Condition` | constructible from `E&`, or default constructible | `wait(mutex)`, `wait_until(mutex, TimePoint)`, `notify_all()` |
///
/// Threads: everything is called from every thread that uses the client. `wait` and `wait_until` block, and may wake early;
/// the mutex is locked when they are called and when they return. The rest does not block.
///
/// On one thread nobody else could wake a call that waits: there `wait_until` may return at once, or sleep until that
/// time. The client asks `now()` and comes again, until the time has come.
///
/// Models: `Hosted`, `SingleThread`, `testing::Manual`.
#ifndef KEYTURN_CONCEPTS_PLATFORM_HPP


#include <keyturn/base/time.hpp>

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
                
                       
                                               
        
                                                    
                
                       
                                               
        
                                                                                   
                
                                                   
                                                  
        
                                                                   
                
                                                                
                                                                 
                
                                                                               
                                                      
        
                                                                                                                       
                                                                                                               
              
}

/// Both clocks, one after the other. Does not block.
Moment read_clocks(Platform auto& platform) {                                           }

KEYTURN_NAMESPACE_END

#endif
