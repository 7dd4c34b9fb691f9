#!/usr/bin/env python3
"""Checks who includes whom, and what the pure rooms must not know; the table stands in include/keyturn/README.md."""
import re

import common

RANK = {"config": 0, "base": 1, "model": 2, "concepts": 3, "core": 4, "protocol": 4, "drive": 5, "builtin": 5,
        "adapters": 7, "testing": 7}
# The highest rank that a room may include beside its own headers.
REACH = {"config": -1, "base": 0, "model": 1, "concepts": 2, "core": 2, "protocol": 3, "drive": 4, "builtin": 4,
         "adapters": 6, "testing": 6}
# Rank 6, outside the rooms, and up to which rank each may include.
CLIENT = {"keyturn/auth_client.hpp": 5, "keyturn/async_auth_client.hpp": 6, "keyturn/device_sign_in.hpp": 5,
          "keyturn/core.hpp": 6}

# Heavy, or of a kind that the small headers have no business with.
BANNED_IN_BASE = {"iostream", "istream", "ostream", "sstream", "fstream", "iomanip", "locale", "regex", "filesystem",
                  "functional", "thread", "mutex", "shared_mutex", "condition_variable", "future", "random"}
BANNED_IN_CORE = re.compile(r"\b(now|thread|mutex|rand|getenv)\b")
CLOCK = re.compile(r"\b(\w*_clock\s*::\s*now|clock_gettime|gettimeofday)\b")
STANDARD = re.compile(r"[a-z0-9_]+")  # standard headers have no dot and no slash
SYSTEM = re.compile(r"((sys|netinet|arpa)/)?[a-z0-9_]+\.h")


def rank(header: str) -> int:
    room = common.room(header)
    if room:
        return RANK[room]
    return 6 if header in CLIENT else 8


def target(header: str, bracket: str, name: str) -> str | None:
    """The header of the project that an include line names, or None."""
    if bracket == '"':
        beside = (common.INCLUDE / header).parent / name
        if beside.exists():
            return beside.resolve().relative_to(common.INCLUDE).as_posix()
    return name if name.startswith("keyturn/") else None


def family(adapter: str) -> str:
    return re.split(r"[_/.]", adapter.removeprefix("keyturn/adapters/"))[0]


def check_own(header: str, included: str) -> str | None:
    room, other = common.room(header), common.room(included)
    if rank(header) == 8:
        return None
    if room == other == "adapters":
        # One third party may take several files, which then share the first word of their names.
        return None if family(header) == family(included) else "an adapter never includes another adapter"
    if room is not None and room == other:
        return None
    reach = REACH[room] if room else CLIENT[header]
    if rank(included) > reach:
        return f"rank {rank(header)} may include up to rank {reach}, and this is rank {rank(included)}"
    return None


def check_foreign(header: str, name: str) -> str | None:
    room, level = common.room(header), rank(header)
    if level <= 1 and name in BANNED_IN_BASE:
        return f"<{name}> is too much for {room}/"
    if level == 7 and room == "adapters":
        return None
    # The platform, and the kit that tests transports over real sockets, speak with the operating system.
    if STANDARD.fullmatch(name) or (level in (5, 7) and SYSTEM.fullmatch(name)):
        return None
    return f"<{name}> is not a standard header; third parties belong into adapters/"


def main() -> None:
    faults = []
    headers = common.headers()
    for header in headers:
        if common.room(header) not in [None, *RANK]:
            faults.append(f"include/{header}: there is no such room; see the table in include/keyturn/README.md")
            continue
        text = (common.INCLUDE / header).read_text()
        code = common.blank(text, keep_strings=True)
        bare = common.blank(text, keep_strings=False)

        def fault(position: int, what: str) -> None:
            faults.append(f"include/{header}:{common.line_of(text, position)}: {what}")

        for match in common.INCLUDE_LINE.finditer(code):
            own = target(header, *match.groups())
            what = check_own(header, own) if own else check_foreign(header, match.group(2))
            if what:
                fault(match.start(2), f"includes {match.group(2)}: {what}")
        if common.room(header) == "core":
            for match in BANNED_IN_CORE.finditer(bare):
                fault(match.start(), f"'{match.group()}' in core/, which has no clock, threads, randomness or environment")
        if common.room(header) != "builtin":
            for match in CLOCK.finditer(bare):
                fault(match.start(), f"'{match.group()}': only builtin/ reads a clock; take the time from the platform")
        guard = re.sub(r"[^A-Z0-9]", "_", header.upper())
        opening = re.match(r"\s*#\s*ifndef\s+(\w+)\s*\n\s*#\s*define\s+(\w+)\s*\n", bare)
        if "#pragma once" in bare or not opening or opening.groups() != (guard, guard):
            fault(0, f"the include guard must be {guard}, named after the path, so that both shapes of the headers mix")
    common.finish("ranks", faults, f"{len(headers)} headers keep to their ranks")


if __name__ == "__main__":
    main()
