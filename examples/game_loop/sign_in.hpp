// What stands in the sign-in panel: two fields, and what the player is told.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_SIGN_IN_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_SIGN_IN_HPP

#include <string>
#include <string_view>

namespace keyturn::example::game_loop {

class SignIn {
 public:
  enum class Field { name, password };
  enum class Mood { plain, trouble };

  // Shows the panel, and says why.
  void open(std::string_view why) {
    open_ = true;
    busy_ = false;
    focus_ = name_.empty() ? Field::name : Field::password;
    say(why, Mood::plain);
  }
  void close() {
    open_ = busy_ = false;
    erase_password();
  }
  void begin() {
    busy_ = true;
    say("Signing in …", Mood::plain);
  }
  void refuse(std::string_view why) {
    busy_ = false;
    focus_ = Field::password;
    erase_password();
    say(why, Mood::trouble);
  }

  void type(std::string_view text) {
    if (std::string& field = focused(); !busy_ && field.size() + text.size() <= longest) field += text;
  }
  // A whole character, of however many bytes.
  void erase_last() {
    std::string& field = focused();
    while (!busy_ && !field.empty()) {
      const bool begins = (static_cast<unsigned char>(field.back()) & 0xc0) != 0x80;
      field.back() = '\0';
      field.pop_back();
      if (begins) return;
    }
  }
  void focus(Field field) { focus_ = field; }
  void next_field() { focus_ = focus_ == Field::name ? Field::password : Field::name; }

  bool is_open() const { return open_; }
  bool is_busy() const { return busy_; }
  bool is_complete() const { return !name_.empty() && !password_.empty(); }
  Field focused_field() const { return focus_; }
  Mood mood() const { return mood_; }
  const std::string& message() const { return message_; }
  const std::string& name() const { return name_; }
  const std::string& password() const { return password_; }

 private:
  static constexpr std::size_t longest = 64;

  std::string& focused() { return focus_ == Field::name ? name_ : password_; }
  void say(std::string_view message, Mood mood) {
    message_ = message;
    mood_ = mood;
  }
  void erase_password() {
    password_.assign(password_.size(), '\0');
    password_.clear();
  }

  std::string name_, password_, message_;
  Field focus_ = Field::name;
  Mood mood_ = Mood::plain;
  bool open_ = false, busy_ = false;
};

}  // namespace keyturn::example::game_loop

#endif
