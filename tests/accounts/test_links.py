"""Invitations and new passwords by letter: one link, one use, one address, an end; and nothing told to strangers."""

import datetime as dt
import email
import email.policy
import re
import socket
from dataclasses import replace

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from tests.accounts.conftest import PASSWORD
from tests.support.instances import leave, settings_for
from tests.support.visitor import BASE, Visitor
from workbench import create_app, worker
from workbench.accounts.commands import send_reset
from workbench.config import Settings
from workbench.domain.refusals import Invalid
from workbench.mail import Post
from workbench.models import AuditEntry, Login, MailLink, OutboxEntry, OutboxState, now
from workbench.outbox import drain_one
from workbench.store.people import invite_person, send_invitation

NEW = "seks kajakker under broen"
SENT = "If there is an account with this address, a letter with a link is on its way."
ENDED = "The link has ended"
LINK = re.compile(r"https://workbench\.example(/(?:invitation|password)/\S+)")


@pytest.fixture
def letters(app):
    """Do what the outbox holds, and return the letters that land in the instance's folder."""
    settings: Settings = app.extensions["workbench"]

    def collect():
        sessions = worker.sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
        worker.drain(sessions, worker.handlers(app))
        sessions.kw["bind"].dispose()
        return [file.read_text(encoding="utf-8") for file in sorted((settings.instance / "mail").glob("*.eml"))]

    return collect


def words_of(letter):
    return email.message_from_string(letter, policy=email.policy.default).get_content()


def asks_for_letter(visitor, address, **more):
    return visitor.sends(visitor.opens("accounts.forgot").form("/password/forgotten"), email=address, **more)


def link_in(letter):
    return LINK.search(words_of(letter)).group(1)


def test_a_forgotten_password_is_replaced_by_a_link_in_a_letter(ivalu, session, visitor, letters, signs_in):
    assert SENT in asks_for_letter(visitor, ivalu.email)
    session.commit()
    [letter] = letters()
    assert f"To: {ivalu.email}" in letter
    page = visitor.opens(link_in(letter))
    assert page.heading == "Choose a new password"
    assert ivalu.email in page
    visitor.sends(page.form("/password/"), password=NEW, again=NEW, follow=False)
    visitor.opens("accounts.settings")
    other = Visitor(visitor.app)
    assert signs_in(other, ivalu.email, PASSWORD).status == 422
    assert signs_in(other, ivalu.email, NEW).status != 422


def test_known_unknown_and_closed_accounts_are_answered_alike_and_only_the_known_one_gets_a_letter(
    ivalu, people, session, visitor, letters
):
    closed = people.person("Pavia", is_active=False, password_hash="x")
    answers = [asks_for_letter(visitor, who) for who in (ivalu.email, "nobody@example.org", closed.email, "no address")]
    assert {page.words for page in answers} == {answers[0].words}
    assert {page.status for page in answers} == {200}
    session.commit()
    assert len(letters()) == 1


def test_at_most_five_letters_a_day_go_to_one_account_and_the_answer_stays_the_same(ivalu, session, visitor, letters):
    answers = {asks_for_letter(visitor, ivalu.email).words for _time in range(7)}
    assert len(answers) == 1
    session.commit()
    assert len(letters()) == 5


def test_somebody_who_asks_for_many_letters_is_slowed_down(visitor):
    for number in range(10):
        asks_for_letter(visitor, f"nobody{number}@example.org")
    page = asks_for_letter(visitor, "nobody10@example.org")
    assert page.status == 429
    assert "Wait a few minutes" in page


def test_a_link_is_used_once(ivalu, session, visitor, letters):
    asks_for_letter(visitor, ivalu.email)
    session.commit()
    link = link_in(letters()[0])
    form = visitor.opens(link).form("/password/")
    again = Visitor(visitor.app)
    second = again.opens(link).form("/password/")
    visitor.sends(form, password=NEW, again=NEW, follow=False)
    late = again.sends(second, password="et helt tredje kodeord her", again="et helt tredje kodeord her")
    assert late.status == 410
    assert ENDED in late
    assert ENDED in again.opens(link, status=410)


def test_a_link_that_was_only_looked_at_is_still_good(ivalu, session, visitor, letters):
    asks_for_letter(visitor, ivalu.email)
    session.commit()
    link = link_in(letters()[0])
    for _time in range(3):
        assert visitor.opens(link).heading == "Choose a new password"


def test_what_strangers_type_is_not_kept_after_it_was_looked_up(session, visitor, letters):
    asks_for_letter(visitor, "nobody@example.org")
    assert letters() == []
    assert [entry.facts for entry in session.scalars(sa.select(OutboxEntry))] == [{}]


def test_a_newer_letter_ends_the_link_of_the_one_before(ivalu, session, visitor, letters):
    asks_for_letter(visitor, ivalu.email)
    asks_for_letter(visitor, ivalu.email)
    session.commit()
    first, second = letters()
    assert ENDED in visitor.opens(link_in(first), status=410)
    assert visitor.opens(link_in(second)).heading == "Choose a new password"


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 410)])
def test_a_link_for_a_new_password_is_good_for_an_hour(ivalu, session, visitor, letters, minutes, status):
    asks_for_letter(visitor, ivalu.email)
    session.commit()
    link = link_in(letters()[0])
    row = session.scalars(sa.select(MailLink)).one()
    row.ends_at -= dt.timedelta(minutes=minutes)
    visitor.opens(link, status=status)


@pytest.mark.parametrize(("hours", "status"), [(7 * 24 - 1, 200), (7 * 24 + 1, 410)])
def test_an_invitation_is_good_for_seven_days(session, visitor, letters, hours, status):
    invite_person(session, None, "naja@example.org", "Naja Holm")
    session.commit()
    link = link_in(letters()[0])
    session.scalars(sa.select(MailLink)).one().ends_at -= dt.timedelta(hours=hours)
    visitor.opens(link, status=status)


def test_a_link_ends_when_the_person_gets_another_address(ivalu, session, visitor, letters):
    asks_for_letter(visitor, ivalu.email)
    session.commit()
    link = link_in(letters()[0])
    ivalu.email = "another@example.org"
    assert ENDED in visitor.opens(link, status=410)


def test_a_link_ends_when_the_account_is_closed(ivalu, session, visitor, letters):
    asks_for_letter(visitor, ivalu.email)
    session.commit()
    link = link_in(letters()[0])
    ivalu.is_active = False
    visitor.opens(link, status=410)


def test_a_link_opens_only_what_it_was_made_for(session, visitor, letters):
    invite_person(session, None, "naja@example.org", "Naja Holm")
    session.commit()
    link = link_in(letters()[0])
    visitor.opens(link.replace("/invitation/", "/password/"), status=410)
    token, signature = link.rsplit(".", 1)
    visitor.opens(f"{token}.{signature[::-1]}", status=410)
    visitor.opens(f"{token[:-1]}.{signature}", status=410)
    visitor.opens("/invitation/nonsense", status=410)


def test_the_database_alone_opens_nothing(session, visitor):
    invite_person(session, None, "naja@example.org", "Naja Holm")
    session.commit()
    token = session.scalars(sa.select(OutboxEntry)).one().facts["facts"]["token"]
    row = session.scalars(sa.select(MailLink)).one()
    assert token != row.token_hash
    visitor.opens(f"/invitation/{token}", status=410)
    visitor.opens(f"/invitation/{row.token_hash}", status=410)


def test_an_invited_person_chooses_a_password_and_is_signed_in(people, session, visitor, letters):
    organisation = people.organisation()
    inviter = people.administrator()
    person = invite_person(
        session,
        inviter.id,
        " Naja.Holm@Example.org",
        "Naja Holm",
        locale="da",
        organisation=organisation,
        occasion="Bolig",
    )
    session.commit()
    [letter] = letters()
    assert inviter.name in words_of(letter)
    assert "Bolig" in words_of(letter)
    page = visitor.opens(link_in(letter))
    assert page.heading == "Welcome to the workbench"
    visitor.sends(page.form("/invitation/"), password=NEW, again=NEW, follow=False)
    assert "Naja Holm" in visitor.opens("accounts.settings").text
    session.refresh(person)
    assert person.email == "naja.holm@example.org"
    assert person.organisation_id == organisation.id


def test_somebody_invited_who_forgot_the_letter_gets_a_new_invitation_and_no_reset(session, visitor, letters):
    invite_person(session, None, "naja@example.org", "Naja Holm")
    asks_for_letter(visitor, "naja@example.org")
    session.commit()
    assert all("/invitation/" in words_of(letter) for letter in letters())


def test_inviting_somebody_who_is_there_already_changes_nothing_about_them(ivalu, session):
    found = invite_person(session, None, ivalu.email.upper(), "Somebody Else", locale="kl")
    assert found is ivalu
    assert (found.name, found.locale) == ("Ivalu Brandt", "da")
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxEntry)) == 0


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("for kort", "for kort", "The password is too short."),
        ("passwordpassword", "passwordpassword", "This password is known from leaks or easy to guess."),
        (
            "Ivalu Brandt Ivalu Brandt",
            "Ivalu Brandt Ivalu Brandt",
            "This password is known from leaks or easy to guess.",
        ),
        ("h" * 1001, "h" * 1001, "The password is too long."),
        (NEW, NEW + "n", "The two passwords are not the same."),
    ],
)
def test_a_password_that_cannot_be_taken_is_refused_with_the_reason_and_the_link_stays_good(
    ivalu, session, visitor, letters, password, again, sentence
):
    asks_for_letter(visitor, ivalu.email)
    session.commit()
    link = link_in(letters()[0])
    page = visitor.sends(visitor.opens(link).form("/password/"), password=password, again=again)
    assert page.status == 422
    assert sentence in page
    assert visitor.opens(link).heading == "Choose a new password"


def test_a_new_password_by_link_ends_every_login_and_every_other_link(ivalu, session, visitor, letters):
    elsewhere = visitor.as_(ivalu)
    elsewhere.opens("accounts.settings")
    asks_for_letter(visitor, ivalu.email)
    session.commit()
    visitor.sends(visitor.opens(link_in(letters()[0])).form("/password/"), password=NEW, again=NEW, follow=False)
    elsewhere.opens("accounts.settings", status=303)
    visitor.opens("accounts.settings")
    assert session.scalar(sa.select(sa.func.count()).select_from(Login).where(Login.ended_at.is_(None))) == 1
    actions = set(session.scalars(sa.select(AuditEntry.action)))
    assert {"password:ask", "password:change", "login:end-all", "login:start"} <= actions


def test_links_in_letters_come_from_the_settings_and_not_from_the_request(ivalu, session, visitor, letters):
    page = visitor.opens("accounts.forgot")
    data = {"csrf_token": visitor.csrf(page), "email": ivalu.email}
    answer = visitor.asks(
        visitor.client.post, "/password/forgotten", data=data, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert answer.status_code == 303
    assert "evil.example" not in answer.headers["Location"]
    session.commit()
    [letter] = letters()
    assert "evil.example" not in letter
    assert LINK.search(words_of(letter))
    assert BASE in words_of(letter)


def test_a_request_for_a_host_that_is_not_ours_is_refused_before_it_is_looked_at(app, tmp_path):
    settings = replace(settings_for(tmp_path / "live", app.config["SQLALCHEMY_DATABASE_URI"]), is_development=False)
    live = create_app(settings, TESTING=True)
    assert live.test_client().get("/sign-in", base_url=BASE).status_code == 200
    answer = live.test_client().get("/sign-in", base_url="https://evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    leave(live)


def test_letters_speak_the_language_of_their_reader(session, letters):
    invite_person(session, None, "naja@example.org", "Naja Holm", locale="en")
    session.commit()
    [letter] = letters()
    assert "Subject: Your invitation to the workbench" in letter


def test_a_letter_goes_out_through_a_real_post_office(ivalu, app, session):
    class Box:
        def __init__(self):
            self.taken = []

        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the post office calls it so
            self.taken.append(envelope)
            return "250 OK"

    box = Box()
    send_reset(session, ivalu.email)
    session.commit()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = Controller(box, hostname="127.0.0.1", port=port)
    office.start()
    try:
        post = Post(f"smtp://127.0.0.1:{port}", "workbench@example.org", None)
        sessions = worker.sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
        assert drain_one(sessions, {"MailDue": worker.mail_handler(app, post, BASE)})
        sessions.kw["bind"].dispose()
    finally:
        office.stop()
    [envelope] = box.taken
    assert envelope.rcpt_tos == [ivalu.email]
    assert envelope.mail_from == "workbench@example.org"
    letter = envelope.content.decode()
    assert "/password/" in words_of(letter)
    session.expire_all()
    assert session.scalars(sa.select(OutboxEntry)).one().state is OutboxState.DONE


def test_a_letter_that_no_post_office_takes_is_tried_again_later(ivalu, app, session):
    send_reset(session, ivalu.email)
    session.commit()
    post = Post("smtp://127.0.0.1:1", "workbench@example.org", None)
    sessions = worker.sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
    drain_one(sessions, {"MailDue": worker.mail_handler(app, post, BASE)})
    sessions.kw["bind"].dispose()
    session.expire_all()
    entry = session.scalars(sa.select(OutboxEntry)).one()
    assert entry.state is OutboxState.DUE
    assert entry.run_at > now()
    assert entry.problem


def test_a_person_with_a_password_is_not_invited_again(ivalu, session):
    with pytest.raises(Invalid, match="already-there"):
        send_invitation(session, None, ivalu)
