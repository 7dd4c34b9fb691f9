#!/usr/bin/env python3
"""Makes the API reference with doxygen, and checks that every public name is documented and every reference leads
somewhere. Usage: reference.py FOLDER; afterwards FOLDER/html/index.html is its first page.
"""
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

import common
import reference_text

DOXYFILE = Path(__file__).resolve().parent / "doxygen" / "Doxyfile"


def fill(folder: Path) -> None:
    """Writes what doxygen is to read, and the pictures of the READMEs."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "xml").is_dir():
        sys.exit(f"reference: {folder} holds something else than a reference, which would take its place")
    shutil.rmtree(folder, ignore_errors=True)
    for name in reference_text.PAGES:
        write(folder / name, reference_text.markdown(name, (common.ROOT / name).read_text()))
    for name in common.headers():
        write(folder / "include" / name, reference_text.header(name, (common.INCLUDE / name).read_text()))
    for picture in [*(common.ROOT / "examples").rglob("*"), *common.INCLUDE.rglob("*")]:
        if picture.suffix in (".svg", ".png"):
            target = folder / picture.relative_to(common.ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, target)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def has_words(element: xml.Element) -> bool:
    return any("".join(element.find(part).itertext()).strip() for part in ("briefdescription", "detaileddescription"))


def check(folder: Path) -> tuple[list[str], int]:
    """What doxygen passes over: enumerators and concepts without a word, and declarations that it did not understand. And
    how many names the reference has."""
    faults, names = [], []

    def require_words(element: xml.Element, name: str, place: xml.Element) -> None:
        names.append(re.sub(r"(?<!operator)<.*", "", name.split("::")[-1]).strip())
        if not has_words(element):
            faults.append(f"include/{place.get('file')}:{place.get('line')}: {name} is not documented")

    for file in sorted((folder / "xml").glob("*.xml")):
        for compound in xml.parse(file).getroot().iterfind("compounddef"):
            if compound.get("prot", "public") != "public" or compound.get("kind") in ("file", "dir", "page"):
                continue
            name = compound.findtext("compoundname")
            if name.startswith("keyturn"):
                require_words(compound, name, compound.find("location"))
            sections = [each for each in compound.iterfind("sectiondef") if not each.get("kind").startswith("private")]
            for member in (each for section in sections for each in section.iterfind("memberdef[@prot='public']")):
                require_words(member, member.findtext("name"), member.find("location"))
                for value in member.iterfind("enumvalue"):
                    require_words(value, f"{member.findtext('name')}::{value.findtext('name')}", member.find("location"))
    for header in common.headers():
        for line, candidates in reference_text.public_names((common.INCLUDE / header).read_text()):
            if not set(candidates) & set(names):
                faults.append(f"include/{header}:{line}: {candidates[0]} is not in the reference: doxygen does not understand it")
    return faults, len(names)


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    if shutil.which("doxygen") is None:
        common.finish("reference", ["there is no doxygen: apt-get install doxygen"], "")
    fill(folder)
    done = subprocess.run(["doxygen", str(DOXYFILE)], cwd=folder, capture_output=True, text=True)
    said = (folder / "warnings.txt").read_text().replace(f"{folder}/", "").splitlines() or done.stderr.splitlines()
    faults = list(dict.fromkeys(line for line in said if line))
    passed_over, names = check(folder)
    places = {":".join(fault.split(":")[:2]) for fault in faults}
    faults += [fault for fault in passed_over if ":".join(fault.split(":")[:2]) not in places]
    common.finish("reference", faults, f"{names} names, each documented; see {folder}/html/index.html")


main()
