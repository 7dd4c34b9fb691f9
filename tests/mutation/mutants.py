"""The faults that the tests must notice: in `file`, below include/keyturn, `before` becomes `after`, which breaks what
`breaks` says. `tests` are those that should notice first, as paths below tests/ without "_test.cpp"; "async:" in front
of a promise means the asynchronous client. `before` must stand in its file once: short, and of the one line that counts."""

MUTANTS: list[dict] = []


def mutant(name: str, breaks: str, file: str, before: str, after: str, *tests: str) -> None:
    MUTANTS.append({"name": name, "breaks": breaks, "file": file, "before": before, "after": after, "tests": list(tests)})


# One refresh, and whose it is.
mutant("a 401 for the present token counts as a late one", "P2: only an older token's 401 is late",
       "core/machine_calls.hpp", "*ask.refused < session_.generation", "*ask.refused <= session_.generation",
       "unit/core/machine_calls")
mutant("the refused token itself serves the replay", "P2: after a 401 a newer token is used",
       "core/machine_calls.hpp", "session_.generation > *waiter.above", "session_.generation >= *waiter.above",
       "unit/core/machine_calls")
mutant("the epoch of a waiting call is not looked at", "P6: nothing is replayed under another session",
       "core/machine_calls.hpp", "if (waiter.epoch && *waiter.epoch != epoch_) return end_late(waiter);", "",
       "unit/core/machine_calls", "promises/p06_epochs")
mutant("a refused token of an older session stales the new one", "P6: epochs",
       "core/machine_calls.hpp", "refused.epoch != epoch_ || ", "", "unit/core/machine_calls", "promises/p06_epochs")
mutant("a stale token is never renewed early", "P5: between stale and expired one caller refreshes",
       "core/machine_calls.hpp", "!leaves_it && time >= session_.stale_from &&", "false &&",
       "unit/core/machine_calls")
mutant("a call whose token is valid carries the refresh that others wait for", "P5: one caller is held up",
       "core/machine_calls.hpp", "!leaves_it && time >=", "time >=", "unit/core/machine_refresh")
mutant("a refresh is left to those who do not carry it", "P5: one caller refreshes",
       "core/machine_calls.hpp", "&& time < later(lane_.resume_at, first_back_off)", "", "unit/core/machine_refresh")
mutant("nobody waits for the lock of a file", "P1: others are waited for",
       "adapters/file_storage/posix.hpp", "later(Hosted{}.now(), patience)", "Hosted{}.now()",
       "unit/adapters/file_storage/lock")
mutant("a lock that could not be had is taken for one's own", "P1: no refresh without the lock",
       "core/machine_refresh.hpp", "  if (locked.result) {\n    lane_.holds_lock = true;", "  {\n    lane_.holds_lock = true;",
       "unit/core/machine_refresh")
mutant("a newer pair in storage is not adopted", "P1: one refresh among all processes",
       "core/machine_refresh.hpp", "  if (stored == Stored::newer) {\n    adopt_stored(std::move(*record));\n    if (lane_.save_only",
       "  if (stored == Stored::newer && record->generation == 0) {\n    adopt_stored(std::move(*record));\n    if (lane_.save_only",
       "unit/core/machine_refresh")
mutant("the same pair in storage is taken for a newer one", "P1: what is not newer is refreshed",
       "core/machine_calls.hpp", "rival || record->generation > session_.generation",
       "rival || record->generation >= session_.generation", "unit/core/machine_refresh")
mutant("a rival pair of the same generation is overlooked", "P15: the pair that was saved counts",
       "core/machine_calls.hpp", "return rival || record->generation", "return record->generation",
       "unit/core/machine_refresh", "promises/p15_compare_and_clear")
mutant("another session's record is taken for this one's", "P6: another session is neither adopted nor cleared",
       "core/machine_calls.hpp", "? Stored::same : Stored::foreign;", "? Stored::same : Stored::same;",
       "unit/core/machine_refresh")
mutant("the lock is kept between attempts", "P1: others refresh while this one waits",
       "core/machine_refresh_ends.hpp", "  unlock_lane();\n  lane_.resume_at = again;", "  lane_.resume_at = again;",
       "unit/core/machine_refresh_ends", "unit/core/machine_refresh")
mutant("an orphan's lock is not released", "P1: a lock that nobody needs is free",
       "core/machine_refresh_ends.hpp", "if (got_lock) unlock(job);", "(void)got_lock;", "unit/core/machine_session",
       "unit/core/machine_refresh_ends")
mutant("the blocking driver never gives a lock back", "P1: others refresh too",
       "drive/blocking.hpp", "held = locks_.take(unlock.job);", "held = locks_.find(unlock.job);", "unit/drive/blocking", "promises/p01_one_refresh")
mutant("the asynchronous driver never gives a lock back", "P1: others refresh too",
       "drive/async_actions.hpp", "held = locks_.take(unlock.job);", "held = locks_.find(unlock.job);",
       "unit/drive/async_actions", "async:promises/p01_one_refresh")
mutant("a lease that could not be extended is trusted", "P1: nothing is sent without the lock",
       "drive/local_work.hpp", "if (!extended)", "if (false)", "unit/drive/local_work")
mutant("a change in storage that is told of is not looked at", "what others change is seen without a call",
       "core/machine_calls.hpp", "(rests && std::exchange(overlooked_, false)) on(input::Changed{});", "(false) on(input::Changed{});",
       "unit/core/machine_session", "unit/core/machine_calls")

# Saved before seen, and nothing that was brought is lost.
mutant("a new pair is published before it is saved", "P3: saved before seen",
       "core/machine_refresh.hpp", "::save_new_pair(Signal on, RefreshAnswer&& answer) {",
       "::save_new_pair(Signal on, RefreshAnswer&& answer) {\n"
       "  Session next = next_generation(session_, TokenSet{answer.tokens}, answer.timing, options_.leeway, 0);\n"
       "  std::swap(session_, next);\n  publish();\n  std::swap(session_, next);",
       "unit/core/machine_refresh")
mutant("a save that failed is forgotten", "P3: it is tried again",
       "core/machine_calls.hpp", "    unsaved_ = true;  // first", "    // first", "unit/core/machine_refresh", "promises/p03_saved_before_seen")
mutant("a save that failed is tried again at each call", "P3: after a back-off that doubles",
       "core/machine_calls.hpp", "save_again_at_ = later(present(), back_off_limit(++save_failures_));",
       "save_again_at_ = present();", "unit/core/machine_refresh", "promises/p03_saved_before_seen")
mutant("an answer without a refresh token drops the old one", "P13: an answer without one keeps the old one",
       "core/session.hpp", "next.tokens.refresh_token = before.tokens.refresh_token;", ";", "unit/core/session")
mutant("tokens that nobody can use are taken for a new pair", "P13: such an answer is a failure for now",
       "core/machine_refresh.hpp", "answer.verdict == Verdict::renewed && has_tokens", "answer.verdict == Verdict::renewed",
       "unit/core/machine_refresh")
mutant("without a usable access token the server is asked for ever", "P3: one more refresh follows",
       "core/machine_refresh.hpp", "std::exchange(lane_.asked_again, true)", "lane_.asked_again", "unit/core/machine_refresh")
mutant("a token that is dead on arrival serves nobody", "P13: it serves those who waited once",
       "core/machine_refresh.hpp", "for (const Waiter& waiter : waiters_.take_all()) complete_with_token(waiter.id);",
       "settle_all();", "unit/core/machine_refresh", "promises/p13_answers")
mutant("the new pair is saved without a second look", "P6: a logout elsewhere is kept",
       "core/machine_refresh.hpp", "if (!shared()) return save_new_pair(Signal::answered", "return save_new_pair(Signal::answered",
       "unit/core/machine_refresh")
mutant("tokens of a session that is gone are not revoked", "P6: what a late refresh brings is revoked",
       "core/machine_refresh.hpp", "    revoke_stale(std::move(lane_.answer", "    (void)(std::move(lane_.answer", "unit/core/machine_refresh")
mutant("tokens that an orphan brings are not revoked", "P6: what a late refresh brings is revoked",
       "core/machine_refresh_ends.hpp", "if (answer != nullptr && answer->verdict == Verdict::renewed)", "if (false)",
       "unit/core/machine_session", "promises/p06_epochs")
mutant("tokens that came while the user logs out are not revoked", "P8: the newest tokens are",
       "core/machine_refresh_ends.hpp", "newest = std::move(*given);", ";", "unit/core/machine_session", "promises/p08_logout")
mutant("a login revokes the old session before the new one is saved", "P6: a crash in between leaves one that is alive",
       "core/machine_refresh_ends.hpp", "running().kind == SessionJob::Kind::install && running().step >=",
       "running().job == 0 && running().step >=", "unit/core/machine_session")
mutant("storage saves an older generation over a newer one", "P1: nothing is saved over what is newer",
       "core/session_record.hpp", "mine->generation < theirs->generation", "mine->generation > theirs->generation",
       "unit/core/session_record")
mutant("a damaged record is believed", "a torn file is storage_corrupt",
       "core/session_record.hpp", "(record_tail) != checksum(", "(record_tail) + 1 == checksum(", "unit/core/session_record")

# A lost answer.
mutant("the intent is not stored before the request", "P4b: a crash after it is survivable",
       "core/machine_refresh.hpp", "  go(on, Phase::saving_intent);\n  save(lane_.job, session_);", "  send(on);",
       "unit/core/machine_refresh")
mutant("each attempt has a key of its own", "P4b: the same key for the same rotation",
       "core/machine_refresh.hpp", "if (intent_saved_) return send(on);\n  if (!session_.intent) ",
       "", "unit/core/machine_refresh", "promises/p04b_lost_answer")
mutant("an intent that cannot be stored stops the refresh", "P4b: it is sent all the same",
       "core/machine_refresh.hpp", "  intent_saved_ = saved.result.has_value();\n  send(Signal::saved);",
       "  if (!saved.result) return finish_lane(Signal::saved);\n  intent_saved_ = true;\n  send(Signal::saved);",
       "unit/core/machine_refresh", "promises/p04b_lost_answer")
mutant("a pair from storage is refreshed with the key of the old one", "P4b: a key belongs to one rotation",
       "core/machine_refresh.hpp", "if (lane_.attempts > 0 && !session_.intent)", "if (false)", "unit/core/machine_refresh")
mutant("the key does not go out", "P4b: a server that knows the rule repeats its answer",
       "drive/auth_exchange.hpp", "if (request && sends_idempotency_key(protocol))", "if (false)", "unit/drive/auth_exchange",
       "promises/p04b_lost_answer")
mutant("an open intent is not read from storage", "P4b: the next process settles it",
       "core/session.hpp", "session.intent = intent_of(record, moment);", "", "unit/core/session", "promises/p04b_lost_answer")
mutant("an open intent waits until the token is stale", "P4b: the next call settles it",
       "core/session.hpp", "record.intent ? moment.steady : detail::stale_from", "detail::stale_from", "unit/core/session")
mutant("after a lost answer the rotation is thought undone", "a server that knows no key is not asked while the token is valid",
       "core/machine_refresh_ends.hpp", "session_.intent->may_be_done = true;", ";", "unit/core/machine_refresh_ends",
       "unit/drive/async")

# What is a failure, and how long it lasts.
mutant("a failure for now ends the session", "P4: only the server's word ends one",
       "core/machine_refresh.hpp", "answer.verdict == Verdict::renewed || answer.verdict == Verdict::transient",
       "answer.verdict == Verdict::renewed", "unit/core/machine_refresh")
mutant("a refusal is believed although a newer pair may be in storage", "P15: nobody is logged out for a disk that hiccups",
       "core/machine_refresh.hpp", "if (stored == Stored::unreadable)  // a newer pair", "if (false)  // a newer pair",
       "unit/core/machine_refresh_ends", "promises/p15_compare_and_clear")
mutant("a refusal clears the record of another session", "P15: compare and clear",
       "core/machine_refresh.hpp", "if (stored == Stored::foreign) return lane_ends_elsewhere(Signal::loaded, stored);\n  if (stored == Stored::unreadable)",
       "if (stored == Stored::foreign) {\n    go(Signal::loaded, Phase::erasing);\n    return erase(lane_.job);\n  }\n  if (stored == Stored::unreadable)",
       "unit/core/machine_refresh_ends", "promises/p15_compare_and_clear")
mutant("a refusal clears whatever is stored", "P15: compare and clear",
       "core/machine_refresh.hpp", "if (stored == Stored::same && record) {", "if (stored != Stored::gone) {",
       "unit/core/machine_refresh_ends", "promises/p15_compare_and_clear")
mutant("a new pair is saved without a look at what is stored", "P8: what is gone is not saved again",
       "core/machine_refresh.hpp", "if (!shared()) return save_new_pair(", "return save_new_pair(", "unit/core/machine_refresh")
mutant("a refresh is given up as soon as it is late", "P4: its answer may have come while the host slept",
       "drive/async_auth_calls.hpp", "later(timing_.sent.steady, timeout), timeout);", "later(timing_.sent.steady, timeout));",
       "unit/drive/async_time")
mutant("Retry-After is ignored", "P4: it is honoured",
       "core/machine_refresh_ends.hpp", "honoured(error.retry_after)", "honoured({})", "unit/core/machine_refresh_ends",
       "promises/p04_failures")
mutant("Retry-After is honoured for days", "P4: for an hour at most",
       "core/schedule.hpp", "return clamped<std::chrono::milliseconds>(retry_after, std::chrono::milliseconds{0}, longest_retry_after);",
       "return retry_after;", "unit/core/schedule")
mutant("one attempt too many", "P4: three attempts in all",
       "core/machine_refresh_ends.hpp", "++lane_.attempts >= options_.refresh_attempts", "++lane_.attempts > options_.refresh_attempts",
       "unit/core/machine_refresh_ends", "promises/p04_failures")
mutant("after the last attempt there is no back-off", "P4: calls inside it get the same error",
       "core/machine_refresh_ends.hpp", "    blocked_until_ = again;\n", "", "unit/core/machine_refresh_ends", "promises/p04_failures")
mutant("a back-off is not kept", "P4: the server is left alone meanwhile",
       "core/machine_refresh.hpp", "return present() >= blocked_until_ &&", "return", "unit/core/machine_calls", "promises/p04_failures")
mutant("the back-off ends at 32 s", "P4: it doubles to 60 s",
       "core/schedule.hpp", "std::min(failures - 1, 6u)", "std::min(failures - 1, 5u)", "unit/core/schedule")
mutant("a failed burst is not told", "P12: all of it get the same error",
       "core/machine_refresh_ends.hpp", "for (const Waiter& waiter : waiters_.take_all()) serve_or_fail(waiter, error);", "(void)error;",
       "unit/core/machine_refresh_ends", "unit/core/machine_refresh")
mutant("429 ends a session", "P4: a server in trouble never does",
       "protocol/json_api.hpp", "status == 429 || status >= 500", "status >= 500", "unit/protocol/json_api")
mutant("a captive portal's page ends a session", "P4: only a JSON object does",
       "protocol/json_api.hpp", "return is_object && status == 401 &&", "return status == 401 &&", "unit/protocol/json_api")
mutant("any error that the server names ends a session", "P4: only a definitive one does",
       "protocol/json_api.hpp", "definitive_errors, error) ?", "definitive_errors, error) || true ?", "unit/protocol/json_api")
mutant("a login that is asked to wait counts as refused", "a 429 is server_refused",
       "drive/auth_exchange.hpp", "status != 408 && status != 429", "status != 408", "unit/drive/auth_exchange")
mutant("403 counts as a dead token", "P11: 403 is not an authentication failure",
       "core/exchange.hpp", "return answer.status == 401;", "return answer.status == 401 || answer.status == 403;", "unit/core/exchange")

# No storm.
mutant("the budget is off by one", "P12: 5 refreshes in 30 s",
       "core/schedule.hpp", "return count < budget.count;", "return count <= budget.count;", "unit/core/schedule")
mutant("each attempt counts as a refresh", "P12: a refresh counts once",
       "core/machine_refresh.hpp", "if (!std::exchange(lane_.counted, true)) window_", "lane_.counted = true;\n  window_",
       "unit/core/machine_calls", "promises/p12_no_storm")
mutant("beyond the budget a look into storage becomes a refresh", "P12: beyond it calls fail",
       "core/machine_refresh.hpp", "if (!lane_.counted && !window_.allows(options_.refresh_budget, present()))", "if (false)",
       "unit/core/machine_refresh", "promises/p12_no_storm")
mutant("a login leaves the budget spent", "P12: a login empties the window",
       "core/machine_session.hpp", "  window_.clear();\n", "", "unit/core/machine_calls", "promises/p12_no_storm")
mutant("the leeway may be ten minutes", "P12: a minute at most",
       "core/schedule.hpp", "(std::chrono::seconds{60},", "(std::chrono::seconds{600},", "unit/core/schedule")
mutant("the leeway has the wrong sign", "P5: stale comes before expired",
       "core/session.hpp", "-(span + early)", "span + early", "unit/core/session")

# Clocks.
mutant("an expired token is sent", "P5: only a valid one is",
       "core/session.hpp", "&& (!access_expires || time < *access_expires)", "", "unit/core/session")
mutant("a refused token counts as usable", "P11: after a 401 it is not sent again",
       "core/session.hpp", "&& !access_refused && ", "&& ", "unit/core/session")
mutant("a lifetime counts from the answer", "P14: from before the request was sent",
       "core/session.hpp", "next.access_expires = later(timing.sent.steady, *span);",
       "next.access_expires = later(timing.received.steady, *span);", "unit/core/session")
mutant("a clock that was set back lengthens a token's life", "P14: it never does",
       "core/session.hpp", "*record.access_expires, moment), most)",
       "*record.access_expires, moment), detail::until(record, *record.access_expires, moment))", "unit/core/session")
mutant("the Date of a cached answer is believed", "P14: one with an Age is not",
       "core/http_time.hpp", "if (!date || (age && *age != \"0\")) return {};", "if (!date) return {};", "unit/core/http_time")
mutant("a refresh token past its time is called refused", "P14: the reason is expired",
       "core/machine_refresh.hpp", "answer.verdict == Verdict::expired || time_is_over", "answer.verdict == Verdict::expired",
       "unit/core/machine_refresh", "promises/p14_wrong_clocks")

# Once, and in order.
mutant("the logout callback runs twice", "P7: exactly once for each session",
       "core/machine_calls.hpp", "tellings_.push(action::CallLogout{end.job, reason});",
       "tellings_.push(action::CallLogout{end.job, reason});\n  tellings_.push(action::CallLogout{end.job, reason});",
       "unit/core/machine_refresh")
mutant("calls end before the logout callback has run", "P7: it runs before they return",
       "core/machine_calls.hpp", "for (const Waiter& waiter : take_of_session()) end.ended.push(waiter.id);",
       "for (const Waiter& waiter : take_of_session()) fail(waiter.id, end.why);", "unit/core/machine_refresh", "promises/p07_once")
mutant("a call without time left begins an attempt", "P7: the next one that waits does",
       "core/machine_calls.hpp", "if (due && tick.deadline > present())", "if (due)", "unit/core/machine_calls")
mutant("nobody is woken", "P1: who waits goes on with the new token",
       "drive/blocking.hpp", "if (wake) changed_.notify_all();", "(void)wake;", "unit/drive/blocking")
mutant("a late answer is taken for that of a later request", "P7: each call ends once, with its own answer",
       "drive/pending_calls.hpp", "if (call.sending_ != number) return false;", "(void)number;", "unit/drive/pending_calls")
mutant("a transport that loses a request keeps its call for ever", "P7: within its own deadline",
       "drive/pending_calls.hpp", "if (call->due_ <= time)", "if (false)", "unit/drive/pending_calls", "unit/drive/async_time")
mutant("an exception of the transport comes out of a refresh", "P7: it is a lost answer, and each call ends",
       "drive/blocking.hpp", "return guarded<Response>(Errc::no_answer, [&]", "return std::invoke([&]", "unit/drive/blocking")
mutant("the event for a withdrawn token is not published", "P8, P11: a revoked token leaves the fast path",
       "drive/blocking.hpp", "      published_.store(std::move(publish->snapshot));",
       "      if (publish->snapshot) published_.store(std::move(publish->snapshot));", "unit/drive/blocking", "promises/p11_one_replay", "promises/p08_logout")
mutant("a thread goes on with the token that it has seen", "P8, P11: a revoked token leaves the fast path",
       "drive/published.hpp", "return slot.number == number ? slot.snapshot : pin(slot);",
       "return slot.snapshot != nullptr ? slot.snapshot : pin(slot);", "unit/drive/published")
mutant("the fast path takes a stale token", "P5: a stale one is renewed",
       "drive/blocking.hpp", "snapshot != nullptr && time < snapshot->fresh_until ?", "snapshot != nullptr ?", "unit/drive/blocking", "promises/p05_valid_token")
mutant("a request is replayed as long as a 401 comes", "P11: at most once",
       "auth_client.hpp", "if (answer && core::is_unauthorized(*answer))", "while (answer && core::is_unauthorized(*answer))",
       "promises/p11_one_replay")
mutant("an asynchronous request is replayed as long as a 401 comes", "P11: at most once",
       "drive/async_request.hpp", "!authorized_ || unauthorized_) return end", "!authorized_) return end", "unit/drive/async_request")
mutant("a body that is gone is replayed", "P11: the 401 is handed back",
       "auth_client.hpp", "if (!request.body.repeatable() && !over) return;", "", "promises/p11_one_replay")
mutant("a callback of the host is called before the work is done", "P7: after the local erase",
       "drive/blocking.hpp", "enum Kind { quick, network, locks, tellings,", "enum Kind { tellings, quick, network, locks,",
       "unit/drive/blocking", "promises/p07_once")

# Logout.
mutant("a logout leaves the record", "P8: memory and storage are erased",
       "core/machine_session.hpp", "if (nothing_of_ours) return logged_out();", "return logged_out();", "unit/core/machine_session")
mutant("a logout erases whatever is stored", "P8: that of another stays",
       "core/machine_session.hpp", "if (nothing_of_ours) return logged_out();", "(void)nothing_of_ours;", "unit/core/machine_session")
mutant("a session that a refresher puts back stays", "P8: it is erased again",
       "core/machine_session.hpp", "look_again = shared() && (job", "look_again = false && (job",
       "unit/core/machine_session", "promises/p08_logout")
mutant("the second look erases somebody else's session", "P8: that of another stays",
       "core/machine_session.hpp", "if (record && (is_same(record->session_id, ending.session) || record->session_id == ending.replaced)) {", "if (record) {", "unit/core/machine_session", "promises/p08_logout")
mutant("what a logout took with a login that was never saved comes back", "P8: it is erased again",
       "core/machine_session.hpp", " || record->session_id == ending.replaced)", ")", "unit/core/machine_session")
mutant("a logout sends an expired access token", "P8: some servers refuse that",
       "core/machine_session.hpp", "if (!usable) job.tokens.access_token = Secret{};", "(void)usable;", "unit/core/machine_session", "promises/p08_logout")
mutant("a logout revokes the tokens it knows, not the newest", "P8: the newest tokens are revoked",
       "core/machine_session.hpp", "if (same && record->generation > job.generation)", "if (false)", "unit/core/machine_session", "promises/p08_logout")
mutant("a logout stands behind a login that waits", "P8: a logout always works",
       "core/machine_session.hpp", "  overtake_logins();\n", "", "unit/core/machine_session", "promises/p08_logout")
mutant("a record that is put back is a session again", "P8: what ended here is not taken up again",
       "core/machine_session.hpp", "  over_ = session_.id;\n", "", "promises/p08_logout", "unit/core/machine_session")
mutant("a 401 to a logout is an error", "P8: 2xx and 401 confirm it",
       "drive/auth_exchange.hpp", "is_success(answer->status) || answer->status == 401", "is_success(answer->status)",
       "unit/drive/auth_exchange")

# Tokens go home, and stay secret.
mutant("every https origin gets the token", "P10: only the API's own and those that were named",
       "core/exchange.hpp", "if (trustworthy && origins.allows(*origin)) return true;", "if (trustworthy) return true;",
       "unit/core/exchange")
mutant("an origin is compared by how it begins", "P10: no spelling leads the token astray",
       "core/exchange.hpp", "ends_authority(url, one->size()) && ", "", "unit/core/exchange")
mutant("plain http gets the token", "P10: over https",
       "base/url.hpp", "return origin.secure || is_loopback(origin);", "return origin.secure || !origin.host.empty();", "unit/base/url")
mutant("127.example.com counts as this machine", "P10: plain http goes to this machine alone",
       "base/url.hpp", "origin.host.starts_with(\"127.\") && detail::is_dotted_quad(origin.host)", "origin.host.starts_with(\"127.\")",
       "unit/base/url")
mutant("a path without a slash changes the host", "P10: never another origin than that of the base",
       "base/url.hpp", "if (!path.starts_with('/') && !path.starts_with('?')) url += '/';", "", "unit/base/url")
mutant("a password goes over plain http", "P10: nothing secret does",
       "drive/auth_exchange.hpp", "if (!is_trustworthy(*origin))", "if (false)", "unit/drive/auth_exchange")
mutant("a line feed may stand in a header", "P10: a value with CR, LF or NUL is refused",
       "core/session.hpp", "< ' ' && c != '\\t') ||", "< ' ' && c != '\\t' && c != '\\n') ||", "unit/core/session", "unit/core/exchange",
       "promises/p10_tokens_go_home")
mutant("header values are not looked at", "P10: a value with CR, LF or NUL is refused",
       "core/exchange.hpp", "if (!detail::is_http_token(header.name) || !is_header_value(header.value)) return false;",
       "if (!detail::is_http_token(header.name)) return false;", "unit/core/exchange")
mutant("the answer of a refresh is not wiped", "P16: secrets are wiped when they die",
       "drive/auth_exchange.hpp", "  wipe_message(*answer);\n  return read;", "  return read;", "promises/p16_secrets")
mutant("a secret is not wiped", "P16: secrets are wiped when they die",
       "base/secret.hpp", "    wipe(data_, size_);\n    detail::give_secret_bytes_back(data_, size_);", "    detail::give_secret_bytes_back(data_, size_);", "unit/base/secret")
mutant("secrets are equal if their first byte is", "secrets are compared by their bytes",
       "base/secret.hpp", "i < a.size_; ++i) {\n      difference |=", "i < a.size_; i += a.size_) {\n      difference |=", "unit/base/secret")

mutant("a revocation that nobody waits for takes its time", "P7: at most one refresh_timeout more",
       "drive/blocking.hpp", "return send_revocation(revoke, work.refresh_ends);", "return send_revocation(revoke, TimePoint::max());",
       "unit/drive/blocking")
mutant("a loop that polls goes round in circles", "poll() says when to come again",
       "drive/async_time.hpp", "pumped_by_ == nullptr ? 0 : 1", "0", "unit/drive/async_time")
mutant("a call whose deadline goes by between two looks at the clock waits for ever", "P7: within its own deadline",
       "drive/blocking.hpp", "if (!outcome.may_carry) patience =", "if (platform_.now() >= patience) outcome.may_carry = false, patience =",
       "promises/p07_once")
mutant("a call without a limit carries nothing", "P7: a call ends",
       "drive/blocking.hpp", "outcome.may_carry = true;", "outcome.may_carry = ask.deadline != TimePoint::max();", "promises/p07_once")
mutant("who has no time left leaves the others asleep", "P7: within its own deadline",
       "drive/blocking.hpp", "(done || !outcome.may_carry)", "(done)", "promises/p07_once")
mutant("a call past its time carries a second refresh", "P7: at most one refresh_timeout more",
       "auth_client.hpp", "; !timeout) {\n      driver_.run(", "; false) {\n      driver_.run(", "unit/auth_client")
mutant("so does one whose body goes out once", "P7: at most one refresh_timeout more",
       "auth_client.hpp", "; !timeout) {\n      driver_.run(", "; !timeout && request.body.repeatable()) {\n      driver_.run(",
       "unit/auth_client")
mutant("what storage holds is revoked for a login that was not saved", "P6: a session lives until another is in its place",
       "core/machine_refresh_ends.hpp", "if (unsaved_ && !(knows_stored_", "if (false && !(knows_stored_", "unit/core/machine_session")
mutant("a call is told what was read before it came", "P4: nobody is logged out by accident",
       "core/machine_calls.hpp", "!waiter.epoch && waiter.reads == reads_)", "!waiter.epoch && reads_ == 0)",
       "unit/core/machine_calls")
mutant("a logout's revocation is sent by whoever erased", "P7: within its own deadline",
       "core/machine_session.hpp", "  actions_.push(action::Turn{ending.job, ending.waiter});", "  on(input::Turn{ending.job});",
       "unit/core/machine_session")
mutant("a carrier whose token is refused meanwhile gives up", "P4: a refresh that may succeed is waited for",
       "core/machine_refresh.hpp", "w.id == lane_.carrier && (lane_.urgent || serves(w));", "w.id == lane_.carrier;",
       "unit/core/machine_refresh")
mutant("a thread waits for the lock for another call", "P7: at most one refresh_timeout more",
       "drive/blocking.hpp", "if (!of_another) {", "if (true) {", "unit/drive/blocking")
mutant("a lock that is passed on is forgotten", "P7: every call completes",
       "core/machine_refresh.hpp", "    lane_.resume_at = present();\n    return go(Signal::locked, Phase::pausing);",
       "    lane_.resume_at = TimePoint::max();\n    return go(Signal::locked, Phase::pausing);", "unit/core/machine_refresh")
mutant("a session without a refresh token clears whatever is stored", "P15: only what holds its own pair",
       "core/machine_refresh.hpp", "    return clear_storage(on);",
       "    go(on, Phase::erasing);\n    return erase(lane_.job);", "unit/core/machine_refresh_ends")

# Memory that runs out.
mutant("the blocking driver goes on with half of what was to be done", "without memory it starts over",
       "drive/blocking.hpp", "[&] { start_over(); });", "[] {});", "memory/allocation")
mutant("the asynchronous driver goes on with half of what was to be done", "without memory it starts over",
       "drive/async.hpp", "contained(handle, [&] { start_over(); });", "contained(handle, [] {});", "memory/allocation")
mutant("a machine that starts over waits for storage", "without memory it starts over",
       "core/machine_calls.hpp", "  storage_waits_for_.reset();\n  storage_queue_", "  storage_queue_", "memory/allocation")
mutant("a logout without memory leaves a session that nobody may use", "it has not happened",
       "core/machine_calls.hpp", "if (ending && over_ == running().session) over_.reset();", "(void)ending;", "unit/core/machine_calls")
