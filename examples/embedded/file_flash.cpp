#include "embedded/file_flash.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::example::embedded {
namespace {

off_t place(unsigned slot, std::size_t size, std::size_t offset) { return static_cast<off_t>(slot * size + offset); }

}  // namespace

FileFlash::FileFlash(const std::string& path) : file_{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)} {
  struct stat what {};
  if (file_ < 0 || ::fstat(file_, &what) != 0 || what.st_size != 0) return;
  for (unsigned slot = 0; slot < 2; ++slot) erase(slot);
}

FileFlash::~FileFlash() {
  if (file_ >= 0) ::close(file_);
}

bool FileFlash::read(unsigned slot, std::size_t offset, std::span<char> into) {
  const ssize_t got = ::pread(file_, into.data(), into.size(), place(slot, slot_size, offset));
  return got == static_cast<ssize_t>(into.size());
}

bool FileFlash::erase(unsigned slot) { return write(slot, 0, std::string(slot_size, '\xff')); }

bool FileFlash::write(unsigned slot, std::size_t offset, std::string_view bytes) {
  const ssize_t put = ::pwrite(file_, bytes.data(), bytes.size(), place(slot, slot_size, offset));
  return put == static_cast<ssize_t>(bytes.size()) && ::fsync(file_) == 0;
}

}  // namespace keyturn::example::embedded
