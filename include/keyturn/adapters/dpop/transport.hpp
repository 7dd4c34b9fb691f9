// Signs the requests that need a proof, on their way to any other transport.
#ifndef KEYTURN_ADAPTERS_DPOP_TRANSPORT_HPP
#define KEYTURN_ADAPTERS_DPOP_TRANSPORT_HPP

#include <keyturn/adapters/dpop/proof.hpp>
#include <keyturn/adapters/dpop/state.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/core/http_time.hpp>
#include <keyturn/protocol/www_authenticate.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// One request that needs proofs: what is the same for each of its attempts.
class ProvenRequest {
 public:
  ProvenRequest(std::shared_ptr<DPoPState> state, const Request& request)
      : state_{std::move(state)}, began_{Hosted{}.now()} {
    const auto authorization = request.headers.get("Authorization");
    if (authorization && authorization->size() > scheme.size() &&
        equal_ignoring_case(authorization->substr(0, scheme.size()), scheme))
      access_token_ = Secret{authorization->substr(scheme.size())};
    is_token_request_ = access_token_.empty() && request.url == state_->token_endpoint();
  }

  bool needs_proof() const { return is_token_request_ || !access_token_.empty(); }

  /// The request with a proof for the nonce that is known now, and the time that is left to it. `bad_request` if the
  /// access token has no key here; `timed_out`; `unsupported` if there is no signature to be had.
  Result<Request> next_attempt(const Request& request) {
    if (auto ready = prepare(request); !ready) return ready.error();
    Request attempt = request;
    attempt.headers.remove(DPoPState::key_field);
    attempt.timeout -= std::chrono::duration_cast<std::chrono::milliseconds>(Hosted{}.now() - began_);
    if (attempt.timeout <= std::chrono::milliseconds{0})
      return Error{.code = Errc::timed_out, .detail = "DPoP: no time was left to answer the server's nonce"};
    nonce_ = state_->nonce(place_);
    ProofClaims claims{
        .method = request.method, .url = request.url, .nonce = nonce_, .access_token = access_token_.view()};
    if (!Hosted{}.random(std::as_writable_bytes(std::span{claims.jti})))
      return Error{.code = Errc::unsupported, .detail = "DPoP: the system has no random numbers"};
    claims.issued_at = std::chrono::floor<std::chrono::seconds>(Hosted{}.wall() + state_->offset(place_));
    auto text = proof(*key_, claims);
    if (!text) return text.error();
    attempt.headers.set("DPoP", *std::move(text));
    return attempt;
  }

  /// Learns from an answer. True if the request is to be sent once more, with the nonce that it asks for; `bad_answer` if
  /// it asks again.
  Result<bool> asks_again(Result<Response>& answer, const Request& request) {
    if (!answer) return false;
    if (const auto date = core::server_date(answer->headers)) state_->keep_offset(place_, *date - Hosted{}.wall());
    const auto nonce = answer->headers.get("DPoP-Nonce");
    if (nonce && is_nonce(*nonce)) state_->keep_nonce(place_, *nonce);
    if (is_token_request_ && is_success(answer->status)) {
      state_->hold(key_, {});
      answer->headers.set(DPoPState::key_field, key_->thumbprint());
    }
    if (!is_challenge(*answer) || !request.body.repeatable()) return false;
    if (asked_ || !nonce || !is_nonce(*nonce))
      return Error{
          .code = Errc::server_refused, .status = answer->status, .detail = "DPoP: the server refuses its own nonce"};
    asked_ = true;
    return true;
  }

 private:
  static constexpr std::string_view scheme = "DPoP ";

  Result<void> prepare(const Request& request) {
    if (key_ != nullptr) return {};
    const auto origin = origin_of(request.url);
    if (!origin) return origin.error();
    place_ = (is_token_request_ ? "auth " : "api ") + origin->host + ':' + std::to_string(origin->port);
    if (!is_token_request_) {
      key_ = state_->by_token(access_token_);
      if (key_ == nullptr)
        return Error{.code = Errc::bad_request, .detail = "DPoP: there is no key for this access token"};
      return {};
    }
    if (const auto thumbprint = request.headers.get(DPoPState::key_field)) key_ = state_->by_thumbprint(*thumbprint);
    if (key_ != nullptr) return {};
    auto made = ProofKey::generate();
    if (!made) return made.error();
    key_ = std::make_shared<const ProofKey>(*std::move(made));
    return {};
  }

  /// RFC 9449, sections 8 and 9.
  bool is_challenge(const Response& answer) const {
    constexpr std::string_view challenge = "use_dpop_nonce";
    if (is_token_request_)
      return (answer.status == 400 || answer.status == 401) && answer.body.find(challenge) != std::string::npos;
    const auto asked = find_challenge(answer.headers, "DPoP");  // beside a Bearer challenge too, in any field
    return answer.status == 401 && asked && asked->get("error") == challenge;
  }

  std::shared_ptr<DPoPState> state_;
  TimePoint began_;
  Secret access_token_;
  SharedProofKey key_;
  std::string place_, nonce_;
  bool is_token_request_ = false, asked_ = false;
};

}  // namespace detail

/// A transport around another, made by `DPoP::transport`: requests to the token endpoint and those that carry a DPoP-bound
/// access token get a proof; if the server answers that it wants its nonce in it, they are sent once more, within the
/// same time. All other requests and all else pass through.
template <Transport T>
class DPoPTransport {
 public:
  /// For `DPoP::transport`.
  DPoPTransport(T inner, std::shared_ptr<detail::DPoPState> state)
      : inner_{std::move(inner)}, state_{std::move(state)} {}

  /// The other transport. Valid as long as this object.
  T& inner() { return inner_; }

  /// As the other transport; also `bad_request` for an access token without a key here, `bad_answer` if the server
  /// refuses the nonce that it has just given, `unsupported` if OpenSSL fails.
  Result<Response> send(const Request& request) requires BlockingTransport<T> {
    detail::ProvenRequest proven{state_, request};
    if (!proven.needs_proof()) return inner_.send(request);
    while (true) {
      auto attempt = proven.next_attempt(request);
      if (!attempt) return attempt.error();
      auto answer = inner_.send(*attempt);
      const auto again = proven.asks_again(answer, request);
      if (!again) return again.error();
      if (!*again) return answer;
    }
  }

  /// The same for an asynchronous one.
  void send(Request request, Completion<Response> done) requires AsyncTransport<T> {
    detail::ProvenRequest proven{state_, request};
    if (!proven.needs_proof()) return inner_.send(std::move(request), std::move(done));
    attempt(std::make_shared<Proving>(Proving{std::move(proven), std::move(request), std::move(done)}));
  }

  /// As the other transport.
  std::optional<std::chrono::milliseconds> poll() requires PolledTransport<T> { return inner_.poll(); }
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) requires WakingTransport<T> {
    inner_.wake_after(delay, std::move(work));
  }

 private:
  struct Proving {
    detail::ProvenRequest proven;
    Request request;
    Completion<Response> done;
  };

  void attempt(std::shared_ptr<Proving> call) {
    auto attempt = call->proven.next_attempt(call->request);
    if (!attempt) return call->done(attempt.error());
    inner_.send(*std::move(attempt), Completion<Response>{[this, call](Result<Response> answer) {
      const auto again = call->proven.asks_again(answer, call->request);
      if (!again) return call->done(again.error());
      if (*again) return this->attempt(call);
      call->done(std::move(answer));
    }});
  }

  T inner_;
  std::shared_ptr<detail::DPoPState> state_;
};

KEYTURN_NAMESPACE_END

#endif
