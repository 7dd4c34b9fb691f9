#!/usr/bin/env python3
"""The console's commands, by pipe and at a terminal.

Usage: commands_test.py CONSOLE AUTH-SERVER [CASE...]
"""

import fcntl
import os
import pathlib
import pty
import re
import select
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest

from programs import AuthServer, Console, answering, dead_port

CONSOLE, SERVER = sys.argv[1:3]
LOGIN = "login ada\nlovelace\n"


def by_pipe(commands, *arguments):
    with tempfile.TemporaryFile("w+") as script:
        script.write(commands)
        script.seek(0)
        return Console(CONSOLE, *arguments, stdin=script)


class Case(unittest.TestCase):
    def assert_done(self, console, status, *texts):
        self.assertEqual((console.status, console.complaint), (status, ""), console.output)
        self.assertEqual(console.left_behind, [])
        self.assertNotIn("lovelace\n", console.output.replace("the password lovelace", ""))
        self.assertNotIn("\x1b", console.output)
        for text in texts:
            self.assertIn(text, console.output)


class Pipe(Case):
    def test_all_commands(self):
        console = by_pipe("# a comment\n\n" + LOGIN + "me\npost notes buy milk\nget notes\nrefresh\nstatus\n"
                          "help\nlogout\ntrace\nquit\nbogus\n")
        self.assert_done(console, 0, "login of ada: success", "GET /me: 200", '"username": "ada"', "POST /notes: 201",
                         '"text": "buy milk"', "refresh: success", "logged in, session 1, generation 2", "s left",
                         "storm N", "logout: success", "POST /refresh", "logged_out", "requested")
        self.assertNotIn("keyturn> ", console.output)

    def test_storm_brings_one_refresh(self):
        self.assert_done(by_pipe(LOGIN + "storm 64\nstorm 1\n"), 0, "answers: 64 times 200", "answers: 1 time 200",
                         "the server counted: 1 refresh\n")

    def test_failed_commands_show_in_the_status(self):
        for commands, text in [
            ("bogus\n", "'bogus' is no command; help lists them"),
            ("x" * 100_000 + "\n", "more bytes)' is no command"),
            ("me\n", "not_logged_in"),
            ("refresh\n", "not_logged_in"),
            ("storm 4\n", "not_logged_in"),
            ("logout\n", "nobody is logged in"),
            ("login ada\nwrong\n", "login_refused (401): wrong name or password"),
            ("login ada lovelace\n", "login takes a name alone"),
            ("login ada\n\n", "no password was given"),
            ("storm 0\n", "storm needs a number"),
            ("storm 1000\n", "storm needs a number"),
            ("storm 4x\n", "storm needs a number"),
            ("get\n", "get needs a path"),
            ("post /notes\n", "post needs a path and a text"),
            ("me too\n", "me takes nothing behind it"),
            (LOGIN + "get /nowhere\n", "GET /nowhere: 404"),
            (LOGIN + "get https://example.com/\n", "origin_not_allowed"),
        ]:
            with self.subTest(commands=commands[:40]):
                self.assert_done(by_pipe(commands + "help\n"), 1, text, "this list")

    def test_end_of_a_session_is_told(self):
        with AuthServer(SERVER, "--demo", "--access-ttl", "1", "--refresh-ttl", "2") as server:
            def wait_and_ask(process):
                process.stdin.write(LOGIN)
                process.stdin.flush()
                time.sleep(3)
                process.stdin.write("me\nstatus\n")
                process.stdin.close()
                process.stdin = None
                return ""

            console = Console(CONSOLE, "--server", server.url, stdin=subprocess.PIPE, then=wait_and_ask)
        self.assert_done(console, 1, "session_ended", "The session has ended: refresh_token_expired.",
                         "Log in again: login [name]", "nobody is logged in", "refresh_token_expired\n")

    def test_session_goes_on_in_its_directory(self):
        with tempfile.TemporaryDirectory() as directory, AuthServer(SERVER, "--demo") as server:
            arguments = ["--server", server.url, "--session", os.path.join(directory, "sessions")]
            self.assert_done(by_pipe(LOGIN, *arguments), 0)
            self.assert_done(by_pipe("me\n", *arguments), 0, "A session is there from last time", "GET /me: 200")

    def test_tokens_are_not_printed(self):
        with tempfile.TemporaryDirectory() as directory:
            sessions = os.path.join(directory, "sessions")
            with AuthServer(SERVER, "--demo") as server:
                console = by_pipe(LOGIN + "me\nrefresh\nstatus\nstorm 8\nget /nowhere\ntrace\n", "--server", server.url,
                                  "--session", sessions)
            record = b"".join(file.read_bytes() for file in pathlib.Path(sessions).iterdir())
        tokens = re.findall(rb"k[ar]t_[\w-]{40,}", record)
        self.assertEqual(len(tokens), 2, record)
        for token in tokens:
            self.assertNotIn(token.decode(), console.output + console.complaint)


class Servers(Case):
    def test_dead_server(self):
        self.assert_done(by_pipe(LOGIN, "--server", f"http://127.0.0.1:{dead_port()}"), 1, "not_sent",
                         "is the server running")

    def test_server_of_another_kind(self):
        with answering(lambda *_: (404, {}, b"not here")) as server:
            self.assert_done(by_pipe(LOGIN, "--server", server.url), 1, "login_refused (404)", "this dialect")

    def test_server_without_counters(self):
        with AuthServer(SERVER, "--demo") as real:
            def without_counters(method, path, headers, body):
                return (404, {}, b"") if path == "/metrics" else real.ask(method, path, body, headers)

            with answering(without_counters) as server:
                self.assert_done(by_pipe(LOGIN + "storm 8\n", "--server", server.url), 0, "answers: 8 times 200",
                                 "counted here, for the server shows no /metrics: 1 refresh")

    def test_answers_cannot_command_the_terminal(self):
        with AuthServer(SERVER, "--demo") as real:
            def colourful(method, path, headers, body):
                answer = real.ask(method, path, body, headers)
                return (200, {}, b"\x1b[2Jgone") if path == "/me" else answer

            with answering(colourful) as server:
                self.assert_done(by_pipe(LOGIN + "me\n", "--server", server.url), 0, "?[2Jgone")


class Terminal(unittest.TestCase):
    def setUp(self):
        self.start()

    def start(self, *arguments):
        self.temporary = tempfile.TemporaryDirectory()
        self.unread = self.shown = ""
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [CONSOLE, *arguments], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={**os.environ, "TMPDIR": self.temporary.name, "TERM": "xterm"})
        os.close(slave)
        self.wait_for("keyturn> ")

    def tearDown(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        self.temporary.cleanup()

    def wait_for(self, text):
        """What appears up to the text, without colours; what comes behind it is kept for the next time."""
        end = time.monotonic() + 30
        while text not in self.shown:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            self.assertTrue(ready, f"{text!r} did not come: {self.shown!r}")
            self.unread += os.read(self.master, 4096).decode(errors="replace")
            self.shown = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", self.unread)
        before, _, self.unread = self.shown.partition(text)
        self.shown = self.unread
        return before + text

    def type(self, text):
        os.write(self.master, text.encode())

    def ends(self, status):
        self.assertEqual(self.process.wait(timeout=20), status)
        self.assertEqual(os.listdir(self.temporary.name), [])

    def log_in(self):
        self.type("login ada\n")
        self.wait_for("password of ada: ")
        self.type("lovelace\n")
        self.assertNotIn("lovelace", self.wait_for("login of ada: success"))
        self.wait_for("keyturn> ")

    def test_password_is_neither_shown_nor_remembered(self):
        self.log_in()
        self.type("login eve secret\n")
        self.wait_for("login takes a name alone")
        self.wait_for("keyturn> ")
        self.type("\x10\n")  # one back in the history
        self.assertNotIn("secret", self.wait_for("password of ada: "))
        self.type("\x04")
        self.wait_for("no password was given")
        self.wait_for("keyturn> ")
        self.type("\x04")
        self.ends(0)

    def test_the_end_of_a_session_asks_for_a_login(self):
        self.tearDown()
        with AuthServer(SERVER, "--demo") as real:
            refusing = threading.Event()

            def refusing_server(method, path, headers, body):
                if refusing.is_set() and path in ("/me", "/refresh"):
                    return 401, {}, b'{"error":"invalid_refresh_token"}'
                return real.ask(method, path, body, headers)

            with answering(refusing_server) as server:
                self.start("--server", server.url)
                for key in ("\x03", "\x04"):
                    self.type("login\n")
                    self.wait_for("user name: ")
                    self.type(key)
                    self.wait_for("no login without a name")
                    self.wait_for("keyturn> ")
                self.log_in()
                refusing.set()
                self.type("me\n")
                self.wait_for("The session has ended: refresh_token_refused.")
                self.wait_for("password of ada: ")
                refusing.clear()
                self.type("lovelace\n")
                self.wait_for("login of ada: success")
                self.wait_for("keyturn> ")
                self.type("me\n")
                self.wait_for("GET /me: 200")
                self.wait_for("keyturn> ")
                self.type("\x04")
                self.ends(0)

    def test_interrupts_leave_the_console_there(self):
        self.type("half a comm\x03")
        self.wait_for("keyturn> ")
        self.type("login ada\n")
        self.wait_for("password of ada: ")
        self.type("love\x03")
        self.wait_for("no password was given")
        self.wait_for("keyturn> ")
        self.log_in()
        self.type("quit\n")
        self.ends(0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
