#!/usr/bin/env python3
"""Runs the command lines of the pages, to the letter, in a folder that looks like a clone with its programs built. A command
within a sentence or a table is not run: its program must be there, and know the options.

Usage: commands.py PROGRAM...   the programs that this build has made
The marks that a block may carry are explained in tests/README.md.
"""
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import common
import pages

PATIENCE = 120
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
PROGRAM = re.compile(r"(?:build/(?:[\w.-]+/)*)?(?P<name>keyturn-[\w-]+)")
TARGET = re.compile(r"(?:add_executable|keyturn_test_program)\(\s*(keyturn-[\w-]+)")


def clone(folder: Path, programs: list[Path]) -> dict[str, str]:
    """Fills the folder, and says what stands in the environment there."""
    for path in common.ROOT.iterdir():
        if not path.name.startswith((".git", "build")):
            (folder / path.name).symlink_to(path)
    (folder / "build/examples").mkdir(parents=True)
    (folder / "bin").mkdir()
    for program in programs:
        (folder / "build/examples" / program.name).symlink_to(program)
        (folder / "bin" / program.name).symlink_to(program)
    # "Save it as app.cpp": the first program of the page at the top.
    first = next(block for block in pages.blocks("README.md") if block.language == "cpp")
    (folder / "app.cpp").write_text(first.text)
    return {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "HOME": str(folder)}


def run(text: str, folder: Path, environment: dict[str, str]) -> str | None:
    # A group of its own, so that whatever it has started ends with it.
    command = subprocess.Popen(["bash", "-euo", "pipefail", "-c", text], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        said, _ = command.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(command.pid, signal.SIGKILL)
        command.communicate()
        return f"did not end within {PATIENCE} s; what takes long is marked <!-- not run: why -->\n{text}"
    return None if command.returncode == 0 else f"ended with status {command.returncode}\n{text}{said}"


def serve(line: str, folder: Path, environment: dict[str, str]) -> str | None:
    """A command that goes on until it is told to end: it must say its address, and end well."""
    # On a port of its own, as another program may be at the usual one.
    command = line.partition(" #")[0].strip()
    if "--listen" not in command:
        command += " --listen 127.0.0.1:0"
    server = subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    too_late = threading.Timer(PATIENCE, server.kill)
    too_late.start()
    said = ""
    for line in server.stdout:
        said += line
        if "://" in line:
            break
    server.send_signal(signal.SIGTERM)
    said += server.stdout.read()
    status = server.wait()
    too_late.cancel()
    return None if status == 0 and "://" in said else f"{command}: did not serve, status {status}\n{said}"


def check_page(blocks: list[pages.Block], folder: Path, environment: dict[str, str]) -> list[str]:
    """One after another, as later ones may use what earlier ones have made."""
    return [fault for block in blocks if (fault := check_block(block, folder, environment))]


def check_block(block: pages.Block, folder: Path, environment: dict[str, str]) -> str | None:
    if block.mark is None:
        fault = run(block.text, folder, environment)
    elif block.mark == "run: serves":
        faults = (serve(line, folder, environment) for line in block.text.splitlines() if line.strip())
        fault = "\n".join(fault for fault in faults if fault) or None
    elif block.mark.startswith("not run: ") or pages.is_a_way(block):
        return None
    else:
        fault = f"the mark '{block.mark}' is not known here; see tests/README.md"
    return f"{block.where}: {fault}" if fault else None


class Words:
    """What stands in sentences and tables."""

    def __init__(self, programs: list[Path]) -> None:
        self.programs = {program.name: program for program in programs}
        lists = (path.read_text() for path in common.ROOT.rglob("CMakeLists.txt") if "build" not in path.relative_to(common.ROOT).parts)
        self.targets = {name for text in lists for name in TARGET.findall(text)}

    @cache
    def help_of(self, command: tuple[str, ...]) -> str:
        done = subprocess.run([*command, "--help"], cwd=common.ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
        return done.stdout + done.stderr

    def fault_of(self, code: str) -> str | None:
        try:
            words = shlex.split(code)
        except ValueError:
            return None
        if len(words) < 2:
            return None
        program = PROGRAM.fullmatch(words[0])
        script = words[1] if words[0] == "python3" else words[0]
        if program:
            if program["name"] not in self.programs:
                return None if program["name"] in self.targets else f"`{code}`: no program of the project is called {program['name']}"
            command: tuple[str, ...] = (str(self.programs[program["name"]]),)
        elif re.match(r"(tests|examples)/", script):
            path = common.ROOT / script
            if not path.is_file() or not (words[0] == "python3" or os.access(path, os.X_OK)):
                return f"`{code}`: {script} is not there, or cannot be started so"
            command = (*words[:1], str(path)) if words[0] == "python3" else (str(path),)
        else:
            return None
        unknown = [option for option in OPTION.findall(code) if option not in ("--help", *OPTION.findall(self.help_of(command)))]
        return f"`{code}`: {script} --help does not tell of {', '.join(unknown)}" if unknown else None

    def faults(self, page: str) -> list[str]:
        text = pages.prose(page)
        found = ((match, self.fault_of(match[1])) for match in re.finditer(r"`([^`\n]+)`", text))
        return [f"{page}:{common.line_of(text, match.start())}: {fault}" for match, fault in found if fault]


def main() -> None:
    programs = [Path(name) for name in sys.argv[1:] if Path(name).exists()]
    of_pages = [[block for block in pages.blocks(page) if block.language == "sh"] for page in pages.pages()]
    found = [block for blocks in of_pages for block in blocks]
    for block in found:
        if block.mark and block.mark.startswith("not run: "):
            print(f"{block.where} is not run: {block.mark.removeprefix('not run: ')}")
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:
        folder = Path(name)
        environment = clone(folder, programs)
        faults = [fault for of_page in pool.map(lambda blocks: check_page(blocks, folder, environment), of_pages) for fault in of_page]
    words = Words(programs)
    faults += [fault for page in pages.pages() for fault in words.faults(page)]
    ran = sum(1 for block in found if not (block.mark or "").startswith("not run") and not pages.is_a_way(block))
    common.finish("commands", faults, f"{ran} of {len(found)} blocks were run; the programs and options in sentences are there")


if __name__ == "__main__":
    main()
