"""Runs the console and the servers that its tests need: the real one, a proxy that lies, and ones that are none."""

import http.client
import http.server
import os
import re
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading


class Console:
    """One run of the console, to its end, with a folder for temporary files of its own."""

    def __init__(self, program, *arguments, then=None, patience=120, stdin=subprocess.DEVNULL):
        with tempfile.TemporaryDirectory() as temporary:
            process = subprocess.Popen([program, *arguments], stdin=stdin, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": temporary})
            try:
                self.output = then(process) if then else ""
                rest, self.complaint = process.communicate(timeout=patience)
            except BaseException:
                process.kill()
                process.communicate()
                raise
            self.output += rest
            self.status = process.returncode
            self.left_behind = os.listdir(temporary)
        self.wrong = [line.strip() for line in self.output.splitlines() if line.strip().startswith("WRONG")]


def read_until(process, text):
    """Lines of the process's output up to the one that holds the text."""
    lines = ""
    for line in process.stdout:
        lines += line
        if text in line:
            return lines
    return lines


class AuthServer:
    """The real server as a process of its own, on a free port; `with` stops it and checks that it ended well."""

    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([program, "--listen", "127.0.0.1:0", *arguments], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:(\d+))\n", line)
        if not found:
            self.process.kill()
            raise AssertionError(f"the server said {line!r}")
        self.url, self.port = found[1], int(found[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=20)
        self.process.stdout.close()
        assert status == 0, f"the server ended with status {status}"

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


class Local:
    """A server on a free port of this machine that `with` starts and ends."""

    def __init__(self, server):
        self.server = server
        self.url = f"http://127.0.0.1:{server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class HttpServer(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


def answering(answer):
    """An HTTP server; `answer(method, path, headers, body)` gives status, headers and body."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, answered = answer(self.command, self.path, dict(self.headers.items()), body)
            self.send_response_only(status)
            for name, value in headers.items():
                if name.lower() not in ("content-length", "connection"):
                    self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(answered)))
            self.end_headers()
            self.wfile.write(answered)

        do_GET = do_POST = respond

        def log_message(self, *_):
            pass

    return Local(HttpServer(("127.0.0.1", 0), Handler))


def saying(greeting):
    """A server that is no HTTP server: says something, and then nothing any more."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.sendall(greeting)
            while self.request.recv(4096):
                pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    return Local(Server(("127.0.0.1", 0), Handler))


def dead_port():
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
