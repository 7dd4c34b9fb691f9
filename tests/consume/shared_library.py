#!/usr/bin/env python3
"""Checks that a shared library and a program may both use keyturn: hidden, each has a copy of its state, and the library lets
nobody see it; by default they have one copy together. Either way they share a session through its file.

Usage: shared_library.py COMPILER; it works in a temporary folder in the current one.
"""
import re
import shutil
import sys

from consume import HERE, Sandbox, check


def main() -> None:
    with Sandbox(sys.argv[1]) as sandbox:
        shutil.copytree(HERE / "shared_library", sandbox.folder / "units", copy_function=shutil.copyfile)
        build = "g++ -std=c++20 -O0 -Ikeyturn/include -c units/"
        sandbox.run(f"{build}program.cpp -o program.o &\n"
                    f"{build}library.cpp -fPIC -fvisibility=hidden -o hidden.o\n"
                    f"{build}library.cpp -fPIC -o default.o\n"
                    "wait\n")
        for kind, state in [("hidden", "a state for each"), ("default", "one state for both")]:
            sandbox.run(f"g++ -shared {kind}.o -o lib{kind}.so -lcurl -lsimdjson\n"
                        f"g++ program.o -o {kind} -L. -l{kind} -Wl,-rpath,'$ORIGIN' -lcurl -lsimdjson")
            sandbox.runs(f"./{kind} session-{kind}", f"sent with Bearer a, {state}")
        # The standard library's own functions are always seen, those for keyturn's types too.
        seen = re.findall(r"_Z(?:TV|TI|TS|GV)?NK?7keyturn.*", sandbox.run("nm -D --defined-only libhidden.so"))
        check(not seen, "the hidden library shows something of keyturn's:\n" + "\n".join(seen))


if __name__ == "__main__":
    main()
