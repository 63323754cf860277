"""The embedded server: waitress, and an orderly end when the machine says stop."""

import gc
import signal
import socket
from types import FrameType
from typing import NoReturn

from flask import Flask
from waitress import create_server


class PortTakenError(Exception):
    """Somebody else listens there; the message is one clear sentence."""


def serve(app: Flask, host: str, port: int, *, proxy: str = "") -> None:
    """Serve until told to stop; raise PortTakenError when the port is taken.

    ``proxy`` is the address of the web server in front: it alone is believed when it says who a visitor is.
    """
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=16,
            channel_timeout=120,
            connection_limit=500,
            ident=None,
            clear_untrusted_proxy_headers=True,
            **({"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for"}} if proxy else {}),
        )
    except OSError as error:
        raise PortTakenError(
            f"Port {port} on {host} is taken by another program. Stop it, or choose another port: PORT=8001 make serve"
        ) from error
    signal.signal(signal.SIGTERM, _leave)
    # What is there now (code, models, templates) stays as long as the server: without this a collection looks through
    # all of it again in the middle of some page.
    gc.collect()
    gc.freeze()
    server.run()


def refuse_taken_port(host: str, port: int) -> None:
    """Raise PortTakenError before anything slow is begun, when somebody already listens there."""
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise PortTakenError(
                f"Port {port} on {host} is taken by another program. "
                "Stop it, or choose another port: PORT=8001 make serve"
            )


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    # waitress drains requests under way (5 s at most) on SystemExit; its own command line would drop them.
    raise SystemExit(0)
