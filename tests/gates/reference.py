#!/usr/bin/env python3
"""Makes the API reference with doxygen, and checks that every public name is documented and every reference leads
somewhere. Usage: reference.py FOLDER; afterwards FOLDER/html/index.html is its first page.
"""
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
    shutil.rmtree(folder, ignore_errors=True)
    for name in reference_text.PAGES:
        write(folder / name, reference_text.markdown(name, (common.ROOT / name).read_text()))
    for name in common.headers():
        write(folder / "include" / name, reference_text.header(name, (common.INCLUDE / name).read_text()))
    for picture in (common.ROOT / "examples").rglob("*"):
        if picture.suffix in (".svg", ".png"):
            target = folder / picture.relative_to(common.ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, target)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def check_enumerators(folder: Path) -> tuple[list[str], int]:
    """The enumerators without a word, which doxygen passes over, and how many names the reference has."""
    faults, names = [], 0
    for file in (folder / "xml").glob("*.xml"):
        root = xml.parse(file).getroot()
        names += len(root.findall("./compounddef[@prot='public']")) + len(root.findall(".//memberdef[@prot='public']"))
        for enum in root.iterfind(".//memberdef[@kind='enum'][@prot='public']"):
            for value in enum.iterfind("enumvalue"):
                names += 1
                if not "".join(value.find("briefdescription").itertext()).strip() and not "".join(value.find("detaileddescription").itertext()).strip():
                    place = enum.find("location")
                    faults.append(f"include/{place.get('file')}:{place.get('line')}: enumerator {enum.findtext('name')}::{value.findtext('name')} is not documented.")
    return faults, names


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    fill(folder)
    done = subprocess.run(["doxygen", str(DOXYFILE)], cwd=folder, capture_output=True, text=True)
    warnings = (folder / "warnings.txt").read_text().replace(f"{folder}/", "").splitlines()
    faults = warnings or ([done.stderr] if done.returncode else [])
    of_enums, names = check_enumerators(folder)
    common.finish("reference", faults + of_enums, f"{names} names, each documented; see {folder}/html/index.html")


main()
