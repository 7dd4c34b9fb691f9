// Standard input: lines from a terminal, with editing and history, or from a file or pipe; passwords without echo.
#ifndef KEYTURN_EXAMPLES_CONSOLE_INPUT_HPP
#define KEYTURN_EXAMPLES_CONSOLE_INPUT_HPP

#include "console/screen.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>

namespace keyturn::example::console {

enum class Got { line, interrupt, end };

struct Line {
  Got got = Got::end;
  std::string text;
};

// The bytes of standard input, one after the other; Ctrl-C and a request to end are noticed while it waits.
class InputBytes {
 public:
  explicit InputBytes(bool terminal) : at_once_{terminal ? 1 : buffer_.size()} {}

  Got next(char& byte);  // Got::line: there is one
  Line next_line();      // without the end of the line

 private:
  std::array<char, 4096> buffer_{};
  std::size_t at_once_, used_ = 0, there_ = 0;
};

// For one thread.
class Input {
 public:
  explicit Input(Screen& screen);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // Whether somebody sits at it, and sees what is asked.
  bool by_hand() const { return by_hand_; }

  // The prompt appears only if somebody sits there.
  Line line(const std::string& prompt);
  Line password(const std::string& prompt);

  // From now on the arrow keys bring this line back.
  void remember(const std::string& line);

 private:
  struct Editor;

  Screen& screen_;
  bool from_terminal_, by_hand_;
  InputBytes bytes_;
  std::unique_ptr<Editor> editor_;  // none: lines are read as they come
};

}  // namespace keyturn::example::console

#endif
