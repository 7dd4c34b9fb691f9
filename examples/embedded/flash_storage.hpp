// Keeps the session record in raw flash: two slots, written in turn, so that a torn write leaves the older one.
#ifndef KEYTURN_EXAMPLES_EMBEDDED_FLASH_STORAGE_HPP
#define KEYTURN_EXAMPLES_EMBEDDED_FLASH_STORAGE_HPP

#include <keyturn/core.hpp>

namespace keyturn::example::embedded {

/// Two slots, each of one or more whole sectors, that are erased to 0xff and then written once from their start. Every
/// call may block, and gives false if it failed; a write that fails, or that loses its power, may have written a part.
class Flash {
 public:
  virtual ~Flash() = default;
  /// Bytes of one slot.
  virtual std::size_t size() const = 0;
  virtual bool read(unsigned slot, std::size_t offset, std::span<char> into) = 0;
  virtual bool erase(unsigned slot) = 0;
  virtual bool write(unsigned slot, std::size_t offset, std::string_view bytes) = 0;
};

/// A storage with all its accounts, mostly one, in one record: head (magic, sequence number, length, checksum), then
/// names and bytes. The valid slot with the higher sequence number counts; a save writes the other one, and reads it
/// back. Not shared: for one client. Copies use the same flash, which must outlive them.
///
/// `storage_failed` if the flash fails or a record has no room; `storage_corrupt` if both slots hold something and
/// neither is valid, and the next save begins anew.
class FlashStorage {
 public:
  explicit FlashStorage(Flash& flash) : flash_{&flash} {}

  Result<std::optional<Secret>> load(std::string_view account);
  Result<void> save(std::string_view account, const Secret& record);
  /// Leaves no copy in the older slot either.
  Result<void> erase(std::string_view account);

 private:
  struct Slot;
  struct State;
  Result<Slot> read(unsigned slot);
  Result<State> read();
  bool is_blank(unsigned slot);
  Result<void> write(unsigned slot, std::uint32_t sequence, const Secret& payload);

  Flash* flash_;
};

static_assert(explain_storage<FlashStorage>());

}  // namespace keyturn::example::embedded

#endif
