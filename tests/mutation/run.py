#!/usr/bin/env python3
"""Puts the faults of mutants.py into the headers, one at a time, and sees that the tests notice each: prints who did.
--check only says whether each fault still applies."""
import argparse
import concurrent.futures
import hashlib
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from mutants import MUTANTS

TESTS = Path(__file__).resolve().parent.parent
PROJECT = TESTS.parent
# -O0 and no warnings: what counts is how soon a test is built.
FLAGS = ["-std=c++20", "-O0", "-w", "-DBOOST_TEST_DYN_LINK", "-DSIMDJSON_DEVELOPMENT_CHECKS=0", f"-I{TESTS}", f"-I{TESTS / 'unit'}"]
LIBRARIES = ["-lboost_unit_test_framework", "-lcurl", "-lsimdjson", "-lssl", "-lcrypto", "-lpthread", "-ldl"]
LONGEST_RUN = 300  # seconds; a test that takes ten times as long as without a fault has noticed it
ASSERTED = re.compile(r"_test\.cpp:(\d+):\d+: error: static.assert\w* failed")
FAILED = re.compile(r'error: in "[^"/]*/?([^"]*)"')
# What no fault changes, parsed once.
PREPARED = """#include <boost/test/unit_test.hpp>
#include <curl/curl.h>
#include <simdjson.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <functional>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <variant>
#include <vector>
"""


def source_of(test: str) -> tuple[Path, list[str]]:
    """The source of a test as mutants.py names it, and the flags that it needs. "async:" in front of a promise means
    the asynchronous client."""
    kind, name = test.split(":") if ":" in test else ("", test)
    return TESTS / f"{name}_test.cpp", ["-DKEYTURN_PROMISES_ASYNC"] if kind == "async" else []


def fallback(mutant: dict) -> list[str]:
    """Where else a fault may be noticed, the likelier places first."""
    def all_in(folder: str) -> list[str]:
        files = sorted((TESTS / folder).glob("*_test.cpp"))
        return [str(file.relative_to(TESTS)).removesuffix("_test.cpp") for file in files]

    promises = all_in("promises")
    room = Path(mutant["file"]).parent
    rest = all_in(f"unit/{room}") + promises + ["async:" + test for test in promises] + ["unit/auth_client",
                                                                                       "unit/async_auth_client"]
    return [test for test in dict.fromkeys(rest) if test not in mutant["tests"]]


def problems() -> list[str]:
    """What is wrong with the list itself."""
    found = []
    names = [mutant["name"] for mutant in MUTANTS]
    found += [f"{name}: the name is there twice" for name in sorted({n for n in names if names.count(n) > 1})]
    for mutant in MUTANTS:
        count = (PROJECT / "include/keyturn" / mutant["file"]).read_text().count(mutant["before"])
        if count != 1:
            found.append(f"{mutant['name']}: its text stands {count} times in {mutant['file']}, not once")
        if mutant["before"] == mutant["after"]:
            found.append(f"{mutant['name']}: it changes nothing")
        found += [f"{mutant['name']}: there is no test {test}" for test in mutant["tests"]
                  if not source_of(test)[0].exists()]
    return found


class Bench:
    """Where tests are built and run: a folder, and the copy of the headers that one worker changes."""

    def __init__(self, folder: Path, compiler: str):
        self.folder, self.compiler = folder, compiler
        self.free: list[Path] = []
        self.lock = threading.Lock()
        self.made = 0
        self.baseline_locks: dict[str, threading.Lock] = {}

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        prepared = self.folder / "prepared.hpp"
        jobs = []
        if not prepared.exists() or prepared.read_text() != PREPARED or not Path(f"{prepared}.gch").exists():
            prepared.write_text(PREPARED)
            jobs.append([*FLAGS, "-x", "c++-header", str(prepared), "-o", f"{prepared}.gch"])
        # Each says what its program is called before it includes Boost.Test, so nothing is prepared for them.
        for kind in ("unit", "promises", "memory"):
            if not (self.folder / f"{kind}.o").exists():
                jobs.append([*FLAGS, "-c", str(TESTS / kind / "main.cpp"), "-o", str(self.folder / f"{kind}.o")])
        for job in jobs:
            subprocess.run([self.compiler, *job], check=True)

    def take_headers(self) -> Path:
        with self.lock:
            if self.free:
                return self.free.pop()
            self.made += 1
            place = self.folder / f"copy{self.made}"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(PROJECT / "include", place / "include")
        return place

    def give_back(self, place: Path) -> None:
        with self.lock:
            self.free.append(place)

    def build(self, place: Path, test: str) -> subprocess.CompletedProcess:
        source, flags = source_of(test)
        sources = [source]
        if "freed_memory.hpp" in source.read_text():  # the allocation functions that it wants stand there
            sources.append(TESTS / "unit/base/secret_test.cpp")
        main = self.folder / f"{source.relative_to(TESTS).parts[0]}.o"
        command = [self.compiler, *FLAGS, *flags, f"-I{place / 'include'}", "-include", str(self.folder / "prepared.hpp"),
                   *map(str, dict.fromkeys(sources)), str(main), "-o", str(place / "test"), *LIBRARIES]
        return subprocess.run(command, capture_output=True, text=True)

    @staticmethod
    def run(place: Path, longest: float = LONGEST_RUN) -> str | None:
        """Who noticed: the first test case that failed, or what else happened. None: nobody did."""
        started = time.monotonic()
        test = subprocess.Popen([str(place / "test"), "--color_output=no"], text=True, errors="replace",
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        end = threading.Timer(longest, test.kill)
        end.start()
        with test:
            for line in test.stdout:
                if failed := FAILED.search(line):
                    test.kill()
                    end.cancel()
                    return failed.group(1)
        end.cancel()
        if test.returncode == 0:
            return None
        return "it hung" if time.monotonic() - started >= longest else f"it ended with {test.returncode}"

    def passes_unchanged(self, test: str) -> tuple[str | None, float]:
        """What is wrong with the test even without a fault, and how long it may take with one. What passed is remembered
        until something changes."""
        with self.lock:
            lock = self.baseline_locks.setdefault(test, threading.Lock())
        with lock:
            stamp = self.folder / "passed" / f"{test.replace('/', '.')}.{self.state}"
            if stamp.exists():
                return None, float(stamp.read_text())
            place = self.take_headers()
            try:
                built = self.build(place, test)
                started = time.monotonic()
                wrong = built.stderr[-2000:] if built.returncode else self.run(place)
                longest = min(LONGEST_RUN, 10 + 10 * (time.monotonic() - started))
            finally:
                self.give_back(place)
            if wrong is None:
                stamp.parent.mkdir(exist_ok=True)
                stamp.write_text(str(longest))
            return wrong, longest

    state = ""  # names what the headers and the tests hold


def state_of_project() -> str:
    digest = hashlib.sha256()
    for folder in ("include", "tests/unit", "tests/promises"):
        for file in sorted((PROJECT / folder).rglob("*.?pp")):
            digest.update(str(file.relative_to(PROJECT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def judge(bench: Bench, mutant: dict) -> tuple[bool, str]:
    """Whether a test noticed the fault, and which, or why not."""
    tried = 0
    for test in [*mutant["tests"], *fallback(mutant)]:
        tried += 1
        wrong, longest = bench.passes_unchanged(test)
        if wrong:
            return False, f"{test} fails without it too: {wrong}"
        place = bench.take_headers()
        header = place / "include/keyturn" / mutant["file"]
        whole = header.read_text()
        try:
            header.write_text(whole.replace(mutant["before"], mutant["after"]))
            built = bench.build(place, test)
            if asserted := ASSERTED.search(built.stderr):
                return True, f"{test}: the static_assert in line {asserted.group(1)}"
            if built.returncode != 0:
                return False, f"it does not compile:\n{built.stderr[-2000:]}"
            killer = bench.run(place, longest)
        finally:
            header.write_text(whole)
            bench.give_back(place)
        if killer is not None:
            hint = "" if tried <= len(mutant["tests"]) else f", after {tried - 1} others: name it in mutants.py"
            return True, f"{test}: {killer}{hint}"
    return False, f"survived {tried} tests"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="only see whether each fault still applies")
    arguments.add_argument("--folder", type=Path, default=PROJECT / "build/mutation", help="where to build")
    arguments.add_argument("--compiler", default=os.environ.get("CXX", "g++"))
    arguments.add_argument("-j", type=int, default=os.cpu_count() or 1, help="how many at a time")
    arguments.add_argument("names", nargs="*", help="these alone; parts of names will do")
    given = arguments.parse_args()

    wrong = problems()
    for problem in wrong:
        print(problem)
    if wrong or given.check:
        print(f"{len(MUTANTS)} faults, {len(wrong)} problems")
        return 1 if wrong else 0

    chosen = [mutant for mutant in MUTANTS if not given.names or any(part in mutant["name"] for part in given.names)]
    if not chosen:
        print("no fault has such a name")
        return 2
    started = time.monotonic()
    bench = Bench(given.folder.resolve(), given.compiler)
    bench.state = state_of_project()
    bench.prepare()
    survivors = []
    with concurrent.futures.ThreadPoolExecutor(given.j) as pool:
        for mutant, (killed, text) in zip(chosen, pool.map(lambda mutant: judge(bench, mutant), chosen)):
            print(f"{'killed  ' if killed else 'SURVIVES'} {mutant['name']} [{mutant['breaks']}]\n         {text}", flush=True)
            if not killed:
                survivors.append(mutant["name"])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} faults were noticed, in {time.monotonic() - started:.0f} s, "
          f"{used.ru_utime + used.ru_stime:.0f} s of processor time")
    for name in survivors:
        print(f"not noticed: {name}")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
