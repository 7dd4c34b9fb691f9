// A directory for one test, removed with all that is in it.
#ifndef KEYTURN_TESTS_UNIT_TEMPORARY_DIRECTORY_HPP
#define KEYTURN_TESTS_UNIT_TEMPORARY_DIRECTORY_HPP

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

struct TemporaryDirectory {
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "keyturn-test-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }

  std::string operator/(std::string_view name) const { return path + '/' + std::string{name}; }

  std::size_t count() const {
    const std::filesystem::directory_iterator begin{path};
    return static_cast<std::size_t>(std::distance(begin, std::filesystem::directory_iterator{}));
  }

  std::string path;
};

inline std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Keeps the mode of a file that is there already; a new one is for its owner alone.
inline void write_file(const std::string& path, std::string_view text) {
  const bool is_new = !std::filesystem::exists(path);
  std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
  if (is_new)
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

#endif
