"""What `workbench serve --lan` needs and says: the addresses of a workshop room, its code, its warnings."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from workbench.config import Settings, in_room
from workbench.tls import CertificateError, context_of
from workbench.village.addresses import lan_addresses
from workbench.village.squares import in_terminal

#: Everybody on the network may come in.
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only with --lan, and only for the hosts that are told


@dataclass(frozen=True, slots=True)
class Room:
    """How a room is served."""

    is_open: bool
    address: str | None
    certificate: Path | None
    key: Path | None

    @property
    def tls(self) -> ssl.SSLContext | None:
        """Return the context for https, or None; say in one sentence what is wrong with the files."""
        if self.certificate is None or self.key is None:
            return None
        try:
            return context_of(self.certificate, self.key)
        except CertificateError as error:
            raise click.ClickException(str(error)) from error

    def applied_to(self, settings: Settings, port: int) -> Settings:
        """Return the settings of the room; those given where there is no room."""
        if not self.is_open:
            return settings
        hosts = dict.fromkeys([*([self.address] if self.address else []), *lan_addresses()])
        return in_room(settings, tuple(hosts), port, has_tls=self.certificate is not None)


def room_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a room to a command."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    for option in reversed(
        (
            click.option("--lan", is_flag=True, help="Serve everybody on this network, and print address and QR code."),
            click.option("--address", help="With --lan: address or name to tell people [the first one found]."),
            click.option("--cert", type=file, help="With --lan: certificate with its chain, for https."),
            click.option("--key", type=file, help="With --lan: key of the certificate."),
        )
    ):
        command = option(command)
    return command


def room_of(*, lan: bool, address: str | None, cert: Path | None, key: Path | None) -> Room:
    """Return what the options say; raise UsageError where they do not go together."""
    if (cert is None) != (key is None):
        raise click.UsageError("Give --cert and --key together.")
    if not lan and (address or cert):
        raise click.UsageError("--address, --cert and --key belong to --lan.")
    return Room(lan, address, cert, key)


def tell_room(settings: Settings, examples: int) -> None:
    """Print where the room is; ``examples`` people of the demo can sign in, with a password everybody knows."""
    first, *others = settings.room
    click.echo(f"The workbench is open to everybody on this network:\n\n  {first}\n\n{in_terminal(first)}")
    for other in others:
        click.echo(f"This machine is also at {other} (put it first with --address).")
    click.echo(f"For the projector: {first}/village")
    if not settings.is_secure:
        click.echo("Plain http: others on this Wi-Fi could read along. --cert and --key make it https.")
    if examples:
        click.echo("Careful: the people of the demo can sign in here, and everybody knows their password.", err=True)
    click.echo("(Stop it with Ctrl+C.)")
