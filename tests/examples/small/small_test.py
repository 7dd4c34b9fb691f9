#!/usr/bin/env python3
"""A program of examples/small against the example server: what it prints, to the letter, and what the server has counted.

Usage: small_test.py AUTH-SERVER PROGRAM
"""

import os
import socket
import socketserver
import stat
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "console"))
from programs import AuthServer, Local, dead_port, read_until  # noqa: E402

SERVER, PROGRAM = map(os.path.abspath, sys.argv[1:3])

SMALLEST = """\
GET /notes: 200 {"notes":[]}
logged out
"""

THREADS = """\
8 threads, 8 answers, 1 refresh
logged out
"""

COROUTINES = """\
  logged_in
  refreshed
GET /me: 200 {"username":"ada"}
GET /notes: 200 {"notes":[]}
  logged_out
logged out
"""

CUSTOM_STORAGE = """\
  logged_in
started again, and logged in: yes
GET /notes: 200 {"notes":[]}
  logged_out
logged out
"""

OWN_PROTOCOL = """\
  logged_in
  refreshed
GET /notes: 200 {"notes":[]}
  logged_out
logged out
"""

SHARED_SESSION = """\
the first host has logged in
the second host: 200 {"notes":[]}
renewed 1 time, found in Redis 1 time
the first host: 200 {"notes":[]}
the second host has logged out
the first host: logged_out_elsewhere
"""

WRAPPED_HTTPLIB = """\
  logged_in
GET /me: 200 {"username":"ada"}
  found_newer
GET /notes: 200 {"notes":[]}
  logged_out
logged out
"""

WEBSOCKET = """\
  logged_in
the list: {"notes":[]}
  refreshed
the server has closed the socket: invalid_token
added: {"id":1,"text":"over a WebSocket"}
  logged_out
logged out
"""

APP_TEST = """\
Running 6 test cases...

*** No errors detected
"""


class Refusing(socketserver.ThreadingTCPServer):
    """Passes on what comes to the server; the first connection that begins with `start` is answered with 401 instead."""

    daemon_threads = True

    def __init__(self, port, start):
        super().__init__(("127.0.0.1", 0), Connection)
        self.port, self.start, self.refused = port, start, 0


class Connection(socketserver.BaseRequestHandler):
    def handle(self):
        first = self.request.recv(65536)
        if first.startswith(self.server.start) and self.server.refused == 0:
            self.server.refused += 1
            return self.request.sendall(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.server.port)) as onwards:
            onwards.sendall(first)
            back = threading.Thread(target=self.pass_on, args=(onwards, self.request), daemon=True)
            back.start()
            self.pass_on(self.request, onwards)
            back.join()

    @staticmethod
    def pass_on(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Program(unittest.TestCase):
    """One program, with a directory and a server of its own."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.directory = temporary.name

    def run_it(self, *arguments):
        environment = {**os.environ, "XDG_STATE_HOME": self.directory, "TMPDIR": self.directory}
        return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                              cwd=self.directory, env=environment)

    def check(self, output, *arguments, complaint="", rotations=1, refuse=None):
        """It prints `output`, ends well, and has logged in and out once; through `Refusing` if `refuse` is given."""
        with AuthServer(SERVER, "--demo") as server:
            if refuse:
                with Local(Refusing(server.port, refuse)) as relay:
                    done = self.run_it(relay.url, *arguments)
                    self.assertEqual(relay.server.refused, 1)
            else:
                done = self.run_it(server.url, *arguments)
            metrics = server.ask("GET", "/metrics")[2].decode()
        self.assertEqual((done.stdout, done.stderr, done.returncode), (output, complaint, 0))
        for count in ("logins_total 1", f"rotations_total {rotations}", "reuse_revocations_total 0", "logouts_total 1"):
            self.assertIn(f"keyturn_{count}\n", metrics)

    def check_without_server(self, *arguments):
        done = self.run_it(f"http://127.0.0.1:{dead_port()}", *arguments)
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        self.assertIn("login: not_sent, ", done.stderr)


class Smallest(Program):
    def test(self):
        self.check(SMALLEST, rotations=0)
        self.check(SMALLEST, rotations=0)  # nothing is left of the first run
        self.check_without_server()


class Threads(Program):
    def test(self):
        self.check(THREADS)
        self.check_without_server()


class Coroutines(Program):
    def test(self):
        self.check(COROUTINES)
        self.check_without_server()


class CustomStorage(Program):
    def test(self):
        self.check(CUSTOM_STORAGE, rotations=0)
        file = os.path.join(self.directory, "notes.db")
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        self.check_without_server()
        done = self.run_it("http://127.0.0.1:1", os.path.join(file, "elsewhere"))
        self.assertEqual((done.returncode, done.stderr), (1, f"{file}/elsewhere cannot be opened\n"))


class OwnProtocol(Program):
    def test(self):
        self.check(OWN_PROTOCOL,
                   complaint="login as ada byron: login_refused, the server says invalid_credentials\n")
        self.check_without_server()


class SharedSession(Program):
    def setUp(self):
        super().setUp()
        self.socket = os.path.join(self.directory, "redis")
        redis = subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", self.socket, "--save", ""],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, cwd=self.directory)
        self.addCleanup(redis.stdout.close)
        self.addCleanup(redis.wait)
        self.addCleanup(redis.terminate)
        read_until(redis, "now ready to accept connections")

    def test(self):
        self.check(SHARED_SESSION, self.socket)
        self.check_without_server(self.socket)

    def test_without_redis(self):
        with AuthServer(SERVER, "--demo") as server:
            done = self.run_it(server.url, os.path.join(self.directory, "nothing"))
        # The one that has logged in goes on from memory; the other finds nothing, and says why.
        self.assertEqual((done.returncode, done.stdout), (1, "the first host has logged in\n"))
        self.assertIn(f"the second host: storage_failed, Redis at {self.directory}/nothing: ", done.stderr)


class WrappedHttplib(Program):
    def test(self):
        self.check(WRAPPED_HTTPLIB)
        self.check_without_server()

    def test_a_token_that_is_refused_is_renewed(self):
        self.check(WRAPPED_HTTPLIB.replace("  logged_in\n", "  logged_in\n  refreshed\n"), rotations=2,
                   refuse=b"GET /me")


class Websocket(Program):
    def test(self):
        self.check(WEBSOCKET)
        self.check_without_server()

    def test_a_token_that_is_refused_is_renewed(self):
        self.check(WEBSOCKET.replace("  logged_in\n", "  logged_in\n  refreshed\n"), rotations=2,
                   refuse=b"GET /notes")


class AppTest(unittest.TestCase):
    def test(self):
        done = subprocess.run([PROGRAM, "--color_output=no"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=60)
        self.assertEqual((done.stdout, done.returncode), (APP_TEST, 0))


if __name__ == "__main__":
    name = os.path.basename(PROGRAM).removeprefix("keyturn-").title().replace("-", "")
    unittest.main(argv=[sys.argv[0], name, *sys.argv[3:]])
