#!/usr/bin/env python3
"""Checks that the drawn pictures of the READMEs show what is so now; with --write, draws them, which takes graphviz.

Usage: draw.py CONVERSATION [--write]   CONVERSATION: the program keyturn-conversation
"""
import re
import subprocess
import sys
from pathlib import Path

import sequence
import transitions

ROOT = Path(__file__).resolve().parents[2]
SESSION, REFRESH = "examples/session.svg", "include/keyturn/refresh.svg"


def drawn_from(name: str) -> str:
    """What the committed picture was drawn from; its description says it."""
    path = ROOT / name
    found = re.search(r"<desc>(.*?)</desc>", path.read_text(), re.DOTALL) if path.exists() else None
    return found[1].replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&").strip() if found else ""


def main() -> None:
    conversation = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True, timeout=120).stdout
    if sys.argv[2:] == ["--write"]:
        (ROOT / SESSION).write_text(sequence.draw(conversation))
        (ROOT / REFRESH).write_text(transitions.draw())
        return
    faults = 0
    for name, source, now in [(SESSION, "the conversation of client and server", conversation.strip()),
                              (REFRESH, "core/transitions.hpp", transitions.description())]:
        before = drawn_from(name).splitlines()
        changed = [line for line in now.splitlines() if line not in before] + [line for line in before if line not in now.splitlines()]
        if before != now.splitlines():
            faults += 1
            print(f"{name} is out of date with {source}; build the target draw-pictures and commit. It differs in:", *changed, sep="\n  ")
    print(f"pictures: {faults} fault(s)" if faults else "pictures: both show what is so")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
