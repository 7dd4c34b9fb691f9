"""What one call costs above the same call with a hard-coded token: instructions, allocations, time."""
from bounds import Figure
from building import Missing, Workshop, instructions_per_call, locked_per_call, need_header, say

SIZES = {"1": 40, "1 long": 1200}
PEERS = {
    "cpprest": ("cpprest_call.cpp", "cpprest/http_client.h", "libcpprest-dev", ("-lcpprest", "-lcrypto", "-lssl", "-pthread")),
    "Poco": ("poco_call.cpp", "Poco/Net/OAuth20Credentials.h", "libpoco-dev", ("-lPocoNet", "-lPocoFoundation", "-pthread")),
}


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
