#include "embedded/flash_storage.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace keyturn::example::embedded {
namespace {

// Little-endian numbers: magic, sequence, length of the payload, checksum of sequence, length and payload.
constexpr std::size_t head_size = 16;
constexpr std::uint32_t magic = 0x3153544b;  // "KTS1"
constexpr char erased = '\xff';

Error failed(const char* why) { return {.code = Errc::storage_failed, .detail = why}; }

std::uint32_t number_at(std::string_view bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[offset + i])) << (8 * i);
  return value;
}

void put_number(std::span<char> into, std::uint32_t value) {
  for (unsigned i = 0; i < 4; ++i) into[i] = static_cast<char>(value >> (8 * i) & 0xff);
}

// CRC-32 as zlib's, without its table.
std::uint32_t checksum(std::string_view bytes, std::uint32_t before = 0) {
  std::uint32_t sum = ~before;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ (0xedb88320u & (0u - (sum & 1u)));
  }
  return ~sum;
}

struct Entry {
  std::string_view account, record;
};

// Of a payload whose checksum is right: each entry is two lengths, the name and the bytes.
std::vector<Entry> entries_of(std::string_view payload) {
  std::vector<Entry> entries;
  while (payload.size() >= 8) {
    const std::size_t name = number_at(payload, 0), bytes = number_at(payload, 4);
    payload.remove_prefix(8);
    if (name > payload.size() || bytes > payload.size() - name) break;
    entries.push_back({payload.substr(0, name), payload.substr(name, bytes)});
    payload.remove_prefix(name + bytes);
  }
  return entries;
}

Secret payload_of(const std::vector<Entry>& entries) {
  std::size_t size = 0;
  for (const Entry& entry : entries) size += 8 + entry.account.size() + entry.record.size();
  return Secret{size, [&](std::span<char> into) {
                  for (const Entry& entry : entries) {
                    put_number(into, static_cast<std::uint32_t>(entry.account.size()));
                    put_number(into.subspan(4), static_cast<std::uint32_t>(entry.record.size()));
                    entry.account.copy(into.data() + 8, entry.account.size());
                    into = into.subspan(8 + entry.account.size());
                    entry.record.copy(into.data(), entry.record.size());
                    into = into.subspan(entry.record.size());
                  }
                }};
}

}  // namespace

struct FlashStorage::Slot {
  enum class Kind { blank, damaged, valid } kind = Kind::damaged;
  std::uint32_t sequence = 0;
  Secret payload{};
};

// The slot that counts, and where the next record goes.
struct FlashStorage::State {
  bool corrupt = false;
  std::uint32_t sequence = 0;
  unsigned next = 0;
  Secret payload{};
};

Result<FlashStorage::Slot> FlashStorage::read(unsigned slot) {
  std::array<char, head_size> bytes{};
  if (!flash_->read(slot, 0, bytes)) return failed("the flash cannot be read");
  const std::string_view head{bytes.data(), bytes.size()};
  Slot found;
  if (head.find_first_not_of(erased) == head.npos) found.kind = Slot::Kind::blank;
  if (number_at(head, 0) != magic) return found;
  found.sequence = number_at(head, 4);
  const std::size_t length = number_at(head, 8);
  if (length > flash_->size() - head_size) return found;
  bool was_read = true;
  found.payload = Secret{length, [&](std::span<char> into) { was_read = flash_->read(slot, head_size, into); }};
  if (!was_read) return failed("the flash cannot be read");
  if (number_at(head, 12) == checksum(found.payload.view(), checksum(head.substr(4, 8))))
    found.kind = Slot::Kind::valid;
  return found;
}

Result<FlashStorage::State> FlashStorage::read() {
  std::array<Slot, 2> slots;
  for (unsigned i = 0; i < 2; ++i) {
    auto slot = read(i);
    if (!slot) return slot.error();
    slots[i] = *std::move(slot);
  }
  const auto is = [&](unsigned slot, Slot::Kind kind) { return slots[slot].kind == kind; };
  const bool first = is(0, Slot::Kind::valid), second = is(1, Slot::Kind::valid);
  // A write that was torn beside a blank slot was the first of all: there was nothing before it.
  if (!first && !second) return State{.corrupt = !is(0, Slot::Kind::blank) && !is(1, Slot::Kind::blank)};
  // Numbers that have wrapped around still compare.
  const bool second_is_newer = static_cast<std::int32_t>(slots[1].sequence - slots[0].sequence) > 0;
  const unsigned newest = second && (!first || second_is_newer) ? 1 : 0;
  return State{.sequence = slots[newest].sequence, .next = 1 - newest, .payload = std::move(slots[newest].payload)};
}

Result<void> FlashStorage::write(unsigned slot, std::uint32_t sequence, const Secret& payload) {
  if (payload.size() > flash_->size() - head_size) return failed("the record has no room in the flash");
  std::array<char, head_size> bytes{};
  const std::span<char> head{bytes};
  put_number(head, magic);
  put_number(head.subspan(4), sequence);
  put_number(head.subspan(8), static_cast<std::uint32_t>(payload.size()));
  put_number(head.subspan(12), checksum(payload.view(), checksum({bytes.data() + 4, 8})));
  if (!flash_->erase(slot) || !flash_->write(slot, 0, {bytes.data(), bytes.size()}) ||
      !flash_->write(slot, head_size, payload.view()))
    return failed("the flash cannot be written");
  const auto written = read(slot);
  if (!written || written->kind != Slot::Kind::valid || !(written->payload == payload))
    return failed("the flash does not hold what was written");
  return {};
}

bool FlashStorage::is_blank(unsigned slot) {
  std::array<char, 64> bytes{};
  for (std::size_t at = 0; at < flash_->size(); at += bytes.size()) {
    const auto piece = std::span{bytes}.first(std::min(bytes.size(), flash_->size() - at));
    if (!flash_->read(slot, at, piece)) return false;
    for (const char byte : piece)
      if (byte != erased) return false;
  }
  return true;
}

Result<std::optional<Secret>> FlashStorage::load(std::string_view account) {
  const auto state = read();
  if (!state) return state.error();
  if (state->corrupt) return Error{.code = Errc::storage_corrupt, .detail = "neither slot of the flash is valid"};
  for (const Entry& entry : entries_of(state->payload.view()))
    if (entry.account == account) return std::optional{Secret{entry.record}};
  return std::optional<Secret>{};
}

Result<void> FlashStorage::save(std::string_view account, const Secret& record) {
  const auto state = read();
  if (!state) return state.error();
  auto entries = entries_of(state->payload.view());
  std::erase_if(entries, [&](const Entry& entry) { return entry.account == account; });
  entries.push_back({account, record.view()});
  return write(state->next, state->sequence + 1, payload_of(entries));
}

Result<void> FlashStorage::erase(std::string_view account) {
  const auto state = read();
  if (!state) return state.error();
  auto entries = entries_of(state->payload.view());
  const bool there = std::erase_if(entries, [&](const Entry& entry) { return entry.account == account; }) > 0;
  unsigned older = state->next;
  if (there || state->corrupt) {
    if (auto written = write(state->next, state->sequence + 1, payload_of(entries)); !written) return written;
    older = 1 - older;
  }
  // Flash wears out: what is blank, to its last byte, is not erased again.
  if (!is_blank(older) && !flash_->erase(older)) return failed("the older slot of the flash cannot be erased");
  return {};
}

}  // namespace keyturn::example::embedded
