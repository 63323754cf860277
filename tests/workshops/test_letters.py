"""The letters of a workshop, in the language of whoever reads them."""

import datetime as dt
import email
import email.policy

import pytest

from workbench import worker
from workbench.domain.roles import Role
from workbench.mail import Post
from workbench.outbox import drain_one
from workbench.workshops.commands.lists import assign_wanted
from workbench.workshops.commands.workshops import Guest, invite_to_workshop

BASE = "https://workbench.example"


@pytest.fixture
def delivered(group, app, tmp_path):
    """Deliver what is due; return the only letter as (subject, words)."""

    def deliver():
        group.session.commit()
        sessions = worker.sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
        folder = tmp_path / "letters"
        assert drain_one(sessions, {"MailDue": worker.mail_handler(app, Post("", "post@example.org", folder), BASE)})
        sessions.kw["bind"].dispose()
        (letter,) = folder.iterdir()
        read = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
        return read["Subject"], " ".join(read.get_content().split())

    return deliver


@pytest.mark.parametrize(("locale", "days"), [("en", "Nov 22 – 23, 2026"), ("da", "22.–23. nov. 2026"), ("kl", "2026")])
def test_who_is_known_reads_where_and_when_to_come(group, people, delivered, locale, days):
    group.workshop.starts_on, group.workshop.ends_on = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
    known = people.person("Pipaluk Bech", password_hash="x", locale=locale)
    guest = Guest(known.email, "", Role.FACILITATOR, None)

    invite_to_workshop(group.session, people.actor(group.facilitator), group.workshop, guest)
    subject, words = delivered()

    assert group.workshop.title in subject
    for expected in ("Pipaluk Bech", "Minik Rask", "Nuuk", days, f"{BASE}/workshops/{group.workshop.id}"):
        assert expected in words


def test_who_is_given_an_article_finds_it_by_the_letter(group, people, delivered):
    wanted = group.wants("Fremleje")
    group.writer.locale = "en"

    article = assign_wanted(
        group.session,
        people.actor(group.facilitator),
        group.workshop,
        wanted.id,
        group.writer,
        seen_version=wanted.version,
    )
    subject, words = delivered()

    assert subject == "An article for you to write: Fremleje"
    for expected in ("Ivalu Brandt", "Minik Rask", group.workshop.title, f"{BASE}/articles/{article.id}/text"):
        assert expected in words
