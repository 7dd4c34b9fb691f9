#!/usr/bin/env python3
"""Checks every link within the project: the file or folder is there, with the heading that is named, and each picture says
in words what it shows. So are paths in code spans that begin with one of the project's folders. Usage: links.py
"""
import os
import re
import urllib.parse
from pathlib import Path

import common
import pages

LINK = re.compile(r"(?P<picture>!?)\[(?P<text>(?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*)\]\((?P<target>[^()\s]+)(?:\s+\"[^\"]*\")?\)")
DEFINITION = re.compile(r"^[ ]{0,3}\[(?P<text>[^\]]+)\]:\s*(?P<target>\S+)", re.MULTILINE)
BY_NAME = re.compile(r"\[[^\]]+\]\[(?P<name>[^\]]+)\]")
HTML = re.compile(r"<(?P<tag>a|img|source)\b[^>]*?\b(?:href|src|srcset)=\"(?P<target>[^\"]+)\"[^>]*>")
CODE = re.compile(r"(?<!`)`(?P<text>[^`\n]+)`(?!`)")
HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*#*$", re.MULTILINE)
ANCHOR = re.compile(r"<a\s+(?:id|name)=\"(?P<name>[^\"]+)\"")
PATH = re.compile(r"(?:include|tests|examples|single_include)/[\w./-]*")


def anchors(page: str) -> set[str]:
    """What can stand after #, as GitHub makes it of the headings."""
    text, names, seen = pages.prose(page), set(), {}
    for match in HEADING.finditer(text):
        words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", match["text"]).replace("`", "")
        name = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        count = seen.get(name, 0)
        seen[name] = count + 1
        names.add(f"{name}-{count}" if count else name)
    return names | {match["name"] for match in ANCHOR.finditer(text)}


def is_there(path: Path) -> bool:
    """Whether the path is in the project, spelt like this, on systems too that take 'readme' for 'README'."""
    if not path.exists() or not path.is_relative_to(common.ROOT):
        return False
    return all(child.name in os.listdir(child.parent) for child in [path, *path.parents] if child.is_relative_to(common.ROOT) and child != common.ROOT)


def fault_of(page: str, target: str) -> str | None:
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None  # elsewhere
    name, _, anchor = target.partition("#")
    if name.startswith("/"):
        return f"'{target}' does not lead anywhere in a clone; write it relative to {page}"
    path = Path(os.path.normpath((common.ROOT / page).parent / urllib.parse.unquote(name))) if name else common.ROOT / page
    if not is_there(path):
        return f"'{target}' leads to {os.path.relpath(path, common.ROOT)}, which is not there"
    if path.is_dir() and anchor:
        path /= "README.md"
    if anchor and path.suffix == ".md" and anchor not in anchors(path.relative_to(common.ROOT).as_posix()):
        return f"'{target}': {os.path.relpath(path, common.ROOT)} has no heading that makes #{anchor}"
    return None


def check(page: str) -> tuple[list[str], int]:
    text, faults, count = pages.prose(page), [], 0
    without_code = CODE.sub(lambda match: " " * len(match.group()), text)
    named = {match["text"].lower() for match in DEFINITION.finditer(without_code)}

    def say(match: re.Match, fault: str | None) -> None:
        nonlocal count
        count += 1
        if fault:
            faults.append(f"{page}:{common.line_of(text, match.start())}: {fault}")

    # The text of a link may be code; its target is not.
    links = [match for match in LINK.finditer(text) if without_code[match.start("target") - 1] == "("]
    for match in [*links, *DEFINITION.finditer(without_code), *HTML.finditer(without_code)]:
        say(match, fault_of(page, match["target"]))
    for match in links:
        for inner in LINK.finditer(match["text"]):  # a picture that is a link
            say(match, fault_of(page, inner["target"]))
        if match["picture"] and not match["text"].strip():
            say(match, f"the picture '{match['target']}' does not say in words what it shows")
    for match in HTML.finditer(without_code):
        if match["tag"] == "img" and not re.search(r"\balt=\"[^\"]+\"", match.group()):
            say(match, f"the picture '{match['target']}' has no alt=\"…\" that says what it shows")
    for match in BY_NAME.finditer(without_code):
        say(match, None if match["name"].lower() in named else f"[{match['name']}] is not defined on this page")
    for match in CODE.finditer(text):
        if PATH.fullmatch(match["text"]):
            say(match, None if is_there(common.ROOT / match["text"].rstrip("/")) else f"'{match['text']}' is not there")
    return faults, count


def main() -> None:
    faults, count, found = [], 0, pages.pages()
    for page in found:
        of_page, links = check(page)
        faults += of_page
        count += links
    common.finish("links", faults, f"{count} links of {len(found)} pages lead somewhere")


if __name__ == "__main__":
    main()
