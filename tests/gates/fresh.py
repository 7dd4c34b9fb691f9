#!/usr/bin/env python3
"""Checks that single_include/ is what the generator makes of the headers as they are now."""
import subprocess
import sys
import tempfile
from pathlib import Path

import common


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, common.ROOT / "tests/gates/single_header.py", folder], check=True)
        made, committed = files(Path(folder)), files(common.ROOT / "single_include")
    faults = [f"single_include/{name} is out of date; run tests/gates/single_header.py"
              for name, text in sorted(made.items()) if committed.get(name) != text]
    faults += [f"single_include/{name} is not generated; remove it" for name in sorted(committed.keys() - made.keys())]
    if not made:
        faults.append("there is no umbrella to generate from")
    common.finish("single header", faults, f"{len(made)} generated headers are up to date")


if __name__ == "__main__":
    main()
