#!/usr/bin/env python3
"""Checks that including keyturn defines no macro but KEYTURN_*, and takes none away.

Usage: macros.py COMPILER [STORAGE...]
Headers of the storages that are named, such as "redis", are left out: their libraries are not there.
"""
import re
import subprocess
import sys

import common
import single_header


def macros(compiler: str, text: str) -> dict[str, str]:
    found = subprocess.run([compiler, "-std=c++20", "-dM", "-E", "-x", "c++", *common.libsecret("--cflags"), f"-I{common.INCLUDE}", "-"],
                           input=text, capture_output=True, text=True)
    if found.returncode != 0:
        sys.exit(found.stderr)
    lines = (line.split(" ", 2)[1:] for line in found.stdout.splitlines())
    return {line[0].split("(")[0]: " ".join(line) for line in lines}


def foreign_includes(header: str) -> str:
    """What the header and all that it includes take from outside, as include lines."""
    names = set()
    for own in single_header.closure(header):
        text = common.blank((common.INCLUDE / own).read_text(), keep_strings=True)
        names |= {name for _, name in common.INCLUDE_LINE.findall(text) if not (common.INCLUDE / name).exists()}
    names = {name for name in names if not (common.INCLUDE / "keyturn" / name).exists()}
    return "".join(f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n" for name in sorted(names))


def main() -> None:
    compiler, *left_out = sys.argv[1:]
    faults = []
    # A header at the top level, or one that users include by itself; together they hold all others.
    checked = [h for h in common.headers() if common.room(h) in [None, "adapters", "testing"]
               and not any(re.search(rf"/{name}(_storage.*)?(\.hpp$|/)", h) for name in left_out)]
    for header in checked:
        foreign = foreign_includes(header)
        before = macros(compiler, foreign)
        after = macros(compiler, foreign + f"#include <{header}>\n")
        faults += [f"include/{header} leaks the macro {name}" for name in sorted(after.keys() - before.keys())
                   if not name.startswith("KEYTURN_")]
        faults += [f"include/{header} takes away or changes the macro {name}" for name in sorted(before)
                   if after.get(name) != before[name]]
    if not checked:
        faults.append("there is no header to check")
    common.finish("macros", faults, f"{len(checked)} headers define KEYTURN_* alone")


if __name__ == "__main__":
    main()
