"""The embedded server: waitress, and an orderly end when the machine says stop."""

import gc
import signal
import socket
import ssl
from types import FrameType
from typing import NoReturn

from flask import Flask
from waitress import create_server

from workbench.tls import TlsChannel, listening


class PortTakenError(Exception):
    """Somebody else listens there; the message is one clear sentence."""


def serve(app: Flask, host: str, port: int, *, proxy: str = "", tls: ssl.SSLContext | None = None) -> None:
    """Serve until told to stop; raise PortTakenError when the port is taken.

    ``proxy`` is the address of the web server in front: it alone is believed when it says who a visitor is.
    With ``tls`` the server speaks https itself.
    """
    try:
        server = create_server(
            app,
            **_place(host, port, tls),
            threads=16,
            channel_timeout=120,
            connection_limit=500,
            ident=None,
            clear_untrusted_proxy_headers=True,
            **({"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for"}} if proxy else {}),
        )
    except OSError as error:
        raise PortTakenError(_taken(host, port)) from error
    if tls is not None:
        server.channel_class = TlsChannel
    signal.signal(signal.SIGTERM, _leave)
    # What is there now (code, models, templates) stays as long as the server: without this a collection looks through
    # all of it again in the middle of some page.
    gc.collect()
    gc.freeze()
    server.run()


def _place(host: str, port: int, tls: ssl.SSLContext | None) -> dict[str, object]:
    if tls is None:
        return {"host": host, "port": port}
    return {"sockets": [listening(tls, socket.create_server((host, port)))], "url_scheme": "https"}


def refuse_taken_port(host: str, port: int) -> None:
    """Raise PortTakenError before anything slow is begun, when somebody already listens there."""
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise PortTakenError(_taken(host, port))


def _taken(host: str, port: int) -> str:
    return f"Port {port} on {host} is taken by another program. Stop it, or choose another port: PORT=8001 make serve"


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    # waitress drains requests under way (5 s at most) on SystemExit; its own command line would drop them.
    raise SystemExit(0)
