#!/usr/bin/env python3
"""Builds the tests for Windows with MinGW's g++, and runs them under Wine.

Usage: run.py FOLDER, an own one, in which what is built stays for the next time; the rest is removed. Ends with 77, and says
so, where a tool is missing.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
COMPILER = "x86_64-w64-mingw32-g++-posix"
# An installed library for JSON that is headers alone; the folder that it stands in is this system's, and not for Windows.
JSON = Path("/usr/include/nlohmann")
NEEDED = {COMPILER: "g++-mingw-w64-x86-64-posix", "wine": "wine and wine64"}
FLAGS = ["-std=c++20", "-O0", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Werror", f"-I{INCLUDE}"]
LIBRARIES = ["-static", "-lwinhttp", "-lws2_32", "-lbcrypt", "-ladvapi32"]


def missing() -> str | None:
    for tool, package in NEEDED.items():
        if not shutil.which(tool):
            return f"{tool} is not installed ({package})"
    version = subprocess.run([COMPILER, "-dumpversion"], check=True, capture_output=True, text=True).stdout
    if int(re.match(r"\d+", version)[0]) < 11:
        return f"{COMPILER} is too old: g++ {version.strip()}, not 11"
    return None if JSON.exists() else "nlohmann/json.hpp is not installed (nlohmann-json3-dev)"


def compile_all(folder: Path) -> list[Path]:
    (folder / "include").mkdir(parents=True, exist_ok=True)
    link = folder / "include/nlohmann"
    if not link.exists():
        link.symlink_to(JSON)
    through = [shutil.which("ccache")] if shutil.which("ccache") else []

    def compile_one(source: Path) -> Path:
        into = folder / f"{source.stem}.o"
        subprocess.run([*through, COMPILER, *FLAGS, "-isystem", str(folder / "include"), "-c", str(source), "-o", str(into)], check=True)
        return into

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(compile_one, sorted(HERE.glob("*.cpp"))))


def run(program: Path) -> int:
    with tempfile.TemporaryDirectory(dir=program.parent) as own:
        home = Path(own)
        (home / "tests").mkdir()
        environment = {**os.environ, "HOME": own, "WINEPREFIX": str(home / "wine"), "WINEDEBUG": "-all", "WINEARCH": "win64",
                       "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe="}
        environment.pop("DISPLAY", None)
        try:
            subprocess.run(["wine", "wineboot", "--init"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
            folder = "Z:" + str(home / "tests").replace("/", "\\")
            return subprocess.run(["wine", str(program), folder], env=environment, timeout=300).returncode
        finally:  # the server of this prefix alone
            server = shutil.which("wineserver") or "/usr/lib/wine/wineserver64"
            subprocess.run([server, "--kill", "--wait"], env=environment)


def main() -> int:
    if why := missing():
        print(f"SKIPPED: {why}")
        return 77
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    try:
        objects = compile_all(folder)
        program = folder / "keyturn-windows-tests.exe"
        subprocess.run([COMPILER, *map(str, objects), *LIBRARIES, "-o", str(program)], check=True)
    except subprocess.CalledProcessError as failed:
        print(f"does not build: {' '.join(failed.cmd)}")
        return 1
    return run(program)


if __name__ == "__main__":
    sys.exit(main())
