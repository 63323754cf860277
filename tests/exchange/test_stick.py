"""A USB stick between the centre and a workshop room: both ways, twice, out of order, damaged, by strangers."""

import datetime as dt
import random

import pytest
import sqlalchemy as sa

from tests.support.line import Line
from tests.support.people import People
from workbench.domain.exchange.bundle import PIECE_BYTES, BundleError, as_file, from_file, pieces_of
from workbench.domain.exchange.keys import new_key
from workbench.models import Article, LateWords, Person, TextUpdate, WantedArticle, Workshop
from workbench.store.exchanging.taking import take_again

pytestmark = pytest.mark.usefixtures("both_databases")


def tokens(number, seed=1):
    """Words that are each there once, and that no packing makes smaller."""
    chance = random.Random(seed)
    return [f"{chance.getrandbits(96):024x}" for _ in range(number)]


def found_once(words, its):
    everything = " ".join(words).replace(".", " ").split()
    return [word for word in its if everything.count(word) != 1]


def test_the_laptop_has_the_workshop_its_people_and_every_word(centre, room):
    line = centre.line
    assert room.words(centre.article_id) == centre.words(centre.article_id)
    assert room.hash(centre.article_id) == centre.hash(centre.article_id)
    assert room.workshop.title == line.workshop.title
    assert room.workshop.programme.organisation.name_da == line.owner.name_da
    author = room.person(line.author)
    assert author.name == line.author.name
    assert [grant.role for grant in author.grants] == ["participant"]
    rows = room.session.scalars(sa.select(TextUpdate).order_by(TextUpdate.seq)).all()
    assert rows[-1].person_id == author.id, "words stay whose they are"


def test_people_sign_in_on_the_laptop_only_where_that_was_asked_for(centre, laptop):
    centre.line.author.password_hash = "a hash"
    centre.session.commit()
    laptop.takes(centre.gives(centre.line.workshop))
    assert laptop.person(centre.line.author).password_hash == ""
    laptop.takes(centre.gives(centre.line.workshop, with_sign_ins=True))
    assert laptop.person(centre.line.author).password_hash == "a hash"


def test_words_of_the_room_come_home_and_the_same_stick_twice_changes_nothing(centre, room):
    room.writes(centre.article_id, centre.line.author, "need", "Du skal bruge din lejekontrakt.")
    stick = room.gives()
    report = centre.takes(stick)
    assert (report["rows"], report["aside"]) == (1, 0)
    assert report["words"] >= 5
    assert "Du skal bruge din lejekontrakt." in centre.words(centre.article_id)
    assert centre.hash(centre.article_id) == room.hash(centre.article_id)
    seq = centre.text(centre.article_id).seq
    assert centre.takes(stick) == report
    assert centre.takes(room.gives()) == report, "nothing new was written: it is the same bundle"
    assert centre.text(centre.article_id).seq == seq


def test_both_wrote_in_one_paragraph_and_no_word_is_lost_or_doubled(centre, room):
    old = "kan kommunen betale en del af den"
    mine, theirs = tokens(20, 1), tokens(20, 2)
    centre.changes(centre.article_id, centre.line.author, old, f"{old} {' '.join(mine)}")
    room.changes(centre.article_id, centre.line.facilitator, old, f"{old} {' '.join(theirs)}")
    centre.takes(room.gives())
    room.takes(centre.gives(centre.line.workshop))
    assert found_once(centre.words(centre.article_id), [*mine, *theirs]) == []
    assert centre.hash(centre.article_id) == room.hash(centre.article_id)


def test_pieces_may_come_in_any_order_and_more_than_once(centre, room):
    words = tokens(9000)
    room.writes(centre.article_id, centre.line.author, "need", " ".join(words))
    pieces = room.gives()
    assert len(pieces) > 1
    assert all(len(piece) <= PIECE_BYTES for piece in pieces)
    shuffled = pieces * 2
    random.Random(7).shuffle(shuffled)
    assert centre.takes(shuffled)["rows"] == 1
    assert found_once(centre.words(centre.article_id), words) == []


def test_a_stick_pulled_out_in_the_middle_says_what_is_missing_and_the_rest_is_enough(centre, room):
    room.writes(centre.article_id, centre.line.author, "need", " ".join(tokens(9000)))
    pieces = room.gives()
    for broken in range(1, len(pieces)):
        content = as_file(pieces)
        cut = content[: sum(len(piece) + 4 for piece in pieces[:broken]) + 100]
        assert from_file(cut) == pieces[:broken]
        assert centre.takes(from_file(cut)) is None
        assert "need" not in centre.words(centre.article_id)
    assert centre.takes(pieces[-1:])["rows"] == 1


@pytest.mark.parametrize("place", [0, 30, 200, -1])
def test_a_piece_that_was_changed_is_refused_and_changes_nothing(centre, room, place):
    room.writes(centre.article_id, centre.line.author, "need", "Du skal bruge din lejekontrakt.")
    piece = bytearray(room.gives()[0])
    piece[place] ^= 1
    with pytest.raises(BundleError):
        centre.takes([bytes(piece)])
    centre.session.rollback()
    assert "Du skal bruge din lejekontrakt." not in centre.words(centre.article_id)


def test_home_speaks_of_its_own_workshop_alone(centre, room):
    mine = Line(room.session, People(room.session)).workshop
    room.session.commit()
    entries = [
        {"is": "exchange", "version": 1, "workshop": [centre.folder.own, centre.line.workshop.id]},
        {"is": "workshop", "name": [room.folder.own, mine.id], "facts": {"title": "Taget"}},
    ]
    with pytest.raises(BundleError, match="does not understand"):
        room.takes(pieces_of(entries, centre.folder.key))
    room.session.rollback()
    assert mine.title != "Taget"


def test_a_stick_signed_by_somebody_else_is_refused(centre, room):
    with pytest.raises(BundleError, match="made by somebody else"):
        centre.takes(pieces_of([{"is": "exchange", "version": 1, "workshop": [centre.folder.own, 1]}], new_key()))


def test_words_of_somebody_unknown_wait_and_come_in_when_they_are_known(centre, room):
    stranger = People(room.session).participant(room.workshop)
    stranger.email = "stranger@example.org"
    room.session.commit()
    room.writes(centre.article_id, stranger, "need", "Fremmede ord.")
    room.changes(centre.article_id, centre.line.author, "Fremmede ord.", "Fremmede ord, og flere.")
    report = centre.takes(room.gives())
    assert (report["rows"], report["aside"]) == (0, 2)
    assert centre.aside[0].email == "stranger@example.org"
    assert [row.reason for row in centre.aside] == ["unknown", "base-unknown"], "what builds on it waits with it"
    assert not [words for words in centre.words(centre.article_id) if "Fremmede" in words]
    assert centre.session.scalar(sa.select(Person).where(Person.email == "stranger@example.org")) is None
    assert take_again(centre.session, centre.line.workshop, centre.folder.own)["rows"] == 0
    person = centre.line.people.participant(centre.line.workshop)
    person.email = "stranger@example.org"
    centre.session.commit()
    assert take_again(centre.session, centre.line.workshop, centre.folder.own)["rows"] == 2
    centre.session.commit()
    assert centre.aside == []
    assert "Fremmede ord, og flere." in centre.words(centre.article_id)
    assert centre.hash(centre.article_id) == room.hash(centre.article_id)
    last = centre.session.scalars(sa.select(TextUpdate).order_by(TextUpdate.seq.desc())).all()
    assert person.id in {row.person_id for row in last}


def test_words_of_somebody_without_a_role_wait(centre, room):
    grant = centre.line.author.grants[0]
    grant.ends_at = grant.starts_at
    centre.session.commit()
    room.writes(centre.article_id, centre.line.author, "need", "Sent skrevet.")
    assert centre.takes(room.gives())["aside"] == 1
    assert centre.aside[0].reason == "role-lacks-permission"
    assert "Sent skrevet." not in centre.words(centre.article_id)


def test_words_for_a_text_handed_in_meanwhile_are_late_words_and_wait(centre, room):
    centre.line.submit(centre.edition)
    centre.session.commit()
    room.writes(centre.article_id, centre.line.author, "need", "For sent.")
    report = centre.takes(room.gives())
    assert (report["rows"], report["aside"], report["late"]) == (0, 1, 1)
    late = centre.session.scalars(sa.select(LateWords)).one()
    assert late.person_id == centre.line.author.id
    assert "For sent." in late.words["need"]
    assert "For sent." not in centre.words(centre.article_id)


def test_an_article_begun_in_the_room_comes_home_with_its_wish(centre, room):
    wanted = WantedArticle(
        programme=room.workshop.programme, workshop=room.workshop, title="Ny", article_type_key="service"
    )
    room.session.add(wanted)
    author = room.person(centre.line.author)
    article = People(room.session).article(
        room.workshop.host, title="Ny", workshop=room.workshop, programme=room.workshop.programme, writer=author
    )
    wanted.article_id, wanted.writer = article.id, author
    room.session.commit()
    room.writes(article.id, author, "need", "Nye ord.")
    report = centre.takes(room.gives())
    assert (report["articles"], report["wanted"], report["aside"]) == (1, 1, 0)
    there = centre.session.get_one(Article, article.id)
    assert there.workshop_id == centre.line.workshop.id
    assert there.contact_person_id == centre.line.author.id
    assert there.owner_id == centre.line.owner.id
    assert "Nye ord." in centre.words(article.id)
    assert centre.session.scalars(sa.select(WantedArticle)).one().article_id == article.id
    assert centre.takes(room.gives()) == report


def test_a_text_opened_apart_on_both_sides_is_never_mixed(centre, room):
    other = Line(room.session, People(room.session))
    room.session.commit()
    article = People(room.session).article(room.workshop.host, title="To", workshop=room.workshop, writer=other.author)
    room.session.commit()
    twin = centre.line.people.article(centre.line.owner, title="To", workshop=centre.line.workshop, id=article.id)
    centre.session.commit()
    before = centre.hash(twin.id)
    assert centre.takes(room.gives())["aside"] >= 1
    assert centre.hash(twin.id) == before
    assert {row.reason for row in centre.aside} == {"already-there"}


def test_nothing_of_other_workshops_leaves(centre, laptop):
    other = Line(centre.session, centre.line.people)
    secret = other.drafted(title="Hemmeligt")
    centre.session.commit()
    laptop.takes(centre.gives(centre.line.workshop))
    assert laptop.articles() == [centre.article_id]
    assert secret.article_id not in laptop.articles()
    assert laptop.session.scalar(sa.select(sa.func.count()).select_from(Workshop)) == 1
    assert laptop.session.scalar(sa.select(Person).where(Person.email == other.author.email)) is None


def test_a_laptop_brings_home_only_the_workshop_it_was_paired_for(centre, room):
    centre.peer.workshop_ids = []
    centre.session.commit()
    room.writes(centre.article_id, centre.line.author, "need", "Ord.")
    with pytest.raises(BundleError, match="may not carry this workshop"):
        centre.takes(room.gives())
    centre.session.rollback()


def test_clocks_that_are_wrong_hold_up_nobody(centre, laptop):
    for grant in centre.line.author.grants:
        grant.starts_at += dt.timedelta(days=400)
    centre.session.flush()
    pieces = centre.gives(centre.line.workshop)
    for grant in centre.line.author.grants:
        grant.starts_at -= dt.timedelta(days=400)
    centre.session.commit()
    laptop.takes(pieces)
    later = laptop.person(centre.line.author).grants[0]
    assert later.starts_at <= dt.datetime.now(dt.UTC), "the role counts at once, whatever the clock of the laptop says"
    laptop.session.execute(sa.update(TextUpdate).values(at=dt.datetime(1999, 1, 1, tzinfo=dt.UTC)))
    laptop.session.commit()
    laptop.writes(centre.article_id, centre.line.author, "need", "Ord fra 1999.")
    assert centre.takes(laptop.gives())["rows"] == 1
    newest = centre.session.scalars(sa.select(TextUpdate).order_by(TextUpdate.seq.desc())).first()
    assert newest.at.year > 1999
