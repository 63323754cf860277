"""A browser as the server sees it: real HTTP over loopback, cookies, compressed answers, several connections."""

import http.client
import json
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from workbench.web.hypermedia import FROM_SYNC

#: Longest that a real answer may take, in seconds.
TIMEOUT = 60
FORM = "application/x-www-form-urlencoded"
BYTES = "application/octet-stream"
SEE_OTHER = frozenset({301, 302, 303})


@dataclass(frozen=True, slots=True)
class Request:
    """What is about to be sent; ``kind`` is the name under which it is counted."""

    kind: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def size(self) -> int:
        """How many bytes go over the line, as HTTP/1.1 writes them."""
        return len(self.method) + len(self.path) + 12 + _size_of(self.headers) + len(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``seconds`` is how long the server took, ``size`` the bytes on the line."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    size: int

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the server says
        return json.loads(self.body)

    @property
    def location(self) -> str:
        """Where the answer leads, as a path; "" where it leads nowhere."""
        parts = urlsplit(self.headers.get("location", ""))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _size_of(headers: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.items()) + 2


@dataclass(slots=True)
class Browser:
    """One person's browser; may be used by several threads at once."""

    host: str
    port: int
    locale: str = "da"
    cookies: dict[str, str] = field(default_factory=dict)
    #: "br" for a site over https, "gzip" for one over plain http, as browsers do.
    accepts: str = "gzip"
    _idle: list[http.client.HTTPConnection] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, kind: str, path: str, **more: str) -> Request:
        """Make a request for a page; ``more`` are headers."""
        return Request(kind, "GET", path, self._headers({"Accept": "text/html", **more}))

    def post(self, kind: str, path: str, fields: Mapping[str, str], **more: str) -> Request:
        """Make a request that sends a form."""
        body = urlencode(dict(fields)).encode()
        headers = {"Content-Type": FORM, "Content-Length": str(len(body)), "Accept": "text/html", **more}
        return Request(
            kind, "POST", path, self._headers({"Origin": f"http://{self.host}:{self.port}", **headers}), body
        )

    def sync(self, kind: str, path: str, body: bytes, *, person: str) -> Request:
        """Make a request as the editor sends it, from a page that was opened for ``person``."""
        here = f"http://{self.host}:{self.port}"
        headers = {
            "Accept": "*/*",
            "Content-Type": BYTES,
            "Content-Length": str(len(body)),
            "Origin": here,
            FROM_SYNC: "1",
            "X-Workbench-Person": quote(person),
        }
        return Request(kind, "POST", path, self._headers(headers), body)

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        headers = {
            "Host": f"{self.host}:{self.port}",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept-Language": self.locale,
            "Accept-Encoding": self.accepts,
            "Connection": "keep-alive",
            "Sec-Fetch-Site": "same-origin",
            **more,
        }
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def send(self, request: Request, *, keep: bool = True) -> Answer:
        """Send and wait for the answer; ``keep`` is False when the answer never reaches this browser."""
        connection = self._connection()
        try:
            begun = time.perf_counter()
            connection.request(request.method, request.path, request.body or None, dict(request.headers))
            response = connection.getresponse()
            body = response.read()
            seconds = time.perf_counter() - begun
        except BaseException:
            connection.close()
            raise
        headers = {name.lower(): value for name, value in response.getheaders()}
        size = 17 + _size_of(headers) + len(body)
        if keep:
            self._take_cookies(response.msg.get_all("Set-Cookie") or [])
        self._give_back(connection, headers)
        return Answer(response.status, headers, _unpacked(body, headers), seconds, size)

    def _connection(self) -> http.client.HTTPConnection:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT)

    def _give_back(self, connection: http.client.HTTPConnection, headers: Mapping[str, str]) -> None:
        if headers.get("connection", "").lower() == "close":
            connection.close()
            return
        with self._lock:
            self._idle.append(connection)

    def _take_cookies(self, lines: list[str]) -> None:
        with self._lock:
            for line in lines:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
                if not value or "max-age=0" in line.lower():
                    del self.cookies[name]

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()


def _unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    return zlib.decompress(body, 47) if headers.get("content-encoding") == "gzip" else body
