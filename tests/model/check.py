#!/usr/bin/env python3
"""Has spin look at every order of events of rotation.pml in one of the settings below, and says how many states there were.

A setting either holds, or leaves out what the protocol needs and must break the property that it names."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MODEL = Path(__file__).resolve().with_name("rotation.pml")
SKIPPED = 77

# What each test runs: the macros of the model, and the message of the property that must break; None: none may.
TESTS = {
    "strict": [("STRICT", None)],
    "window": [("WINDOW", None)],
    "idempotent": [("IDEMPOTENT", None)],
    "lease": [("IDEMPOTENT LEASE", None)],
    "answered": [(f"LIVENESS FAULTS=1 {server}", None) for server in ("STRICT", "WINDOW", "IDEMPOTENT", "IDEMPOTENT LEASE")],
    "notices": [
        ("STRICT NO_LOGOUT FAULTS=0 NO_LOCK", "faults>0"),
        ("IDEMPOTENT NO_LOGOUT FAULTS=0 NO_LOCK", "key_of"),
        ("STRICT NO_LOGOUT FAULTS=0 NO_LOOK", "have>=stored"),
        ("IDEMPOTENT NO_LOGOUT FAULTS=1 NO_INTENT", "intent==key_of"),
        ("IDEMPOTENT NO_LOGOUT FAULTS=0 PUBLISH_FIRST", "ever_stored"),
        ("IDEMPOTENT FAULTS=0 NO_SECOND_LOOK", "logged_out"),
        ("IDEMPOTENT NO_LOGOUT FAULTS=1 LOCK_STAYS", "invalid end state"),
        ("LIVENESS IDEMPOTENT NO_LOGOUT FAULTS=1 LOCK_STAYS", "acceptance cycle"),
    ],
}


def explore(macros: str, optimise: str) -> str:
    """What the verifier that spin makes of the model prints."""
    liveness = "LIVENESS" in macros
    with tempfile.TemporaryDirectory() as folder:
        def run(*command: str) -> str:
            done = subprocess.run(command, cwd=folder, text=True, capture_output=True)
            if done.returncode != 0:
                sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
            return done.stdout
        run("spin", "-a", *(f"-D{macro}" for macro in macros.split()), str(MODEL))
        run(os.environ.get("CC", "cc"), "-w", optimise, "-DNFAIR=6" if liveness else "-DSAFETY", "-o", "pan", "pan.c")
        return run("./pan", "-m100000", *(["-a", "-f"] if liveness else []))


def check(macros: str, expected: str | None) -> bool:
    began = time.monotonic()
    printed = explore(macros, "-O2" if expected is None else "-O0")
    states = int(re.search(r"(\d+) states, stored", printed)[1])
    depth = int(re.search(r"depth reached (\d+)", printed)[1])
    violation = next((line for line in printed.splitlines() if line.startswith("pan:1:")), None)
    whole = "max search depth too small" not in printed and "Search not completed" not in printed
    holds = violation is None and whole if expected is None else violation is not None and expected in violation
    said = violation or ("no violation" if whole else "the search was cut short")
    print(f"{'ok' if holds else 'FAILED'}: {macros}: {states:,} states, depth {depth}, {said}, {time.monotonic() - began:.1f} s")
    return holds


def main() -> int:
    if shutil.which("spin") is None:
        print("SKIPPED: spin is not there (package spin on Debian)")
        return SKIPPED
    names = sys.argv[1:] or list(TESTS)
    return 0 if all([check(*setting) for name in names for setting in TESTS[name]]) else 1


sys.exit(main())
