"""What is measured, and the bounds: one table for what `run` prints and for what `guard.py` refuses."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    key: str
    what: str
    must: float | None  # at most; with `at_least`, at least
    goal: float | None
    unit: str = ""
    baseline: str = ""  # what others were measured at, on another day; a peer in the same run stands beside it
    at_least: bool = False
    # Where the bound is missed yet, by compiler: the tests hold what was reached, so that it never gets worse.
    reached: dict[str, float] | None = None

    def holds(self, value: float, bound: float | None) -> bool:
        return bound is None or (value >= bound if self.at_least else value <= bound)

    def bound(self, value: float | None) -> str:
        if value is None:
            return "–"
        return f"{'≥' if self.at_least else '≤'} {value:g}{self.unit}" if value else "0"


ROWS = [
    Row("1", "instructions per call above a hard-coded header, in memory, token of 40 bytes", 300, 120,
        baseline="Azure 572, google 719, cpprest 297"),
    Row("1 long", "the same, token of 1.2 kB, whose bytes are copied and wiped", None, None, baseline="Azure 626, google 1148, cpprest 648"),
    Row("1 time", "time per call above hard-coded, CPU time", None, None, " ns", "Azure 137, google 191, Poco 50"),
    Row("2", "allocations per call above hard-coded", 0, 0, baseline="Azure, google, cpprest, Poco 1"),
    Row("2 shared", "locked instructions per call above hard-coded", 0, 0, baseline="2"),
    Row("3", "throughput of two threads over one", 1.7, 1.9, "×", "Azure 1.0, google 0.9–1.2", at_least=True),
    Row("4", "refreshes per expiry", 1, 1, baseline="1"),
    Row("5", "refreshes per revocation, the 401s spread over a while", 1, 1, baseline="Azure 4, 20, 37"),
    Row("6", "attempts when a refresh fails", 1, 1, baseline="Azure, google N"),
    Row("6 time", "time until 1000 threads know of the failure, over one refresh", 3, 1.6, "×", "Azure 1010"),
    Row("7", "calls held up while the old token is still valid", 1, 1, baseline="all"),
    Row("7 async", "the same, asynchronous", 0, 0, baseline="all"),
    Row("8", "calls lost in a mixed 200/401 storm after one replay", 0, 0, baseline="Azure 1–3 of 6400"),
    Row("9", "how far past its deadline a waiter returns", 20, 5, " ms", "Azure: not kept"),
    Row("10", "one more asynchronous waiter: a call that joins a refresh, above one that finds a fresh token, CPU time", 100, 50,
        " ns", "coroutine 92"),
    Row("10 whole", "all of that call, from its beginning to its completion, CPU time", None, None, " ns"),
    Row("10 allocations", "allocations of one more asynchronous waiter, above a call that finds a fresh token", None, 0,
        baseline="coroutine 1"),
    Row("10 all", "allocations of all of that call", None, None),
    Row("11", "libcurl keep-alive GET through keyturn over a hard-coded loop, instructions", 1.01, 1.005, "×",
        "handle reset 1.05, lost connection 1.8"),
    Row("11 answer", "the same, over a hard-coded loop that hands over status, headers and body as well", None, None, "×"),
    Row("11 TLS", "the same with TLS, wall time", None, None, "×", "lost connection 40–58"),
    Row("12", "allocations of a GET above the hard-coded loop", 2, 0),
    Row("12 answer", "the same, above one that hands over status, headers and body as well", None, None),
    Row("13", "#include <keyturn/core.hpp> over <mutex> + <condition_variable>, CPU time", 1.6, 1.3, "×",
        "Azure 2.0, cpprest 6.9"),
    Row("13 count", "the same, blocks of instructions that the compiler runs", 1.6, 1.3, "×"),
    Row("14", "#include <keyturn/keyturn.hpp>, bodies compiled elsewhere, over core.hpp, CPU time", 1.15, 1.05, "×"),
    Row("14 count", "the same, blocks of instructions that the compiler runs", 1.15, 1.05, "×"),
    Row("15", "#include <keyturn/keyturn.hpp>, header-only, over <simdjson.h>, CPU time", 1.4, 1.2, "×"),
    Row("15 count", "the same, blocks of instructions that the compiler runs", 1.4, 1.2, "×"),
    Row("16", "text added to a -Os libcurl program, without the JSON library", 40, 20, " kB", "Azure 121, google 72",
        reached={"g++": 143, "clang++": 178}),
    Row("17", "core, driver, protocol on Cortex-M4, text + data", 24, 12, " kB", "nlohmann's parser 57", reached={"": 41.7}),
    Row("18", "client object on Cortex-M4, beyond options, protocol, tokens", 512, 256, " B"),
    Row("19", "fsyncs of a refresh on FileStorage", 4, 3),
    Row("19 unchanged", "fsyncs when nothing has changed", None, 0),
]
BY_KEY = {row.key: row for row in ROWS}


@dataclass(frozen=True)
class Figure:
    """One measured number: of a row, in a variant such as a compiler or a number of threads."""
    key: str
    variant: str
    value: float
    peer: str = ""  # whose it is, if not keyturn's; such figures are shown and not judged

    @property
    def row(self) -> Row:
        return BY_KEY[self.key]

    def text(self) -> str:
        number = f"{self.value:.0f}" if abs(self.value) >= 100 else f"{self.value:.{4 if self.row.unit == '×' else 3}g}"
        return " ".join(part for part in (self.peer, self.variant, number + self.row.unit) if part)

    def holds(self) -> bool:
        return bool(self.peer) or self.row.holds(self.value, self.row.must)

    def slips_back(self) -> bool:
        return not self.peer and not self.row.holds(self.value, self.limit())

    def limit(self) -> float | None:
        """What the tests hold."""
        return (self.row.reached or {}).get(self.variant.rsplit("/")[-1], self.row.must)
