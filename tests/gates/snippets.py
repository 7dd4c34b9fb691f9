#!/usr/bin/env python3
"""Compiles the C++ blocks of all pages, and runs those that say so; other blocks say what they are, and where that is tested.

Usage: snippets.py COMPILER FOLDER
The marks that a block may carry are explained in tests/README.md.
"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import common
from pages import FENCE, INDENTED, OTHER_FENCE, Block, blocks, is_a_way, pages, read

MAIN = re.compile(r"^int main\(", re.MULTILINE)
MARKS = {None, "run", "compile: file", "compile: function"}
BEFORE_ALL = "#include <keyturn/keyturn.hpp>\n#include <cstdio>\n#include <string>\n"


def is_program(block: Block) -> bool:
    return MAIN.search(block.text) is not None


def source(block: Block) -> str:
    origin = f'#line {block.line} "{block.page}"\n'
    if is_program(block):
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
    if block.mark not in MARKS or (block.mark == "run" and not is_program(block)):
        return f"the mark '{block.mark}' is not known here; see tests/README.md"
    if block.mark is None and not is_program(block):
        return "a block without main needs a mark: <!-- compile: function --> or <!-- compile: file -->"
    name = re.sub(r"\W", "_", block.where)
    (folder / f"{name}.cpp").write_text(source(block))
    cache = ["ccache"] if shutil.which("ccache") else []
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Werror", f"-I{common.INCLUDE}", *common.libsecret("--cflags")]
    fault = run([*cache, compiler, *flags, "-c", f"{name}.cpp", "-o", f"{name}.o"], cwd=folder)
    if fault or not is_program(block):
        return fault
    fault = run([compiler, f"{name}.o", "-o", name, "-lcurl", "-lsimdjson", "-lcrypto", "-lsodium", *common.libsecret("--libs"), "-pthread"], cwd=folder)
    if fault or block.mark != "run":
        return fault
    return run([str(folder / name)], cwd=folder)


def check_other(page: str) -> list[str]:
    """What is neither C++, nor a command line, nor plain text stands in a file that a test uses, line by line."""
    faults = []
    for block in blocks(page):
        if block.language in ("cpp", "sh", "text") or is_a_way(block):
            continue
        elsewhere = re.fullmatch(r"as in: (\S+)", block.mark or "")
        if not elsewhere or not (common.ROOT / elsewhere[1]).is_file():
            faults.append(f"{block.where}: a block of '{block.language}' needs the mark <!-- as in: FILE -->, with a file that a test "
                          "uses; of what is cpp, sh or text say so")
            continue
        known = {line.strip() for line in (common.ROOT / elsewhere[1]).read_text().splitlines()}
        faults += [f"{page}:{block.line + number}: '{line.strip()}' does not stand in {elsewhere[1]}"
                   for number, line in enumerate(block.text.splitlines()) if line.strip() and line.strip() not in known]
    text = FENCE.sub(lambda match: re.sub(".", "x", match.group()), read(page))
    faults += [f"{page}:{common.line_of(text, match.start())}: a fence is three backticks at the beginning of a line"
               for match in OTHER_FENCE.finditer(text)]
    return faults + [f"{page}:{common.line_of(text, match.end())}: indented code is checked by nobody; fence it with ```cpp or ```sh"
                     for match in INDENTED.finditer(text)]


def inputs(compiler: str) -> str:
    """A hash over all that the outcome depends on."""
    digest = hashlib.sha256(subprocess.run([compiler, "--version"], capture_output=True).stdout)
    for folder in ["include", "single_include", "tests/gates"]:
        for path in sorted((common.ROOT / folder).rglob("*.[hp]*")):
            if path.suffix in [".hpp", ".py"]:
                digest.update(path.as_posix().encode() + path.read_bytes())
    for page in pages():
        digest.update(page.encode() + read(page).encode())
    return digest.hexdigest()


def main() -> None:
    compiler, folder = sys.argv[1], Path(sys.argv[2])
    stamp, now = folder / "snippets.passed", inputs(compiler)
    code = [block for page in pages() for block in blocks(page) if block.language == "cpp"]
    faults = [fault for page in pages() for fault in check_other(page)]
    if not stamp.exists() or stamp.read_text() != now:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = list(zip(code, pool.map(lambda block: check_block(block, compiler, folder), code)))
        of_code = [f"{block.where}: {fault}" for block, fault in outcomes if fault]
        if not of_code:
            stamp.write_text(now)
        faults += of_code
    common.finish("snippets", faults, f"{len(code)} blocks of {len(pages())} pages compile")


if __name__ == "__main__":
    main()
