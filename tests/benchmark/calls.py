"""What one call costs above the same call with a hard-coded token: instructions, allocations, time."""
import json
import os
import time
from pathlib import Path

from bounds import Figure
from building import Missing, Workshop, instructions_per_call, locked_per_call, need_header, run, say

SIZES = {"1": 40, "1 long": 1200}
PEERS = {
    "cpprest": ("cpprest_call.cpp", "cpprest/http_client.h", "libcpprest-dev", ("-lcpprest", "-lcrypto", "-lssl", "-pthread")),
    "Poco": ("poco_call.cpp", "Poco/Net/OAuth20Credentials.h", "libpoco-dev", ("-lPocoNet", "-lPocoFoundation", "-pthread")),
}

BENCHMARK = ("-lbenchmark", "-pthread")


def measure_counts(workshop: Workshop, compiler: str) -> list[Figure]:
    """Instructions, allocations, and locked instructions above the hard-coded call."""
    program = workshop.build(compiler, "hot_path.cpp", "-pthread")
    figures = [Figure(key, compiler, _above(instructions_per_call, program, size)) for key, size in SIZES.items()]
    figures.append(Figure("2", compiler, _allocations_above(program)))
    figures.append(Figure("2 shared", compiler, _above(locked_per_call, program, 40)))
    return figures


def measure_peers(workshop: Workshop, compiler: str) -> list[Figure]:
    """The same of those libraries that are installed, each against a hard-coded token in that library."""
    figures = []
    for name, (source, header, package, libraries) in PEERS.items():
        try:
            need_header(header, package)
        except Missing:
            continue
        program = workshop.build(compiler, source, *libraries)
        figures += [Figure(key, compiler, _above(instructions_per_call, program, size), peer=name)
                    for key, size in SIZES.items()]
        figures.append(Figure("2", compiler, _allocations_above(program), peer=name))
    return figures


def _above(count, program, size: int) -> float:
    return count(program, "library", size) - count(program, "hard-coded", size)


def _allocations_above(program) -> float:
    return say(program, "library", 40, 1000)["allocations"] - say(program, "hard-coded", 40, 1000)["allocations"]


def _google(workshop: Workshop, compiler: str, source: str, repetitions: int, only: str = "") -> dict[str, dict[str, float]]:
    """What Google Benchmark says of each benchmark; of each time the least disturbed repetition."""
    program = workshop.build(compiler, source, *BENCHMARK)
    out = run(str(program), "--benchmark_format=json", "--benchmark_min_time=0.1", f"--benchmark_repetitions={repetitions}",
              f"--benchmark_filter={only}").stdout
    best: dict[str, dict[str, float]] = {}
    for one in json.loads(out)["benchmarks"]:
        if one["run_type"] == "iteration":
            numbers = {name: one[name] for name in ("real_time", "cpu_time", "allocations") if name in one}
            before = best.setdefault(one["run_name"], numbers)
            best[one["run_name"]] = {name: min(number, before[name]) for name, number in numbers.items()}
    return best


def measure_time(workshop: Workshop, compiler: str, repetitions: int) -> list[Figure]:
    """CPU time of the hot path and of asynchronous waiters."""
    need_header("benchmark/benchmark.h", "libbenchmark-dev")
    path = _google(workshop, compiler, "hot_path_time.cpp", repetitions, only="threads:1$")
    above = path["keyturn/real_time/threads:1"]["cpu_time"] - path["hard-coded/real_time/threads:1"]["cpu_time"]
    wait = _google(workshop, compiler, "waiter_time.cpp", repetitions)
    whole, fresh = wait["wait/stale"], wait["wait/fresh"]
    waiters = 1000  # of one iteration
    # To the half: those of the one refresh, and of lists that grow, are shared by all who wait for it.
    allocations = {name: round(2 * one["allocations"]) / 2 for name, one in (("whole", whole), ("fresh", fresh))}
    return [Figure("1 time", compiler, above),
            Figure("10", compiler, (whole["cpu_time"] - fresh["cpu_time"]) / waiters),
            Figure("10 whole", compiler, whole["cpu_time"] / waiters),
            Figure("10 allocations", compiler, allocations["whole"] - allocations["fresh"]),
            Figure("10 all", compiler, allocations["whole"])]


def measure_threads(workshop: Workshop, compiler: str, repetitions: int) -> list[Figure]:
    """Throughput of two threads over one: needs two cores to itself, for two threads on one core share it in any case."""
    need_header("benchmark/benchmark.h", "libbenchmark-dev")
    workshop.build(compiler, "hot_path_time.cpp", *BENCHMARK)
    if not any(cores_free() > 1.8 for _ in range(20)):
        raise Missing("needs two idle cores, which there were not")
    path = _google(workshop, compiler, "hot_path_time.cpp", repetitions)
    return [Figure("3", compiler,
                   path[f"{side}/real_time/threads:1"]["real_time"] / path[f"{side}/real_time/threads:2"]["real_time"],
                   peer="" if side == "keyturn" else side) for side in ("keyturn", "hard-coded")]


def cores_free(seconds: float = 1.0) -> float:
    """How many cores had nothing to do just now."""
    def idle() -> int:
        return int(Path("/proc/stat").read_text().split("\n", 1)[0].split()[4])
    before = idle()
    time.sleep(seconds)
    return (idle() - before) / os.sysconf("SC_CLK_TCK") / seconds
