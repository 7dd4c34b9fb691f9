// A directory that is gone when its object is.
#ifndef KEYTURN_EXAMPLES_TEMPORARY_DIRECTORY_HPP
#define KEYTURN_EXAMPLES_TEMPORARY_DIRECTORY_HPP

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

namespace keyturn::example {

class TemporaryDirectory {
 public:
  // The directory is named after the program.
  explicit TemporaryDirectory(const std::string& name_of_program) {
    std::string name = (std::filesystem::temp_directory_path() / (name_of_program + "-XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr) throw std::system_error{errno, std::generic_category(), name};
    path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace keyturn::example

#endif
