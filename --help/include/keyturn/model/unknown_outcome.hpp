/// @file keyturn/model/unknown_outcome.hpp What to do about a rotation that may have taken place at the server, or may not.
#ifndef KEYTURN_MODEL_UNKNOWN_OUTCOME_HPP


#include <keyturn/base/time.hpp>

KEYTURN_NAMESPACE_BEGIN

/// A refresh went out and its answer did not come, or the process died meanwhile: the refresh token may be spent. What
/// presenting it again does depends on the server. Once the access token is dead, the client presents it in any case:
/// there is nothing left to lose, and the session ends by the server's word alone. A host's own `refresh()` does so too.
struct UnknownOutcome {
  /// What to do while the access token is still valid.
  enum class Rule {
    repeat,         ///< For servers that know the key of a rotation, or take a spent token again: at once.
    repeat_within,  ///< For servers that take a spent token for a while: during `window` at once, after it as `wait`.
    wait,           ///< For servers that take reuse for theft: not as long as the access token is valid.
  };
  Rule rule = Rule::repeat;        ///< As the server takes a token that was spent.
  std::chrono::seconds window{0};  ///< Counted from the beginning of the rotation.
};

KEYTURN_NAMESPACE_END

#endif
