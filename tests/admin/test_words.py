"""The words of the interface are read and corrected by those who speak the language, inside the product."""

import pytest
import sqlalchemy as sa
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from workbench.admin.commands.words import correct_sentence, restore_sentence
from workbench.admin.queries import words as queries
from workbench.domain.refusals import Denied, Invalid, Unknown
from workbench.models import AuditEntry, InterfaceWords


@pytest.fixture
def folder(tmp_path):
    """A catalogue of three sentences in two languages."""
    sentences = {
        "da": [
            ("", "Sign in", "Log ind"),
            ("", "Page {number} of {last}", "Side {number} af {last}"),
            ("move", "Approved", "Godkendt"),
        ],
        "kl": [
            ("", "Sign in", "Iserit"),
            ("", "Page {number} of {last}", "Qupperneq {number} / {last}"),
            ("move", "Approved", "Akuerineqarpoq"),
        ],
    }
    for locale, entries in sentences.items():
        catalogue = Catalog(locale=locale, charset="utf-8")
        unread = ["unread; every word attested"] if locale == "kl" else []
        for context, english, words in entries:
            catalogue.add(english, words, context=context or None, user_comments=unread)
        catalogue.add(("{n} day", "{n} days"), ("a", "b"))
        place = tmp_path / "locale" / locale / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / "messages.po").open("wb") as file:
            write_po(file, catalogue)
    return tmp_path / "locale"


@pytest.fixture
def actor(people):
    return people.actor(people.administrator())


def sentence(folder, english, locale="kl"):
    return next(one for one in queries.sentences(locale, folder).values() if one.english == english)


def rows(session, folder, locale="kl", **wanted):
    return queries.rows(session, locale, queries.Wanted(**wanted), 1, folder).rows


def test_sentences_stand_beside_the_danish_and_the_english_and_say_whether_anybody_read_them(session, folder):
    found = rows(session, folder)
    assert [(row.english, row.danish, row.words) for row in found] == [
        ("Sign in", "Log ind", "Iserit"),
        ("Page {number} of {last}", "Side {number} af {last}", "Qupperneq {number} / {last}"),
        ("Approved", "Godkendt", "Akuerineqarpoq"),
    ]
    assert not any(row.is_read for row in found)
    assert queries.unread_count(session, "kl", folder) == 3
    assert queries.unread_count(session, "da", folder) == 0


@pytest.mark.parametrize("words", ["iserit", "LOG", "sign", "  "])
def test_sentences_are_found_by_any_of_their_words(session, folder, words):
    found = rows(session, folder, words=words.strip())
    assert "Sign in" in [row.english for row in found]
    assert (len(found) == 1) is bool(words.strip())


def test_a_correction_counts_as_read_and_goes_below_what_nobody_has_read(session, folder, actor):
    correct_sentence(session, actor, "kl", sentence(folder, "Sign in"), "Isigit")
    found = rows(session, folder)
    assert [row.english for row in found][-1] == "Sign in"
    assert (found[-1].words, found[-1].written, found[-1].is_read) == ("Isigit", "Iserit", True)
    assert found[-1].reader
    assert [row.english for row in rows(session, folder, only_unread=True)] == ["Page {number} of {last}", "Approved"]
    assert queries.unread_count(session, "kl", folder) == 2


def test_saying_that_a_sentence_is_right_keeps_its_words(session, folder, actor):
    correct_sentence(session, actor, "kl", sentence(folder, "Sign in"), "Iserit")
    assert rows(session, folder)[-1].is_read
    assert session.scalars(sa.select(AuditEntry.action)).all()[-1] == "words:read"


def test_the_words_from_before_are_brought_back_and_on_record(session, folder, actor):
    correct_sentence(session, actor, "kl", sentence(folder, "Sign in"), "Isigit")
    restore_sentence(session, actor, "kl", sentence(folder, "Sign in"))
    assert rows(session, folder)[0].words == "Iserit"
    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "words")).all()
    assert [(entry.action, entry.facts["before"], entry.facts["after"]) for entry in entries] == [
        ("words:edit", "Iserit", "Isigit"),
        ("words:restore", "Isigit", "Iserit"),
    ]


@pytest.mark.parametrize("words", ["Qupperneq {number}", "Qupperneq {tal} / {last}", "Qupperneq {number} / {last"])
def test_a_correction_that_loses_a_name_in_braces_is_refused(session, folder, actor, words):
    with pytest.raises(Invalid, match="placeholders-differ"):
        correct_sentence(session, actor, "kl", sentence(folder, "Page {number} of {last}"), words)
    assert session.scalar(sa.select(sa.func.count()).select_from(InterfaceWords)) == 0


def test_a_sentence_cannot_be_emptied(session, folder, actor):
    with pytest.raises(Invalid, match="text-empty"):
        correct_sentence(session, actor, "kl", sentence(folder, "Sign in"), "  ")


def test_the_words_belong_to_all_so_an_administrator_of_one_organisation_does_not_change_them(session, folder, people):
    local = people.actor(people.with_role("administrator", organisation=people.organisation()))
    with pytest.raises(Denied):
        correct_sentence(session, local, "kl", sentence(folder, "Sign in"), "Isigit")
    with pytest.raises(Denied):
        restore_sentence(session, local, "kl", sentence(folder, "Sign in"))


def test_a_sentence_that_is_not_there_is_unknown(folder):
    with pytest.raises(Unknown):
        queries.sentence_for("kl", "no-such-sentence", folder)


def test_a_correction_is_on_screen_for_everybody_at_once_and_gone_when_brought_back(people, session, visitor):
    reader = visitor.as_(people.person())
    boss = people.administrator()
    shown = reader.opens("accounts.settings", headers={"Cookie": ""}).status
    assert shown == 200
    session.add(InterfaceWords(locale="kl", msgid="My settings", words="Inissiinikka", person_id=boss.id))
    in_kl = visitor.as_(people.person(), locale="kl")
    assert in_kl.opens("accounts.settings").heading == "Inissiinikka"
    [row] = session.scalars(sa.select(InterfaceWords)).all()
    session.delete(row)
    session.flush()
    session.add(InterfaceWords(locale="kl", msgid="My settings", words="Allamik", person_id=boss.id))
    assert in_kl.opens("accounts.settings").heading == "Allamik"
    session.execute(sa.delete(InterfaceWords))
    assert in_kl.opens("accounts.settings").heading != "Allamik"


def test_the_page_of_words_opens_for_both_languages_and_for_no_other(people, visitor):
    desk = visitor.as_(people.administrator())
    for tongue in ("kl", "da"):
        assert desk.opens("admin.words", language=tongue).heading == "Words of the interface"
    desk.opens("admin.words", language="en", status=404)
    desk.opens("admin.words", language="../../etc", status=404)


def test_a_reader_corrects_a_sentence_on_the_page_and_brings_the_old_one_back(people, session, visitor):
    desk = visitor.as_(people.administrator())
    filters = {"language": "kl", "words": "Skip to the content"}
    page = desk.opens("admin.words", **filters)
    before = page.find("textarea")[0].to_text()
    page = desk.sends(page.form("/administration/words/kl/"), words="Imarisaanut pissigit")
    assert page.find("textarea")[0].to_text() == "Imarisaanut pissigit"
    assert "Read by" in page
    assert "Imarisaanut pissigit" in visitor.as_(people.person(), locale="kl").opens("accounts.settings").text
    page = desk.sends(page.form("/restoring"))
    assert page.find("textarea")[0].to_text() == before
    assert session.scalar(sa.select(sa.func.count()).select_from(InterfaceWords)) == 0


def test_a_correction_that_cannot_be_shown_is_refused_beside_its_sentence_with_the_words_kept(people, visitor):
    desk = visitor.as_(people.administrator())
    page = desk.opens("admin.words", language="kl", words="Page {number} of {last}")
    page = desk.sends(page.form("/administration/words/kl/"), words="Qupperneq {tal}", status=422)
    assert "The names in braces must stand in it exactly as they do in the English words." in page
    assert page.find("textarea[aria-invalid]")[0].to_text() == "Qupperneq {tal}"


def test_administrators_read_only_what_nobody_has_read(people, visitor):
    desk = visitor.as_(people.administrator())
    page = desk.opens("admin.words", language="kl", unread="1")
    assert "Read by nobody yet" in page
    assert "have not been read by anybody who speaks it" in page
    second = desk.opens(page.link("Next page"))
    assert "Page 2 of" in second
    assert second.find("input[name=unread][checked]")
