// HTTP header fields, in the order in which they were added.
#ifndef KEYTURN_MODEL_HEADERS_HPP
#define KEYTURN_MODEL_HEADERS_HPP

#include <keyturn/base/secret.hpp>
#include <keyturn/base/url.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

struct Header {
  std::string name{}, value{};
  friend bool operator==(const Header&, const Header&) = default;
};

/// Header fields in order; names compare without case (RFC 9110, section 5.1). Values are kept as given: they are
/// checked for CR, LF and NUL when the request is sent.
class Headers {
 public:
  Headers() = default;
  Headers(const Headers&) = default;
  Headers(Headers&&) noexcept = default;
  Headers& operator=(Headers other) noexcept {
    fields_.swap(other.fields_);
    std::swap(secret_, other.secret_);
    return *this;
  }
  ~Headers() {
    if (!secret_) return;
    for (Header& field : fields_) wipe(field.value);
  }

  /// From now on values are overwritten when they go, here and in copies.
  void keep_secret() noexcept { secret_ = true; }

  /// One more field, also where the name is there already.
  void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }

  /// The one field of that name: replaces all that were there.
  void set(std::string_view name, std::string value) {
    const auto first = find(fields_.begin(), fields_.end(), name);
    if (first == fields_.end()) return add(std::string{name}, std::move(value));
    forget(*first);
    first->value = std::move(value);
    fields_.erase(std::remove_if(first + 1, fields_.end(), Named{name}), fields_.end());
  }

  /// The same with a copy of that field.
  void set(const Header& field) {
    if (find(fields_.begin(), fields_.end(), field.name) == fields_.end()) return fields_.push_back(field);
    set(field.name, field.value);
  }

  void remove(std::string_view name) {
    if (find(fields_.begin(), fields_.end(), name) != fields_.end()) erase(name);
  }

  /// The value of the first field of that name. Valid until the next change.
  std::optional<std::string_view> get(std::string_view name) const {
    const auto first = find(fields_.begin(), fields_.end(), name);
    if (first == fields_.end()) return std::nullopt;
    return first->value;
  }

  bool empty() const noexcept { return fields_.empty(); }
  std::size_t size() const noexcept { return fields_.size(); }
  auto begin() noexcept { return fields_.begin(); }
  auto end() noexcept { return fields_.end(); }
  auto begin() const noexcept { return fields_.begin(); }
  auto end() const noexcept { return fields_.end(); }

  friend bool operator==(const Headers& a, const Headers& b) { return a.fields_ == b.fields_; }

 private:
  struct Named {
    std::string_view name;
    bool operator()(const Header& field) const { return detail::equal_ignoring_case(field.name, name); }
  };
  template <class Iterator>
  static Iterator find(Iterator from, Iterator end, std::string_view name) {
    while (from != end && !Named{name}(*from)) ++from;
    return from;
  }

  void erase(std::string_view name) {
    for (Header& field : fields_)
      if (Named{name}(field)) forget(field);
    std::erase_if(fields_, Named{name});
  }

  void forget(Header& field) noexcept {
    if (secret_) wipe(field.value);
  }

  std::vector<Header> fields_;
  bool secret_ = false;
};

KEYTURN_NAMESPACE_END

#endif
