"""What becomes of many calls at once: counts that hold at any speed, and a few times."""
from bounds import Figure
from building import Failed, Workshop, say

THREADS = (64, 256, 1000)
ASYNCHRONOUS = 10_000
SPREADS = {200: "200 ms", 1000: "1 s", 2000: "2 s"}


def _program(workshop: Workshop, compiler: str):
    return workshop.build(compiler, "storm.cpp", "-pthread")


def _answered(storm: dict[str, float]) -> dict[str, float]:
    if storm["failed"] or storm.get("unauthorized"):
        raise Failed(f"calls without an answer in a storm: {storm}")
    return storm


def measure_counts(workshop: Workshop, compiler: str, spreads: tuple[int, ...] = (200,)) -> list[Figure]:
    storm, async_storm = _program(workshop, compiler), workshop.build(compiler, "async_storm.cpp", "-pthread")
    figures = [Figure("4", f"{n} threads", _answered(say(storm, "expired", n))["refreshes"]) for n in THREADS]
    figures.append(Figure("4", f"{ASYNCHRONOUS} asynchronous", _answered(say(async_storm, "expired", ASYNCHRONOUS))["refreshes"]))
    figures += [Figure("5", SPREADS[s], _answered(say(storm, "revoked", 256, s))["refreshes"]) for s in spreads]
    figures.append(Figure("6", "1000 threads", say(storm, "failing", 1000)["refreshes"]))
    figures.append(Figure("6", f"{ASYNCHRONOUS} asynchronous", say(async_storm, "failing", ASYNCHRONOUS)["refreshes"]))
    figures.append(Figure("7", "64 threads", _answered(say(storm, "early", 64))["held_up"]))
    figures.append(Figure("7 async", f"{ASYNCHRONOUS} calls", _answered(say(async_storm, "early", ASYNCHRONOUS))["held_up"]))
    mixed = say(storm, "mixed", 64, 100)
    figures.append(Figure("8", "of 6400", mixed["failed"] + mixed["unauthorized"]))
    return figures


def measure_times(workshop: Workshop, compiler: str) -> list[Figure]:
    """The best of a few: what else the machine does only adds."""
    storm = _program(workshop, compiler)
    return [Figure("6 time", "", min(say(storm, "failing", 1000)["milliseconds"] for _ in range(5)) / 50),
            Figure("9", "64 threads", min(say(storm, "deadline", 64)["late"] for _ in range(5)))]


def grow(workshop: Workshop, compiler: str, most_threads: int) -> list[dict]:
    """Storms of growing size with an expired token, threads and asynchronous calls: refreshes, milliseconds, megabytes.
    The best of three by time."""
    programs = {"threads": _program(workshop, compiler), "asynchronous": workshop.build(compiler, "async_storm.cpp", "-pthread")}
    points = []
    for n in (1, 10, 100, 1000, 10_000):
        for kind, program in programs.items():
            if kind == "asynchronous" or n <= most_threads:
                tries = [say(program, "expired", n) for _ in range(3)]
                points.append({"kind": kind, "callers": n, **min(tries, key=lambda one: one["milliseconds"])})
    return points


def sessions(workshop: Workshop, compiler: str) -> list[dict]:
    """Many sessions in one process: what one keeps of memory, and what a call takes when all are called by turns."""
    scale = workshop.build(compiler, "scale.cpp", "-pthread")
    return [{"sessions": n, **say(scale, n, 100_000)} for n in (1, 10, 100, 1000)]
