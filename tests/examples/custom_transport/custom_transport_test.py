#!/usr/bin/env python3
"""The example of a transport of one's own as a program, against the example server.

Usage: custom_transport_test.py KEYTURN-CUSTOM-TRANSPORT AUTH-SERVER
"""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "console"))
from programs import AuthServer, dead_port  # noqa: E402

PROGRAM, SERVER = sys.argv[1:3]


def run_it(*arguments):
    done = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout


class Program(unittest.TestCase):
    def test_login_calls_refresh_and_logout(self):
        with AuthServer(SERVER, "--demo") as server:
            status, output = run_it(server.url)
            self.assertEqual(status, 0, output)
            for text in ("POST /notes: 201\n", "GET /notes: 200 ", "by way of cpp-httplib", "logged out\n"):
                self.assertIn(text, output)
            metrics = server.ask("GET", "/metrics")[2].decode()
            for count in ("keyturn_logins_total 1\n", "keyturn_rotations_total 1\n", "keyturn_logouts_total 1\n"):
                self.assertIn(count, metrics)

    def test_a_server_that_is_not_there_is_said(self):
        status, output = run_it(f"http://127.0.0.1:{dead_port()}")
        self.assertEqual(status, 1)
        self.assertIn("login: not_sent", output)

    def test_usage(self):
        self.assertEqual(run_it("--help")[0], 0)
        self.assertEqual(run_it()[0], 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
