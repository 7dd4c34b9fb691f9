#!/usr/bin/env python3
"""Writes single_include/ from include/: each umbrella with everything of keyturn's own that it includes, in one file.

Usage: tests/gates/single_header.py [folder to write to, default single_include]
       tests/gates/single_header.py --forward FOLDER
The second form writes a header for each one that keyturn.hpp contains, which only includes <keyturn/keyturn.hpp>: in
front of single_include/ it lets a program that includes the small headers be built from the single one.
"""
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
COMMAND = "tests/gates/single_header.py"

# These two stand alone; the files after them bring only what the one that is named does not, and include it from beside
# them.
WHOLE = ["keyturn/core.hpp", "keyturn/keyturn.hpp"]
BESIDE = {
    "keyturn/curl_multi.hpp": "keyturn/keyturn.hpp",
    "keyturn/oauth2.hpp": "keyturn/keyturn.hpp",
    "keyturn/redis.hpp": "keyturn/core.hpp",
    "keyturn/sign_in.hpp": "keyturn/oauth2.hpp",
    "keyturn/sealed.hpp": "keyturn/core.hpp",
    "keyturn/keychain.hpp": "keyturn/sealed.hpp",
    "keyturn/dpop.hpp": "keyturn/core.hpp",
    "keyturn/testing.hpp": "keyturn/keyturn.hpp",
    "keyturn/winhttp.hpp": "keyturn/core.hpp",
    "keyturn/testing/manual.hpp": "keyturn/core.hpp",
}

# The unit that compiles the bodies of the whole umbrella beside it.
BODIES = {"keyturn/src.hpp": "keyturn/keyturn.hpp"}

INCLUDE_LINE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
CONDITION_OPENS = re.compile(r"\s*#\s*if")
CONDITION_CLOSES = re.compile(r"\s*#\s*endif")


def own_header(includer: str, bracket: str, name: str) -> str | None:
    """The path below include/ of a header of the project, or None for all others."""
    if bracket == '"':
        beside = (INCLUDE / includer).parent / name
        if beside.exists():
            return beside.resolve().relative_to(INCLUDE).as_posix()
    if name.startswith("keyturn/"):
        if not (INCLUDE / name).exists():
            sys.exit(f"include/{includer} includes {name}, which does not exist")
        return name
    return None


def own_includes(header: str) -> list[str]:
    found = []
    for line in (INCLUDE / header).read_text().splitlines():
        match = INCLUDE_LINE.match(line)
        own = own_header(header, *match.groups()) if match else None
        if own:
            found.append(own)
    return found


def closure(header: str) -> set[str]:
    """A header with all headers of the project that it includes, near and far."""
    seen, waiting = set(), [header]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += own_includes(current)
    return seen


def certain(header: str, seen: set[str]) -> set[str]:
    """The closure without what stands under a condition: it may not be there."""
    if header in seen:
        return seen
    seen.add(header)
    depth = 0
    for line in (INCLUDE / header).read_text().splitlines():
        match = INCLUDE_LINE.match(line)
        own = own_header(header, *match.groups()) if match else None
        if own and depth <= 1:
            certain(own, seen)
        depth += bool(CONDITION_OPENS.match(line)) - bool(CONDITION_CLOSES.match(line))
    return seen


def expand(header: str, done: set[str]) -> str:
    """A header with what it includes: what stands first in it comes before it, all else where the include line is."""
    if header in done:
        return ""
    done.add(header)
    before, body, depth, first = [], [], 0, True
    for line in (INCLUDE / header).read_text().splitlines():
        match = INCLUDE_LINE.match(line)
        own = own_header(header, *match.groups()) if match else None
        if own and depth <= 1:  # the include guard alone is open
            (before if first else body).append(expand(own, done))
        elif own:  # under a condition of its own: it may not be there, so it does not count as done
            body.append(expand(own, set(done)))
        else:
            depth += bool(CONDITION_OPENS.match(line)) - bool(CONDITION_CLOSES.match(line))
            first = first and (not line.strip() or line.lstrip().startswith(("#", "//")))
            body.append(line)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(body)).strip("\n")
    return "".join(before) + f"\n// <{header}>\n{text}\n"


def generate(umbrella: str) -> str:
    banner = f"// Generated from include/{umbrella} by {COMMAND}; change the headers there and run it again.\n"
    if umbrella in WHOLE:
        return banner + expand(umbrella, set())
    if umbrella in BODIES:
        text = (INCLUDE / umbrella).read_text()
        return banner + text.replace(f"<{BODIES[umbrella]}>", f'"{os.path.basename(BODIES[umbrella])}"')
    whole = BESIDE[umbrella]
    return f'{banner}\n#include "{os.path.relpath(whole, os.path.dirname(umbrella))}"\n' + expand(umbrella, certain(whole, set()))


def write(file: Path, text: str) -> None:
    """A file that is already right keeps its time, so that nothing is built again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


def main() -> None:
    if sys.argv[1:2] == ["--forward"]:
        for header in closure("keyturn/keyturn.hpp") - set(WHOLE):
            write(Path(sys.argv[2]) / header, "#include <keyturn/keyturn.hpp>\n")
        return
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "single_include"
    for umbrella in [*WHOLE, *BESIDE, *BODIES]:
        if (INCLUDE / umbrella).exists():
            write(target / umbrella, generate(umbrella))


if __name__ == "__main__":
    main()
