// Writes the JSON objects that go to an auth server: members with string values, nothing else.
#ifndef KEYTURN_PROTOCOL_JSON_TEXT_HPP
#define KEYTURN_PROTOCOL_JSON_TEXT_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// One member of a JSON object, as plain text.
struct JsonMember {
  std::string_view name{}, value{};  ///< Without escapes, in UTF-8. The caller keeps the characters.
};

namespace detail {

/// Bytes of the UTF-8 sequence at the start of `text`, which is not empty; 0 if there is none (RFC 3629, section 4).
constexpr std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0u) != 0x80u) return 0;
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool surrogate = lead == 0xed && second >= 0xa0;
  const bool too_large = lead == 0xf4 && second >= 0x90;
  return overlong || surrogate || too_large ? 0 : length;
}

constexpr bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// Bytes that `text` takes between the quotes of a JSON string; nothing if it is not UTF-8.
constexpr Maybe<std::size_t> json_string_size(std::string_view text) {
  std::size_t size = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return {};
    const char c = text.front();
    size += c == '"' || c == '\\' ? 2 : static_cast<unsigned char>(c) < 0x20 ? 6 : length;
    text.remove_prefix(length);
  }
  return size;
}

inline void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += "0123456789abcdef"[c >> 4];
      out += "0123456789abcdef"[c & 15];
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

}  // namespace detail

/// An object with these members, in one buffer of the right size from the start, so that no piece of a secret stays
/// behind in another. `bad_request`, which repeats nothing of the text, if something in it is not UTF-8.
inline Result<std::string> json_object(const List<JsonMember>& members) {
  std::size_t size = 2;
  for (const JsonMember& member : members) {
    const auto name = detail::json_string_size(member.name), value = detail::json_string_size(member.value);
    if (!name || !value) return {Errc::bad_request, "a text for the auth server is not UTF-8"};
    size += *name + *value + 6;  // four quotes, colon, comma
  }
  std::string text;
  // Never so short that it would stand inside the string object: moving that would leave a copy.
  text.reserve(std::max(size, sizeof(std::string)));
  text += '{';
  for (const JsonMember& member : members) {
    if (text.size() > 1) text += ',';
    detail::append_json_string(text, member.name);
    text += ':';
    detail::append_json_string(text, member.value);
  }
  text += '}';
  return text;
}

KEYTURN_NAMESPACE_END

#endif
