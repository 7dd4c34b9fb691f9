#!/usr/bin/env python3
"""Compiles the C++ blocks of the READMEs, runs those that say so, and carries out the README's compiler line.

Usage: snippets.py COMPILER FOLDER
The marks that a block may carry are explained in tests/README.md.
"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import common

PAGES = ["README.md", "include/keyturn/README.md", "tests/README.md", "examples/README.md"]
FENCE = re.compile(r"(?:<!--\s*(?P<mark>[^>]*?)\s*-->\s*\n)?```(?P<language>\w+)\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)
MAIN = re.compile(r"^int main\(", re.MULTILINE)
MARKS = {None, "run", "compile: file", "compile: function"}
BEFORE_ALL = "#include <keyturn/keyturn.hpp>\n#include <cstdio>\n#include <string>\n"


@dataclass
class Block:
    where: str
    line: int
    language: str
    mark: str | None
    text: str

    def is_program(self) -> bool:
        return MAIN.search(self.text) is not None


def blocks(page: str) -> list[Block]:
    path = common.ROOT / page
    if not path.exists():
        return []
    text = path.read_text()
    return [Block(f"{page}:{common.line_of(text, match.start('text'))}", common.line_of(text, match.start("text")),
                  match["language"], match["mark"], match["text"]) for match in FENCE.finditer(text)]


def source(block: Block) -> str:
    origin = f'#line {block.line} "{block.where.split(":")[0]}"\n'
    if block.is_program():
        return origin + block.text
    if block.mark == "compile: file":
        return BEFORE_ALL + origin + block.text
    # The block may use a client that is there, or make one of the same name.
    return (BEFORE_ALL + "using Client = keyturn::AuthClient<keyturn::CurlTransport, keyturn::FileStorage>;\n"
            "void snippet(Client& client);\nvoid snippet([[maybe_unused]] Client& client) { {\n" + origin + block.text + "} }\n")


def run(command: list[str], **options) -> str | None:
    """None if the command succeeded, else what it said."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300, **options)
    return None if done.returncode == 0 else f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}"


def check_block(block: Block, compiler: str, folder: Path) -> str | None:
    if block.mark not in MARKS or (block.mark == "run" and not block.is_program()):
        return f"the mark '{block.mark}' is not known here; see tests/README.md"
    if block.mark is None and not block.is_program():
        return "a block without main needs a mark: <!-- compile: function --> or <!-- compile: file -->"
    name = re.sub(r"\W", "_", block.where)
    (folder / f"{name}.cpp").write_text(source(block))
    cache = ["ccache"] if shutil.which("ccache") else []
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Werror", f"-I{common.INCLUDE}", *common.libsecret("--cflags")]
    fault = run([*cache, compiler, *flags, "-c", f"{name}.cpp", "-o", f"{name}.o"], cwd=folder)
    if fault or not block.is_program():
        return fault
    fault = run([compiler, f"{name}.o", "-o", name, "-lcurl", "-lsimdjson", "-lcrypto", "-lsodium", *common.libsecret("--libs"), "-pthread"], cwd=folder)
    if fault or block.mark != "run":
        return fault
    return run([str(folder / name)], cwd=folder)


def check_compiler_line(found: list[Block], folder: Path) -> str | None:
    """Does what the README says to a newcomer, to the letter: the first program as app.cpp, one line to build it."""
    lines = [line for block in found if block.language == "sh" for line in block.text.splitlines() if line.startswith("g++ ")]
    programs = [block for block in found if block.language == "cpp" and block.is_program()]
    if not lines or not programs:
        return "README.md has no compiler line that starts with g++, or no program before it"
    (folder / "single_include").symlink_to(common.ROOT / "single_include")
    (folder / "app.cpp").write_text(programs[0].text)
    for line in lines:
        fault = run(["sh", "-c", line], cwd=folder)
        if fault:
            return fault
    return None


def inputs(compiler: str) -> str:
    """A hash over all that the outcome depends on."""
    digest = hashlib.sha256(subprocess.run([compiler, "--version"], capture_output=True).stdout)
    for folder in ["include", "single_include", "tests/gates"]:
        for path in sorted((common.ROOT / folder).rglob("*.[hp]*")):
            if path.suffix in [".hpp", ".py"]:
                digest.update(path.as_posix().encode() + path.read_bytes())
    for page in PAGES:
        path = common.ROOT / page
        digest.update(path.read_bytes() if path.exists() else b"-")
    return digest.hexdigest()


def main() -> None:
    compiler, folder = sys.argv[1], Path(sys.argv[2])
    stamp, now = folder / "snippets.passed", inputs(compiler)
    if stamp.exists() and stamp.read_text() == now:
        common.finish("snippets", [], "unchanged since they passed")
        return
    found = {page: blocks(page) for page in PAGES}
    code = [block for page in PAGES for block in found[page] if block.language == "cpp"]
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:
        line = pool.submit(check_compiler_line, found["README.md"], Path(name))
        outcomes = [(block.where, fault) for block, fault in
                    zip(code, pool.map(lambda block: check_block(block, compiler, folder), code))]
        outcomes.append(("README.md", line.result()))
    faults = [f"{where}: {fault}" for where, fault in outcomes if fault]
    if not faults:
        stamp.write_text(now)
    common.finish("snippets", faults, f"{len(code)} blocks and the compiler line of the README")


if __name__ == "__main__":
    main()
