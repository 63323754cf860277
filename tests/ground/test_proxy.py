"""Behind a web server: whose tries to sign in are counted together, and who is believed about it."""

import http.client
import re
import subprocess
import sys
import urllib.parse
from contextlib import contextmanager

import pytest

from tests.ground.test_server import ROOT, free_port, reached
from workbench.accounts.pages import ADDRESS
from workbench.config import SettingsError, from_environment

TRIES = range(ADDRESS)


@contextmanager
def served(folder, url, **settings):
    """Serve the workbench on that database; give its port."""
    port = free_port()
    environment = {"PATH": "/usr/bin:/bin", "WORKBENCH_INSTANCE": str(folder), "DATABASE_URL": url, **settings}
    command = [sys.executable, "-m", "workbench", "serve", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **quiet) as server:
        try:
            reached(port, tries=600).close()
            yield port
        finally:
            server.terminate()


class Somebody:
    """Tries passwords, and is at the address that the web server in front says."""

    def __init__(self, port, address):
        self.port, self.address = port, address
        page, cookie = self._ask("GET")
        self.cookie = cookie.split(";")[0]
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]

    def tries(self, number):
        """Try a password for an account of its own; return the status of the answer."""
        fields = {"csrf_token": self.token, "email": f"somebody{number}@example.org", "password": "it may be this one"}
        return self._ask("POST", urllib.parse.urlencode(fields))

    def _ask(self, method, body=None):
        headers = {"X-Forwarded-For": self.address, "Content-Type": "application/x-www-form-urlencoded"}
        if method == "POST":
            headers["Cookie"] = self.cookie
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, "/sign-in", body, headers)
        answer = connection.getresponse()
        found = (answer.read().decode(), answer.getheader("Set-Cookie")) if method == "GET" else answer.status
        connection.close()
        return found


@pytest.fixture
def url(tmp_path, sqlite_template):
    return sqlite_template.url(tmp_path)


def test_visitors_behind_the_named_web_server_are_counted_apart(tmp_path, url):
    with served(tmp_path, url, WORKBENCH_PROXY="127.0.0.1") as port:
        guesser = Somebody(port, "203.0.113.7")
        assert {guesser.tries(number) for number in TRIES} == {422}
        assert guesser.tries(99) == 429

        assert Somebody(port, "203.0.113.8").tries(99) == 422

        forger = Somebody(port, "198.51.100.1, 203.0.113.7")
        assert forger.tries(99) == 429, "what stands before the word of the web server is made up"


def test_a_visitor_who_names_an_address_is_not_believed_where_no_web_server_is_named(tmp_path, url):
    with served(tmp_path, url) as port:
        assert {Somebody(port, f"203.0.113.{number}").tries(number) for number in TRIES} == {422}

        assert Somebody(port, "203.0.113.200").tries(99) == 429


@pytest.mark.parametrize("wrong", ["*", "localhost", "10.0.0.0/8", "127.0.0.1 10.0.0.1"])
def test_only_one_machine_can_be_named(tmp_path, wrong):
    with pytest.raises(SettingsError, match=r"WORKBENCH_PROXY must be the address of one machine"):
        from_environment({"WORKBENCH_INSTANCE": str(tmp_path), "WORKBENCH_PROXY": wrong})
