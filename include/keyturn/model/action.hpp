// What the machine asks its driver to do. Each action is handed out once.
#ifndef KEYTURN_MODEL_ACTION_HPP
#define KEYTURN_MODEL_ACTION_HPP

#include <keyturn/base/one_of.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/access_token.hpp>
#include <keyturn/model/event.hpp>
#include <keyturn/model/tokens.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

using JobId = std::uint32_t;      ///< Names a piece of the machine's work, so that a result finds its way back.
using WaiterId = std::uintptr_t;  ///< Names a call that waits; given by the driver.
/// From the system's generator, 16 at a time: makes session ids and keys of intents.
using RandomBytes = std::array<std::byte, 16>;
using SessionId = RandomBytes;
using IntentKey = RandomBytes;

namespace action {
/// Draw random bytes; answer with `input::Drawn`.
struct Draw {
  JobId job;
};
/// Take the lock of the shared storage and keep it under this job's name; answer with `input::Locked`.
struct Lock {
  JobId job;
  std::chrono::milliseconds patience;
  WaiterId waiter{};  ///< The call that would wait for it: on no other's thread. 0: on any.
};
/// Release the lock that is kept under this name. No answer.
struct Unlock {
  JobId job;
};
/// Read the record; answer with `input::Loaded`.
struct Load {
  JobId job;
};
/// Write the record; answer with `input::Saved`.
struct Save {
  JobId job;
  Secret record;
};
/// Remove the record; answer with `input::Erased`.
struct Erase {
  JobId job;
};
/// Ask the auth server for a new pair, with this key as Idempotency-Key; answer with `input::Answered`.
struct SendRefresh {
  JobId job;
  TokenSet tokens;
  IntentKey key;
  std::chrono::milliseconds timeout;
};
/// Revoke these tokens at the auth server within `timeout`; answer with `input::Revoked`.
struct Revoke {
  JobId job;
  TokenSet tokens;
  std::chrono::milliseconds timeout;
};
/// From now on calls may use this token without asking, until `fresh_until`; an empty pin: none. No answer.
struct Publish {
  SnapshotPin snapshot;
};
/// Tell the host's event listener. No answer. To be done after everything else that was handed out with it.
struct Tell {
  Event event;
};
/// Call the host's logout callback; answer with `input::Told`. To be done after everything else handed out with it.
struct CallLogout {
  JobId job;
  LogoutReason reason;
};
/// The session work that this call asked for may begin, or its revocation be sent: the call's own thread answers with
/// `input::Turn`, so that nobody carries out what another call asked for.
struct Turn {
  JobId job;
  WaiterId waiter;
};
/// The call that waits under this name is over: with the token, or with the error, or with neither: success.
struct Complete {
  WaiterId waiter;
  SnapshotPin token;
  std::optional<Error> error;
  bool logged_in;
};
}  // namespace action

/// One thing for the driver to do; what each means stands beside it in `namespace action`.
using Action =
    OneOf<action::Draw, action::Lock, action::Unlock, action::Load, action::Save, action::Erase, action::SendRefresh,
          action::Revoke, action::Publish, action::Tell, action::CallLogout, action::Turn, action::Complete>;

KEYTURN_NAMESPACE_END

#endif
