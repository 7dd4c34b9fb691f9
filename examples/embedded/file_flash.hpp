// A flash for the desk: two slots in a file.
#ifndef KEYTURN_EXAMPLES_EMBEDDED_FILE_FLASH_HPP
#define KEYTURN_EXAMPLES_EMBEDDED_FILE_FLASH_HPP

#include "embedded/flash_storage.hpp"

#include <string>

namespace keyturn::example::embedded {

/// The file is made, for its owner alone, when it is first opened; if that fails, so does every call.
class FileFlash final : public Flash {
 public:
  explicit FileFlash(const std::string& path);
  FileFlash(const FileFlash&) = delete;
  FileFlash& operator=(const FileFlash&) = delete;
  ~FileFlash() override;

  std::size_t size() const override { return slot_size; }
  bool read(unsigned slot, std::size_t offset, std::span<char> into) override;
  bool erase(unsigned slot) override;
  bool write(unsigned slot, std::size_t offset, std::string_view bytes) override;

 private:
  static constexpr std::size_t slot_size = 8u << 10;
  int file_;
};

}  // namespace keyturn::example::embedded

#endif
