// Something of each component that has a library of its own, so that a library that is not linked is noticed.
#include <keyturn/dpop.hpp>
#include <keyturn/redis.hpp>
#include <keyturn/sealed.hpp>
#include <keyturn/sign_in.hpp>

#include <cstdio>
#include <string>

int main() {
  keyturn::SealedStorage sealed{keyturn::MemoryStorage{}, keyturn::Secret{std::string(32, 'k')}};
  const bool saved = sealed.save("ada", keyturn::Secret{"record"}).has_value();
  auto record = sealed.load("ada");
  keyturn::RedisStorage redis{{.unix_socket = "no-server-here", .watch = false}};
  const bool answered = redis.load("ada").has_value();
  const bool key = keyturn::detail::ProofKey::generate().has_value();
  const bool challenge = keyturn::detail::code_challenge("verifier").has_value();
  if (!saved || !record || !*record || (*record)->view() != "record" || answered || !key || !challenge) return 1;
  std::puts(KEYTURN_REDIS_TLS ? "all components, Redis with TLS" : "all components");
}
