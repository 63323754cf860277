"""What can be set from outside, with its usual value; the only reader of the environment."""

import ipaddress
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
THIS_MACHINE = ("127.0.0.1", "localhost")


class SettingsError(Exception):
    """A setting cannot be used; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an instance is told from outside."""

    #: Where the database, letters, portal and uploads lie.
    instance: Path
    database_url: str
    #: Address under which people reach the workbench; links in letters are made from it, never from a request.
    base_url: str
    secret: str
    #: "smtp://user:password@host:port" or "smtps://..."; empty: letters only land in instance/mail.
    mail_url: str
    mail_from: str
    #: Address of the web server in front, whose word on a visitor's address is believed; empty: nobody's is.
    proxy: str
    #: Development: letters also land as files, errors are shown, cookies go over plain http.
    is_development: bool
    #: Run the worker as a thread of the server.
    has_own_worker: bool
    #: A workshop room without internet: every address people may come by, the one to tell them first; empty elsewhere.
    room: tuple[str, ...] = ()

    @property
    def room_hosts(self) -> tuple[str, ...]:
        """Return the names a visitor of the room may ask for, that of this machine for itself among them."""
        told = tuple(urlsplit(address).hostname or "" for address in self.room)
        return (*told, *THIS_MACHINE) if told else ()

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_embedded(self) -> bool:
        return self.database_url.startswith("sqlite")


def place(name: str) -> Path:
    """Return the folder of that name inside an installed wheel, else beside the package in a checkout."""
    packed = PACKAGE / "_assets" / name
    return packed if packed.exists() else CHECKOUT / name


def from_environment(environment: Mapping[str, str] | None = None, *, port: int = 8000) -> Settings:
    """Read the settings; raise SettingsError with one clear sentence where one cannot be used."""
    given = os.environ if environment is None else environment
    instance = Path(given.get("WORKBENCH_INSTANCE") or _usual_instance())
    instance.mkdir(parents=True, exist_ok=True)
    base_url = given.get("WORKBENCH_BASE_URL") or f"http://127.0.0.1:{port}"
    is_development = given.get("WORKBENCH_ENV", "development") != "production"
    database_url = _database_url(given.get("DATABASE_URL", ""), instance)
    settings = Settings(
        instance=instance,
        database_url=database_url,
        base_url=base_url.rstrip("/"),
        secret=given.get("WORKBENCH_SECRET") or _kept_secret(instance, is_development=is_development),
        mail_url=given.get("WORKBENCH_MAIL_URL", ""),
        mail_from=given.get("WORKBENCH_MAIL_FROM", "workbench@localhost"),
        proxy=_proxy(given.get("WORKBENCH_PROXY", "")),
        is_development=is_development,
        has_own_worker=given.get("WORKBENCH_WORKER", "thread" if database_url.startswith("sqlite") else "") == "thread",
    )
    if not is_development:
        _refuse_unsafe(settings)
    return settings


def in_room(settings: Settings, hosts: Sequence[str], port: int, *, has_tls: bool) -> Settings:
    """Return the settings for serving a room: links lead to the first of its hosts.

    Raises SettingsError where there is no host, and in production without TLS: what is refused elsewhere stays refused.
    """
    if not hosts:
        raise SettingsError("This machine is on no network: join the Wi-Fi of the room first, or give --address.")
    if not has_tls and not settings.is_development:
        raise SettingsError("In production a room is served with --cert and --key only.")
    room = tuple(f"{'https' if has_tls else 'http'}://{host}:{port}" for host in hosts)
    return replace(settings, base_url=room[0], room=room)


def environment_of(instance: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works on another instance than this one; ``more`` are settings."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("WORKBENCH_", "DATABASE_URL"))}
    return {**others, "WORKBENCH_INSTANCE": str(instance), **more}


def _usual_instance() -> Path:
    return CHECKOUT / "instance" if (CHECKOUT / "pyproject.toml").exists() else Path.home() / ".workbench"


def _database_url(url: str, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'workbench.sqlite'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise SettingsError("DATABASE_URL must begin with postgresql:// or sqlite:///.")


def _proxy(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address)) if address else ""
    except ValueError as error:
        raise SettingsError("WORKBENCH_PROXY must be the address of one machine, such as 127.0.0.1.") from error


def _kept_secret(instance: Path, *, is_development: bool) -> str:
    """Return the secret of this instance; in development it is made once and kept readable by its owner only."""
    if not is_development:
        raise SettingsError("WORKBENCH_SECRET must be set in production: at least 32 letters that nobody can guess.")
    kept = instance / "secret"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _refuse_unsafe(settings: Settings) -> None:
    if len(settings.secret) < 32:  # noqa: PLR2004 - the sentence says it
        raise SettingsError("WORKBENCH_SECRET must have at least 32 letters.")
    if not settings.is_secure:
        raise SettingsError("WORKBENCH_BASE_URL must begin with https:// in production.")
    if not settings.mail_url:
        raise SettingsError("WORKBENCH_MAIL_URL must be set in production: invitations go by mail.")
