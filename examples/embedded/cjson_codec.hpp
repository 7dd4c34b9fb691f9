// Reads JSON with cJSON: a codec over a C library that many devices have already.
#ifndef KEYTURN_EXAMPLES_EMBEDDED_CJSON_CODEC_HPP
#define KEYTURN_EXAMPLES_EMBEDDED_CJSON_CODEC_HPP

#include <keyturn/core.hpp>

namespace keyturn::example::embedded {

/// Stateless. cJSON builds the whole document in memory, so `Options::max_token_answer` is what an answer may cost; nesting
/// ends where cJSON was built to end it (CJSON_NESTING_LIMIT). What cJSON made of the strings is wiped; texts in `out` are
/// the caller's. Stricter than cJSON: `bad_answer` also for text that is not UTF-8, and for NUL in strings, which C ends at.
struct CjsonCodec {
  Result<void> read(std::string_view json, std::span<const std::string_view> paths, std::span<Field> out) const;
};

static_assert(explain_codec<CjsonCodec>());

}  // namespace keyturn::example::embedded

#endif
