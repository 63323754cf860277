"""workbench exchange: the words of one workshop between a laptop and the workbench where it is at home."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.app import create_app
from workbench.config import Settings, SettingsError, from_environment
from workbench.domain.exchange.bundle import BundleError, as_file, from_file, pieces_of, read_piece
from workbench.domain.exchange.keys import check_phrase, public_of
from workbench.domain.refusals import Reason, Refusal
from workbench.exchange.client import LineBrokenError, Other, RefusedError
from workbench.exchange.commands import take_piece
from workbench.exchange.folder import Folder
from workbench.exchange.visit import Visit
from workbench.extensions import db
from workbench.models import Peer, RowAside, Workshop
from workbench.store.exchanging.giving import given
from workbench.store.exchanging.peers import locked_peer, pair_with, peer_by_key
from workbench.store.exchanging.taking import Report, take_again
from workbench.web.locale import use_locale
from workbench.web.words import reason_sentence, sentence


@dataclass(frozen=True, slots=True)
class Table:
    """What an exchange works on."""

    session: Session
    folder: Folder


@contextlib.contextmanager
def _opened() -> Iterator[Table]:
    """Open the workbench; what was not committed is dropped; say what went wrong as one sentence with exit code 1."""
    settings: Settings = from_environment()
    with create_app(settings).app_context():
        use_locale("en")
        try:
            yield Table(db.session(), Folder(settings.instance))
        except Refusal as refusal:
            raise click.ClickException(sentence(refusal)) from refusal
        except (BundleError, RefusedError) as error:
            raise click.ClickException(str(error)) from error
        except LineBrokenError as error:
            raise click.ClickException(f"{error} What went through is kept: run the same again to go on.") from error
        except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
            raise SettingsError("The database does not answer or is not up to date. Run: workbench migrate") from error
        finally:
            db.session.remove()


@click.group()
def exchange() -> None:
    """Exchange the words of one workshop between two workbenches, over a line or on a USB stick."""


_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@exchange.command()
@click.option("--name", help="What the other workbench is called here.")
@click.option("--key", help="The public key of the other workbench, as it prints it.")
@click.option("--phrase", help="Its six words, as they were read to you; else they are shown, and you are asked.")
@click.option("--workshop", "workshops", type=int, multiple=True, help="A workshop of ours it may carry.")
@click.option("--with-sign-ins", is_flag=True, help="It gets what passwords are checked with, too.")
@_as_json
def pair(
    name: str | None,
    key: str | None,
    phrase: str | None,
    workshops: tuple[int, ...],
    *,
    with_sign_ins: bool,
    as_json: bool,
) -> None:
    """Print our public key and its six words; with --name and --key, accept another workbench's.

    Do it on both sides. Compare the six words by telephone or face to face: they are what makes sure that nobody
    stands in between. With --with-sign-ins people sign in on the laptop with their own password, because where there
    is no line no letter with a link can reach them; without it, print links with: workbench user reset.
    """
    if (name is None) != (key is None):
        raise click.UsageError("Give --name and --key together.")
    with _opened() as table:
        if name is not None and key is not None:
            _pair(table, name, _key(key), phrase, workshops, with_sign_ins=with_sign_ins)
        public = public_of(table.folder.key)
        facts = {"key": public.hex(), "phrase": check_phrase(public)}
    if as_json:
        click.echo(json.dumps(facts))
        return
    click.echo(f"Our public key:  {facts['key']}\nIts six words:   {facts['phrase']}")


def _key(typed: str) -> bytes:
    try:
        return bytes.fromhex(typed.strip())
    except ValueError as error:
        raise click.ClickException("That is no public key: it has 64 letters, 0 to 9 and a to f.") from error


def _pair(
    table: Table, name: str, key: bytes, phrase: str | None, workshops: tuple[int, ...], *, with_sign_ins: bool
) -> None:
    words = check_phrase(key)
    if phrase is not None and phrase.split() != words.split():
        raise click.ClickException("The six words do not belong to this key. Somebody may stand in between.")
    if phrase is None:
        click.confirm(f"The six words of {name}: {words}. Are they the same there?", abort=True, err=True)
    for workshop in workshops:
        _workshop(table.session, workshop)
    pair_with(table.session, name, key, workshops, has_sign_ins=with_sign_ins)
    table.session.commit()


@exchange.command("export")
@click.argument("workshop", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-sign-ins", is_flag=True, help="Put in what passwords are checked with: guard the file.")
@_as_json
def export_(workshop: int, file: Path, *, with_sign_ins: bool, as_json: bool) -> None:
    """Write all words of the WORKSHOP, by its number here, to FILE, signed. People's addresses stand in it.

    With --with-sign-ins people sign in on the laptop with their own password, because where there is no line no
    letter with a link can reach them; without it, print links there with: workbench user reset.
    """
    with _opened() as table:
        found = _workshop(table.session, workshop)
        gift = given(table.session, found, table.folder.own, with_sign_ins=with_sign_ins)
        pieces = pieces_of(gift.entries, table.folder.key)
        file.write_bytes(as_file(pieces))
    rows = sum(entry["is"] == "row" for entry in gift.entries)
    facts = {"file": str(file), "pieces": len(pieces), "rows": rows, "texts": len(gift.reaches)}
    click.echo(
        json.dumps(facts) if as_json else f"{file}: {rows} rows of {len(gift.reaches)} texts in {len(pieces)} pieces."
    )


@exchange.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_as_json
def import_(file: Path, *, as_json: bool) -> None:
    """Take in FILE of a workbench we are paired with. Twice is as good as once. Exit code 1 when it is refused."""
    with _opened() as table:
        raw = from_file(file.read_bytes())
        report = _taken(table, raw)
    _say({"taken": report}, as_json=as_json)


def _taken(table: Table, raw: list[bytes]) -> Report:
    peer = peer_by_key(table.session, read_piece(raw[0]).sender)
    if peer is None:
        raise BundleError("This comes from a workbench we are not paired with. Pair first: workbench exchange pair")
    lacking: list[int] = []
    for piece in raw:
        bringing = locked_peer(table.session, peer)
        lacking, report = take_piece(table.session, table.folder, bringing, piece, table.session.commit)
        if report is not None:
            table.session.commit()
            table.folder.forget(peer.id, read_piece(piece).bundle)
            return report
    raise BundleError(f"{len(lacking)} pieces are missing in the file. The others are kept: bring the rest.")


@exchange.command("with")
@click.argument("url")
@click.argument("workshop", type=int)
@click.option("--peer", "name", help="What it is called here [the only one].")
@_as_json
def with_(url: str, workshop: int, name: str | None, *, as_json: bool) -> None:
    """Exchange a WORKSHOP, by its number at its home, with the workbench at URL, where it is at home.

    Goes in pieces of at most 64 kB. When the line breaks, run the same again: it goes on with the piece that lacked.
    """
    with _opened() as table:
        peer = _peer(table.session, name)
        other = Other(url, table.folder.key, peer.public_key)
        tell = (lambda _: None) if as_json else click.echo
        visit = Visit(table.session, table.folder, peer, other, workshop, table.session.commit, tell)
        told = {"given": visit.give(), "taken": visit.take()}
    _say(told, as_json=as_json)


@exchange.command()
@click.option("--again", is_flag=True, help="First try once more what waits.")
@_as_json
def aside(*, again: bool, as_json: bool) -> None:
    """List what peers brought and could not be taken in: from whom, for which article, why. Nothing of it is lost."""
    with _opened() as table:
        if again:
            _try_again(table)
        rows = [_waiting(row) for row in table.session.scalars(sa.select(RowAside).order_by(RowAside.id))]
    if as_json:
        click.echo(json.dumps({"aside": rows}))
        return
    for row in rows:
        click.echo("{article} {language}: {email}, by way of {peer}: {why}".format(**row))
    click.echo(f"{len(rows) or 'No'} rows wait.")


def _try_again(table: Table) -> None:
    numbers = table.session.scalars(sa.select(RowAside.workshop_id).distinct()).all()
    for number in numbers:
        take_again(table.session, _workshop(table.session, number), table.folder.own)
    table.session.commit()


def _waiting(row: RowAside) -> dict[str, str | int]:
    return {
        "id": row.id,
        "article": str(row.article_id),
        "number": row.number,
        "language": row.language,
        "email": row.email,
        "peer": row.peer.name,
        "reason": row.reason,
        "why": str(reason_sentence(Reason(row.reason))),
    }


def _workshop(session: Session, number: int) -> Workshop:
    workshop = session.get(Workshop, number)
    if workshop is None:
        raise click.ClickException(f"There is no workshop with the number {number}.")
    return workshop


def _peer(session: Session, name: str | None) -> Peer:
    peers = session.scalars(sa.select(Peer).where(Peer.name == name) if name else sa.select(Peer)).all()
    if len(peers) != 1:
        raise click.ClickException(
            "Say with --peer which of the paired workbenches it is. Pair first if there is none."
        )
    return peers[0]


def _say(told: dict[str, Report], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told))
        return
    for way, report in told.items():
        counted = ", ".join(f"{value} {name}" for name, value in report.items()) or "nothing yet"
        click.echo(f"{way}: {counted}")
