"""workbench user: keep people from the command line, the first administrator among them."""

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict, TypeVar, Unpack

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.app import create_app
from workbench.config import SettingsError, from_environment
from workbench.domain.refusals import Invalid, Reason, Refusal
from workbench.domain.roles import Role
from workbench.extensions import db
from workbench.models import Grant, Organisation, Person, Workshop, now
from workbench.store.links import LIFETIME, Purpose, make_link
from workbench.store.people import PAIRS, add_person, end_grant, grant_role, person_by_email, send_invitation
from workbench.web.formatting import end_of
from workbench.web.links import link_address
from workbench.web.locale import LOCALES, use_locale
from workbench.web.words import sentence

Row = TypeVar("Row", Organisation, Workshop)


class Scope(TypedDict):
    """For what a role counts, as it was typed."""

    organisation: int | None
    workshop: int | None
    pair: str | None
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The database, and where the workbench is reached."""

    session: Session
    base_url: str


@contextlib.contextmanager
def _opened() -> Iterator[Desk]:
    """Open the workbench; what was not committed is dropped; say a refusal as one sentence with exit code 1."""
    settings = from_environment()
    with create_app(settings).app_context():
        use_locale("en")
        try:
            yield Desk(db.session(), settings.base_url)
        except Refusal as refusal:
            raise click.ClickException(sentence(refusal)) from refusal
        except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
            raise SettingsError("The database does not answer or is not up to date. Run: workbench migrate") from error
        finally:
            db.session.remove()


def _scoped(command: click.Command) -> click.Command:
    options = (
        click.Option(["--organisation"], type=int, metavar="ID", help="Number of the organisation it is for."),
        click.Option(["--workshop"], type=int, metavar="ID", help="Number of the workshop it is for."),
        click.Option(["--pair"], type=click.Choice(["-".join(pair) for pair in PAIRS]), help="Languages it is for."),
        click.Option(["--until"], type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Last day it counts."),
    )
    command.params.extend(options)
    return command


@click.group()
def user() -> None:
    """Keep people: create them, give and end roles, make a link for a new password."""


@click.command()
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="A role to begin with.")
@click.option("--locale", type=click.Choice(LOCALES), default="da", show_default=True, help="Language of letters.")
@click.option("--letter", is_flag=True, help="Send the link by mail instead of printing it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def create(
    email: str, name: str, role: str | None, locale: str, *, letter: bool, as_json: bool, **scope: Unpack[Scope]
) -> None:
    """Create a person, who works for --organisation, and print a link to choose a password.

    The link can be used once, within seven days. With --role the person gets it, for what the options say.
    """
    with _opened() as desk:
        organisation = _found(desk.session, Organisation, scope["organisation"])
        person = add_person(desk.session, None, email, name, locale=locale, organisation=organisation)
        if role is not None:
            _grant(desk.session, person, Role(role), scope)
        link = "" if letter else _link(desk, person)
        if letter:
            send_invitation(desk.session, None, person)
        _say(desk, person, as_json=as_json, link=link)


@click.command()
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--end", is_flag=True, help="End the role now instead of giving it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def role(email: str, role: str, *, end: bool, as_json: bool, **scope: Unpack[Scope]) -> None:
    """Give a person a role, or end it with --end (only for what the options say, where they are given)."""
    if end and scope["until"]:
        raise click.UsageError("Give either --until or --end.")
    with _opened() as desk:
        person = _person(desk.session, email)
        if end:
            _end(desk.session, person, Role(role), scope)
        else:
            _grant(desk.session, person, Role(role), scope)
        _say(desk, person, as_json=as_json)


@click.command()
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reset(email: str, *, as_json: bool) -> None:
    """Print a link with which the person can choose a new password, once. Links from before end."""
    with _opened() as desk:
        person = _person(desk.session, email)
        _say(desk, person, as_json=as_json, link=_link(desk, person))


for _command in (create, role):
    user.add_command(_scoped(_command))
user.add_command(reset)


def _person(session: Session, email: str) -> Person:
    person = person_by_email(session, email)
    if person is None:
        raise click.ClickException(f"There is nobody with the address {email}.")
    return person


def _found(session: Session, kind: type[Row], row_id: int | None) -> Row | None:
    row = session.get(kind, row_id) if row_id is not None else None
    if row is None and row_id is not None:
        raise click.ClickException(f"There is no {kind.__name__.lower()} with the number {row_id}.")
    return row


def _pair(scope: Scope) -> tuple[str, str] | None:
    return next((pair for pair in PAIRS if "-".join(pair) == scope["pair"]), None)


def _grant(session: Session, person: Person, role: Role, scope: Scope) -> Grant:
    return grant_role(
        session,
        None,
        person,
        role,
        organisation=_found(session, Organisation, scope["organisation"]),
        workshop=_found(session, Workshop, scope["workshop"]),
        pair=_pair(scope),
        ends_at=end_of(scope["until"].date()) if scope["until"] else None,
    )


def _end(session: Session, person: Person, role: Role, scope: Scope) -> None:
    asked = (scope["organisation"], scope["workshop"], _pair(scope))
    at = now()
    held = [
        grant
        for grant in person.grants
        if grant.role is role
        and grant.is_held_at(at)
        and all(
            wanted in {None, own}
            for wanted, own in zip(asked, (grant.organisation_id, grant.workshop_id, grant.pair), strict=True)
        )
    ]
    if not held:
        raise click.ClickException(f"{person.name} does not hold the role {role} there.")
    for grant in held:
        end_grant(session, None, grant)


def _link(desk: Desk, person: Person) -> str:
    if not person.is_active:
        raise Invalid(Reason.ACCOUNT_CLOSED)
    purpose = Purpose.RESET if person.password_hash else Purpose.INVITATION
    return link_address(desk.base_url, purpose, make_link(desk.session, person, purpose))


def _say(desk: Desk, person: Person, *, as_json: bool, link: str = "") -> None:
    desk.session.commit()
    held = [grant for grant in person.grants if grant.is_held_at(now())]
    if as_json:
        facts = {"id": person.id, "email": person.email, "name": person.name, "locale": person.locale}
        click.echo(json.dumps({**facts, "roles": [_facts(grant) for grant in held], "link": link or None}))
        return
    roles = ", ".join(grant.role.value for grant in held) or "no role"
    click.echo(f"{person.name} <{person.email}>, number {person.id}: {roles}.")
    if link:
        lifetime = LIFETIME[Purpose.RESET if person.password_hash else Purpose.INVITATION]
        click.echo(f"A password can be chosen here, once, within {lifetime.total_seconds() / 3600:.0f} hours:\n{link}")


def _facts(grant: Grant) -> dict[str, object]:
    return {
        "role": grant.role.value,
        "organisation": grant.organisation_id,
        "workshop": grant.workshop_id,
        "pair": "-".join(grant.pair) if grant.pair else None,
        "until": grant.ends_at.isoformat() if grant.ends_at else None,
    }
