#include "console/input.hpp"

#include "console/signals.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

#ifdef KEYTURN_CONSOLE_EDITS
#include <histedit.h>

#include <cwchar>
#endif

namespace keyturn::example::console {
namespace {

constexpr int poll_milliseconds = 200;  // a signal may have come to another thread

// While it lives, the terminal does not show what is typed.
class NoEcho {
 public:
  NoEcho() : changed_{::tcgetattr(STDIN_FILENO, &before_) == 0} {
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
    silent.c_lflag |= ICANON | ISIG;
    changed_ = changed_ && ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~NoEcho() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool changed_;
};

}  // namespace

Got InputBytes::next(char& byte) {
  while (used_ == there_) {
    if (asked_to_end()) throw Interrupted{};
    if (pressed_interrupt()) {
      forget_interrupt();
      return Got::interrupt;
    }
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (::poll(&input, 1, poll_milliseconds) <= 0) continue;
    const ssize_t size = ::read(STDIN_FILENO, buffer_.data(), at_once_);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno != EIO) throw std::system_error{errno, std::generic_category(), "the input cannot be read"};
    if (size <= 0) return Got::end;
    used_ = 0;
    there_ = static_cast<std::size_t>(size);
  }
  byte = buffer_[used_];
  buffer_[used_++] = 0;  // it may be a password's
  return Got::line;
}

Line InputBytes::next_line() {
  Line line;
  char byte = 0;
  while ((line.got = next(byte)) == Got::line && byte != '\n') line.text += byte;
  if (line.got == Got::end && !line.text.empty()) line.got = Got::line;
  if (line.text.ends_with('\r')) line.text.pop_back();
  return line;
}

#ifdef KEYTURN_CONSOLE_EDITS

struct Input::Editor {
  explicit Editor(InputBytes& from)
      : bytes{from}, past{::history_init()}, edit{::el_init("keyturn-console", stdin, stdout, stderr)} {
    HistEvent event{};
    ::history(past, &event, H_SETSIZE, 200);
    ::history(past, &event, H_SETUNIQUE, 1);
    ::el_set(edit, EL_CLIENTDATA, this);
    ::el_set(edit, EL_HIST, ::history, past);
    ::el_set(edit, EL_EDITOR, "emacs");
    ::el_set(edit, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    ::el_set(edit, EL_PROMPT, &show_prompt);
    ::el_set(edit, EL_GETCFN, &read_character);
  }
  ~Editor() {
    ::el_end(edit);
    ::history_end(past);
  }
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;

  static Editor* of(EditLine* edit) {
    Editor* self = nullptr;
    ::el_get(edit, EL_CLIENTDATA, &self);
    return self;
  }
  static char* show_prompt(EditLine* edit) { return of(edit)->prompt.data(); }

  static int read_character(EditLine* edit, wchar_t* into) {
    Editor& self = *of(edit);
    std::mbstate_t state{};
    for (char byte = 0;;) {
      try {
        self.got = self.bytes.next(byte);
      } catch (...) {
        self.trouble = std::current_exception();
        self.got = Got::end;
      }
      if (self.got != Got::line) return self.got == Got::end ? 0 : -1;
      const std::size_t size = std::mbrtowc(into, &byte, 1, &state);
      if (size == static_cast<std::size_t>(-1))
        state = {};  // no character of this locale: left out
      else if (size != static_cast<std::size_t>(-2))
        return 1;
    }
  }

  Line read(const std::string& asked) {
    prompt = asked;
    got = Got::end;
    int size = 0;
    ::el_resize(edit);
    ::el_set(edit, EL_PREP_TERM, 1);  // before the prompt: a key pressed at once is a key too
    const char* const text = ::el_gets(edit, &size);
    ::el_set(edit, EL_PREP_TERM, 0);
    if (trouble) std::rethrow_exception(std::exchange(trouble, nullptr));
    if (text == nullptr || size <= 0) return {got == Got::interrupt ? Got::interrupt : Got::end, {}};
    if (got == Got::interrupt) return {Got::interrupt, {}};
    Line line{Got::line, {text, static_cast<std::size_t>(size)}};
    while (line.text.ends_with('\n') || line.text.ends_with('\r')) line.text.pop_back();
    return line;
  }

  InputBytes& bytes;
  History* past;
  EditLine* edit;
  std::string prompt;
  Got got = Got::end;
  std::exception_ptr trouble;
};

#else

struct Input::Editor {
  explicit Editor(InputBytes&) {}
};

#endif

Input::Input(Screen& screen)
    : screen_{screen},
      from_terminal_{::isatty(STDIN_FILENO) == 1},
      by_hand_{from_terminal_ && screen.terminal()},
      bytes_{from_terminal_} {
#ifdef KEYTURN_CONSOLE_EDITS
  if (by_hand_) editor_ = std::make_unique<Editor>(bytes_);
#endif
}

Input::~Input() = default;

Line Input::line(const std::string& prompt) {
  Line line;
#ifdef KEYTURN_CONSOLE_EDITS
  if (editor_) line = editor_->read(prompt);
  const bool edited = editor_ != nullptr;
#else
  const bool edited = false;
#endif
  if (!edited) {
    if (by_hand_) screen_.write(prompt);
    line = bytes_.next_line();
  }
  if (by_hand_ && line.got != Got::line) screen_.write("\n");
  return line;
}

Line Input::password(const std::string& prompt) {
  if (!from_terminal_) return bytes_.next_line();
  const NoEcho no_echo;
  if (by_hand_) screen_.write(prompt);
  Line line = bytes_.next_line();
  if (by_hand_) screen_.write("\n");
  return line;
}

void Input::remember([[maybe_unused]] const std::string& line) {
#ifdef KEYTURN_CONSOLE_EDITS
  HistEvent event{};
  if (editor_) ::history(editor_->past, &event, H_ENTER, line.c_str());
#endif
}

}  // namespace keyturn::example::console
