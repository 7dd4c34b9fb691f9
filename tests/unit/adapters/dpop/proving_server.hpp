// An auth server and API in memory that takes a proof for each request (RFC 9449), checks all of it, and binds its tokens.
#ifndef KEYTURN_TESTS_UNIT_ADAPTERS_DPOP_PROVING_SERVER_HPP
#define KEYTURN_TESTS_UNIT_ADAPTERS_DPOP_PROVING_SERVER_HPP

#include <keyturn/adapters/dpop/key.hpp>
#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/protocol/jwt.hpp>

#include <map>
#include <set>

namespace proof_tests {

/// What a proof says.
struct Proof {
  std::string type, algorithm, x, y, jti, method, url, ath, nonce;
  double issued_at = 0;
  bool has_private_part = false, is_signed = false;
};

inline std::string decoded(std::string_view text) {
  const auto bytes = keyturn::detail::decode_base64url(text);
  return bytes ? std::string{bytes->view()} : std::string{};
}

/// Whether `signature`, r and s, is that key's over `text`.
inline bool verifies(const std::string& x, const std::string& y, std::string_view text, const std::string& signature) {
  std::string point = '\4' + decoded(x) + decoded(y), group = "P-256";
  std::array parameters{OSSL_PARAM_construct_utf8_string("group", group.data(), 0),
                        OSSL_PARAM_construct_octet_string("pub", point.data(), point.size()),
                        OSSL_PARAM_construct_end()};
  EVP_PKEY_CTX* const making = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata_init(making);
  const bool is_key = EVP_PKEY_fromdata(making, &key, EVP_PKEY_PUBLIC_KEY, parameters.data()) == 1;
  EVP_PKEY_CTX_free(making);
  if (!is_key || signature.size() != 64) return false;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(signature.data());
  ECDSA_SIG* const pair = ECDSA_SIG_new();
  ECDSA_SIG_set0(pair, BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair, &der);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
  const bool right = EVP_DigestVerify(context, der, static_cast<std::size_t>(size),
                                      reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
  EVP_MD_CTX_free(context), OPENSSL_free(der), ECDSA_SIG_free(pair), EVP_PKEY_free(key);
  return right;
}

inline Proof read_proof(std::string_view text) {
  const std::size_t first = text.find('.'), second = text.find('.', first + 1);
  const std::string head = decoded(text.substr(0, first)), body = decoded(text.substr(first + 1, second - first - 1));
  constexpr std::array<std::string_view, 5> head_paths{"typ", "alg", "jwk.x", "jwk.y", "jwk.d"};
  constexpr std::array<std::string_view, 6> body_paths{"jti", "htm", "htu", "ath", "nonce", "iat"};
  std::array<keyturn::Field, 5> in_head;
  std::array<keyturn::Field, 6> in_body;
  const keyturn::SimdjsonCodec codec;
  if (!codec.read(head, head_paths, in_head) || !codec.read(body, body_paths, in_body)) return {};
  Proof proof{.type = in_head[0].text,
              .algorithm = in_head[1].text,
              .x = in_head[2].text,
              .y = in_head[3].text,
              .jti = in_body[0].text,
              .method = in_body[1].text,
              .url = in_body[2].text,
              .ath = in_body[3].text,
              .nonce = in_body[4].text,
              .issued_at = in_body[5].number,
              .has_private_part = in_head[4].kind != keyturn::Field::Kind::missing};
  proof.is_signed = verifies(proof.x, proof.y, text.substr(0, second), decoded(text.substr(second + 1)));
  return proof;
}

/// Blocking; `later()` gives the same server as an asynchronous transport. Copies share everything.
class ProvingServer {
 public:
  struct Shared {
    std::string auth_nonce, api_nonce;  // wanted in proofs; empty: none
    bool binds = true, rotates = true, has_bearer_too = false, takes_no_nonce = false;
    int tokens_made = 0, token_requests = 0, api_requests = 0, refreshes = 0;
    bool access_is_dead = false;
    std::string access, refresh, bound_to;  // the live pair, and the public key that both are bound to
    std::set<std::string> jtis;
    std::vector<std::string> complaints;
    std::vector<keyturn::Request> seen;
  };
  Shared& operator*() const { return *shared_; }
  Shared* operator->() const { return shared_.get(); }

  keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
    shared_->seen.push_back(request);
    if (request.headers.get("Keyturn-DPoP-Key")) complain("the field between transport and protocol went out");
    if (request.url.ends_with("/logout")) return keyturn::Response{.status = 204};
    if (request.url.ends_with("/open")) return keyturn::Response{.status = request.headers.get("DPoP") ? 400 : 200};
    const Proof proof = read_proof(request.headers.get("DPoP").value_or(""));
    check(request, proof);
    return request.url.ends_with("/token") ? token(request, proof) : api(request, proof);
  }

  class Later;
  Later later() const;

 private:
  void complain(std::string what) { shared_->complaints.push_back(std::move(what)); }

  void check(const keyturn::Request& request, const Proof& proof) {
    if (!proof.is_signed) complain(request.url + ": no signature of the key that it names");
    if (proof.has_private_part) complain("the proof tells the private key");
    if (proof.type != "dpop+jwt" || proof.algorithm != "ES256") complain("it is no ES256 proof");
    if (proof.method != request.method) complain("it is for method " + proof.method);
    if (proof.url != request.url.substr(0, request.url.find_first_of("?#"))) complain("it is for " + proof.url);
    if (proof.jti.size() < 22) complain("its jti is short");
    if (!shared_->jtis.insert(proof.jti).second) complain("its jti was used before");
  }

  keyturn::Response challenge(int status, const std::string& nonce) const {
    keyturn::Response answer{.status = status, .body = R"({"error":"use_dpop_nonce"})"};
    answer.headers.add("DPoP-Nonce", nonce);
    if (shared_->has_bearer_too) answer.headers.add("WWW-Authenticate", R"(Bearer realm="notes")");
    answer.headers.add("WWW-Authenticate", R"(DPoP error="use_dpop_nonce")");
    return answer;
  }

  bool lacks(const std::string& nonce, const Proof& proof) const {
    return !nonce.empty() && (shared_->takes_no_nonce || proof.nonce != nonce);
  }

  keyturn::Response token(const keyturn::Request& request, const Proof& proof) {
    ++shared_->token_requests;
    if (!proof.ath.empty()) complain("a token request's proof names an access token");
    if (lacks(shared_->auth_nonce, proof)) return challenge(400, shared_->auth_nonce);
    const std::string body{*request.body.view()}, key = proof.x + proof.y;
    if (body.find("\"refresh_token\"") != std::string::npos) {
      ++shared_->refreshes;
      if (body.find('"' + shared_->refresh + '"') == std::string::npos || key != shared_->bound_to)
        return {.status = 400, .body = R"({"error":"invalid_grant"})"};
    }
    const std::string number = std::to_string(++shared_->tokens_made);
    const bool brings_refresh = shared_->rotates || shared_->refresh.empty();
    if (brings_refresh) shared_->refresh = "refresh-" + number;
    shared_->access = "access-" + number, shared_->bound_to = key;
    shared_->access_is_dead = false;
    return {.status = 200,
            .body = R"({"access_token":")" + shared_->access +
                    (brings_refresh ? R"(","refresh_token":")" + shared_->refresh : std::string{}) +
                    R"(","expires_in":3600,"token_type":")" + (shared_->binds ? "DPoP" : "Bearer") + "\"}"};
  }

  keyturn::Response api(const keyturn::Request& request, const Proof& proof) {
    ++shared_->api_requests;
    const std::string_view authorization = request.headers.get("Authorization").value_or("");
    if (proof.ath != keyturn::detail::base64url(keyturn::detail::sha256(authorization.substr(5))))
      complain("the proof is for another access token");
    if (lacks(shared_->api_nonce, proof)) return challenge(401, shared_->api_nonce);
    const bool right = authorization == "DPoP " + shared_->access && proof.x + proof.y == shared_->bound_to;
    return {.status = right && !shared_->access_is_dead ? 200 : 401};
  }

  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

class ProvingServer::Later {
 public:
  explicit Later(ProvingServer server) : server_{std::move(server)} {}
  void send(keyturn::Request request, keyturn::Completion<keyturn::Response> done) { done(server_.send(request)); }

 private:
  ProvingServer server_;
};
inline ProvingServer::Later ProvingServer::later() const { return Later{*this}; }

}  // namespace proof_tests

#endif
