#!/usr/bin/env python3
"""The tour as a program: right against right servers, and not fooled by others.

Usage: tour_test.py CONSOLE AUTH-SERVER [CASE...]
"""

import concurrent.futures
import json
import os
import signal
import sys
import tempfile
import unittest
import xml.etree.ElementTree

from programs import AuthServer, Console, answering, dead_port, read_until, saying

CONSOLE, SERVER = sys.argv[1:3]
SHORT_LIVES = ["--demo", "--access-ttl", "3", "--refresh-ttl", "7", "--allow-faults"]


def tour(*arguments, **more):
    return Console(CONSOLE, "--tour", *arguments, **more)


class Case(unittest.TestCase):
    def assert_right(self, console):
        self.assertEqual((console.status, console.wrong, console.complaint), (0, [], ""), console.output)
        self.assertRegex(console.output, r"\d+ observations, all as promised\.")
        self.assertEqual(console.left_behind, [])

    def assert_refused(self, console, status, *texts):
        self.assertEqual(console.status, status, console.output + console.complaint)
        for text in texts:
            self.assertIn(text, console.complaint)
        self.assertTrue(console.complaint.startswith("keyturn-console: "), console.complaint)
        self.assertEqual(console.left_behind, [])


class BuiltIn(Case):
    def test_all_observations_are_right(self):
        console = tour()
        self.assert_right(console)
        self.assertEqual([line for line in console.output.splitlines() if len(line) > 100], [])
        self.assertNotIn("\x1b", console.output)
        self.assertNotIn("skipped", console.output)

    def test_trace_is_what_viewers_read(self):
        with tempfile.TemporaryDirectory() as directory:
            name = os.path.join(directory, "trace.json")
            self.assert_right(tour("--trace", name))
            with open(name) as file:
                text = file.read()
        for secret in ["lovelace", "kat_", "krt_", "Bearer"]:
            self.assertNotIn(secret, text)
        events = json.loads(text)["traceEvents"]
        self.assert_trace_events(events)
        names = [event["name"] for event in events]
        for name in ["POST /login", "POST /refresh", "GET /me", "lock", "save", "refreshed", "logged_out"]:
            self.assertIn(name, names)
        # Each thread of the storm but the one that renews waits for it; who comes late finds the new token.
        self.assertIn(sum(event["ph"] == "s" for event in events), range(1, 64))
        self.assertEqual(sum(event["ph"] == "M" and event["name"] == "thread_name" for event in events), 65)

    def assert_trace_events(self, events):
        """What the Trace Event Format asks of each event, and that spans of a thread are within one another or apart."""
        required = {"M": {"args"}, "X": {"ts", "dur", "cat"}, "i": {"ts", "s", "cat"}, "s": {"ts", "id", "cat"},
                    "f": {"ts", "id", "cat", "bp"}}
        spans, arrows = {}, {"s": {}, "f": {}}
        for event in events:
            self.assertLessEqual({"name", "pid", "tid"} | required[event["ph"]], event.keys(), event)
            self.assertIsInstance(event["pid"], int)
            self.assertIsInstance(event["tid"], int)
            if event["ph"] == "X":
                self.assertGreaterEqual(event["dur"], 0)
                # In whole nanoseconds, as sums of fractions are not exact.
                begin = round(event["ts"] * 1000)
                spans.setdefault(event["tid"], []).append((begin, begin + round(event["dur"] * 1000)))
            if event["ph"] == "i":
                self.assertIn(event["s"], ["g", "p", "t"])
            if event["ph"] in arrows:
                arrows[event["ph"]][event["id"]] = event
        for lane in spans.values():
            open_until = []
            for begin, end in lane:
                while open_until and open_until[-1] <= begin:
                    open_until.pop()
                self.assertTrue(not open_until or end <= open_until[-1], (begin, end))
                open_until.append(end)
        self.assertEqual(arrows["s"].keys(), arrows["f"].keys())
        for number, start in arrows["s"].items():
            self.assertLessEqual(start["ts"], arrows["f"][number]["ts"])
            for end in (start, arrows["f"][number]):
                moment = round(end["ts"] * 1000)
                self.assertTrue(any(begin <= moment < until for begin, until in spans[end["tid"]]), end)

    def test_sessions_and_picture_go_where_the_options_say(self):
        with tempfile.TemporaryDirectory() as directory:
            sessions = os.path.join(directory, "sessions")
            picture = os.path.join(directory, "timeline.svg")
            console = tour("--session", sessions, "--timeline", picture,
                           then=lambda process: read_until(process, "waiting"))
            self.assertIn("tour.lock", os.listdir(sessions))
            self.assertNotIn("tour.session", os.listdir(sessions))
            drawn = xml.etree.ElementTree.parse(picture).getroot()
        texts = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("64 threads, one expired token, 1 refresh", texts)
        self.assertEqual(sum(text.startswith("thread ") for text in texts), 13)
        self.assertEqual(sum(text.endswith(", renews") for text in texts), 1)
        self.assert_right(console)


class Separate(Case):
    """Against a process of the server's own, under each rule for spent refresh tokens."""

    def test_all_observations_are_right(self):
        def against(rotation):
            with AuthServer(SERVER, *SHORT_LIVES, "--rotation", rotation) as server:
                return tour("--server", server.url + "/")

        with concurrent.futures.ThreadPoolExecutor() as pool:
            rotations = ["idempotent", "window:60", "strict"]
            for rotation, console in zip(rotations, pool.map(against, rotations)):
                self.assert_right(console)
                if rotation == "strict":
                    self.assertIn("skipped: the server takes every spent token for theft", console.output)
                    self.assertIn("1 step was skipped", console.output)
                else:
                    self.assertNotIn("skipped", console.output)

    def test_steps_that_would_take_too_long_are_skipped(self):
        with AuthServer(SERVER, "--demo") as server:
            console = tour("--server", server.url)
        self.assert_right(console)
        self.assertIn("skipped: the server's access tokens live 900 s", console.output)
        self.assertIn("skipped: the server loses no answers; start it with --allow-faults", console.output)
        self.assertIn("5 steps were skipped", console.output)


class Refusals(Case):
    def test_wrong_options_are_named(self):
        for arguments, text in [
            (["--tower"], "--tower"),
            (["--tour", "--sever", "x"], "--sever"),
            (["--tour", "--server"], "--server"),
            (["--tour", "--server", "127.0.0.1:8080"], "--server: '127.0.0.1:8080' is not a URL"),
            (["--tour", "--session", ""], "--session"),
            (["--timeline", "x.svg"], "--timeline: is for --tour"),
            (["--tour", "--timeline", ""], "--timeline"),
            (["--trace", "x.json"], "--trace: is for --tour"),
            (["--tour", "--trace", ""], "--trace"),
            (["--tour", "now"], "'now' is not an option"),
        ]:
            console = Console(CONSOLE, *arguments)
            self.assert_refused(console, 2, text, "Try --help")

    def test_help(self):
        console = Console(CONSOLE, "--help")
        self.assertEqual((console.status, console.complaint), (0, ""))
        for option in ["--tour", "--server URL", "--session DIR", "--timeline FILE", "--trace FILE"]:
            self.assertIn(option, console.output)

    def test_session_directory_that_others_could_change(self):
        with tempfile.TemporaryDirectory() as directory:
            os.chmod(directory, 0o777)
            self.assert_refused(tour("--session", directory), 1, "session directory", directory)

    def test_dead_server(self):
        self.assert_refused(tour("--server", f"http://127.0.0.1:{dead_port()}"), 1, "no answer from", "not_sent")

    def test_server_that_knows_nothing(self):
        with answering(lambda *_: (404, {}, b"not here")) as server:
            self.assert_refused(tour("--server", server.url), 1, "is no server for this tour", "404")

    def test_server_that_answers_everything_with_a_page(self):
        with answering(lambda *_: (200, {"Content-Type": "text/html"}, b"<html>Welcome")) as server:
            self.assert_refused(tour("--server", server.url), 1, "is no server for this tour", "without these counters")

    def test_server_that_speaks_no_http(self):
        with saying(b"220 mail.example.com ESMTP\r\n") as server:
            self.assert_refused(tour("--server", server.url), 1, "no answer from", server.url)

    def test_silent_server(self):
        with saying(b"") as server:
            self.assert_refused(tour("--server", server.url), 1, "no answer from", "timed_out")

    def test_server_without_the_user(self):
        with AuthServer(SERVER) as server:
            self.assert_refused(tour("--server", server.url), 1, "no way on without a login", "--demo")


class Trouble(Case):
    def test_server_that_dies_on_the_way(self):
        with AuthServer(SERVER, *SHORT_LIVES) as server:
            def stop(process):
                lines = read_until(process, "waiting")
                server.process.send_signal(signal.SIGTERM)
                return lines

            console = tour("--server", server.url, then=stop)
        self.assert_refused(console, 1, "no answer from", "not_sent")

    def test_interruption_leaves_nothing_behind(self):
        for number in [signal.SIGINT, signal.SIGTERM]:
            def interrupt(process, number=number):
                lines = read_until(process, "waiting")
                process.send_signal(number)
                return lines

            self.assert_refused(tour(then=interrupt), 130, "interrupted")

    def test_output_that_nobody_reads(self):
        def close(process):
            with open(os.devnull) as nothing:
                os.dup2(nothing.fileno(), process.stdout.fileno())
            return ""

        self.assert_refused(tour(then=close), 1, "output")


class Lies(Case):
    """Between console and server stands a proxy that breaks one promise: the tour says which."""

    def fooled_by(self, lie):
        with AuthServer(SERVER, *SHORT_LIVES) as server:
            with answering(lambda *request: lie(server, *request)) as proxy:
                return tour("--server", proxy.url)

    def assert_found(self, console, *texts):
        self.assertEqual(console.status, 1, console.output + console.complaint)
        for text in texts:
            self.assertTrue([line for line in console.wrong if text in line], f"{text}: {console.output}")
        self.assertIn("not as promised", console.output)

    def test_lies_are_found(self):
        lies = {
            two_refreshes: ["answered POST /refresh with 200: 2 times; promised: once"],
            dead_tokens_live_on: ["GET /me: 200; promised: session_ended (401)",
                                  "GET /me with the access token: 200; promised: 401"],
            other_bytes: ["notes with exactly these 2000 bytes: 0; promised: 1"],
            every_post_twice: ["answered POST /notes with 201: 2 times; promised: once",
                               "notes with exactly these 2000 bytes: 2; promised: 1"],
            no_revocation: ["GET /me with the access token: 200; promised: 401",
                            "POST /refresh with the refresh token: 200 ; promised: 401 refresh_token_revoked",
                            "answered POST /logout with 204: never; promised: once"],
            somebody_else: ["promised: never (does somebody else use it?)"],
        }
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for console, texts in zip(pool.map(self.fooled_by, lies), lies.values()):
                self.assert_found(console, *texts)

    def test_two_tours_at_once_are_noticed(self):
        with AuthServer(SERVER, *SHORT_LIVES) as server, concurrent.futures.ThreadPoolExecutor() as pool:
            for console in pool.map(lambda _: tour("--server", server.url), range(2)):
                self.assertEqual(console.status, 1, console.output)
                self.assertTrue(console.wrong)


def two_refreshes(server, method, path, headers, body):
    if path == "/refresh":
        server.ask(method, path, body, headers)
    return server.ask(method, path, body, headers)


def dead_tokens_live_on(server, method, path, headers, body):
    answer = server.ask(method, path, body, headers)
    return (200, {}, b'{"username":"ada"}') if path == "/me" and answer[0] == 401 else answer


def other_bytes(server, method, path, headers, body):
    if (method, path) == ("POST", "/notes"):
        body = body.replace(b"quotes", b"Quotes")
    return server.ask(method, path, body, headers)


def every_post_twice(server, method, path, headers, body):
    if (method, path) == ("POST", "/notes"):
        server.ask(method, path, body, headers)
    return server.ask(method, path, body, headers)


def no_revocation(server, method, path, headers, body):
    return (204, {}, b"") if path == "/logout" else server.ask(method, path, body, headers)


def somebody_else(server, method, path, headers, body):
    if path == "/me":
        server.ask("GET", "/health")
    return server.ask(method, path, body, headers)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
