// The conversations with the auth server, as every driver holds them: what goes on the wire and how an answer is read.
#ifndef KEYTURN_DRIVE_AUTH_EXCHANGE_HPP
#define KEYTURN_DRIVE_AUTH_EXCHANGE_HPP

#include <keyturn/concepts/protocol.hpp>
#include <keyturn/core/exchange.hpp>
#include <keyturn/core/http_time.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/model/answer.hpp>
#include <keyturn/model/unknown_outcome.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Wipes what an answer of the auth server carried (P16).
inline void wipe_message(Response& answer) {
  wipe(answer.body);
  answer.headers.keep_secret();
  answer.headers = {};
}

/// Makes a protocol's request ready: absolute, to a place where tokens may go, never resent by the transport, and wiped
/// when it dies.
inline Result<void> make_ready(Request& request, std::string_view api_base, const Options& options,
                               std::chrono::milliseconds timeout) {
  request.headers.keep_secret();
  request.body.keep_secret();
  if (!is_absolute_url(request.url)) request.url = join_url(api_base, request.url);
  if (auto fields = core::check_fields(request); !fields) return fields;
  const auto origin = origin_of(request.url);
  if (!origin && KEYTURN_HAS_HINTS)
    return keyturn::detail::make_error(Errc::bad_request, "the auth server's ", origin.error().detail);
  if (!origin) return origin.error();
  if (!is_trustworthy(*origin)) return core::detail::insecure(*origin);
  request.auth = Auth::none;
  request.at_most_once = true;
  request.timeout = longer(timeout, std::chrono::milliseconds{1});
  request.max_response = options.max_token_answer;
  return {};
}
inline void make_ready(Result<Request>& made, std::string_view api_base, const Options& options,
                       std::chrono::milliseconds timeout) {
  if (!made) return;
  if (auto done = make_ready(*made, api_base, options, timeout); !done) made = std::move(done.error());
}
inline Result<Request> ready(Result<Request> made, std::string_view api_base, const Options& options,
                             std::chrono::milliseconds timeout) {
  make_ready(made, api_base, options, timeout);
  return made;
}

template <Protocol P>
constexpr bool sends_idempotency_key(const P& protocol) {
  if constexpr (requires {
                  { protocol.idempotency_key() } -> std::convertible_to<bool>;
                })
    return protocol.idempotency_key();
  else
    return true;
}

/// What to do when it is not known whether a rotation took place; the protocol's word, or to ask again.
template <class P>
UnknownOutcome unknown_outcome(const P& protocol) {
  if constexpr (requires {
                  { protocol.unknown_outcome() } -> std::same_as<UnknownOutcome>;
                })
    return protocol.unknown_outcome();
  else
    return {};
}

/// The key as it goes out: hexadecimal digits.
inline std::string to_hex(const IntentKey& key) {
  std::string text;
  for (const std::byte byte : key)
    for (const unsigned nibble : {std::to_integer<unsigned>(byte) >> 4, std::to_integer<unsigned>(byte) & 15u})
      text += "0123456789abcdef"[nibble];
  return text;
}

template <Protocol P>
Result<Request> refresh_request(const P& protocol, const action::SendRefresh& what, const Options& options) {
  return guarded<Request>(Errc::not_sent, [&] {
    auto request = guarded<Request>(Errc::bad_request, [&] { return protocol.refresh_request(what.tokens); });
    make_ready(request, protocol.api_base(), options, what.timeout);
    if (request && sends_idempotency_key(protocol)) request->headers.set("Idempotency-Key", to_hex(what.key));
    return request;
  });
}

/// What a refused request says: the protocol's word, or the status alone.
template <Protocol P>
Error error_of(const P& protocol, const Response& answer) {
  if constexpr (requires {
                  { protocol.error_of(answer) } -> std::same_as<Error>;
                })
    return protocol.error_of(answer);
  else
    return keyturn::detail::status_error(answer.status);
}

/// What a refresh brought, read by the protocol; the answer is wiped.
template <Protocol P>
RefreshAnswer read_refresh(const P& protocol, Result<Response>&& answer, const AnswerTiming& timing) {
  RefreshAnswer read{.timing = timing};
  if (!answer) {
    read.error = std::move(answer.error());
    return read;
  }
  auto understood = guarded<void>(Errc::bad_answer, [&]() -> Result<void> {
    read.timing.server_date = core::server_date(answer->headers);
    read.verdict = protocol.refresh_verdict(*answer);
    if (read.verdict != Verdict::renewed) return error_of(protocol, *answer);
    auto tokens = protocol.read_tokens(*answer);
    if (!tokens) return std::move(tokens.error());
    read.tokens = std::move(*tokens);
    return {};
  });
  if (!understood) {
    if (read.verdict == Verdict::renewed) read.verdict = Verdict::transient;
    read.error = std::move(understood.error());
  }
  read.error.status = answer->status;
  read.error.retry_after = core::retry_after(answer->headers, timing.received.wall);
  wipe_message(*answer);
  return read;
}

/// What the error of an answer to a login means, and what to do where the protocol has no more to say than the status.
inline void judge_login(Error& error, const Response& answer, WallTime wall) {
  const int status = answer.status;
  error.status = status;
  const bool refused = status >= 400 && status < 500 && status != 408 && status != 429;
  if (!refused) {
    error.retry_after = core::retry_after(answer.headers, wall);
    return;
  }
  error.code = Errc::login_refused;
  if (KEYTURN_HAS_HINTS && (status == 400 || status == 401 || status == 403) &&
      error.detail == keyturn::detail::status_error(status).detail)
    error.detail += "; are the credentials right?";
}

/// What a login brought: tokens, `login_refused`, `server_refused` or `bad_answer`; the answer is wiped.
template <Protocol P>
Result<TokenSet> read_login(const P& protocol, Response& answer, AnswerTiming& timing) {
  timing.server_date = core::server_date(answer.headers);
  Result<TokenSet> tokens = guarded<TokenSet>(Errc::bad_answer, [&]() -> Result<TokenSet> {
    if (is_success(answer.status)) return protocol.read_tokens(answer);
    return error_of(protocol, answer);
  });
  if (!tokens) judge_login(tokens.error(), answer, timing.received.wall);
  wipe_message(answer);
  return tokens;
}

/// Whether the protocol says what the answer to a login with that grant need not repeat.
template <class P, class Grant>
concept Implies = requires(const P& protocol, const Grant& grant) {
  { protocol.implied_tokens(grant) } -> std::same_as<TokenSet>;
};

/// Puts that where the answer says nothing.
inline void fill_in(TokenSet& tokens, TokenSet&& implied) {
  if (tokens.refresh_token.empty()) tokens.refresh_token = std::move(implied.refresh_token);
  if (tokens.scope.empty()) tokens.scope = std::move(implied.scope);
}

/// Whether the protocol says what confirms a logout: one that revokes as RFC 7009 has it.
template <class P>
concept ConfirmsLogout = requires(const P& protocol, const Response& answer) {
  { protocol.confirms_logout(answer) } -> std::same_as<bool>;
};

/// Whether an answer confirms a logout: the protocol's word, or that it was done, or that the tokens were dead already.
/// Else `server_refused`.
template <Protocol P>
Result<void> read_logout(const P& protocol, const Result<Response>& answer) {
  if (!answer) return answer.error();
  bool confirmed = is_success(answer->status) || answer->status == 401;
  if constexpr (ConfirmsLogout<P>) confirmed = protocol.confirms_logout(*answer);
  if (confirmed) return {};
  return keyturn::detail::status_error(answer->status, "logged out here, but the auth server answered with status ");
}

/// How long a server wants to be left alone before it is asked again to revoke: the token lives on (RFC 7009, section
/// 2.2.1). 0: it does not say so.
inline std::chrono::milliseconds revocation_pause(const Result<Response>& answer, WallTime wall) {
  if (!answer || answer->status != 503) return std::chrono::milliseconds{0};
  return core::retry_after(answer->headers, wall);
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
