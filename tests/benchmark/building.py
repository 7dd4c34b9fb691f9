"""Builds the small programs of `programs/`, runs them, and counts their instructions."""
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
PROGRAMS = HERE / "programs"
FLAGS = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", f"-I{INCLUDE}"]


class Missing(Exception):
    """A tool or library that a measurement needs is not installed. Says which package of Debian has it."""


class Failed(Exception):
    """A program does not build or run."""


def need(tool: str, package: str) -> str:
    found = shutil.which(tool)
    if found is None:
        raise Missing(f"{tool} is not installed ({package})")
    return found


def need_header(header: str, package: str) -> None:
    if not any((Path(folder) / header).exists() for folder in ("/usr/include", "/usr/local/include")):
        raise Missing(f"{header} is not installed ({package})")


def run(*command: str, **more) -> subprocess.CompletedProcess:
    name = Path(command[0]).name
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
    except subprocess.TimeoutExpired:
        raise Failed(f"{name} does not end\n{' '.join(command)}") from None
    if done.returncode != 0:
        raise Failed(f"{name} failed\n{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done


class Workshop:
    """A folder for what is built, which goes with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="keyturn-benchmark-")
        self.folder = Path(self._folder.name)
        self._built: dict[tuple[str, str], Path] = {}

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_) -> None:
        self._folder.cleanup()

    def build(self, compiler: str, source: str, *libraries: str) -> Path:
        """The program of one source. Built once."""
        key = (compiler, source)
        if key not in self._built:
            program = self.folder / f"{len(self._built)}-{Path(source).stem}"
            object_file = program.with_suffix(".o")
            through = [shutil.which("ccache")] if shutil.which("ccache") else []
            run(*through, compiler, *FLAGS, "-O2", "-c", str(PROGRAMS / source), "-o", str(object_file))
            run(compiler, str(object_file), *libraries, "-o", str(program))
            self._built[key] = program
        return self._built[key]


def say(program: Path, *arguments: object) -> dict[str, float]:
    """Runs a program and reads its lines "name number"."""
    lines = run(str(program), *map(str, arguments)).stdout.splitlines()
    return {name: float(number) for name, number in (line.split() for line in lines)}


def callgrind(*command: str, out: str = "/dev/null", options: tuple[str, ...] = (), **more) -> int:
    """Instructions of a whole run."""
    need("valgrind", "valgrind")
    done = run("valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *options, *command, **more)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def _each(few: int, many: int, calls: int) -> float:
    """To the half: what happens once in a while, such as a hash table that grows, is no matter of one call."""
    return round(2 * (many - few) / calls) / 2 + 0.0


def instructions_per_call(program: Path, *arguments: object, calls: int = 2000, **more) -> float:
    """What one call more costs: two runs that differ in nothing but the number of calls, their last argument."""
    few, many = (callgrind(str(program), *map(str, arguments), str(n), **more) for n in (calls, 2 * calls))
    return _each(few, many, calls)


def locked_per_call(program: Path, *arguments: object, calls: int = 2000) -> float:
    """Instructions with a bus lock that one call more executes, wherever they stand: mutexes, shared counts."""
    few, many = (_locked(program, *map(str, arguments), str(n)) for n in (calls, 2 * calls))
    return _each(few, many, calls)


def _locked(program: Path, *arguments: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        options = ("--dump-instr=yes", "--dump-line=no", "--compress-strings=no", "--compress-pos=no")
        callgrind(str(program), *arguments, out=out, options=options)
        executed: dict[str, dict[int, int]] = {}
        here: dict[int, int] = {}
        skip = False  # the line after calls= is the cost of what was called
        for line in Path(out).read_text().splitlines():
            if line.startswith("ob="):
                here = executed.setdefault(line[3:], {})
            elif line.startswith("calls="):
                skip = True
            elif line.startswith("0x"):
                address, count = line.split()
                if not skip:
                    here[int(address, 16)] = here.get(int(address, 16), 0) + int(count)
                skip = False
    return sum(count for name, counts in executed.items() for address, count in counts.items()
               if address in _locked_addresses(name))


_LOCKED: dict[str, set[int]] = {}


def _locked_addresses(name: str) -> set[int]:
    """Where locked instructions stand in an object file. An exchange with memory locks without saying so."""
    if name not in _LOCKED:
        text = subprocess.run(["objdump", "-d", "--no-show-raw-insn", name], capture_output=True, text=True).stdout
        _LOCKED[name] = {int(m.group(1), 16)
                         for m in re.finditer(r"^ *([0-9a-f]+):\t(?:lock |xchg .*\()", text, re.MULTILINE)}
    return _LOCKED[name]
