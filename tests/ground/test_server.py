"""The embedded server as people meet it: a taken port is one sentence, a stop is orderly."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from workbench.server import PortTakenError, refuse_taken_port

ROOT = Path(__file__).resolve().parents[2]
#: An application whose answer takes a while, under the server of the workbench.
SLOW = """
import sys, time
from flask import Flask
from workbench.server import serve

app = Flask("slow")

@app.get("/")
def answer():
    print("asked", flush=True)
    time.sleep(0.6)
    return "whole"

serve(app, "127.0.0.1", int(sys.argv[1]))
"""


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        yield somebody.getsockname()[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def reached(port, tries=200):
    """A connection to the server, as soon as it listens."""
    for _ in range(tries):
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        threading.Event().wait(0.05)
    raise AssertionError("nobody listens")


def test_a_taken_port_is_refused_before_anything_slow_is_begun(taken):
    with pytest.raises(PortTakenError, match=rf"Port {taken} on 127\.0\.0\.1 is taken by another program"):
        refuse_taken_port("127.0.0.1", taken)


def test_a_free_port_is_not_refused():
    refuse_taken_port("127.0.0.1", free_port())


def test_a_taken_port_is_one_clear_sentence_on_the_command_line(taken, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "serve", "--port", str(taken)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "WORKBENCH_INSTANCE": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip() == (
        f"Port {taken} on 127.0.0.1 is taken by another program. Stop it, or choose another port: PORT=8001 make serve"
    )


def test_a_request_under_way_is_answered_when_the_server_is_told_to_stop():
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(port)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            connection = reached(port)
            connection.request("GET", "/")
            assert server.stdout.readline() == "asked\n"
            server.send_signal(signal.SIGTERM)
            assert connection.getresponse().read() == b"whole"
            connection.close()
            assert server.wait(timeout=10) == 0
        finally:
            server.kill()
