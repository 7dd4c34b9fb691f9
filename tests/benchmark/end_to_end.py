"""What a GET through keyturn costs over a hard-coded libcurl loop, against an nginx of its own on loopback."""
import os
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from bounds import Figure
from building import Failed, Missing, Workshop, instructions_per_call, need, run, say

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  default_type application/json;
  server {{ listen 127.0.0.1:{plain}; location / {{ return 200 '{{"note":"as short as answers are"}}'; }} }}
  {tls_server}
}}
"""
TLS_SERVER = """server {{ listen 127.0.0.1:{tls} ssl; ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem; location / {{ return 200 '{{"note":"as short as answers are"}}'; }} }}"""
SIZES = ((40, "40 B"), (1200, "1.2 kB"))


def share_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def give_way() -> None:
    """Puts a client on the server's core, behind it: an answer is then always there when libcurl looks for it, and what
    libcurl does for a call is the same each time."""
    share_core()
    os.nice(19)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Nginx:
    """Runs until the end of the `with` block."""

    def __init__(self, folder: Path) -> None:
        self.program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
        if self.program is None:
            raise Missing("nginx is not installed (nginx-light)")
        self.folder = Path(tempfile.mkdtemp(prefix="nginx-", dir=folder))
        self.plain, self.tls = _free_port(), _free_port()
        self.certificates = str(self.folder / "certificate.pem")

    def __enter__(self) -> "Nginx":
        tls_server = ""
        if shutil.which("openssl"):
            run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(self.folder / "key.pem"),
                "-out", self.certificates)
            tls_server = TLS_SERVER.format(folder=self.folder, tls=self.tls)
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, plain=self.plain, tls_server=tls_server))
        self.process = subprocess.Popen([self.program, "-c", str(configuration), "-e", str(self.folder / "error.log")],
                                        stderr=subprocess.DEVNULL, preexec_fn=share_core)
        for _ in range(100):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.plain)) == 0:
                    return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.__exit__()
        raise Failed(f"nginx does not start: {(self.folder / 'error.log').read_text()}")

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def url(self, scheme: str) -> str:
        return f"{scheme}://127.0.0.1:{self.tls if scheme == 'https' else self.plain}/note"


def measure_allocations(workshop: Workshop, compiler: str) -> list[Figure]:
    program = workshop.build(compiler, "end_to_end.cpp", "-lcurl", "-pthread")
    with Nginx(workshop.folder) as server:
        count = {side: say(program, side, 40, server.url("http"), "-", 1000)["allocations"] for side in ("loop", "answer", "library")}
    return [Figure("12", compiler, count["library"] - count["loop"]),
            Figure("12 answer", compiler, count["library"] - count["answer"])]


def measure_instructions(workshop: Workshop, compiler: str, sizes: tuple[tuple[int, str], ...] = SIZES) -> list[Figure]:
    program = workshop.build(compiler, "end_to_end.cpp", "-lcurl", "-pthread")
    figures = []
    with Nginx(workshop.folder) as server:
        for size, variant in sizes:
            count = {side: instructions_per_call(program, side, size, server.url("http"), "-", calls=500, preexec_fn=give_way)
                     for side in ("loop", "answer", "library")}
            figures += [Figure("11", f"{compiler}, {variant}", count["library"] / count["loop"]),
                        Figure("11 answer", f"{compiler}, {variant}", count["library"] / count["answer"])]
    return figures


def measure_counts(workshop: Workshop, compiler: str) -> list[Figure]:
    return measure_allocations(workshop, compiler) + measure_instructions(workshop, compiler, SIZES[:1])


def measure_tls(workshop: Workshop, compiler: str) -> list[Figure]:
    """Wall time: the sides by turns, medians compared."""
    need("openssl", "openssl")
    program = workshop.build(compiler, "end_to_end.cpp", "-lcurl", "-pthread")
    took: dict[str, list[float]] = {"loop": [], "library": []}
    with Nginx(workshop.folder) as server:
        for _ in range(9):
            for side, all_of_it in took.items():
                all_of_it.append(say(program, side, 40, server.url("https"), server.certificates, 1000)["microseconds"])
    return [Figure("11 TLS", compiler, statistics.median(took["library"]) / statistics.median(took["loop"]))]
