"""The pages on the concepts: the example type in each header compiles, and with any one member missing the compiler
names it, with its signature, both by the header's explain function and by AuthClient. Usage: concepts.py COMPILER…"""
import re
import subprocess
import sys

from common import INCLUDE, finish

# The header, its example's type, and the members that may be missing.
PAGES = {
    "transport": ("MyTransport", ["send"]),
    "storage": ("MyStorage", ["load", "save", "erase"]),
    "protocol": ("MyProtocol", ["api_base", "refresh_request", "logout_requests", "read_tokens", "refresh_verdict"]),
    "codec": ("MyCodec", ["read"]),
    "platform": ("MyPlatform", ["now", "wall", "random", "lock", "unlock", "wait", "wait_until", "notify_all"]),
}


def example(page: str) -> str:
    """The indented block at the head of the concept's header."""
    lines = (INCLUDE / f"keyturn/concepts/{page}.hpp").read_text().splitlines()
    return "\n".join(line[7:] for line in lines if line.startswith("//     "))


def compile_text(compiler: str, header: str, text: str) -> str | None:
    """What the compiler says if it refuses the text after that header; None if it takes it."""
    done = subprocess.run([compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{INCLUDE}", "-x", "c++", "-"],
                          input=f"#include <keyturn/{header}>\n#include <string>\n#include <utility>\n#include <vector>\n{text}", text=True, capture_output=True)
    return done.stderr if done.returncode else None


def main() -> None:
    faults, checked = [], 0
    examples = {page: example(page) for page in PAGES}
    for compiler in sys.argv[1:]:
        for page, (name, members) in PAGES.items():
            checked += 1
            if name not in examples[page]:
                faults.append(f"concepts/{page}.hpp: no example type {name}")
                continue
            if said := compile_text(compiler, f"concepts/{page}.hpp", examples[page]):
                faults.append(f"concepts/{page}.hpp: the example does not compile with {compiler}:\n{said}")
            for member in members:
                checked += 1
                without = re.sub(rf"\b{member}\(", f"not_{member}(", examples[page])
                said = compile_text(compiler, f"concepts/{page}.hpp", without)
                if said is None or not re.search(rf"needs: .*\b{member}\(", said):
                    faults.append(f"concepts/{page}.hpp: {compiler} does not name the missing {member}(): {said}")
        # The same from the client, for those who have not called the explain function.
        for page, member in [("transport", "send"), ("storage", "erase"), ("protocol", "read_tokens")]:
            checked += 1
            types = {p: re.sub(r"static_assert.*", "", examples[p]) for p in ("transport", "storage", "protocol")}
            types[page] = re.sub(rf"\b{member}\(", f"not_{member}(", types[page])
            said = compile_text(compiler, "core.hpp", "\n".join(types.values()) +
                                "\nvoid use() { keyturn::AuthClient client{MyTransport{}, MyStorage{nullptr}, MyProtocol{}}; }\n")
            if said is None or not re.search(rf"needs: .*\b{member}\(", said):
                faults.append(f"AuthClient: {compiler} does not name the missing {member}(): {said}")
        # The same where a codec or a platform is handed over.
        for page, member, use in [
                ("codec", "read", 'keyturn::BasicJsonApi<MyCodec> protocol{"https://a"};'),
                ("platform", "now", "keyturn::AuthClient client{MyTransport{}, MyStorage{nullptr}, MyProtocol{}, {}, MyPlatform{}};")]:
            checked += 1
            types = {p: re.sub(r"static_assert.*", "", examples[p]) for p in PAGES}
            types[page] = re.sub(rf"\b{member}\(", f"not_{member}(", types[page])
            said = compile_text(compiler, "core.hpp", "\n".join(types.values()) + f"\nvoid use() {{ {use} }}\n")
            if said is None or not re.search(rf"needs: .*\b{member}\(", said):
                faults.append(f"{use}: {compiler} does not name the missing {member}(): {said}")
    finish("concepts", faults, f"{checked} programs, each taken or refused with the right words")


main()
