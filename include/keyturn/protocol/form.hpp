// Writes and reads application/x-www-form-urlencoded text (RFC 6749, appendix B), in bodies and in queries.
#ifndef KEYTURN_PROTOCOL_FORM_HPP
#define KEYTURN_PROTOCOL_FORM_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/url.hpp>

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// A name with its value, as plain bytes.
struct FormField {
  std::string_view name{}, value{};  ///< Not encoded yet. The caller keeps the characters.
};

/// The same, of text that was decoded; the value may be a token.
struct DecodedField {
  std::string name{};  ///< Decoded; any bytes.
  Secret value{};      ///< Decoded; any bytes.
};

namespace detail {

constexpr bool stays_in_form(char c) {
  return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '*';
}

constexpr std::size_t form_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) size += stays_in_form(c) || c == ' ' ? 1u : 3u;
  return size;
}

/// Gives `put` each character: bytes as they are, those of UTF-8 text too, and a space as "+".
template <class Put>
constexpr void write_form(Put&& put, std::string_view text) {
  for (const char c : text) {
    if (stays_in_form(c) || c == ' ') {
      put(c == ' ' ? '+' : c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    put('%');
    put("0123456789ABCDEF"[byte >> 4]);
    put("0123456789ABCDEF"[byte & 15]);
  }
}

inline void append_form(std::string& out, std::string_view text) {
  write_form([&out](char c) { out += c; }, text);
}

constexpr int hex_value(char c) { return is_digit(c) ? c - '0' : lower(c) - 'a' + 10; }

/// Nothing where a percent sign is not followed by two hexadecimal digits.
inline Maybe<Secret> decode_form(std::string_view text) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i, ++size) {
    if (text[i] != '%') continue;
    if (text.size() - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return {};
    i += 2;
  }
  return Secret{size, [text](char* into) {
                  for (std::size_t i = 0; i < text.size(); ++i) {
                    if (text[i] != '%') {
                      *into++ = text[i] == '+' ? ' ' : text[i];
                      continue;
                    }
                    *into++ = static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
                    i += 2;
                  }
                }};
}

}  // namespace detail

/// The fields joined with "&", in one buffer of the right size from the start, so that no piece of a secret stays behind in
/// another.
inline std::string form_text(const List<FormField>& fields) {
  std::size_t size = 0;
  for (const FormField& field : fields) size += detail::form_size(field.name) + detail::form_size(field.value) + 2;
  std::string text;
  // Never so short that it would stand inside the string object: moving that would leave a copy.
  text.reserve(size < sizeof(std::string) ? sizeof(std::string) : size);
  for (const FormField& field : fields) {
    if (!text.empty()) text += '&';
    detail::append_form(text, field.name);
    text += '=';
    detail::append_form(text, field.value);
  }
  return text;
}

/// The fields of such text, in order. `bad_answer`, which repeats nothing of it, where it is none.
inline Result<List<DecodedField>> read_form(std::string_view text) {
  List<DecodedField> fields;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(piece.size() < text.size() ? piece.size() + 1 : piece.size());
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    auto name = detail::decode_form(piece.substr(0, equals));
    auto value = detail::decode_form(equals == piece.npos ? std::string_view{} : piece.substr(equals + 1));
    if (!name || !value)
      return detail::make_error(Errc::bad_answer, "not form encoded: a percent sign without its digits");
    fields.push({std::string{name->view()}, std::move(*value)});
  }
  return fields;
}

KEYTURN_NAMESPACE_END

#endif
