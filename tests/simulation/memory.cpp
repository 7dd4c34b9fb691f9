#include "memory.hpp"

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define KEYTURN_SIMULATION_CHECKED_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEYTURN_SIMULATION_CHECKED_MEMORY 1
#endif
#endif

namespace simulation {
namespace {

bool in_schedule = false;

#if KEYTURN_SIMULATION_CHECKED_MEMORY
// Each block by itself, so that the sanitizer sees who goes astray, in a list.
struct alignas(std::max_align_t) Block {
  Block *before, *after;
};
Block blocks{&blocks, &blocks};

void* take(std::size_t size) {
  auto* block = static_cast<Block*>(std::malloc(sizeof(Block) + size));
  if (block == nullptr) std::abort();
  *block = in_schedule ? Block{&blocks, blocks.after} : Block{nullptr, nullptr};
  if (in_schedule) blocks.after = blocks.after->before = block;
  return block + 1;
}

void give(void* bytes) {
  if (bytes == nullptr) return;
  Block* block = static_cast<Block*>(bytes) - 1;
  if (block->before != nullptr) block->before->after = block->after, block->after->before = block->before;
  std::free(block);
}

void forget_all() {
  while (blocks.after != &blocks) give(blocks.after + 1);
}
#else
// Blocks of a few sizes, cut from one stretch of addresses and used again.
constexpr std::size_t stretch = std::size_t{1} << 30, grain = 16, largest = 2048;
char* const first = static_cast<char*>(
    mmap(nullptr, stretch, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
char* next = first;

struct Free {
  Free* after;
};
Free* given_back[largest / grain + 1];

struct alignas(grain) Head {
  std::size_t size_class;
};

void* take(std::size_t size) {
  if (!in_schedule) {
    if (void* bytes = std::malloc(size)) return bytes;
    std::abort();
  }
  const std::size_t size_class = (size + grain - 1) / grain;
  if (size_class <= largest / grain && given_back[size_class] != nullptr) {
    Free* const block = given_back[size_class];
    given_back[size_class] = block->after;
    return block;
  }
  auto* head = reinterpret_cast<Head*>(next);
  next += sizeof(Head) + size_class * grain;
  if (next > first + stretch) {
    std::fputs("simulation: a schedule needs more than its memory\n", stderr);
    std::abort();
  }
  head->size_class = size_class;
  return head + 1;
}

void give(void* bytes) {
  if (bytes == nullptr) return;
  if (bytes < first || bytes >= first + stretch) return std::free(bytes);
  const std::size_t size_class = (static_cast<Head*>(bytes) - 1)->size_class;
  if (!in_schedule || size_class > largest / grain) return;
  given_back[size_class] = new (bytes) Free{given_back[size_class]};
}

void forget_all() {
  next = first;
  for (Free*& list : given_back) list = nullptr;
}
#endif

}  // namespace

void begin_schedule_memory() { in_schedule = true; }
void end_schedule_memory() {
  in_schedule = false;
  forget_all();
}

LastingMemory::LastingMemory() : before_{in_schedule} { in_schedule = false; }
LastingMemory::~LastingMemory() { in_schedule = before_; }

}  // namespace simulation

void* operator new(std::size_t size) { return simulation::take(size == 0 ? 1 : size); }
void* operator new[](std::size_t size) { return simulation::take(size == 0 ? 1 : size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return simulation::take(size == 0 ? 1 : size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return simulation::take(size == 0 ? 1 : size);
}
void operator delete(void* bytes) noexcept { simulation::give(bytes); }
void operator delete[](void* bytes) noexcept { simulation::give(bytes); }
void operator delete(void* bytes, std::size_t) noexcept { simulation::give(bytes); }
void operator delete[](void* bytes, std::size_t) noexcept { simulation::give(bytes); }
