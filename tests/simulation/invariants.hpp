// What must hold in every schedule: each by its name, and where it comes from (a promise P, a requirement INV).
#ifndef KEYTURN_SIMULATION_INVARIANTS_HPP
#define KEYTURN_SIMULATION_INVARIANTS_HPP

namespace simulation {

enum class Invariant {
  nobody_is_logged_out,
  one_refresh,
  one_key,
  saved_before_seen,
  generations_rise,
  server_ends_for_a_reason,
  revoked_for_a_reason,
  recoverable,
  refused_by_the_server,
  callback_once,
  nothing_comes_back,
  torn_is_no_logout,
  logout_ends_it,
  logout_revokes,
  ended_in_time,
  ended_once,
  two_sends,
  same_session,
  same_bytes,
  tokens_go_home,
  no_storm,
  valid_token_is_used,
  no_lock_held_outside,
  storage_one_at_a_time,
  refresh_under_the_lock,
  nothing_left_held,
  lives_on,
  goes_on,
  calm_is_calm,
  kinds
};

inline const char* text_of(Invariant invariant) {
  switch (invariant) {
    case Invariant::nobody_is_logged_out:
      return "nobody is logged out by accident";
    case Invariant::one_refresh:
      return "P1, INV-1: one refresh of a session at a time, among all who share a storage that locks";
    case Invariant::one_key:
      return "P4b, INV-2: a refresh token is presented again with the key it was first presented with";
    case Invariant::saved_before_seen:
      return "P3, INV-3: a token is seen only after it was saved, or after that was tried";
    case Invariant::generations_rise:
      return "INV-4: the generation in storage never goes back";
    case Invariant::server_ends_for_a_reason:
      return "INV-2: a spent refresh token is presented only after an answer, a process or a storage was lost";
    case Invariant::revoked_for_a_reason:
      return "P6, P8: only a session that its user has left is revoked";
    case Invariant::recoverable:
      return "P4b: where the server knows the key, storage that works always holds enough to go on from";
    case Invariant::refused_by_the_server:
      return "P4: a session counts as refused only by the server's definitive answer";
    case Invariant::callback_once:
      return "P7, INV-6: the logout callback runs once for each session that ends";
    case Invariant::nothing_comes_back:
      return "P8, INV-7: what a logout has erased is never saved again";
    case Invariant::torn_is_no_logout:
      return "P4: a record that is torn is no logout";
    case Invariant::logout_ends_it:
      return "P8: after a logout no call goes out with a token of that session";
    case Invariant::logout_revokes:
      return "P8: a logout without an error has revoked the session at the server";
    case Invariant::ended_in_time:
      return "P7, INV-9: a call ends within its time, and at most one refresh_timeout more";
    case Invariant::ended_once:
      return "P7, P17: a call completes exactly once";
    case Invariant::two_sends:
      return "P11, INV-8: a request is sent at most twice, the second time after a 401";
    case Invariant::same_session:
      return "P6: a request is never replayed under another session";
    case Invariant::same_bytes:
      return "P11: a replay has the same bytes, and a body that cannot be produced twice has none";
    case Invariant::tokens_go_home:
      return "P10, INV-11: tokens go to their own servers only";
    case Invariant::no_storm:
      return "P12: no more refreshes than the budget allows";
    case Invariant::valid_token_is_used:
      return "P5: no call fails for want of a refresh while it has a valid token";
    case Invariant::no_lock_held_outside:
      return "no mutex is held while transport, storage or the host is called";
    case Invariant::storage_one_at_a_time:
      return "a client asks its storage one thing at a time";
    case Invariant::refresh_under_the_lock:
      return "P1: no refresh is sent without the lock of a storage that has one";
    case Invariant::nothing_left_held:
      return "when all is quiet no lock is held";
    case Invariant::lives_on:
      return "INV-12: when all is well again, who has a session is served";
    case Invariant::goes_on:
      return "nobody waits for ever, and nobody spins";
    case Invariant::calm_is_calm:
      return "where nothing goes wrong, nothing fails";
    case Invariant::kinds:
      break;
  }
  return "?";
}

}  // namespace simulation

#endif
