#!/usr/bin/env python3
"""Checks what a newcomer reads when a library is not installed, or a component is misspelt: by each way that configures.

Usage: messages.py COMPILER; it works in a temporary folder in the current one.
"""
import sys

import ways
from consume import Sandbox, check, readme

# The machine of the test has the libraries: this hides them.
HIDDEN = """
set(CMAKE_DISABLE_FIND_PACKAGE_CURL ON)
set(CMAKE_DISABLE_FIND_PACKAGE_OpenSSL ON)
set(CMAKE_SYSTEM_IGNORE_PATH /usr/include /usr/local/include)
"""
WITHOUT_PKG_CONFIG = "PKG_CONFIG_LIBDIR=/nowhere "
NEEDS = {
    "curl": ["libcurl4-openssl-dev"],
    "keyturn": ["libcurl4-openssl-dev"],
    "redis": ["libhiredis-dev", "libssl-dev"],
    "sealed": ["libsodium-dev"],
    "keychain": ["libsodium-dev"],
    "dpop": ["libssl-dev"],
    "sign_in": ["libcurl4-openssl-dev", "libssl-dev"],
}


def says(text: str, *parts: str) -> None:
    flat = " ".join(text.split())
    for part in parts:
        check(part in flat, f"this should say '{part}':\n{text}")


def configure(sandbox: Sandbox, line: str, target: str = "core", fails: bool = True) -> str:
    project = ways.cmake_project(HIDDEN + line).replace("keyturn::keyturn", f"keyturn::{target}")
    sandbox.write("CMakeLists.txt", project)
    return sandbox.run("rm -rf build; cmake -S . -B build", fails=fails)


def find_package(sandbox: Sandbox) -> None:
    hint = f'set(keyturn_DIR "{sandbox.folder}/home/.local/share/cmake/keyturn")\n'
    required = hint + "find_package(keyturn REQUIRED COMPONENTS core {})\n"
    for component, packages in NEEDS.items():
        said = configure(sandbox, required.format(component))
        says(said, f"the component '{component}' needs", *packages)
    says(configure(sandbox, required.format("redsi")), "there is no component 'redsi'; there are core, curl, simdjson, keyturn")
    # Without components it is keyturn::keyturn that is meant. What is optional may be missing, and core needs nothing.
    says(configure(sandbox, hint + "find_package(keyturn REQUIRED)\n"), "the component 'keyturn' needs", "libcurl4-openssl-dev")
    configure(sandbox, hint + "find_package(keyturn REQUIRED COMPONENTS core OPTIONAL_COMPONENTS redis)\n", fails=False)
    says(configure(sandbox, hint + "find_package(keyturn 99 REQUIRED COMPONENTS core)\n"), 'requested version "99"')


def add_subdirectory(sandbox: Sandbox) -> None:
    for component, packages in NEEDS.items():
        said = configure(sandbox, ways.OWN_LINE, target=component)
        says(said, f"keyturn::{component} is left out, because it needs", *packages)
        says(said, f"keyturn::{component} but the target was not found")
    configure(sandbox, ways.OWN_LINE, fails=False)
    hidden = " ".join(f"-D{line[4:-1].replace(' ', '=', 1).replace(' ', ';')!r}" for line in HIDDEN.split("\n")[1:3])
    says(sandbox.run(f"cmake -S keyturn -B build-tests {hidden}", fails=True), "libcurl4-openssl-dev",
         "-DKEYTURN_BUILD_TESTS=OFF -DKEYTURN_BUILD_EXAMPLES=OFF")


def meson(sandbox: Sandbox) -> None:
    sandbox.write("no-cmake.ini", "[binaries]\ncmake = 'nowhere'\n")
    setup = WITHOUT_PKG_CONFIG + "meson setup --native-file no-cmake.ini "
    for component, packages in NEEDS.items():
        packages = [package for package in packages if package != "libssl-dev"]  # Meson finds OpenSSL by itself, too
        if not packages:
            continue
        name = "keyturn" if component == "keyturn" else f"keyturn-{component.replace('_', '-')}"
        sandbox.write("meson.build", readme("meson").replace("dependency('keyturn')", f"dependency('{name}')"))
        said = sandbox.run(f"rm -rf build; {setup} build", fails=True)
        says(said, f"{name} is left out, because it needs", *packages)
    says(sandbox.run(f"{setup} build-tests-meson keyturn", fails=True), "libcurl4-openssl-dev", "-Dtests=disabled -Dexamples=disabled")


def main() -> None:
    with Sandbox(sys.argv[1]) as sandbox:
        (sandbox.folder / "subprojects").mkdir()
        (sandbox.folder / "subprojects/keyturn").symlink_to(sandbox.folder / "keyturn")
        sandbox.run(readme("install"))
        find_package(sandbox)
        add_subdirectory(sandbox)
        meson(sandbox)


if __name__ == "__main__":
    main()
