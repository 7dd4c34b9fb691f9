#!/usr/bin/env python3
"""Checks that comparing secrets takes no way that depends on their bytes: valgrind reports such branches and addresses.

Usage: constant_time.py COMPILER...
Ends with 77, and says so, without valgrind and its header. A compiler that is not there is left out.
"""
import re
import shutil
import subprocess
import sys
import tempfile

import common

SOURCE = common.ROOT / "tests/gates/constant_time/main.cpp"
REPORT = re.compile(r"ERROR SUMMARY: (\d+) errors")


def reports(*command: str) -> int:
    """How many valgrind makes; -1: the program did not do its part."""
    done = subprocess.run(["valgrind", *command], capture_output=True, text=True)
    found = REPORT.search(done.stderr)
    return int(found.group(1)) if found and done.returncode == 0 else -1


def main() -> None:
    if not shutil.which("valgrind"):
        print("SKIPPED: valgrind is not installed")
        sys.exit(77)
    faults, held = [], []
    for compiler in dict.fromkeys(name for name in map(shutil.which, sys.argv[1:]) if name):
        for level in ["-O0", "-O2", "-O3"]:
            with tempfile.TemporaryDirectory() as folder:
                built = subprocess.run([compiler, "-std=c++20", level, f"-I{common.INCLUDE}", str(SOURCE), "-o", f"{folder}/compare"],
                                       capture_output=True, text=True)
                if "valgrind/memcheck.h" in built.stderr:
                    print("SKIPPED: valgrind's header is not installed")
                    sys.exit(77)
                careful, careless = ((reports(f"{folder}/compare"), reports(f"{folder}/compare", "careless"))
                                     if built.returncode == 0 else (-1, -1))
            held.append(f"{compiler} {level}")
            if careful != 0:
                faults.append(f"{held[-1]}: {careful} reports on Secret's ==\n{built.stderr}")
            if careless <= 0:
                faults.append(f"{held[-1]}: valgrind reports nothing where it should")
    common.finish("constant-time", faults, "no comparison of secrets depends on their bytes with " + ", ".join(held))


if __name__ == "__main__":
    main()
