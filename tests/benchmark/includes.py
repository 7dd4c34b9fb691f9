"""What an include costs: CPU time of the compiler, and the same counted in the blocks of instructions that it runs, which
repeat. Blocks go with instructions, and are counted in half the time."""
import os
import re
import statistics
import subprocess
from concurrent.futures import ThreadPoolExecutor

from bounds import Figure
from building import INCLUDE, Failed, Missing, Workshop, need, need_header, run

FLAGS = ["-std=c++20", f"-I{INCLUDE}"]
SEPARATE = "-DKEYTURN_SEPARATE_COMPILATION=1"
# Each row: what is included, and what it is set against.
TEXTS = {
    "empty": "",
    "threads": "#include <mutex>\n#include <condition_variable>\n",
    "core": "#include <keyturn/core.hpp>\n",
    "separate": "#include <keyturn/keyturn.hpp>\n",
    "keyturn": "#include <keyturn/keyturn.hpp>\n",
    "simdjson": "#include <simdjson.h>\n",
    "cpprest": "#include <cpprest/http_client.h>\n",
    "Poco": "#include <Poco/Net/OAuth20Credentials.h>\n#include <Poco/Net/HTTPClientSession.h>\n"
            "#include <Poco/Net/HTTPRequest.h>\n#include <Poco/Net/HTTPResponse.h>\n",
}
RATIOS = {"13": ("core", "threads"), "14": ("separate", "core"), "15": ("keyturn", "simdjson")}
PEERS = {"cpprest": ("cpprest/http_client.h", "libcpprest-dev"), "Poco": ("Poco/Net/OAuth20Credentials.h", "libpoco-dev")}
SWITCHED = {"separate"}


def _command(workshop: Workshop, compiler: str, name: str) -> list[str]:
    source = workshop.folder / f"include-{name}.cpp"
    source.write_text(TEXTS[name])
    return [compiler, *FLAGS, *([SEPARATE] if name in SWITCHED else []), "-fsyntax-only", str(source)]


def cpu_seconds(command: list[str]) -> float:
    """Of the compiler and the processes that it starts."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(" ".join(command))
    return usage.ru_utime + usage.ru_stime


def blocks(command: list[str]) -> int:
    """That the compiler proper runs. g++ starts it, clang++ is it."""
    need("valgrind", "valgrind")
    counted = ["valgrind", "--tool=none", "--stats=yes"]
    if "clang" in command[0]:
        done = run(*counted, *command)
    else:
        done = run(command[0], "-wrapper", ",".join(counted), *command[1:])
    return int(re.search(r"scheduler: ([\d,]+) event checks", done.stderr).group(1).replace(",", ""))


def _names(keys: tuple[str, ...]) -> list[str]:
    """The includes that these rows need."""
    return sorted({name for k in keys for name in RATIOS[k]})


def measure_counts(workshop: Workshop, compiler: str, keys: tuple[str, ...] = tuple(RATIOS)) -> list[Figure]:
    names = _names(keys)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = dict(zip(names, pool.map(lambda name: blocks(_command(workshop, compiler, name)), names)))
    return [Figure(f"{k} count", compiler, counts[RATIOS[k][0]] / counts[RATIOS[k][1]]) for k in keys]


def measure_time(workshop: Workshop, compiler: str, rounds: int) -> list[Figure]:
    names = _names(tuple(RATIOS))
    peers = []
    for peer, (header, package) in PEERS.items():
        try:
            need_header(header, package)
            peers.append(peer)
        except Missing:
            pass
    # Interleaved, so that what else the machine does falls on all alike.
    times: dict[str, list[float]] = {name: [] for name in [*names, *peers]}
    for _ in range(rounds):
        for name, seconds in times.items():
            seconds.append(cpu_seconds(_command(workshop, compiler, name)))
    median = {name: statistics.median(seconds) for name, seconds in times.items()}
    figures = [Figure(k, compiler, median[RATIOS[k][0]] / median[RATIOS[k][1]]) for k in RATIOS]
    return figures + [Figure("13", compiler, median[peer] / median["threads"], peer=peer) for peer in peers]
