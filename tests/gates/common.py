"""What the gates share: where things are, the headers, and text without its comments."""
import functools
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
ROOMS = ["config", "base", "model", "concepts", "core", "protocol", "drive", "builtin", "adapters", "testing"]

INCLUDE_LINE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
COMMENT_OR_STRING = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\\\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])*\'',
    re.DOTALL)


@functools.cache
def libsecret(what: str) -> tuple[str, ...]:
    """The flags to compile or link with it, which only pkg-config knows; none where it is not installed."""
    if shutil.which("pkg-config") is None:
        return ()
    return tuple(subprocess.run(["pkg-config", what, "libsecret-1"], capture_output=True, text=True).stdout.split())


def headers() -> list[str]:
    """All headers, as they are written between the brackets of an #include."""
    return sorted(path.relative_to(INCLUDE).as_posix() for path in INCLUDE.rglob("*.hpp"))


def room(header: str) -> str | None:
    """The room that a header stands in; None at the top level."""
    parts = header.split("/")
    return parts[1] if len(parts) > 2 else None


def blank(text: str, keep_strings: bool) -> str:
    """The text with its comments, and its strings unless they are kept, as blanks; line numbers stay."""
    def replace(match: re.Match) -> str:
        found = match.group()
        if keep_strings and not found.startswith("/"):
            return found
        return "".join(c if c == "\n" else " " for c in found)
    return COMMENT_OR_STRING.sub(replace, text)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def finish(gate: str, faults: list[str], held: str) -> None:
    """Says what was found and ends the program."""
    for fault in faults:
        print(fault)
    if faults:
        print(f"{gate}: {len(faults)} fault(s)")
        sys.exit(1)
    print(f"{gate}: {held}")
