/// @file keyturn/model/access_token.hpp An access token as calls use it: immutable, already rendered for the Authorization header, shared by all who hold it.
#ifndef KEYTURN_MODEL_ACCESS_TOKEN_HPP


#include <keyturn/base/shared.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/headers.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// One access token, one generation of one session. Never changes; wiped when its last holder lets go.
struct Snapshot : Holders {
  Header authorization{"Authorization", {}};  ///< The whole field, with a value such as "Bearer abc".
  std::size_t token_at = 0;                   ///< Where in the value the token begins.
  std::uint64_t epoch = 0, /**< Of which session it is, and of which pair in there. */ generation = 0;    ///< Of which session it is, and of which pair in there.
  TimePoint fresh_until{};                    ///< From then on a call asks the machine.
  TimePoint valid_until{};                    ///< From then on the token is of no use.

  /** @cond */Snapshot() = default;/** @endcond */
  /** @cond */Snapshot(const Snapshot&) = delete;/** @endcond */
  /** @cond */Snapshot& operator=(const Snapshot&) = delete;/** @endcond */
  /** @cond */~Snapshot() { wipe(authorization.value); }/** @endcond */

  /// The token without its scheme. Valid as long as this object.
  std::string_view token() const {                                                                }
};

/// Keeps one access token alive; empty: none.
using SnapshotPin = Shared<const Snapshot>;

/// What `access_token()` hands out, for WebSockets, gRPC or another HTTP library. Keeps its token alive, also past a
/// refresh or a logout. Copies are cheap.
class AccessToken {
 public:
  /// For the client: hands out the token that the pin holds, which must not be empty.
  explicit AccessToken(SnapshotPin snapshot) noexcept : snapshot_{std::move(snapshot)} {}

  /// The token without its scheme. Valid as long as this object.
  std::string_view value() const noexcept {                            }
  /// The whole Authorization header value, such as "Bearer abc".
  std::string_view authorization() const noexcept {                                        }
  /// Number of its pair within the session: +1 at each refresh.
  std::uint64_t generation() const noexcept {                               }
  /// Number of its session: +1 at each login and each logout.
  std::uint64_t epoch() const noexcept {                          }

 private:
  SnapshotPin snapshot_;
};

KEYTURN_NAMESPACE_END

#endif
