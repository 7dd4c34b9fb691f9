"""What keyturn takes: text of a libcurl program, flash and RAM of a Cortex-M4."""
from pathlib import Path

from bounds import Figure
from building import FLAGS, PROGRAMS, Missing, Workshop, need, need_header, run

SMALL = ["-Os", "-DNDEBUG", "-ffunction-sections", "-fdata-sections"]
CORTEX = ["-mcpu=cortex-m4", "-mthumb", "-fno-exceptions", "-fno-rtti", "-Wno-psabi"]
# --specs=nano.specs is Newlib for small memories; the -u is for what nosys does not have.
CORTEX_LINK = ["--specs=nano.specs", "--specs=nosys.specs", "-Wl,--gc-sections"]
PEERS = {
    "cpprest": ("cpprest_client.cpp", "cpprest/http_client.h", "libcpprest-dev", ["-lcpprest", "-lcrypto", "-lssl", "-pthread"]),
    "Poco": ("poco_client.cpp", "Poco/Net/OAuth20Credentials.h", "libpoco-dev",
             ["-lPocoNetSSL", "-lPocoNet", "-lPocoFoundation", "-pthread"]),
}


def _text_and_data(prefix: str, program: Path) -> tuple[int, int]:
    text, data = run(f"{prefix}size", str(program)).stdout.splitlines()[1].split()[:2]
    return int(text), int(data)


def _hosted(workshop: Workshop, compiler: str, source: str, libraries: list[str]) -> int:
    program = workshop.folder / f"small-{Path(compiler).name}-{source}.out"
    run(compiler, *FLAGS, *SMALL, str(PROGRAMS / source), *libraries, "-Wl,--gc-sections", "-s", "-o", str(program))
    return _text_and_data("", program)[0]


def measure_text(workshop: Workshop, compiler: str, peers: bool = False) -> list[Figure]:
    """Text added to a libcurl program, in kB of 1000 bytes."""
    base = _hosted(workshop, compiler, "curl_hard_coded.cpp", ["-lcurl"])
    figures = [Figure("16", compiler, (_hosted(workshop, compiler, "curl_keyturn.cpp", ["-lcurl", "-pthread"]) - base) / 1000)]
    for name, (source, header, package, libraries) in PEERS.items() if peers else ():
        try:
            need_header(header, package)
            figures.append(Figure("16", compiler, (_hosted(workshop, compiler, source, libraries) - base) / 1000, peer=name))
        except Missing:
            pass
    return figures


def measure_cortex(workshop: Workshop) -> list[Figure]:
    compiler = need("arm-none-eabi-g++", "gcc-arm-none-eabi, libstdc++-arm-none-eabi-newlib")
    sizes = {}
    for name in ("firmware_base", "firmware_keyturn"):
        program = workshop.folder / f"{name}.elf"
        run(compiler, *FLAGS, *SMALL, *CORTEX, str(PROGRAMS / f"{name}.cpp"), *CORTEX_LINK, "-o", str(program))
        sizes[name] = sum(_text_and_data("arm-none-eabi-", program))
    return [Figure("17", "", (sizes["firmware_keyturn"] - sizes["firmware_base"]) / 1000),
            Figure("18", "", _client_object(workshop, compiler))]


def _client_object(workshop: Workshop, compiler: str) -> int:
    """Bytes of the client itself, without those of the values that the host and the server put into it."""
    object_file = workshop.folder / "sizes.o"
    run(compiler, *FLAGS, *SMALL, *CORTEX, "-DSIZES_ALONE", "-c", str(PROGRAMS / "firmware_keyturn.cpp"), "-o", str(object_file))
    symbols = run("arm-none-eabi-nm", "-S", str(object_file)).stdout
    size = {line.split()[3]: int(line.split()[1], 16) for line in symbols.splitlines() if " size_of_" in line}
    return size["size_of_client"] - size["size_of_options"] - size["size_of_protocol"] - size["size_of_tokens"]
