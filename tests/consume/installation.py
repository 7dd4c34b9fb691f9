#!/usr/bin/env python3
"""Checks what is installed: by CMake and Meson the same; found after it was moved; each component with its own libraries.

Usage: installation.py COMPILER; it works in a temporary folder in the current one.
"""
import filecmp
import re
import sys
from pathlib import Path

import ways
from consume import HERE, ROOT, Sandbox, check, readme

COMPONENTS = re.search(r"set\(keyturn_components ([^)]*)\)", (ROOT / "keyturn-config.cmake").read_text())[1].split()
# What each links, beside what every program does.
LIBRARIES = {"keyturn-core": set(), "keyturn-curl": {"curl"}, "keyturn-simdjson": {"simdjson"},
             "keyturn": {"curl", "simdjson"}, "keyturn-redis": {"hiredis", "ssl", "crypto"}, "keyturn-sealed": {"sodium"},
             "keyturn-keychain": {"sodium", "secret-1", "gio-2.0", "gobject-2.0", "glib-2.0"},
             "keyturn-dpop": {"crypto"}, "keyturn-sign-in": {"curl", "simdjson", "crypto"}}


def same_trees(by_cmake: Path, by_meson: Path) -> None:
    """Headers and .pc files; the files for find_package are CMake's alone."""
    headers = {path.relative_to(ROOT / "include") for path in (ROOT / "include").rglob("*.[hc]pp")}
    for shape in ["include", "share/pkgconfig"]:
        files = [sorted(path.relative_to(prefix) for path in (prefix / shape).rglob("*") if path.is_file())
                 for prefix in [by_cmake, by_meson]]
        check(files[0] == files[1] != [], f"CMake and Meson install other files under {shape}: {files}")
        _, differ, odd = filecmp.cmpfiles(by_cmake, by_meson, files[0], shallow=False)
        check(not differ + odd, f"these files are not the same when Meson installs them: {differ + odd}")
    check({path.relative_to(by_cmake / "include") for path in (by_cmake / "include").rglob("*.*")} == headers,
          "what is installed under include is not what the source has there")


def knows_no_prefix(prefix: Path, sandbox: Sandbox) -> None:
    for path in prefix.rglob("*.*"):
        text = path.read_text() if path.is_file() else ""
        check(str(sandbox.folder) not in text and str(ROOT) not in text, f"{path} holds the name of a folder of this machine")


def pkg_config(sandbox: Sandbox, prefix: Path) -> None:
    files = {path.stem for path in prefix.rglob("*.pc")}
    check(files == LIBRARIES.keys(), f"other .pc files than expected: {files}")
    for name, libraries in LIBRARIES.items():
        said = sandbox.run(f"PKG_CONFIG_PATH={prefix}/share/pkgconfig pkg-config --libs {name}")
        linked = set(re.findall(r"-l(\S+)", said))
        check(linked == libraries, f"{name} should link {libraries}, and links {linked}")


def every_component(sandbox: Sandbox, prefix: Path) -> None:
    sandbox.write("CMakeLists.txt", f"""
cmake_minimum_required(VERSION 3.22)
project(app CXX)
find_package(keyturn {version()} REQUIRED COMPONENTS {' '.join(COMPONENTS)})
foreach(component IN ITEMS {' '.join(COMPONENTS)})
  if(NOT keyturn_${{component}}_FOUND OR NOT TARGET keyturn::${{component}})
    message(FATAL_ERROR "${{component}} was not found")
  endif()
endforeach()
add_executable(app app.cpp)
target_link_libraries(app PRIVATE keyturn::compiled)
add_executable(components "{HERE}/components.cpp")
target_link_libraries(components PRIVATE keyturn::redis keyturn::sealed keyturn::dpop keyturn::sign_in)
""")
    sandbox.run(f"cmake -S . -B build -DCMAKE_PREFIX_PATH={prefix} && cmake --build build -j2")
    sandbox.runs("build/app")
    sandbox.runs("build/components", "all components, Redis with TLS")


def version() -> str:
    text = (ROOT / "include/keyturn/config/version.hpp").read_text()
    return ".".join(re.findall(r"VERSION_[A-Z]+ (\d+)", text))


def main() -> None:
    with Sandbox(sys.argv[1]) as sandbox:
        home = sandbox.folder / "home"
        sandbox.run(readme("meson-install") + "mv ~/.local ~/by-meson; rm -r build-keyturn")
        sandbox.run(readme("install") + "mv ~/.local ~/by-cmake")
        same_trees(home / "by-cmake", home / "by-meson")
        knows_no_prefix(home / "by-cmake", sandbox)
        pkg_config(sandbox, home / "by-cmake")
        every_component(sandbox, home / "by-cmake")


if __name__ == "__main__":
    main()
