#include "scheduler.hpp"

#include "memory.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define KEYTURN_SIMULATION_HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEYTURN_SIMULATION_HAS_ASAN 1
#endif
#endif
#if KEYTURN_SIMULATION_HAS_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace simulation {
namespace {

using boost::context::detail::fcontext_t;
using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

#if KEYTURN_SIMULATION_HAS_ASAN
constexpr std::size_t stack_size = 512 << 10;
#else
constexpr std::size_t stack_size = 64 << 10;
#endif

// Stacks outlive schedules: with a page in front of each that nobody may touch.
std::vector<char*>& stacks() {
  static std::vector<char*> spare;
  return spare;
}

char* take_stack() {
  const LastingMemory lasting;
  if (!stacks().empty()) {
    char* stack = stacks().back();
    stacks().pop_back();
#if KEYTURN_SIMULATION_HAS_ASAN
    __asan_unpoison_memory_region(stack, stack_size);  // whoever was here before has left no frame in order
#endif
    return stack;
  }
  constexpr std::size_t page = 4096;
  auto* pages = static_cast<char*>(
      mmap(nullptr, stack_size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (pages == MAP_FAILED || mprotect(pages, page, PROT_NONE) != 0) std::abort();
  return pages + page;
}

void give_stack(char* stack) {
  const LastingMemory lasting;
  stacks().push_back(stack);
}

Scheduler* running = nullptr;

}  // namespace

Scheduler::Scheduler(std::uint64_t seed) : dice_{seed, 1} { running = this; }

Scheduler::~Scheduler() {
  for (Fiber* fiber : fibers_)
    if (fiber->stack != nullptr) give_stack(fiber->stack);
  running = nullptr;
}

Fiber* Scheduler::spawn(int process, keyturn::Callback<void()> body) {
  auto* fiber = new Fiber;
  fiber->stack = take_stack();
  fiber->body = std::move(body);
  fiber->process = process;
  fiber->context = make_fcontext(fiber->stack + stack_size, stack_size, &Scheduler::enter);
  fibers_.push_back(fiber);
  ready(fiber);
  return fiber;
}

void Scheduler::enter(transfer_t from) {
#if KEYTURN_SIMULATION_HAS_ASAN
  __sanitizer_finish_switch_fiber(nullptr, &running->home_stack_, &running->home_stack_size_);
#endif
  running->home_ = from.fctx;
  running->current_->body();
  running->current_->alive = false;
  running->leave();
  std::abort();  // nobody comes back to a fiber that is over
}

void Scheduler::go_on() {
  const std::size_t which = ready_.size() == 1 ? 0 : dice_.below(ready_.size());
  current_ = ready_[which];
  ready_[which] = ready_.back();
  ready_.pop_back();
#if KEYTURN_SIMULATION_HAS_ASAN
  void* fake_stack = nullptr;
  __sanitizer_start_switch_fiber(&fake_stack, current_->stack, stack_size);
#endif
  const fcontext_t context = jump_fcontext(current_->context, nullptr).fctx;
#if KEYTURN_SIMULATION_HAS_ASAN
  __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#endif
  Fiber* const left = std::exchange(current_, nullptr);
  left->context = context;
  if (!left->alive && left->stack != nullptr) give_stack(std::exchange(left->stack, nullptr));
}

void Scheduler::leave() {
#if KEYTURN_SIMULATION_HAS_ASAN
  void* fake_stack = nullptr;
  __sanitizer_start_switch_fiber(current_->alive ? &fake_stack : nullptr, home_stack_, home_stack_size_);
#endif
  home_ = jump_fcontext(home_, nullptr).fctx;
#if KEYTURN_SIMULATION_HAS_ASAN
  __sanitizer_finish_switch_fiber(fake_stack, &home_stack_, &home_stack_size_);
#endif
}

void Scheduler::yield() {
  if (current_ == nullptr) return;
  ready(current_);
  leave();
}

bool Scheduler::block(Time until) {
  if (current_ == nullptr) return false;
  Fiber* const me = current_;
  ++me->ticket;
  me->blocked = true;
  me->timed_out = false;
  if (until != never) {
    timers_.push_back({until, ++last_timer_, me, me->ticket, {}});
    std::push_heap(timers_.begin(), timers_.end());
  }
  leave();
  return !me->timed_out;
}

void Scheduler::wake(Fiber* fiber) {
  if (!fiber->alive || !std::exchange(fiber->blocked, false)) return;
  ++fiber->ticket;
  ready(fiber);
}

void Scheduler::at(Time time, keyturn::Callback<void()> call) {
  timers_.push_back({time, ++last_timer_, nullptr, 0, std::move(call)});
  std::push_heap(timers_.begin(), timers_.end());
}

void Scheduler::fire(Timer& timer) {
  if (timer.fiber == nullptr) return timer.call();
  if (!timer.fiber->blocked || timer.fiber->ticket != timer.ticket) return;
  timer.fiber->timed_out = true;
  wake(timer.fiber);
}

// Makes sure that somebody can go on; time passes if nobody can, and now and then if somebody could.
bool Scheduler::find_work() {
  if (!ready_.empty() && dice_.below(32) == 0) {
    const auto span = static_cast<Time>(dice_.below(2 * millisecond));
    now_ += span;
    slowness_ += span;
  }
  while (ready_.empty() || (!timers_.empty() && timers_.front().time <= now_)) {
    if (timers_.empty()) return false;
    std::pop_heap(timers_.begin(), timers_.end());
    Timer timer = std::move(timers_.back());
    timers_.pop_back();
    now_ = std::max(now_, timer.time);
    fire(timer);
  }
  return true;
}

void Scheduler::kill(int process) {
  std::erase_if(ready_, [&](const Fiber* fiber) { return fiber->process == process; });
  std::erase_if(stopped_, [&](const Stopped& stopped) { return stopped.process == process; });
  for (Fiber* fiber : fibers_) {
    if (fiber->process != process || !fiber->alive) continue;
    fiber->alive = fiber->blocked = false;
    if (fiber != current_ && fiber->stack != nullptr) give_stack(std::exchange(fiber->stack, nullptr));
  }
}

void Scheduler::stop(int process, Time until) {
  slowness_ += until - now_;
  for (Stopped& stopped : stopped_)
    if (stopped.process == process) return stopped.until = std::max(stopped.until, until), void();
  Stopped& stopped = stopped_.emplace_back(Stopped{process, until, {}});
  std::erase_if(ready_,
                [&](Fiber* fiber) { return fiber->process == process && (stopped.held.push_back(fiber), true); });
  at(until, [this, process] { let_go(process); });
}

void Scheduler::let_go(int process) {
  const auto stopped =
      std::find_if(stopped_.begin(), stopped_.end(), [&](const Stopped& s) { return s.process == process; });
  if (stopped == stopped_.end()) return;
  if (stopped->until > now_) return at(stopped->until, [this, process] { let_go(process); });
  const std::vector<Fiber*> held = std::move(stopped->held);
  stopped_.erase(stopped);
  for (Fiber* fiber : held)
    if (fiber->alive) ready_.push_back(fiber);
}

// Unless its process stands still.
void Scheduler::ready(Fiber* fiber) {
  for (Stopped& stopped : stopped_)
    if (stopped.process == fiber->process) return stopped.held.push_back(fiber);
  ready_.push_back(fiber);
}

}  // namespace simulation
