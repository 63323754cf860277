"""workbench user: the first administrator, roles and links from the command line."""

import json

import pytest
from click.testing import CliRunner

from tests.support.visitor import BASE
from workbench.cli import workbench
from workbench.extensions import db
from workbench.models import Organisation, Person


@pytest.fixture
def run(app, tmp_path, monkeypatch):
    """Run the command line on the test's database, as a shell would."""
    settings = {
        "WORKBENCH_INSTANCE": str(tmp_path / "cli"),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "WORKBENCH_SECRET": "s" * 40,
        "WORKBENCH_BASE_URL": BASE,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    def act(*words):
        return CliRunner().invoke(workbench, ["user", *words])

    return act


@pytest.fixture
def organisation(app):
    with app.app_context():
        made = Organisation(name_da="Eksempelkommunen")
        db.session.add(made)
        db.session.commit()
        return made.id


def test_the_first_administrator_is_created_and_chooses_a_password_by_the_printed_link(run, visitor):
    done = run("create", "Naja@Example.org", "Naja Holm", "--role", "administrator", "--json")
    assert done.exit_code == 0, done.output
    facts = json.loads(done.stdout)
    assert facts["email"] == "naja@example.org"
    assert facts["roles"][0]["role"] == "administrator"
    page = visitor.opens(facts["link"].removeprefix(BASE))
    visitor.sends(
        page.form("/invitation/"), password="seks kajakker under broen", again="seks kajakker under broen", follow=False
    )
    visitor.opens("admin.people")


def test_creating_says_in_plain_words_what_was_done(run):
    done = run("create", "naja@example.org", "Naja Holm")
    assert done.exit_code == 0
    assert "Naja Holm <naja@example.org>, number" in done.output
    assert "no role." in done.output
    assert f"{BASE}/invitation/" in done.output


def test_a_letter_can_be_sent_instead_of_printing_the_link(run):
    done = run("create", "naja@example.org", "Naja Holm", "--letter", "--json")
    assert json.loads(done.stdout)["link"] is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("create", "no address", "Naja"), "This is not an e-mail address."),
        (("create", "naja@example.org", "  "), "One of the fields holds something it cannot hold."),
        (("create", "naja@example.org", "Naja", "--role", "approver"), "Say for which organisation"),
        (
            ("create", "naja@example.org", "Naja", "--organisation", "4711"),
            "There is no organisation with the number 4711.",
        ),
        (("role", "nobody@example.org", "reader"), "There is nobody with the address nobody@example.org."),
        (("reset", "nobody@example.org"), "There is nobody with the address nobody@example.org."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_one(run, words, sentence):
    done = run(*words)
    assert done.exit_code == 1
    assert sentence in done.output
    assert "Traceback" not in done.output


def test_an_address_is_taken_once(run):
    run("create", "naja@example.org", "Naja Holm")
    assert "That is there already." in run("create", "NAJA@example.org", "Somebody Else").output


@pytest.mark.parametrize(
    "words",
    [
        ("role", "naja@example.org", "king"),
        ("role", "naja@example.org", "translator", "--pair", "da-en"),
        ("role", "naja@example.org", "reader", "--until", "tomorrow"),
        ("role", "naja@example.org", "reader", "--until", "2099-01-01", "--end"),
        ("create", "naja@example.org"),
    ],
)
def test_a_command_that_is_not_understood_has_exit_code_two(run, words):
    assert run(*words).exit_code == 2


def test_roles_are_given_for_a_scope_and_ended(run, organisation):
    run("create", "naja@example.org", "Naja Holm")
    run("role", "naja@example.org", "translator", "--pair", "da-kl", "--until", "2099-12-31")
    done = run("role", "naja@example.org", "approver", "--organisation", str(organisation), "--json")
    roles = {role["role"]: role for role in json.loads(done.stdout)["roles"]}
    assert roles["translator"]["pair"] == "da-kl"
    assert roles["translator"]["until"].startswith("2100-01-01")
    assert roles["approver"]["organisation"] == organisation
    done = run("role", "naja@example.org", "translator", "--end", "--pair", "kl-da")
    assert "does not hold the role translator there" in done.output
    done = run("role", "naja@example.org", "translator", "--end", "--json")
    assert [role["role"] for role in json.loads(done.stdout)["roles"]] == ["approver"]


def test_a_link_for_a_new_password_is_printed_and_works_once(run, app, visitor):
    run("create", "naja@example.org", "Naja Holm")
    link = json.loads(run("reset", "naja@example.org", "--json").stdout)["link"].removeprefix(BASE)
    assert link.startswith("/invitation/"), "somebody without a password has none to reset"
    form = visitor.opens(link).form("/invitation/")
    new = {"password": "seks kajakker under broen", "again": "seks kajakker under broen"}
    visitor.sends(form, **new, follow=False)
    second = json.loads(run("reset", "naja@example.org", "--json").stdout)["link"].removeprefix(BASE)
    assert second.startswith("/password/")
    visitor.opens(link, status=410)
    assert visitor.opens(second).heading == "Choose a new password"
    with app.app_context():
        db.session.query(Person).update({"is_active": False})
        db.session.commit()
    assert "The account of this person is closed." in run("reset", "naja@example.org").output


def test_help_explains_every_command(run):
    for command in ((), ("create",), ("role",), ("reset",)):
        done = run(*command, "--help")
        assert done.exit_code == 0
        assert "Usage:" in done.output
