#!/usr/bin/env python3
"""Checks that what is wiped is gone, however hard the compiler optimises: a program looks through its own memory.

Usage: wipe.py COMPILER...
A compiler that is not there, or that cannot do -flto, is left out, and named; it is no fault.
"""
import shutil
import subprocess
import sys
import tempfile

import common

FOLDER = common.ROOT / "tests/gates/wipe"


def build(compiler: str, program: str, *flags: str) -> str:
    """What the compiler complains of."""
    # Without -z now the dynamic linker saves all registers on the stack when a function is first called.
    done = subprocess.run([compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-Wl,-z,now", *flags, f"-I{common.INCLUDE}",
                           *map(str, FOLDER.glob("*.cpp")), "-o", program], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr or "it does not link"


def links_with_lto(compiler: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([compiler, "-flto", "-x", "c++", "-", "-o", f"{folder}/empty"], input="int main() {}",
                              capture_output=True, text=True).returncode == 0


def main() -> None:
    faults, held = [], []
    for compiler in dict.fromkeys(name for name in map(shutil.which, sys.argv[1:]) if name):
        for flags in [["-O3"], ["-O3", "-flto"], ["-O3", "-DKEYTURN_HARDENED_SECRETS=1"]]:
            name = " ".join([compiler, *flags])
            if "-flto" in flags and not links_with_lto(compiler):
                print(f"left out: {name} does not link")
                continue
            with tempfile.TemporaryDirectory() as folder:
                complaint = build(compiler, f"{folder}/wipe", *flags)
                if complaint:
                    faults.append(f"{name}: {complaint}")
                    continue
                done = subprocess.run([f"{folder}/wipe"], capture_output=True, text=True)
            if done.returncode != 0:
                faults.append(f"{name}:\n{done.stdout or done.returncode}")
            held.append(name)
    if not held and not faults:
        faults.append("there is no compiler to try")
    common.finish("wipe", faults, "nothing of a secret is left with " + ", ".join(held))


if __name__ == "__main__":
    main()
