// Password hashes: Argon2id in the PHC string format, with 19 MiB and 2 passes (the minimum that OWASP names).
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_PASSWORDS_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_PASSWORDS_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace keyturn::example {

// Each call but `outdated` takes tens of milliseconds on purpose, and 19 MiB; safe on many threads.
class Passwords {
 public:
  static constexpr std::size_t longest = 1024;  // bytes; longer ones are for the caller to refuse

  Passwords();

  std::string hash(std::string_view password) const;
  bool verify(const std::string& hash, std::string_view password) const;

  // The time of a verification, for a name that nobody has: an answer must not tell by its speed who is a user.
  void verify_for_nobody(std::string_view password) const;

  // True for a hash that was made with other costs; the next login is the moment to make it anew.
  bool outdated(const std::string& hash) const;

 private:
  std::string nobody_;
};

}  // namespace keyturn::example

#endif
