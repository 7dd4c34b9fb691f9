#!/usr/bin/env python3
"""Checks that two versions of keyturn in one program stay apart, and units with and without hardened secrets too.

The other version is a copy of the headers with the next minor number and another name of the error category. With the same
number the two would be one to the linker, and one name would win: that is shown first.

Usage: versions.py COMPILER; it works in a temporary folder in the current one.
"""
import re
import shutil
import sys

from consume import HERE, ROOT, Sandbox, check

UNITS = HERE / "versions"


def copy_headers(sandbox: Sandbox, name: str, minor: int) -> None:
    shutil.copytree(ROOT / "include", sandbox.folder / name, copy_function=shutil.copyfile)
    for header, pattern, text in [
            ("config/version.hpp", r"(VERSION_MINOR) \d+", rf"\1 {minor}"),
            ("base/error.hpp", r'(name\(\) const noexcept override \{ return )"keyturn"', r'\1"another"')]:
        path = sandbox.folder / name / "keyturn" / header
        changed, count = re.subn(pattern, text, path.read_text())
        check(count == 1, f"{header} has no {pattern}")
        path.write_text(changed)


def main() -> None:
    text = (ROOT / "include/keyturn/config/version.hpp").read_text()
    minor = int(re.search(r"VERSION_MINOR (\d+)", text)[1])
    with Sandbox(sys.argv[1]) as sandbox:
        copy_headers(sandbox, "same-number", minor)
        copy_headers(sandbox, "next-minor", minor + 1)
        shutil.copytree(UNITS, sandbox.folder / "units", copy_function=shutil.copyfile)

        build = "g++ -std=c++20 -O0 -c units/"
        for other, expected in [("same-number", "keyturn keyturn"), ("next-minor", "keyturn another")]:
            sandbox.run(f"{build}category.cpp -Ikeyturn/include -DCATEGORY=first -o first.o\n"
                        f"{build}category.cpp -I{other} -DCATEGORY=second -o second.o\n"
                        f"g++ units/categories.cpp first.o second.o -o {other}-categories")
            sandbox.runs(f"./{other}-categories", expected)

        sandbox.run(f"{build}session.cpp -Ikeyturn/include -DSESSION=this_version -o this.o &\n"
                    f"{build}session.cpp -Ikeyturn/include -DSESSION=hardened -DKEYTURN_HARDENED_SECRETS=1 -o hardened.o\n"
                    f"{build}session.cpp -Inext-minor -DSESSION=next_version -o next.o\n"
                    "wait\n"
                    "g++ units/main.cpp this.o hardened.o next.o -o versions -lcurl -lsimdjson")
        sandbox.runs("./versions", f"served by minor version {minor}, category keyturn\n"
                                   f"served by minor version {minor}, category keyturn, hardened\n"
                                   f"served by minor version {minor + 1}, category another")


if __name__ == "__main__":
    main()
