/* How several processes rotate one session over a storage that they share, at a server that spends refresh tokens.
 *
 * A refresh token is the number of its generation. STRICT, WINDOW or IDEMPOTENT says what the server does about a spent
 * one; LEASE: the lock may end under its holder, and a save asks who holds it. Up to FAULTS times a process dies at any
 * step, or gives up waiting for an answer, while request or answer are lost or come late. Somebody may log out, unless
 * NO_LOGOUT says not.
 *
 * NO_LOCK, NO_INTENT, NO_LOOK, PUBLISH_FIRST, NO_SECOND_LOOK and LOCK_STAYS each leave out one thing that the protocol
 * needs, to show that the properties notice.
 */
#ifndef PROCESSES
#define PROCESSES 2
#endif
#ifndef CALLS
#define CALLS 2 /* of each process, each of which wants a newer token than its process has */
#endif
#ifndef FAULTS
#define FAULTS 2
#endif
#define GENERATIONS (PROCESSES * CALLS + 2)
#define NOBODY 255
#define USER PROCESSES /* who logs out */

mtype = { nothing, renewed, refused, superseded };

/* Storage: the record, and its lock. */
byte stored = 1;     /* generation of the stored pair; 0: there is no record */
byte intent = 0;     /* key of the rotation that was begun with it; 0: none */
byte holder = NOBODY;
byte ever_stored = 1;

/* Server. */
byte current = 1;
byte key_of[GENERATIONS]; /* with which key each generation was first presented; 0: it was not */
bool revoked = false, window_over = false;

/* The way between them: a request and an answer for each process, and a request that comes when nobody waits for it. */
byte asked[PROCESSES], asked_key[PROCESSES];
mtype answer[PROCESSES] = nothing;
byte late = 0, late_key = 0;

byte last_key = 0, faults = 0;
byte calls_left[PROCESSES] = CALLS;
bool waiting[PROCESSES], killed[PROCESSES];
bool logging_out = false, logged_out = false;

#define may_fail (faults < FAULTS)

/* A fresh process can go on from the record: it holds the newest token, or its parent with the key that made the child. */
#define recoverable (stored == 0 || logging_out || revoked || stored == current || \
                     (stored + 1 == current && intent == key_of[stored]))

inline unlock(who) {
  if
  :: holder == who -> holder = NOBODY
  :: else
  fi
}

/* Writes the whole record, as storages do. */
inline write(generation, key) {
  assert(!logged_out);               /* after a logout nothing of the session comes back */
  assert(generation >= stored);      /* storage never goes back */
  stored = generation;
  intent = key;
  if
  :: generation > ever_stored -> ever_stored = generation
  :: else
  fi
}

#ifdef LEASE
#define owns(who) (holder == who)
#else
#define owns(who) true
#endif

inline erase() { stored = 0; intent = 0 }

/* What the server does with a token and a key; `verdict` is its answer. */
inline present(token, key, is_late) {
  assert(key_of[token] == 0 || key_of[token] == key); /* presented once, but for the repeats of one intent */
  if
  :: revoked -> verdict = refused
  :: !revoked && token == current ->
     key_of[token] = key;
     current++;
     window_over = false;
     verdict = renewed
#ifdef WINDOW
  :: !revoked && token + 1 == current && !window_over -> verdict = renewed
  :: !revoked && token < current && (token + 1 < current || window_over) ->
     assert(window_over || is_late);
     revoked = true;
     verdict = refused
#endif
#ifdef IDEMPOTENT
  :: !revoked && token < current && key_of[token] == key ->
     verdict = (token + 1 == current -> renewed : superseded)
  :: !revoked && token < current && key_of[token] != key -> assert(false)
#endif
#ifdef STRICT
  :: !revoked && token < current ->
     assert(faults > 0); /* what no client can mend */
     revoked = true;
     verdict = refused
#endif
  fi;
  assert(recoverable)
}

inline serve(who) {
  atomic {
    asked[who] != 0 ->
    present(asked[who], asked_key[who], false);
    asked[who] = 0;
    asked_key[who] = 0;
    answer[who] = verdict;
    verdict = nothing
  }
}

active proctype server() {
  mtype verdict = nothing;
end:
  do
  :: serve(0)
  :: serve(1)
#if PROCESSES > 2
  :: serve(2)
#endif
  :: atomic {
       late != 0 ->
       present(late, late_key, true);
       late = 0;
       late_key = 0;
       verdict = nothing
     }
#ifdef WINDOW
  :: atomic { may_fail && current > 1 && !window_over -> faults++; window_over = true }
#endif
  od
}

/* Nobody waits for the request and the answer any more. What is still on its way is lost, or comes some time. */
inline forget(me) {
  if
  :: asked[me] != 0 && late == 0 -> late = asked[me]; late_key = asked_key[me]
  :: true
  fi;
  asked[me] = 0;
  asked_key[me] = 0;
  answer[me] = nothing
}

/* The session is over for this process: the server said so, or somebody logged out. */
inline end_session(me) {
  assert(revoked || logging_out);
  waiting[me] = false
}

inline publish(me, generation) {
  assert(ever_stored >= generation); /* saved before seen */
  have = generation;
  waiting[me] = false
}

proctype client(byte me) {
  byte have, key;
begin:
  {
    atomic {
      have = stored;
      if
      :: have == 0 -> end_session(me); goto over
      :: else
      fi
    }
call:
    atomic {
      if
      :: calls_left[me] == 0 -> goto over
      :: else -> calls_left[me]--; waiting[me] = true
      fi
    }
attempt:
#ifndef NO_LOCK
    atomic { holder == NOBODY -> holder = me }
#endif
look:
    atomic {
#ifdef NO_LOOK
      key = 0;
#else
      if
      :: stored == 0 -> unlock(me); end_session(me); goto over
      :: stored > have -> publish(me, stored); unlock(me); goto call
      :: else -> key = intent
      fi;
#endif
#ifdef NO_INTENT
      key = 0;
#endif
      if
      :: key != 0 -> goto send
      :: else -> last_key++; key = last_key
      fi
    }
#ifndef NO_INTENT
promise:
    atomic {
      if
      :: owns(me) -> write(have, key)
      :: else -> goto attempt
      fi
    }
#endif
send:
    atomic {
      if
      :: owns(me) -> asked[me] = have; asked_key[me] = key
      :: else -> goto attempt
      fi
    }
wait:
    if
    :: atomic { may_fail -> faults++; forget(me); unlock(me); goto attempt }
    :: atomic { answer[me] == superseded -> answer[me] = nothing; unlock(me); goto attempt }
    :: atomic { answer[me] == refused -> answer[me] = nothing } ->
refusal:
       atomic {
         if
         :: stored > have -> publish(me, stored); unlock(me); goto call
         :: stored == have && owns(me) -> erase()
         :: else
         fi;
         unlock(me);
         end_session(me);
         goto over
       }
    :: atomic { answer[me] == renewed -> answer[me] = nothing }
    fi;
#ifdef PUBLISH_FIRST
    publish(me, have + 1);
    have--;
#endif
last_look:
    atomic {
      if
      :: stored == 0 -> revoked = true; unlock(me); end_session(me); goto over
      :: stored > have -> publish(me, stored); unlock(me); goto call
      :: else
      fi
    }
save:
    atomic {
      if
      :: owns(me) -> write(have + 1, 0)
      :: else -> goto attempt
      fi
    }
    publish(me, have + 1);
    unlock(me);
    goto call
  } unless {
    atomic {
      killed[me] ->
      killed[me] = false;
      waiting[me] = false;
#ifndef LOCK_STAYS
      unlock(me);
#endif
      forget(me);
      have = 0;
      key = 0;
      goto begin
    }
  }
over:
  atomic { killed[me] = false; have = 0; key = 0 }
}

/* A death of any process at any step, and the end of a lease. */
active proctype fate() {
end:
  do
  :: atomic { may_fail && calls_left[0] < CALLS && !killed[0] -> faults++; killed[0] = true }
  :: atomic { may_fail && calls_left[1] < CALLS && !killed[1] -> faults++; killed[1] = true }
#if PROCESSES > 2
  :: atomic { may_fail && calls_left[2] < CALLS && !killed[2] -> faults++; killed[2] = true }
#endif
#ifdef LEASE
  :: atomic { may_fail && holder != NOBODY -> faults++; holder = NOBODY }
#endif
  od
}

/* A logout, in another process: it erases at once, under the lock if that is free; without it, once more later. If the
 * lock is lost meanwhile, it says that it could not, and promises nothing. */
proctype user() {
  bool has_lock = false;
end:
  atomic { !logging_out -> logging_out = true }
  atomic {
    if
    :: holder == NOBODY -> holder = USER; has_lock = true
    :: else
    fi
  }
  atomic {
    if
    :: !has_lock || owns(USER) -> erase()
    :: else -> has_lock = false
    fi
  }
  if
  :: revoked = true
  :: true /* the server is not there */
  fi;
#ifndef NO_SECOND_LOOK
  if
  :: !has_lock -> atomic { holder == NOBODY -> holder = USER }
  :: else
  fi;
  atomic {
    if
    :: stored != 0 && owns(USER) -> erase()
    :: stored != 0 && !owns(USER) -> goto over
    :: else
    fi
  }
#endif
  logged_out = true;
over:
  unlock(USER)
}

init {
  atomic {
    byte i;
    for (i : 0 .. PROCESSES - 1) { run client(i) }
#ifndef NO_LOGOUT
    if
    :: run user()
    :: true
    fi
#endif
  }
}

#ifdef LIVENESS
/* Whoever calls is answered: with a newer token, or with the end of the session. Who waits in a process that dies is gone. */
ltl served { [] ((waiting[0] -> <> !waiting[0]) && (waiting[1] -> <> !waiting[1])) }
#endif
