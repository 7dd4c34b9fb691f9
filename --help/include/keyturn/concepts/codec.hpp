/// @file keyturn/concepts/codec.hpp What reads JSON for a protocol: the concept that a codec over a JSON library must meet.
///
///     struct MyCodec {  // over the JSON library that the host has already; this one knows only the empty object
///       keyturn::Result<void> read(std::string_view json, std::span<const std::string_view>,
///                                  std::span<keyturn::Field> out) const {
///         if (json != "{}") return keyturn::Error{.code = keyturn::Errc::bad_answer, .detail = "not a JSON object"};
///         for (keyturn::Field& field : out) field = keyturn::Field{.kind = keyturn::Field::Kind::missing};
///         return {};
///       }
///     };
///     static_assert(keyturn::explain_codec<MyCodec>());
///
/// | expression | type | meaning |
/// |---|---|---|
/// | `c.read(json, paths, out)` | `Result<void>` | fills `out[i]` with what stands at `paths[i]` |
///
/// `json` must be one object, with nothing but white space around it; else `bad_answer`. A path names members and array
/// positions with dots between them, such as "data.access_token" or "errors.0.code"; where nothing stands, the field's
/// kind is `missing`. `paths` and `out` have the same length. Members that are asked for and stand twice in one object,
/// and text that is not UTF-8, are `bad_answer`. Const, safe from many threads at once, never blocks; error texts hold
/// nothing of the document.
///
/// Models: `SimdjsonCodec`. Check yours by the cases of tests/unit/adapters/simdjson_walk_test.cpp.
#ifndef KEYTURN_CONCEPTS_CODEC_HPP


#include <keyturn/base/result.hpp>

#include <concepts>
#include <span>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// What stands at one path of a JSON document.
struct Field {
  /// What kind of value it is.
  enum class Kind {
    missing,           ///< Nothing stands there.
    null,              ///< A null.
    boolean,           ///< Its value is in `Field::boolean`.
    number,            ///< Its value is in `Field::number`.
    text,              ///< Its characters are in `Field::text`, without escapes.
    object,            ///< An object, which nobody reads.
    array              ///< An array, which nobody reads.
  } kind{};            ///< Which of the others has a meaning.
  double number{};     ///< For a number; an integer beyond 2^53 is the nearest one.
  bool boolean{};      ///< For a boolean.
  std::string text{};  ///< For a text, in UTF-8. May hold a token: who reads it wipes it.
};

/// What reads JSON for a protocol. All that is asked of it stands on the page of keyturn/concepts/codec.hpp.
template <class C>
concept Codec = requires(const C& codec, std::string_view json, std::span<const std::string_view> paths,
                         std::span<Field> out) {
  { codec.read(json, paths, out) } -> std::same_as<Result<void>>;
};

/// True if `C` is a codec; else a compile error that names what is missing. For an author's own `static_assert`.
template <class C>
consteval bool explain_codec() {
                         
                                                                                                                     
                                                               
              
}

KEYTURN_NAMESPACE_END

#endif
