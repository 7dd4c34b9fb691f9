"""What a newcomer gets wrong before anything runs, and what the compiler then says: what is wrong and what to do, near the
top, for it is not drowned by what follows. Usage: mistakes.py COMPILER…

What goes wrong when it runs stands in tests/integration/mistakes_test.cpp; types that miss something, in concepts.py."""
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from common import INCLUDE, finish

CLIENT = ('int main() {\n  keyturn::AuthClient client{keyturn::CurlTransport{}, keyturn::MemoryStorage{}, '
          'keyturn::JsonApi{"https://api.example.com"}};\n%s\n}\n')
ASYNC = CLIENT.replace("CurlTransport", "CurlMultiTransport")


@dataclass
class Mistake:
    what: str
    header: str
    said: list[str]
    program: str = "int main() {}\n"
    flags: tuple[str, ...] = ()
    without: str = ""  # a header of the system that is not installed


MISTAKES = [
    Mistake("an older C++", "keyturn.hpp", ["keyturn needs C++20: compile with -std=c++20"], flags=("-std=c++17",)),
    Mistake("no libcurl", "keyturn.hpp", ["install libcurl4-openssl-dev", "<keyturn/core.hpp>"], without="curl/curl.h"),
    Mistake("no simdjson", "keyturn.hpp", ["install libsimdjson-dev", "<keyturn/core.hpp>"], without="simdjson.h"),
    Mistake("no hiredis", "redis.hpp", ["install libhiredis-dev"], without="hiredis/hiredis.h"),
    Mistake("no OpenSSL for Redis", "redis.hpp", ["install libssl-dev"], flags=("-DKEYTURN_REDIS_TLS=1",), without="openssl/err.h"),
    Mistake("no libsodium", "sealed.hpp", ["install libsodium-dev"], without="sodium.h"),
    Mistake("no libsecret", "keychain.hpp", ["install libsecret-1-dev"], without="libsecret/secret.h"),
    Mistake("no OpenSSL for the browser", "sign_in.hpp", ["install libssl-dev"], without="openssl/evp.h"),
    Mistake("no OpenSSL 3 for DPoP", "dpop.hpp", ["OpenSSL 3: install libssl-dev"], without="openssl/core_names.h"),
    Mistake("name and password as they are", "keyturn.hpp", ["login takes one grant", "keyturn::Password{"],
            CLIENT % '(void)client.login("ada", "lovelace");'),
    Mistake("the same, asynchronous", "curl_multi.hpp", ["login takes one grant", "keyturn::Password{"],
            ASYNC % 'client.login("ada", "lovelace", [](keyturn::Result<void>) {});'),
    Mistake("the parts in another order", "keyturn.hpp", ["a Transport needs: ", "a Storage needs: ", "a Protocol needs: "],
            'int main() { keyturn::AuthClient client{keyturn::JsonApi{"https://a"}, keyturn::CurlTransport{}, keyturn::MemoryStorage{}}; }\n'),
    Mistake("a result that nobody looks at", "keyturn.hpp", ["nodiscard"],
            CLIENT % 'client.login(keyturn::Password{"ada", "lovelace"});'),
    Mistake("the bodies' unit after another header", "keyturn.hpp", ["<keyturn/src.hpp> comes first in a unit of its own"],
            "#include <keyturn/src.hpp>\nint main() {}\n"),
]


def search_path(compiler: str) -> list[Path]:
    """Where the compiler looks for the system's headers."""
    said = subprocess.run([compiler, "-E", "-v", "-x", "c++", "/dev/null"], text=True, capture_output=True).stderr
    return [Path(line.strip()) for line in said.split("search starts here:")[2].split("End of search")[0].splitlines() if line.strip()]


def path_without(compiler: str, header: str, farm: Path) -> list[str]:
    """Options for the same search path with that header taken out: a folder that has it becomes one of links to the rest."""
    first, *rest = Path(header).parts
    flags = ["-nostdinc"]
    for number, folder in enumerate(search_path(compiler)):
        if (folder / header).exists():
            links = farm / str(number)
            links.mkdir()
            for entry in folder.iterdir():
                if entry.name != first:
                    (links / entry.name).symlink_to(entry)
            if rest:
                (links / first).mkdir()
                for entry in (folder / first).iterdir():
                    if entry.name != rest[0]:
                        (links / first / entry.name).symlink_to(entry)
            folder = links
        flags += ["-isystem", str(folder)]
    return flags


def check(compiler: str, mistake: Mistake) -> str | None:
    with tempfile.TemporaryDirectory() as farm:
        flags = ["-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{INCLUDE}", *mistake.flags]
        if mistake.without:
            flags += path_without(compiler, mistake.without, Path(farm))
        done = subprocess.run([compiler, *flags, "-x", "c++", "-"], text=True, capture_output=True,
                              input=f"#include <keyturn/{mistake.header}>\n{mistake.program}")
    if done.returncode == 0:
        return f"{compiler} takes it"
    missing = [text for text in mistake.said if text not in done.stderr]
    if missing:
        return f"{compiler} does not say {missing}:\n{done.stderr}"
    line = done.stderr[:done.stderr.index(mistake.said[0])].count("\n") + 1
    if line > 25:
        return f"{compiler} says it in line {line}:\n{done.stderr}"
    if mistake.program == Mistake.program and done.stderr.count("\n") > 30:
        return f"{compiler} goes on for {done.stderr.count(chr(10))} lines:\n{done.stderr[:3000]}"
    return None


def main() -> None:
    tried = [(compiler, mistake) for compiler in sys.argv[1:] for mistake in MISTAKES]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        said = list(pool.map(lambda pair: check(*pair), tried))
    faults = [f"{mistake.what}: {fault}" for (_, mistake), fault in zip(tried, said) if fault]
    finish("mistakes", faults, f"{len(MISTAKES)} mistakes, each answered with what to do")


main()
