"""The Markdown pages of the project: which there are, and the blocks of code in them."""
import re
from dataclasses import dataclass

import common

FENCE = re.compile(r"^```(?P<language>[^\n`]*)\n(?P<text>.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)
MARK = re.compile(r"<!--\s*(?P<mark>[^>]*?)\s*-->\s*\n\Z")
# What Markdown takes for a fence too, and this does not.
OTHER_FENCE = re.compile(r"^(?:[ \t]+```|[ \t]*~~~|````)", re.MULTILINE)
# After an empty line; deeper in a list it is text.
INDENTED = re.compile(r"^[ \t]*\n(?: {4}|\t)(?=[^\s*\-|>])", re.MULTILINE)


@dataclass
class Block:
    page: str
    line: int  # of its first line of code
    language: str
    mark: str | None
    text: str

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[str]:
    """All pages, relative to the project; what was built or is hidden is none of it."""
    built = {cache.parent for cache in common.ROOT.glob("*/CMakeCache.txt")}
    found = (path.relative_to(common.ROOT) for path in common.ROOT.rglob("*.md") if built.isdisjoint(path.parents))
    return sorted(path.as_posix() for path in found
                  if not any(part.startswith((".", "build", "cmake-build")) or part == "node_modules" for part in path.parts))


def read(page: str) -> str:
    return (common.ROOT / page).read_text()


def blocks(page: str) -> list[Block]:
    text = read(page)
    found = []
    for match in FENCE.finditer(text):
        mark = MARK.search(text, 0, match.start())
        found.append(Block(page, common.line_of(text, match.start("text")), match["language"].strip(),
                           mark["mark"] if mark else None, match["text"]))
    return found


def is_a_way(block: Block) -> bool:
    """Whether a test of tests/consume/ carries the block out."""
    way = re.fullmatch(r"way: ([\w-]+)", block.mark or "")
    return block.page == "README.md" and way is not None and any(
        f'readme("{way[1]}")' in path.read_text() for path in (common.ROOT / "tests/consume").glob("*.py"))


def prose(page: str) -> str:
    """The page without its blocks of code and its comments, which are blank; line numbers stay."""
    blank = lambda match: "".join(c if c == "\n" else " " for c in match.group())
    return re.sub(r"<!--.*?-->", blank, FENCE.sub(blank, read(page)), flags=re.DOTALL)
