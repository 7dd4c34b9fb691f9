// The transition table of a refresh, as data: the machine refuses every step that does not stand here, and the diagrams
// of the documentation are drawn from it.
#ifndef KEYTURN_CORE_TRANSITIONS_HPP
#define KEYTURN_CORE_TRANSITIONS_HPP

#include <keyturn/config/abi.hpp>

#include <array>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// Where a refresh stands. Storages that cannot lock skip locking, loading and looking.
enum class Phase : unsigned char {
  idle,           ///< Nothing to do.
  drawing,        ///< Waits for random bytes: the key of the intent.
  locking,        ///< Waits for the lock of the shared storage.
  last_look,      ///< The lock could not be had: looks whether its holder has saved a newer pair.
  loading,        ///< Under the lock: looks whether another process has rotated already.
  saving_intent,  ///< Puts the intent into storage, before anything is sent.
  sending,        ///< Waits for the auth server.
  looking,        ///< Has new tokens: looks whether the session is still there to be saved.
  saving,         ///< Puts the new pair into storage, before anybody sees it; or a pair that could not be saved before.
  comparing,      ///< Was refused, or has no refresh token: looks whether storage holds that pair or a newer one.
  erasing,        ///< Removes the record that holds that pair.
  pausing,        ///< An attempt failed for now, or was passed on: waits for the next one, without the lock.
};

/// What moves it on.
enum class Signal : unsigned char {
  needed,
  save_due,
  drawn,
  locked,
  loaded,
  saved,
  answered,
  erased,
  resumed,
  dropped
};

struct Transition {
  Phase from;
  Signal on;
  Phase to;
  std::string_view when;
};

inline constexpr std::array transitions = {
    Transition{Phase::idle, Signal::needed, Phase::drawing, "a call needs a newer token"},
    Transition{Phase::idle, Signal::save_due, Phase::locking, "a pair is unsaved, and the storage is shared"},
    Transition{Phase::idle, Signal::save_due, Phase::saving, "a pair is unsaved"},
    Transition{Phase::drawing, Signal::drawn, Phase::locking, "the storage is shared"},
    Transition{Phase::drawing, Signal::drawn, Phase::saving_intent, "the storage is our own"},
    Transition{Phase::drawing, Signal::drawn, Phase::sending, "the open intent is in storage already"},
    Transition{Phase::drawing, Signal::drawn, Phase::erasing, "there is no refresh token"},
    Transition{Phase::drawing, Signal::drawn, Phase::idle, "the generator failed"},
    Transition{Phase::locking, Signal::locked, Phase::loading, "the lock is ours"},
    Transition{Phase::locking, Signal::locked, Phase::last_look, "it could not be had in time"},
    Transition{Phase::locking, Signal::locked, Phase::idle, "an unsaved pair stays unsaved for now"},
    Transition{Phase::locking, Signal::locked, Phase::pausing, "passed on to the thread of the call that waits for it"},
    Transition{Phase::last_look, Signal::loaded, Phase::idle, "a newer pair, or refresh_unavailable"},
    Transition{Phase::last_look, Signal::loaded, Phase::pausing, "other calls have more time for the lock"},
    Transition{Phase::loading, Signal::loaded, Phase::idle,
               "a newer pair was adopted, or the session is over, or too many refreshes"},
    Transition{Phase::loading, Signal::loaded, Phase::saving_intent, "no newer pair"},
    Transition{Phase::loading, Signal::loaded, Phase::sending, "the open intent is in storage already"},
    Transition{Phase::loading, Signal::loaded, Phase::saving, "the unsaved pair is the newest"},
    Transition{Phase::loading, Signal::loaded, Phase::comparing, "there is no refresh token"},
    Transition{Phase::loading, Signal::loaded, Phase::pausing, "storage cannot be read for now"},
    Transition{Phase::loading, Signal::loaded, Phase::drawing,
               "a newer pair was adopted after an attempt with the old one, and it has expired too"},
    Transition{Phase::saving_intent, Signal::saved, Phase::sending, "saved, or known in memory alone"},
    Transition{Phase::sending, Signal::answered, Phase::looking, "renewed, and the storage is shared"},
    Transition{Phase::sending, Signal::answered, Phase::saving, "renewed"},
    Transition{Phase::sending, Signal::answered, Phase::comparing, "refused, and the storage is shared"},
    Transition{Phase::sending, Signal::answered, Phase::erasing, "refused"},
    Transition{Phase::sending, Signal::answered, Phase::pausing, "failed for now"},
    Transition{Phase::sending, Signal::answered, Phase::idle, "failed for now, and no attempt is left"},
    Transition{Phase::looking, Signal::loaded, Phase::saving, "the session is still there"},
    Transition{Phase::looking, Signal::loaded, Phase::idle, "it is gone, or replaced, or newer"},
    Transition{Phase::saving, Signal::saved, Phase::idle, "done"},
    Transition{Phase::saving, Signal::saved, Phase::drawing, "the answer had no access token: once more"},
    Transition{Phase::comparing, Signal::loaded, Phase::pausing, "storage cannot be read for now"},
    Transition{Phase::comparing, Signal::loaded, Phase::erasing, "storage holds that pair"},
    Transition{Phase::comparing, Signal::loaded, Phase::idle, "a newer pair was adopted, or another session is there"},
    Transition{Phase::comparing, Signal::loaded, Phase::drawing, "a newer pair was adopted, and it has expired too"},
    Transition{Phase::erasing, Signal::erased, Phase::idle, "the session is over"},
    Transition{Phase::pausing, Signal::resumed, Phase::locking, "the pause is over, and the storage is shared"},
    Transition{Phase::pausing, Signal::resumed, Phase::sending, "the pause is over"},
    Transition{Phase::pausing, Signal::resumed, Phase::saving_intent,
               "the pause is over, and the intent is not stored yet"},
    Transition{Phase::pausing, Signal::dropped, Phase::idle, "the session ended meanwhile"},
};

constexpr bool allows(Phase from, Signal on, Phase to) {
  for (const Transition& row : transitions)
    if (row.from == from && row.on == on && row.to == to) return true;
  return false;
}

/// Whether a refresh in this phase waits for this signal at all. What it does not wait for is refused and changes
/// nothing.
constexpr bool accepts(Phase phase, Signal on) {
  // Put together by the compiler, so that the table and its texts are in no program.
  constexpr auto awaited = [] {
    std::array<unsigned short, 12> signals{};
    for (const Transition& row : transitions)
      signals[static_cast<std::size_t>(row.from)] |= static_cast<unsigned short>(1u << static_cast<unsigned>(row.on));
    return signals;
  }();
  return (awaited[static_cast<std::size_t>(phase)] >> static_cast<unsigned>(on) & 1u) != 0;
}

constexpr std::string_view to_string(Phase phase) {
  constexpr std::array<std::string_view, 12> names = {"idle",    "drawing",       "locking", "last_look",
                                                      "loading", "saving_intent", "sending", "looking",
                                                      "saving",  "comparing",     "erasing", "pausing"};
  return names[static_cast<std::size_t>(phase)];
}

constexpr std::string_view to_string(Signal signal) {
  constexpr std::array<std::string_view, 10> names = {"needed", "save_due", "drawn",  "locked",  "loaded",
                                                      "saved",  "answered", "erased", "resumed", "dropped"};
  return names[static_cast<std::size_t>(signal)];
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
