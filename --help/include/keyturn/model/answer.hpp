/// @file keyturn/model/answer.hpp An answer of the auth server, after protocol and driver have read it and before the machine judges it.
#ifndef KEYTURN_MODEL_ANSWER_HPP


#include <keyturn/base/error.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/tokens.hpp>

#include <optional>

KEYTURN_NAMESPACE_BEGIN

/// When an answer was asked for and came, on the clocks here and on the server's.
struct AnswerTiming {
  Moment sent{}, /**< Just before the request went out, and just after its answer was there. */ received{};      ///< Just before the request went out, and just after its answer was there.
  Maybe<WallTime> server_date{};  ///< The answer's Date (RFC 9110, section 6.6.1).
};

/// What one attempt to refresh brought.
struct RefreshAnswer {
  Verdict verdict = Verdict::transient;  ///< What the protocol makes of it; `transient` without an answer.
  TokenSet tokens{};                     ///< For `renewed`; the access token may be missing.
  Error error{};                         ///< For the others: why, with status and retry_after as far as they are known.
  AnswerTiming timing{};                 ///< For the lifetimes of the tokens.
};

KEYTURN_NAMESPACE_END

#endif
