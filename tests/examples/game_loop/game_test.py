#!/usr/bin/env python3
"""The game in a real window, on an X server without a screen, against the real auth server.

Usage: game_test.py GAME AUTH-SERVER FOLDER-FOR-SCREENSHOTS [CASE...]
"""

import json
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile
import unittest

GAME, SERVER, PICTURES = sys.argv[1:4]


class Display:
    """An X server of its own, on a number that it finds itself."""

    def __enter__(self):
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
            pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as lines:
            number = lines.readline().strip()
        if not number:
            raise AssertionError("Xvfb did not start")
        # Neither sound nor a graphics card: what it takes to draw is the processor's, which makes it the harder case.
        self.environment = {**os.environ, "DISPLAY": ":" + number, "SDL_VIDEODRIVER": "x11",
                            "SDL_RENDER_DRIVER": "software", "SDL_AUDIODRIVER": "dummy"}
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)


class AuthServer:
    """The real server as a process of its own, which can be stopped and started again at the same place."""

    def __init__(self, folder):
        self.database = os.path.join(folder, "server.db")
        self.listen, self.process = "127.0.0.1:0", None

    def __enter__(self):
        self.start()
        return self

    def start(self):
        self.process = subprocess.Popen(
            [SERVER, "--listen", self.listen, "--database", self.database, "--demo", "--access-ttl", "3"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.url = re.fullmatch(r"listening on (\S+)\n", self.process.stdout.readline())[1]
        self.listen = self.url.removeprefix("http://")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)
        self.process.stdout.close()
        self.process = None

    def __exit__(self, *_):
        if self.process:
            self.stop()


def play(display, *arguments, at_step=None):
    """Runs the game to its end; `at_step` is told the steps of its script. Returns status, steps, report, complaint."""
    with tempfile.TemporaryFile("w+") as complaint:
        game = subprocess.Popen([GAME, *arguments], env=display.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=complaint, text=True)
        try:
            steps, report = [], None
            for line in game.stdout:
                if line.startswith("step "):
                    steps.append(line.split()[1])
                    if at_step:
                        at_step(steps[-1])
                else:
                    report = json.loads(line)
            status = game.wait(timeout=30)
        finally:
            game.kill()
            game.wait()
            game.stdout.close()
        complaint.seek(0)
        return status, steps, report, complaint.read()


def size_of_png(file):
    with open(file, "rb") as picture:
        head = picture.read(24)
    return struct.unpack(">II", head[16:]) if head.startswith(b"\x89PNG") else None


class Window(unittest.TestCase):
    def assert_never_blocked(self, report):
        self.assertTrue(report["blocking_calls_are_seen"], "this system does not count when a thread waits")
        self.assertEqual(report["blocking_calls"], 0, report)
        self.assertLess(report["p99_poll_ms"], 1, report)

    def picture(self, name):
        return os.path.join(PICTURES, name)

    def test_no_frame_waits_through_refreshes_and_an_outage(self):
        with tempfile.TemporaryDirectory() as folder, AuthServer(folder) as server, Display() as display:
            def at_step(step):
                if step == "outage":
                    server.stop()
                if step == "server-back":
                    server.start()

            frames = 1500
            status, steps, report, complaint = play(
                display, "--server", server.url, "--script", "--report", "--frames", str(frames),
                "--screenshot", self.picture("inventory.png"), at_step=at_step)
        print(report, file=sys.stderr)
        self.assertEqual((status, complaint), (0, ""))
        self.assertEqual(steps, ["sign-in", "inventory", "add-item", "refreshes", "outage", "server-back", "logout",
                                 "sign-in-again", "inventory-again"])
        self.assertTrue(report["script_done"], report)
        self.assertEqual(report["frames"], frames)
        self.assertGreaterEqual(report["refreshes"], 4, report)
        self.assertGreaterEqual(report["failed_refreshes"], 1, report)
        self.assertEqual((report["logins"], report["logouts"]), (2, 1), report)
        self.assertGreater(report["answers"], 20, report)
        self.assert_never_blocked(report)
        self.assertEqual(size_of_png(self.picture("inventory.png")), (1280, 720))

    def test_sign_in_panel_comes_first(self):
        with Display() as display:
            status, _, report, complaint = play(display, "--frames", "40", "--report",
                                                "--screenshot", self.picture("sign-in.png"))
        self.assertEqual((status, complaint, report["frames"]), (0, "", 40))
        self.assertEqual((report["logins"], report["answers"]), (0, 0))
        self.assertEqual(size_of_png(self.picture("sign-in.png")), (1280, 720))

    def test_server_inside_the_game(self):
        with Display() as display:
            status, steps, report, complaint = play(display, "--script", "--frames", "240", "--report",
                                                    "--screenshot", self.picture("server-inside.png"))
        self.assertEqual((status, complaint, steps[:3]), (0, "", ["sign-in", "inventory", "add-item"]))
        self.assertEqual(report["logins"], 1, report)
        self.assertGreater(report["answers"], 9, report)  # who it is, eight items, and the satchel with them


class Refusals(unittest.TestCase):
    def run_game(self, *arguments, **environment):
        done = subprocess.run([GAME, *arguments], env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def test_wrong_options(self):
        for arguments, text in [
            (["--frames", "none"], "--frames"),
            (["--server", "example.com"], "is not a URL"),
            (["--screenshot", ""], "--screenshot"),
            (["now"], "'now' is not an option"),
            (["--bogus"], "bogus"),
        ]:
            with self.subTest(arguments=arguments):
                status, output, complaint = self.run_game(*arguments)
                self.assertEqual((status, output), (2, ""))
                self.assertIn(text, complaint)
                self.assertIn("Try --help", complaint)

    def test_help(self):
        status, output, complaint = self.run_game("--help")
        self.assertEqual((status, complaint), (0, ""))
        for option in ["--server URL", "--frames N", "--script", "--screenshot FILE", "--report"]:
            self.assertIn(option, output)

    def test_no_screen(self):
        status, _, complaint = self.run_game(SDL_VIDEODRIVER="x11", DISPLAY=":987654")
        self.assertEqual(status, 1)
        self.assertIn("there is no screen to open a window on", complaint)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
