// What happens to the machine: what calls want, and what the driver's actions brought.
#ifndef KEYTURN_MODEL_INPUT_HPP
#define KEYTURN_MODEL_INPUT_HPP

#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/model/action.hpp>
#include <keyturn/model/answer.hpp>

#include <optional>

KEYTURN_NAMESPACE_BEGIN

namespace input {
/// A call wants an access token by `deadline`.
struct Ask {
  WaiterId waiter;
  TimePoint deadline;
  Maybe<std::uint64_t> epoch{};    ///< The call began under this session and wants no other.
  Maybe<std::uint64_t> refused{};  ///< A 401 came for the token of this generation.
  bool renew = false;              ///< Wants a newer token than the present one, whatever its state.
};
/// A call wants to know whether there is a session.
struct Restore {
  WaiterId waiter;
  TimePoint deadline;
};
/// A login succeeded, or the host brought tokens: they begin a session.
struct Install {
  WaiterId waiter;
  TimePoint deadline;
  TokenSet tokens;
  AnswerTiming timing;
};
/// The user logs out.
struct Logout {
  WaiterId waiter;
  TimePoint deadline;
};
/// The host says that the token of this generation was refused.
struct Refused {
  std::uint64_t epoch, generation;
};
/// Time went by. The waiting call that says so, if any, carries out what is due.
struct Tick {
  WaiterId waiter{};
  TimePoint deadline = TimePoint::max();
};

/// Somebody else changed the record in storage.
struct Changed {};

struct Drawn {
  JobId job;
  Maybe<std::array<std::byte, 32>> bytes;
};  ///< Nothing: the generator failed.
struct Locked {
  JobId job;
  Result<void> result;
  bool passed_on = false;  ///< It was not tried, on the thread of another call than the one that would wait for it.
};
struct Loaded {
  JobId job;
  Result<std::optional<Secret>> result;
};
struct Saved {
  JobId job;
  Result<void> result;
};
struct Erased {
  JobId job;
  Result<void> result;
};
struct Answered {
  JobId job;
  RefreshAnswer answer;
};
struct Revoked {
  JobId job;
  Result<void> result;
};
struct Told {
  JobId job;
};
struct Turn {
  JobId job;
};
}  // namespace input

/// One thing that happened; what each means stands beside it in `namespace input`.
using Input = OneOf<input::Ask, input::Restore, input::Install, input::Logout, input::Refused, input::Tick,
                    input::Drawn, input::Locked, input::Loaded, input::Saved, input::Erased, input::Answered,
                    input::Revoked, input::Told, input::Turn, input::Changed>;

KEYTURN_NAMESPACE_END

#endif
