"""What the tests of the ways in share: an empty folder with the clone in it, and the README's own lines."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SAYS = "sent with Bearer a, then logged out"
WAY = re.compile(r"<!-- way: (?P<name>[^>]*?) -->\n```\w+\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)


def readme(way: str) -> str:
    """The block of the README that is marked with `<!-- way: NAME -->`."""
    found = {match["name"]: match["text"] for match in WAY.finditer((ROOT / "README.md").read_text())}
    if way not in found:
        sys.exit(f"README.md has no block with the mark <!-- way: {way} -->")
    return found[way]


def check(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(otherwise)


class Sandbox:
    """A user's folder: app.cpp, and the clone as `clone` (by default keyturn/). Home is in it, and g++ is COMPILER."""

    def __init__(self, compiler: str, clone: str = "keyturn"):
        self.folder = Path(tempfile.mkdtemp(prefix="consume-"))
        shutil.copy(HERE / "app.cpp", self.folder)
        (self.folder / clone).parent.mkdir(exist_ok=True)
        (self.folder / clone).symlink_to(ROOT)
        commands = self.folder / "home/bin"
        commands.mkdir(parents=True)
        cache, compiler = shutil.which("ccache") or "", shutil.which(compiler)
        for name in ["g++", "c++"]:
            (commands / name).write_text(f'#!/bin/sh\nexec {cache} "{compiler}" "$@"\n')
            (commands / name).chmod(0o755)
        unset = ["CC", "CXX", "CXXFLAGS", "CMAKE_PREFIX_PATH", "PKG_CONFIG_PATH", "MAKEFLAGS"]
        self.environment = {name: value for name, value in os.environ.items() if name not in unset} | {
            "HOME": str(self.folder / "home"), "PATH": f"{commands}:{os.environ['PATH']}",
            "CCACHE_DIR": os.environ.get("CCACHE_DIR", os.path.expanduser("~/.cache/ccache")),
            "CCACHE_BASEDIR": str(self.folder), "CCACHE_NOHASHDIR": "1"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["chmod", "-R", "u+w", str(self.folder)], check=True)  # copies of a source that is read only
        shutil.rmtree(self.folder)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def run(self, lines: str, fails: bool = False) -> str:
        """Carries out lines of the shell, and gives what they said. They must succeed, or fail if that is asked for."""
        done = subprocess.run(["sh", "-ec", lines], cwd=self.folder, env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        check((done.returncode != 0) == fails, f"{lines}\nstatus {done.returncode}\n…{done.stdout[-4000:]}")
        return done.stdout

    def runs(self, program: str, says: str = SAYS) -> None:
        said = self.run(program).strip()
        check(said == says, f"{program} should say '{says}', and says '{said}'")
