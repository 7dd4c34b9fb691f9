#!/usr/bin/env python3
"""Checks what can be checked of the recipes without vcpkg and Conan: their syntax, that they know the components, and what
they do when others play the tools' functions. That the tools themselves take them it cannot say.

Usage: recipes.py COMPILER; it works in a temporary folder in the current one.
"""
import importlib.util
import json
import sys
import types
from collections import defaultdict

from consume import HERE, ROOT, Sandbox, check
from installation import COMPONENTS, LIBRARIES, version

PLAYED_BY_CMAKE = """
function(vcpkg_cmake_configure)
  cmake_parse_arguments(its "" "SOURCE_PATH" "OPTIONS" ${ARGN})
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${its_SOURCE_PATH} -B build ${its_OPTIONS} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
function(vcpkg_cmake_install)
  execute_process(COMMAND ${CMAKE_COMMAND} --install build --prefix ${CMAKE_BINARY_DIR}/package COMMAND_ERROR_IS_FATAL ANY)
endfunction()
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(its "" "CONFIG_PATH" "" ${ARGN})
  file(RENAME package/${its_CONFIG_PATH} package/share/keyturn)
endfunction()
function(vcpkg_fixup_pkgconfig)
endfunction()
function(vcpkg_install_copyright)
  cmake_parse_arguments(its "" "FILE_LIST" "" ${ARGN})
  file(COPY_FILE ${its_FILE_LIST} package/share/keyturn/copyright)
endfunction()
"""


def vcpkg(sandbox: Sandbox) -> None:
    project, port = (json.loads(path.read_text()) for path in [ROOT / "vcpkg.json", HERE / "vcpkg/keyturn/vcpkg.json"])
    names = {name.replace("_", "-") for name in COMPONENTS if name != "core"}
    check(project["features"].keys() == names, f"vcpkg.json has the features {set(project['features'])}, and should have {names}")
    check(project["features"] == port["features"], "vcpkg.json and the port have not the same features")
    sandbox.write("play.cmake", f"{PLAYED_BY_CMAKE}include(\"{HERE}/vcpkg/keyturn/portfile.cmake\")\n")
    sandbox.run("cmake -P play.cmake")
    sandbox.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.22)\nproject(app CXX)\n"
                  "find_package(keyturn REQUIRED COMPONENTS core redis)\n")
    sandbox.run("cmake -S . -B build-app -DCMAKE_PREFIX_PATH=$PWD/package && cmp keyturn/LICENSE package/share/keyturn/copyright")


class Played(types.SimpleNamespace):
    """A ConanFile without Conan."""


def recipe() -> types.ModuleType:
    for name in ["conan", "conan.tools", "conan.tools.files"]:
        sys.modules[name] = types.ModuleType(name)
    sys.modules["conan"].ConanFile = Played
    sys.modules["conan.tools.files"].copy = None
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("conanfile", ROOT / "conanfile.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def information(module: types.ModuleType, **options: bool) -> tuple[dict, list[str]]:
    """What the recipe says of its components, and what it requires."""
    def component() -> Played:
        return Played(properties={}, set_property=lambda *_: None, requires=[], defines=[])
    required = []
    file = module.Keyturn(options=Played(**(module.Keyturn.default_options | options)), settings=Played(os="Linux"),
                          cpp_info=Played(components=defaultdict(component)), requires=required.append,
                          recipe_folder=str(ROOT))
    file.set_version()
    check(file.version == version(), f"the recipe reads the version as {file.version}")
    file.requirements()
    file.package_info()
    return file.cpp_info.components, [name.split("/")[0] for name in required]


def conan() -> None:
    module = recipe()
    names = [name for name in COMPONENTS if name != "compiled"]  # is compiled in the project that uses it
    check(list(module.COMPONENTS) == names, f"conanfile.py has the components {list(module.COMPONENTS)}, and should have {names}")
    check(len(names) == len(LIBRARIES), "a component has no .pc file")
    components, required = information(module)
    check(list(components) == ["core", "curl", "simdjson", "keyturn"] and required == ["libcurl", "simdjson"],
          f"without options: {list(components)}, which require {required}")
    components, required = information(module, curl=False, simdjson=False, keyturn=False, redis=True)
    check(list(components) == ["core", "redis"] and required == ["hiredis", "openssl"], f"redis alone requires {required}")
    components, _ = information(module, curl=False, simdjson=False, keyturn=False, sign_in=True)
    check("keyturn" in components and "curl" in components, "sign_in comes without what it builds on")


if __name__ == "__main__":
    conan()
    with Sandbox(sys.argv[1]) as sandbox:
        vcpkg(sandbox)
