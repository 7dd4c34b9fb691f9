// Access and refresh tokens that are worth nothing without a key that never leaves this machine (DPoP, RFC 9449).
// Needs libcrypto of OpenSSL 3. With <keyturn/oauth2.hpp> beside it:
//
//     config.token_type = "DPoP";
//     keyturn::DPoP dpop{config.token_endpoint};
//     keyturn::AuthClient client{dpop.transport(keyturn::CurlTransport{}),
//                                dpop.storage(keyturn::FileStorage::for_app("notes")),
//                                dpop.protocol(keyturn::OAuth2{config})};
//
// Each login makes a key of its own (ES256). Requests to the token endpoint and requests that carry the access token get
// a proof signed with it. It is done around transport, storage and protocol, so that the core knows nothing of it and
// every promise holds as it is: the key lies in the same write as the tokens, a refresh is proven with the key of its
// refresh token whoever logs in meanwhile, and a nonce that the server asks for costs neither the replay nor the refresh
// token; but for a request whose body can be read only once, which is answered with the 401.
#ifndef KEYTURN_ADAPTERS_DPOP_HPP
#define KEYTURN_ADAPTERS_DPOP_HPP

#include <keyturn/adapters/dpop/storage.hpp>
#include <keyturn/adapters/dpop/transport.hpp>
#include <keyturn/concepts/protocol.hpp>
#include <keyturn/protocol/device_authorization.hpp>

KEYTURN_NAMESPACE_BEGIN

/// A protocol around another, made by `DPoP::protocol`: all that `P` says, and that tokens which the server did not bind
/// to the key are no answer (RFC 9449, section 5).
template <Protocol P>
class DPoPProtocol : public P {
 public:
  /// For `DPoP::protocol`.
  DPoPProtocol(P inner, std::shared_ptr<detail::DPoPState> state) : P{std::move(inner)}, state_{std::move(state)} {}

  /// As the other; also `bad_request`, which names the URL, if its refreshes go elsewhere than to the token endpoint.
  Result<Request> refresh_request(const TokenSet& tokens) const {
    auto request = P::refresh_request(tokens);
    if (!request) return request;
    const std::string url = is_absolute_url(request->url) ? request->url : join_url(P::api_base(), request->url);
    if (url != state_->token_endpoint())  // unproven it would be refused, and the session over
      return detail::make_error(Errc::bad_request, "DPoP: refreshes go to another URL than the token endpoint: ", url);
    auto key = state_->by_token(tokens.refresh_token);
    if (key == nullptr) key = state_->by_token(tokens.access_token);
    if (key == nullptr) return request;
    state_->hold(key, {&tokens.refresh_token});  // one that is never rotated is not forgotten for all the access tokens
    request->headers.set(detail::DPoPState::key_field, key->thumbprint());
    return request;
  }

  /// As the other; also `bad_answer` if the token's type is not DPoP.
  Result<TokenSet> read_tokens(const Response& answer) const {
    auto tokens = P::read_tokens(answer);
    if (!tokens) return tokens;
    if (auto bound = bind(answer, *tokens); !bound) return bound.error();
    return tokens;
  }

  /// As the other, and `failed` where `read_tokens` would refuse them.
  DevicePoll read_device_poll(const Response& answer) const requires requires(const P& protocol) {
    protocol.read_device_poll(answer);
  }
  {
    DevicePoll poll = P::read_device_poll(answer);
    if (poll.kind != DevicePoll::Kind::done) return poll;
    if (auto bound = bind(answer, poll.tokens); !bound) return {.error = std::move(bound).error()};
    return poll;
  }

 private:
  Result<void> bind(const Response& answer, const TokenSet& tokens) const {
    if (!detail::equal_ignoring_case(tokens.token_type, "DPoP"))
      return detail::make_error(Errc::bad_answer, "DPoP: the server's tokens are not bound to the key, but of type ",
                                tokens.token_type);
    const auto thumbprint = answer.headers.get(detail::DPoPState::key_field);
    const auto key = thumbprint ? state_->by_thumbprint(*thumbprint) : nullptr;
    if (key == nullptr) return detail::make_error(Errc::bad_answer, "DPoP: the answer did not come by DPoP::transport");
    state_->hold(key, {&tokens.access_token, &tokens.refresh_token});
    return {};
  }

  std::shared_ptr<detail::DPoPState> state_;
};

/// What binds one client's tokens to a key. Give all three parts of the client to the one object; it may die before
/// them. Copies share everything. Safe from many threads at once.
class DPoP {
 public:
  /// Requests to this URL, exactly as the protocol spells it, are proven without an access token.
  explicit DPoP(std::string token_endpoint) : state_{std::make_shared<detail::DPoPState>(std::move(token_endpoint))} {}

  /// The three parts of the client, each around one of the host's.
  template <Transport T>
  DPoPTransport<T> transport(T inner) const {
    return {std::move(inner), state_};
  }
  template <Storage S>
  DPoPStorage<S> storage(S inner) const {
    return {std::move(inner), state_};
  }
  template <Protocol P>
  DPoPProtocol<P> protocol(P inner) const {
    return {std::move(inner), state_};
  }

 private:
  std::shared_ptr<detail::DPoPState> state_;
};

KEYTURN_NAMESPACE_END

#endif
