#!/usr/bin/env python3
"""Checks that bodies can be compiled once: a program of two units runs, its own unit sees neither curl.h nor simdjson.h, and
one that mixes both ways of compiling does not link. From both shapes of the headers.

Usage: compiled.py COMPILER
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import common

UNITS = common.ROOT / "tests/gates/compiled"
ONCE = "-DKEYTURN_SEPARATE_COMPILATION=1"


def run(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def check(compiler: str, include: Path, folder: str) -> list[str]:
    for unit, *flags in [("src",), ("app", ONCE), ("other",)]:
        source = common.INCLUDE / "keyturn/src.cpp" if unit == "src" else UNITS / f"{unit}.cpp"
        status, text = run(compiler, "-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror", *flags, f"-I{include}", "-c",
                           str(source), "-o", f"{folder}/{unit}.o")
        if status != 0:
            return [f"{include.name}: {unit}.cpp does not compile\n{text}"]
    faults = []
    for umbrella in ["core", "curl_multi", "testing"]:
        status, text = run(compiler, "-std=c++20", ONCE, f"-I{include}", "-fsyntax-only", "-include", f"keyturn/{umbrella}.hpp",
                           "-x", "c++", "/dev/null")
        if status != 0:
            faults.append(f"{include.name}: {umbrella}.hpp does not compile with {ONCE}\n{text}")
    libraries = ["-lcurl", "-lsimdjson", "-pthread"]
    status, text = run(compiler, f"{folder}/app.o", f"{folder}/src.o", *libraries, "-o", f"{folder}/app")
    if status == 0:
        status, text = run(f"{folder}/app", folder)
    if status != 0 or text.strip() != "compiled once":
        faults.append(f"{include.name}: the program does not link, or does not run ({status})\n{text}")
    status, text = run(compiler, f"{folder}/app.o", f"{folder}/other.o", f"{folder}/src.o", *libraries, "-o", f"{folder}/mixed")
    if status == 0 or "one_way_to_compile_in_a_program" not in text:
        faults.append(f"{include.name}: a program that mixes both ways must not link, and the linker must say why\n{text}")
    return faults


def main() -> None:
    faults = []
    for shape in ["include", "single_include"]:
        with tempfile.TemporaryDirectory() as folder:
            faults += check(sys.argv[1], common.ROOT / shape, folder)
    common.finish("compiled", faults, "bodies are compiled once, or the program does not link")


if __name__ == "__main__":
    main()
