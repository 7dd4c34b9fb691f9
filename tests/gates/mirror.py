#!/usr/bin/env python3
"""Checks that tests/unit/ mirrors include/keyturn/: a test for each header, and none without one. What is for Windows alone
is tested in tests/windows."""
import re

import common

WINDOWS = re.compile(r"/adapters/(winhttp(\.hpp|/)|(file_storage|keychain)/windows)")
UNIT = common.ROOT / "tests" / "unit"


def main() -> None:
    wanted = {}
    for header in common.headers():
        # The umbrellas hold nothing of their own; the clients and the device sign-in do.
        if WINDOWS.search(header):
            continue
        if common.room(header) or header.endswith(("auth_client.hpp", "device_sign_in.hpp")):
            wanted[header.removeprefix("keyturn/").removesuffix(".hpp") + "_test.cpp"] = header
    there = {path.relative_to(UNIT).as_posix() for path in UNIT.rglob("*.cpp")} - {"main.cpp"}
    faults = [f"include/{header} has no test: tests/unit/{test} is missing"
              for test, header in sorted(wanted.items()) if test not in there]
    faults += [f"tests/unit/{test} mirrors no header" for test in sorted(there - wanted.keys())]
    common.finish("mirror", faults, f"{len(wanted)} headers, each with its test")


if __name__ == "__main__":
    main()
