"""What people type stays, whoever else types, however often it is sent, however old the page."""

import random
import uuid

import pytest

from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason
from workbench.drafting.commands import SECTION_BYTES
from workbench.models import Article, TextUpdate
from workbench.store import texts
from workbench.store.bases import token_of
from workbench.store.texts import Base

pytestmark = pytest.mark.usefixtures("both_databases")

SUMMARY = "Er din husleje høj, kan kommunen betale en del af den. Du skal selv søge om det."


def test_two_people_in_one_paragraph_both_keep_their_words(desk):
    base = desk.base()

    desk.save(desk.author, {"summary": SUMMARY.replace("høj", "meget høj")}, base=base)
    desk.save(desk.other, {"summary": SUMMARY.replace("selv søge", "selv søge skriftligt")}, base=base)

    assert desk.section("summary") == SUMMARY.replace("høj", "meget høj").replace("selv søge", "selv søge skriftligt")


def test_a_save_sent_twice_counts_once(desk):
    base, number = desk.base(), uuid.uuid4()
    words = {"summary": f"{SUMMARY} Det koster ikke noget."}

    first = desk.save(desk.author, words, base=base, request_id=number)
    second = desk.save(desk.author, words, base=base, request_id=number)

    assert desk.section("summary") == words["summary"]
    assert second.own == first.own
    assert desk.session.query(TextUpdate).filter_by(text_id=desk.text.id, request_id=number).count() == 1


def test_a_save_sent_twice_counts_once_with_others_in_between(desk):
    base, number = desk.base(), uuid.uuid4()
    desk.save(desk.author, {"summary": f"{SUMMARY} Det er gratis."}, base=base, request_id=number)
    desk.save(desk.other, {"summary": desk.section("summary").replace("gratis", "helt gratis")})

    desk.save(desk.author, {"summary": f"{SUMMARY} Det er gratis."}, base=base, request_id=number)

    assert desk.section("summary") == f"{SUMMARY} Det er helt gratis."


def test_whoever_steps_back_in_the_browser_and_writes_on_doubles_nothing(desk):
    base, number = desk.base(), uuid.uuid4()
    desk.save(desk.author, {"summary": f"{SUMMARY} Ring til os."}, base=base, request_id=number)

    for words in (f"{SUMMARY} Ring til os i morgen.", f"{SUMMARY} Ring til os i morgen kl. 10."):
        desk.save(desk.author, {"summary": words}, base=base, request_id=number)
        assert desk.section("summary") == words

    desk.save(desk.author, {"summary": SUMMARY}, base=base, request_id=number)
    assert desk.section("summary") == SUMMARY


def test_a_page_that_lay_open_for_long_still_merges(desk):
    base = desk.base()
    for number in range(60):
        desk.save(desk.other, {"how": "\n".join(f"{step}. Trin {step}" for step in range(1, number + 2))})

    desk.save(desk.author, {"summary": f"{SUMMARY} Skrevet i går."}, base=base)

    assert desk.section("summary").endswith("Skrevet i går.")
    assert desk.section("how").count("Trin") == 60


def test_what_somebody_deleted_does_not_come_back_with_an_old_page(desk):
    base = desk.base()
    desk.save(desk.other, {"summary": "Er din husleje høj, kan kommunen betale en del af den."})

    desk.save(desk.author, {"summary": SUMMARY.replace("høj", "for høj")}, base=base)

    assert desk.section("summary") == "Er din husleje for høj, kan kommunen betale en del af den."


def test_a_page_goes_on_from_its_own_words_and_not_from_those_of_others(desk):
    first = desk.save(desk.author, {"summary": f"{SUMMARY} Et."})
    desk.save(desk.other, {"who": "Alle kan søge."})
    own = token_of(desk.text, first.own)

    desk.save(desk.author, {"summary": f"{SUMMARY} Et. To."}, base=own)

    assert desk.section("summary") == f"{SUMMARY} Et. To."
    assert desk.section("who") == "Alle kan søge."


def test_no_word_is_lost_or_doubled_when_many_write_from_old_pages(desk):
    chance = random.Random(4711)
    pages = {person: (desk.base(), desk.section("summary")) for person in (desk.author, desk.other, desk.facilitator)}
    tokens = []
    for number in range(40):
        person = chance.choice(list(pages))
        base, words = pages[person]
        parts = words.split()
        tokens.append(f"ord{number}")
        parts.insert(chance.randrange(len(parts) + 1), tokens[-1])
        saved = desk.save(person, {"summary": " ".join(parts)}, base=base)
        if chance.random() < 0.5:
            pages[person] = (desk.base(), desk.section("summary"))
        else:
            pages[person] = (token_of(desk.text, saved.own), " ".join(parts))

    present = desk.section("summary").split()

    assert [token for token in tokens if present.count(token) != 1] == []
    assert [word for word in SUMMARY.split() if word not in present] == []


@pytest.mark.parametrize("token", ["", "7", "x.y", "1.0", "-1.1", "1.1+x", "1.99999"])
def test_a_page_that_stands_on_nothing_is_refused(desk, token):
    with pytest.raises(Invalid) as refusal:
        desk.save(desk.author, {"summary": "Nyt."}, base=token.replace("1.", f"{desk.text.id}.", 1))

    assert refusal.value.reason is Reason.BASE_UNKNOWN
    assert desk.section("summary") == SUMMARY


def test_the_base_of_another_text_is_refused(desk):
    other = desk.drafted(title="Indskud")
    theirs = token_of(other.source, Base(other.source.seq))

    with pytest.raises(Invalid) as refusal:
        desk.save(desk.author, {"summary": "Nyt."}, base=theirs)

    assert refusal.value.reason is Reason.BASE_UNKNOWN


@pytest.mark.parametrize(
    ("sections", "title", "reason"),
    [
        ({"summary": "x" * (SECTION_BYTES + 1)}, None, Reason.TOO_LARGE),
        ({"summary": "æ" * (SECTION_BYTES // 2 + 1)}, None, Reason.TOO_LARGE),
        ({}, "x" * 301, Reason.TOO_LARGE),
        ({"no-such-section": "x"}, None, Reason.FIELD_INVALID),
    ],
)
def test_what_does_not_fit_is_refused_whole(desk, sections, title, reason):
    with pytest.raises(Invalid) as refusal:
        desk.save(desk.author, {"who": "Alle.", **sections}, title=title)

    assert refusal.value.reason is reason
    assert "Alle." not in desk.section("who")


def test_nobody_writes_without_a_role_in_the_article(desk, people):
    stranger = people.with_role("participant", organisation=people.organisation("En anden"))
    before = desk.text.seq

    with pytest.raises(Denied) as refusal:
        desk.save(stranger, {"summary": "Nyt."})

    assert refusal.value.reason is Reason.ROLE_LACKS_PERMISSION
    assert desk.section("summary") == SUMMARY
    assert desk.text.seq == before


def test_nobody_writes_once_it_is_handed_on(desk):
    base = desk.base()
    desk.submit(desk.edition)
    desk.session.commit()

    with pytest.raises(IllegalMove) as refusal:
        desk.save(desk.author, {"summary": "Nyt."}, base=base)

    assert refusal.value.reason is Reason.TEXT_NOT_OPEN


def test_the_log_knows_who_changed_which_line(desk):
    desk.save(desk.other, {"who": "Du kan søge, når du\n\n- er fyldt 20 år\n- bor til leje i en bolig med eget køkken"})
    line = next(line for line in texts.content_of(desk.text).lines if "20" in line.words)

    authors = texts.line_authors(desk.session, desk.text.id)

    assert authors[line.id] == {desk.author.id, desk.other.id}
    assert desk.text.seq == desk.session.query(TextUpdate).filter_by(text_id=desk.text.id).count()


def test_the_article_carries_the_title_of_its_source(desk):
    desk.save(desk.author, title="Hjælp til  huslejen ")
    assert desk.session.get(Article, desk.edition.article_id).title == "Hjælp til huslejen"

    desk.save(desk.author, title="")
    desk.session.expire_all()
    assert desk.text.title == ""
    assert desk.edition.article.title == "Hjælp til huslejen"


def test_a_save_without_news_leaves_no_row(desk):
    before = desk.text.seq
    desk.save(desk.author, {"summary": f"{SUMMARY}\n\n", "who": desk.section("who")})
    assert desk.text.seq == before
