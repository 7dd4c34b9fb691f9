#!/usr/bin/env python3
"""The embedded example as a program, against the example server.

Usage: embedded_test.py KEYTURN-EMBEDDED AUTH-SERVER
"""

import os
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "console"))
from programs import AuthServer, dead_port  # noqa: E402

PROGRAM, SERVER = sys.argv[1:3]

WHOLE_LIFE = """\
boot
  event: logged_in
login: done
GET /me: 200, 18 bytes, generation 1
  event: logged_in
adopt a session whose access token is dead: done
  event: refreshed
  event: replayed
GET /notes: 200, 12 bytes, generation 2
boot again
GET /me: 200, 18 bytes, generation 2
  event: logged_out
  logout callback: requested
logout: done
call after logout: not_logged_in
"""


class Program(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.flash = os.path.join(self.directory.name, "flash")

    def run_it(self, *arguments):
        done = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def test_the_whole_life_of_a_session_with_one_refresh(self):
        with AuthServer(SERVER, "--demo") as server:
            self.assertEqual(self.run_it(server.url, self.flash), (0, WHOLE_LIFE))
            metrics = server.ask("GET", "/metrics")[2].decode()
            self.assertIn("keyturn_rotations_total 1\n", metrics, metrics)
            # the flash is empty again, and the next run begins anew
            self.assertEqual(self.run_it(server.url, self.flash), (0, WHOLE_LIFE))
        self.assertEqual(stat.S_IMODE(os.stat(self.flash).st_mode), 0o600)

    def test_a_flash_full_of_something_else_is_begun_anew(self):
        with open(self.flash, "wb") as file:
            file.write(b"x" * (16 << 10))
        with AuthServer(SERVER, "--demo") as server:
            self.assertEqual(self.run_it(server.url, self.flash), (0, WHOLE_LIFE))

    def test_a_server_that_is_not_there_is_said(self):
        status, output = self.run_it(f"http://127.0.0.1:{dead_port()}", self.flash)
        self.assertEqual((status, output), (1, "boot\nlogin: not_sent the server takes no connection\n"))

    def test_plain_http_to_elsewhere_gets_no_password(self):
        status, output = self.run_it("http://192.0.2.1", self.flash)
        self.assertEqual(status, 1)
        self.assertIn("login: insecure_url", output)

    def test_usage(self):
        self.assertEqual(self.run_it("--help")[0], 0)
        self.assertEqual(self.run_it()[0], 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
