"""The recipe for Conan 2. Only its syntax, and that its components are keyturn's, have been checked (tests/consume/recipes.py).

    conan create keyturn -o "keyturn/*:redis=True" --build=missing
"""
import re
from pathlib import Path

from conan import ConanFile
from conan.tools.files import copy

# A component: the components that it builds on, and the libraries of others, each with the package that brings it.
COMPONENTS = {
    "core": ([], []),
    "curl": (["core"], ["libcurl::libcurl"]),
    "simdjson": (["core"], ["simdjson::simdjson"]),
    "keyturn": (["curl", "simdjson"], []),
    "redis": (["core"], ["hiredis::hiredis", "openssl::ssl", "openssl::crypto"]),
    "sealed": (["core"], ["libsodium::libsodium"]),
    "keychain": (["sealed"], ["libsecret::libsecret"]),
    "dpop": (["core"], ["openssl::crypto"]),
    "sign_in": (["keyturn"], ["openssl::crypto"]),
}
PACKAGES = {"libcurl": "[>=7.80 <9]", "simdjson": "[>=3.0 <5]", "hiredis": "[>=1.0 <2]", "libsodium": "[>=1.0.18 <2]",
            "libsecret": "[>=0.20 <1]", "openssl": "[>=3.0 <4]"}
# What the system itself has for a component.
SYSTEM = {"Windows": {"core": ["bcrypt"], "keychain": ["advapi32"]}}
FRAMEWORKS = {"Macos": {"keychain": ["Security", "CoreFoundation"]}}


class Keyturn(ConanFile):
    name = "keyturn"
    description = "Client SDK for access and refresh tokens"
    license = "MIT"
    package_type = "header-library"
    settings = "os"
    options = {name: [True, False] for name in COMPONENTS if name != "core"}
    default_options = {name: name in ["curl", "simdjson", "keyturn"] for name in options}
    exports_sources = "include/*", "LICENSE"
    no_copy_source = True

    def set_version(self):
        header = Path(self.recipe_folder) / "include/keyturn/config/version.hpp"
        self.version = ".".join(re.findall(r"KEYTURN_VERSION_[A-Z]+ (\d+)", header.read_text()))

    def wanted(self):
        """The components that the options name, and those that they build on, which come first in the table."""
        names = {name for name in COMPONENTS if name == "core" or getattr(self.options, name)}
        for name in reversed(COMPONENTS):
            if name in names:
                names.update(COMPONENTS[name][0])
        return [name for name in COMPONENTS if name in names]

    def libraries_of(self, name):
        """Those of others; where the system has a keychain of its own, it needs none."""
        has_keychain = self.settings.os in ["Windows", "Macos"]
        return [] if name == "keychain" and has_keychain else COMPONENTS[name][1]

    def requirements(self):
        libraries = [library for name in self.wanted() for library in self.libraries_of(name)]
        for package in sorted({library.split("::")[0] for library in libraries}):
            self.requires(f"{package}/{PACKAGES[package]}")

    def package_id(self):
        self.info.settings.clear()

    def package(self):
        copy(self, "LICENSE", src=self.source_folder, dst=Path(self.package_folder) / "licenses")
        copy(self, "*.[hc]pp", src=Path(self.source_folder) / "include", dst=Path(self.package_folder) / "include")

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        for name in self.wanted():
            component = self.cpp_info.components[name]
            component.set_property("cmake_target_name", f"keyturn::{name}")
            component.set_property("pkg_config_name", "keyturn" if name == "keyturn" else f"keyturn-{name.replace('_', '-')}")
            component.bindirs = []
            component.libdirs = []
            component.requires = COMPONENTS[name][0] + self.libraries_of(name)
            component.system_libs = ["pthread"] if self.settings.os in ["Linux", "FreeBSD"] and name != "core" else []
            component.system_libs += SYSTEM.get(str(self.settings.os), {}).get(name, [])
            component.frameworks = FRAMEWORKS.get(str(self.settings.os), {}).get(name, [])
        if "redis" in self.wanted():
            self.cpp_info.components["redis"].defines = ["KEYTURN_REDIS_TLS=1"]
