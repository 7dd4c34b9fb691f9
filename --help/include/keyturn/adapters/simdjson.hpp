/// @file keyturn/adapters/simdjson.hpp Reads JSON with simdjson: the codec that the batteries-included umbrella gives to `JsonApi`.
#ifndef KEYTURN_ADAPTERS_SIMDJSON_HPP


#include <keyturn/concepts/codec.hpp>

KEYTURN_NAMESPACE_BEGIN

/// The codec over simdjson. Stateless; safe from many threads at once, never blocks, never throws.
///
/// Reads strictly: `bad_answer` for anything but one object (a byte order mark may stand before it, white space around
/// it), for text that is not UTF-8, for nesting beyond 32 levels, and for a member that is asked for and stands twice.
/// A number that no double can hold becomes an infinity; an empty path is `missing`. On an error, every field is
/// `missing`. The copy of the document and the buffer of unescaped strings are wiped before `read` returns; texts in
/// `out` are the caller's to wipe.
class SimdjsonCodec {
 public:
  /// As the concept has it, with the strictness above.
  Result<void> read(std::string_view json, std::span<const std::string_view> paths, std::span<Field> out) const;
};

KEYTURN_NAMESPACE_END

#if KEYTURN_HAS_BODIES
#include <keyturn/adapters/simdjson_walk.hpp>
#endif

#endif
