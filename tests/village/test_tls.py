"""The server's own https: large words both ways, and nobody who holds up the others."""

import contextlib
import http.client
import socket
import ssl
import subprocess
import sys

import pytest

from tests.ground.test_server import ROOT, free_port, reached
from tests.support.certificates import make_certificate
from workbench.tls import CertificateError, context_of

#: Answers what it was sent, twice.
ECHO = """
import pathlib, sys
from flask import Flask, request
from workbench.server import serve
from workbench.tls import context_of

app = Flask("echo")

@app.post("/")
def answer():
    return 2 * request.get_data()

@app.get("/")
def scheme():
    return request.url

serve(app, "127.0.0.1", int(sys.argv[1]), tls=context_of(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])))
"""
LARGE = bytes(range(256)) * 12_000


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def port(certificate):
    port = free_port()
    command = [sys.executable, "-c", ECHO, str(port), *map(str, certificate)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        reached(port).close()
        yield port
        server.terminate()
        said = server.communicate()[1]
    assert server.returncode == 0
    assert said == "", "nothing a visitor does is worth a traceback"


@pytest.fixture
def connection(port, certificate):
    context = ssl.create_default_context(cafile=certificate[0])
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context)
    yield connection
    connection.close()


def test_words_of_megabytes_go_both_ways_and_the_line_is_used_again(connection):
    for words in (LARGE, b"short", LARGE[:20_000], b""):
        connection.request("POST", "/", words)
        assert connection.getresponse().read() == 2 * words


def test_pages_know_that_they_are_on_https(connection, port):
    connection.request("GET", "/")
    assert connection.getresponse().read().decode() == f"https://127.0.0.1:{port}/"


def test_old_protocols_are_refused(port):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", port)) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain)


def test_somebody_who_only_connects_or_speaks_plain_http_holds_up_nobody(port, connection):
    with socket.create_connection(("127.0.0.1", port)) as silent, socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"\x16\x03\x01")
        with socket.create_connection(("127.0.0.1", port), timeout=60) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            with contextlib.suppress(ConnectionResetError):
                assert not plain.recv(1000).startswith(b"HTTP")
        connection.request("POST", "/", b"words")
        assert connection.getresponse().read() == b"wordswords"
        silent.close()
    connection.request("POST", "/", b"again")
    assert connection.getresponse().read() == b"againagain"


def test_somebody_who_reads_slowly_gets_everything(port, certificate):
    context = ssl.create_default_context(cafile=certificate[0])
    words = LARGE[:500_000]
    head = f"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(words)}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 20_000)
        with context.wrap_socket(plain, server_hostname="127.0.0.1") as line:
            line.sendall(head + words)
            read = b""
            while piece := line.recv(7001):
                read += piece
    assert read.partition(b"\r\n\r\n")[2] == 2 * words


def test_a_key_of_another_certificate_is_one_sentence(certificate, tmp_path):
    _, other = make_certificate(tmp_path)
    with pytest.raises(CertificateError, match="cannot be used together"):
        context_of(certificate[0], other)
