// HTTP header fields, in the order in which they were added.
#ifndef KEYTURN_MODEL_HEADERS_HPP
#define KEYTURN_MODEL_HEADERS_HPP

#include <keyturn/model/header_fields.hpp>

KEYTURN_NAMESPACE_BEGIN

/// Header fields in order; names compare without case (RFC 9110, section 5.1). Values are kept as given: they are
/// checked for CR, LF and NUL when the request is sent.
class Headers {
 public:
  Headers() = default;
  Headers(const Headers&) = default;
  Headers(Headers&&) noexcept = default;
  Headers& operator=(Headers other) noexcept {
    fields_.swap(other.fields_);
    const bool secret = secret_;
    secret_ = other.secret_;
    other.secret_ = secret;
    return *this;
  }
  ~Headers() {
    if (secret_) fields_.wipe_values();
  }

  /// The fields of an answer from its lines, each "Name: value" and a line feed (RFC 9112, section 5). One allocation:
  /// they are taken apart at the first look at more than one field.
  static Headers of_lines(std::string_view lines) {
    Headers headers;
    headers.fields_ = detail::HeaderFields{lines};
    return headers;
  }

  /// From now on values are overwritten when they go, here and in copies.
  void keep_secret() noexcept { secret_ = true; }

  /// One more field, also where the name is there already.
  void add(std::string name, std::string value) { fields_.all().emplace(std::move(name), std::move(value)); }

  /// The one field of that name: replaces all that were there.
  void set(std::string_view name, std::string value) {
    detail::HeaderList& all = fields_.all();
    Header* const first = find(all, name);
    if (first == nullptr) return add(std::string{name}, std::move(value));
    forget(*first);
    first->value = std::move(value);
    all.remove_if([&](const Header& field) { return &field != first && Named{name}(field); });
  }

  /// The same with a copy of that field.
  KEYTURN_IN_ONE_PIECE void set(const Header& field) {
    detail::HeaderList& all = fields_.all();
    if (all.empty() || find(all, field.name) == nullptr) return all.emplace(field);
    set(field.name, field.value);
  }

  /// Takes out all fields of that name.
  void remove(std::string_view name) {
    detail::HeaderList& all = fields_.all();
    if (find(all, name) == nullptr) return;
    for (Header& field : all)
      if (Named{name}(field)) forget(field);
    all.remove_if(Named{name});
  }

  /// The value of the first field of that name. Valid until the next change.
  std::optional<std::string_view> get(std::string_view name) const { return fields_.get(name); }

  /// Whether there is none, and how many there are.
  bool empty() const { return fields_.all().empty(); }
  std::size_t size() const { return fields_.all().size(); }
  /// The fields in order, each a `Header`. Valid until the next change.
  auto begin() { return fields_.all().begin(); }
  auto end() { return fields_.all().end(); }
  auto begin() const { return fields_.all().begin(); }
  auto end() const { return fields_.all().end(); }

  /// Equal fields in the same order; names compare byte for byte here.
  friend bool operator==(const Headers& a, const Headers& b) { return a.fields_.all() == b.fields_.all(); }

 private:
  struct Named {
    std::string_view name;
    bool operator()(const Header& field) const { return detail::equal_ignoring_case(field.name, name); }
  };
  static Header* find(detail::HeaderList& all, std::string_view name) {
    for (Header& field : all)
      if (Named{name}(field)) return &field;
    return nullptr;
  }

  void forget(Header& field) noexcept {
    if (secret_) wipe(field.value);
  }

  detail::HeaderFields fields_;
  bool secret_ = false;
};

KEYTURN_NAMESPACE_END

#endif
