"""TLS for the embedded server, which speaks none itself: for a room where no other web server stands in front."""

import ssl
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from waitress.channel import HTTPChannel

if TYPE_CHECKING:
    import socket

_WAIT = (ssl.SSLWantReadError, ssl.SSLWantWriteError)


class CertificateError(Exception):
    """Certificate or key cannot be used; the message is one clear sentence."""


def context_of(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return the context for a certificate with its chain, and its key; raise CertificateError with one sentence."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ValueError) as error:
        raise CertificateError(
            f"The certificate {certificate} and the key {key} cannot be used together: {error.args[-1]}"
        ) from error
    return context


def listening(context: ssl.SSLContext, plain: "socket.socket") -> ssl.SSLSocket:
    """Wrap a bound socket; the handshake waits until the visitor's first bytes, so that nobody holds up the others."""
    return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)


class TlsChannel(HTTPChannel):  # type: ignore[misc]  # published without types
    """A visitor's connection. The server waits on the socket, and what TLS has read ahead is not seen there."""

    def __init__(self, *args: object, **more: object) -> None:
        # A thread that answers sends while the main thread reads; OpenSSL wants one of them at a time.
        self._one_at_a_time = threading.Lock()
        super().__init__(*args, **more)

    def handle_read(self) -> None:
        try:
            with self._one_at_a_time:
                data = self._everything()
        except _WAIT:
            return
        except OSError:
            data = b""
        if data:
            self.last_activity = time.time()
            self.received(data)
        else:
            self.handle_close()

    def _everything(self) -> bytes:
        data: bytes = self.socket.recv(self.adj.recv_bytes)
        while rest := self.socket.pending():
            data += self.socket.recv(rest)
        return data

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002 - the server's own signature
        try:
            with self._one_at_a_time:
                return int(self.socket.send(data))
        except _WAIT:
            return 0
        except OSError:
            self.will_close = True
        if do_close:
            self.handle_close()
        return 0
