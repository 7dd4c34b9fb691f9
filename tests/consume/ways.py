#!/usr/bin/env python3
"""Takes one way into a project, by the README's own lines, and runs the program that it makes.

Usage: ways.py WAY COMPILER; it works in a temporary folder in the current one.
"""
import sys

from consume import Sandbox, readme

OWN_LINE = "add_subdirectory(keyturn)\n"


def copy(box: Sandbox) -> None:
    box.run(readme("copy"))
    box.runs("./app")


def cmake_project(line: str) -> str:
    project = readme("add_subdirectory")
    assert OWN_LINE in project
    return project.replace(OWN_LINE, line)


def cmake(box: Sandbox, line: str, before: str = "") -> None:
    box.write("CMakeLists.txt", cmake_project(line))
    box.run(before + readme("cmake"))
    box.runs("build/app")


def pkg_config(box: Sandbox) -> None:
    box.run(readme("install") + readme("pkg-config"))
    box.runs("./app")


def meson_subproject(box: Sandbox) -> None:
    box.write("meson.build", readme("meson"))
    box.run(readme("meson-build"))
    box.runs("build/app")


def meson_install(box: Sandbox) -> None:
    lines = readme("meson").splitlines(keepends=True)
    assert "subproject" in lines[1]
    box.write("meson.build", lines[0] + "".join(lines[2:]))
    box.run(readme("meson-install") + readme("meson-build"))
    box.runs("build/app")


WAYS = {
    "copy": copy,
    "add_subdirectory": lambda box: cmake(box, OWN_LINE),
    "FetchContent": lambda box: cmake(box, readme("FetchContent")),
    "find_package": lambda box: cmake(box, readme("find_package"), before=readme("install")),
    "pkg-config": pkg_config,
    "meson-subproject": meson_subproject,
    "meson-install": meson_install,
}

if __name__ == "__main__":
    name, compiler = sys.argv[1:]
    with Sandbox(compiler, "subprojects/keyturn" if name == "meson-subproject" else "keyturn") as sandbox:
        WAYS[name](sandbox)
