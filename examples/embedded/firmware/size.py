#!/usr/bin/env python3
"""Builds the firmware for a Cortex-M4 with and without keyturn, and prints what it takes of flash and RAM.

Usage: examples/embedded/firmware/size.py [COMPILER, default arm-none-eabi-g++]

Needs gcc-arm-none-eabi, libnewlib-arm-none-eabi and libstdc++-arm-none-eabi-newlib of Debian. RAM is what is there from
the start; strings, tokens and answers come to it on the heap. Ends with status 1 if something does not build, or takes
more than it is known to.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

FIRMWARE = Path(__file__).resolve().parent
EXAMPLES = FIRMWARE.parents[1]
INCLUDE = EXAMPLES.parent / "include"
# What keyturn may add at most, in bytes; see the table in examples/README.md.
MOST_FLASH, MOST_RAM = 46_500, 1_500

FLAGS = ["-std=c++20", "-Os", "-mcpu=cortex-m4", "-mthumb", "-fno-exceptions", "-fno-rtti", "-DNDEBUG", "-ffunction-sections",
         "-fdata-sections", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-Wno-psabi",
         f"-I{INCLUDE}", f"-I{EXAMPLES}"]
LINK = ["--specs=nano.specs", "--specs=nosys.specs", "-Wl,--gc-sections"]


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def measure(compiler: str, folder: Path, name: str, *more: Path) -> tuple[int, int]:
    """Bytes of flash and of RAM."""
    program = folder / name
    sources = [FIRMWARE / f"{name}.cpp", FIRMWARE / "board.cpp", *more]
    run(compiler, *FLAGS, *LINK, *map(str, sources), "-o", str(program))
    text, data, bss = map(int, run(compiler.removesuffix("g++") + "size", str(program)).splitlines()[1].split()[:3])
    return text + data, data + bss


def main() -> None:
    compiler = sys.argv[1] if len(sys.argv) > 1 else "arm-none-eabi-g++"
    print(run(compiler, "--version").splitlines()[0])
    with tempfile.TemporaryDirectory() as folder:
        without = measure(compiler, Path(folder), "hard_coded_token")
        with_it = measure(compiler, Path(folder), "with_keyturn", FIRMWARE.parent / "flash_storage.cpp")
    added = with_it[0] - without[0], with_it[1] - without[1]
    print(f"{'Cortex-M4, -Os, bytes':24}{'flash':>10}{'RAM':>10}")
    for what, (flash, ram) in [("hard-coded token", without), ("keyturn", with_it), ("difference", added)]:
        print(f"{what:24}{flash:>10}{ram:>10}")
    if added[0] > MOST_FLASH or added[1] > MOST_RAM:
        sys.exit(f"more than {MOST_FLASH} bytes of flash or {MOST_RAM} of RAM")


if __name__ == "__main__":
    main()
