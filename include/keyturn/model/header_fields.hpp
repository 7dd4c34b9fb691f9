// The list behind `Headers`: header fields, or the lines of an answer, taken apart when somebody looks.
#ifndef KEYTURN_MODEL_HEADER_FIELDS_HPP
#define KEYTURN_MODEL_HEADER_FIELDS_HPP

#include <keyturn/base/atomic.hpp>
#include <keyturn/base/list.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/url.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// One header field, as it is sent or came.
struct Header {
  std::string name{}, value{};  ///< Without the colon and the white space around the value.
  friend bool operator==(const Header&, const Header&) = default;
};

namespace detail {

/// A token and the type of a body stand in it without memory of their own.
using HeaderList = List<Header, 2>;

/// `text` without the white space around it that HTTP does not count.
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Const functions may be called by several threads at once. Lines are wiped when they die.
class HeaderFields {
 public:
  HeaderFields() = default;
  /// Lines are "Name: value", with a line feed after each; what has no colon is skipped.
  explicit HeaderFields(std::string_view lines) : lines_{lines} {}
  HeaderFields(const HeaderFields& other) : list_{other.all()} {}
  HeaderFields(HeaderFields&& other) noexcept
      : list_{std::move(other.list_)}, lines_{std::move(other.lines_)}, parted_{other.parted()} {
    other.parted_.store(nullptr);
  }
  HeaderFields& operator=(HeaderFields other) noexcept {
    swap(other);
    return *this;
  }
  ~HeaderFields() { delete parted(); }

  void swap(HeaderFields& other) noexcept {
    HeaderList* const mine = parted();
    HeaderList list{std::move(list_)};
    list_ = std::move(other.list_);
    other.list_ = std::move(list);
    Secret lines{std::move(lines_)};
    lines_ = std::move(other.lines_);
    other.lines_ = std::move(lines);
    parted_.store(other.parted());
    other.parted_.store(mine);
  }

  HeaderList& all() { return lines_.empty() ? list_ : part(); }
  const HeaderList& all() const { return lines_.empty() ? list_ : part(); }

  /// The value of the first field of that name, without taking lines apart. Valid until the fields change.
  std::optional<std::string_view> get(std::string_view name) const {
    if (const HeaderList* const list = lines_.empty() ? &list_ : parted()) {
      for (const Header& field : *list)
        if (equal_ignoring_case(field.name, name)) return field.value;
      return std::nullopt;
    }
    std::string_view rest = lines_.view();
    for (Line line; next(rest, line);)
      if (equal_ignoring_case(line.name, name)) return line.value;
    return std::nullopt;
  }

  /// Overwrites all values.
  void wipe_values() noexcept {
    if (HeaderList* const list = lines_.empty() ? &list_ : parted())
      for (Header& field : *list) wipe(field.value);
  }

 private:
  struct Line {
    std::string_view name, value;
  };

  HeaderList* parted() const noexcept { return parted_.load(); }

  HeaderList& part() const {
    HeaderList* there = parted();
    if (there != nullptr) return *there;
    HeaderList fields;
    std::string_view rest = lines_.view();
    for (Line line; next(rest, line);) fields.push({std::string{line.name}, std::string{line.value}});
    auto* const mine = new HeaderList{std::move(fields)};
    if (parted_.compare_exchange(there, mine)) return *mine;
    delete mine;  // another thread was faster
    return *there;
  }

  /// Takes the next field off `rest`; false if there is none.
  static bool next(std::string_view& rest, Line& line) {
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      const std::string_view text = rest.substr(0, end);
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
      const std::size_t colon = text.find(':');
      if (colon == text.npos) continue;
      line = {trim(text.substr(0, colon)), trim(text.substr(colon + 1))};
      return true;
    }
    return false;
  }

  HeaderList list_;
  Secret lines_;                                 // if there are any, list_ stays empty
  mutable Atomic<HeaderList*> parted_{nullptr};  // what lines_ say, once somebody has looked
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
