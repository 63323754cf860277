"""Two pages at the same time: nothing is lost, nothing is done twice."""

import threading
import uuid

import pytest
from sqlalchemy.orm import sessionmaker

from workbench.domain.refusals import Refusal
from workbench.models import Edition, EditionMove, Person, Segment, Signature
from workbench.models.engine import open_engine
from workbench.store.segments import segments_of
from workbench.store.texts import Base
from workbench.store.visibility import actor_of
from workbench.translation import check_commands, commands

pytestmark = pytest.mark.usefixtures("both_databases")


@pytest.fixture
def at_once(app):
    """at_once(act, act) does each in a transaction of its own, all starting together; gives what came of each."""
    engine = open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    sessions = sessionmaker(engine)

    def do(*acts):
        found, start = [None] * len(acts), threading.Barrier(len(acts))

        def run(number):
            start.wait()
            try:
                with sessions.begin() as session:
                    found[number] = acts[number](session)
            except Refusal as refusal:
                found[number] = refusal.reason

        threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return found

    yield do
    engine.dispose()


def of(desk):
    """Return how to find the edition and the actor in a transaction of one's own."""
    edition_id, person_id = desk.edition.id, desk.person.id

    def found(session):
        return session.get_one(Edition, edition_id), actor_of(session.get_one(Person, person_id))

    return found


def saving(desk, segment, words, base):
    find, segment_id = of(desk), segment.id

    def act(session):
        edition, actor = find(session)
        segment = session.get_one(Segment, segment_id)
        saved = commands.save_segment(
            session, actor, edition, segment, words, base=base, request_id=uuid.uuid4(), confirm=True
        )
        return saved.merged

    return act


def test_of_two_who_claim_a_translation_at_once_one_gets_it(line, people, at_work, at_once, session):
    edition = line.accepted()
    desks = [at_work(person, edition) for person in (line.translator, people.translator())]
    finders = [of(desk) for desk in desks]
    session.commit()

    def claiming(find):
        def act(session):
            edition, actor = find(session)
            return commands.claim_translation(session, actor, edition).person_id

        return act

    found = at_once(*(claiming(find) for find in finders))
    assert len([one for one in found if one in {desk.person.id for desk in desks}]) == 1
    assert "claimed-by-another" in found


def test_two_pages_that_save_one_sentence_at_once_keep_all_words(translating, at_once, session):
    segment = translating.segments()[1]
    translating.save(segment, "Kommuni tapiissuteqarsinnaavoq ullumi.", confirm=False)
    base = Base(translating.edition.target.seq)
    acts = [
        saving(translating, segment, "Kommuni aamma tapiissuteqarsinnaavoq ullumi.", base),
        saving(translating, segment, "Kommuni tapiissuteqarsinnaavoq ullumi ilaatigut.", base),
    ]
    session.commit()
    found = at_once(*acts)
    session.expire_all()
    assert sorted(found) == [False, True]
    assert segment.target == "Kommuni aamma tapiissuteqarsinnaavoq ullumi ilaatigut."
    assert not segment.is_confirmed


def test_sentences_saved_at_once_are_all_there(translating, at_once, session):
    segments = translating.segments()[1:6]
    base = Base(translating.edition.target.seq)
    acts = [saving(translating, segment, f"Oqaaseqatigiit {number}", base) for number, segment in enumerate(segments)]
    session.commit()
    found = at_once(*acts)
    session.expire_all()
    assert found == [False] * 5
    assert [segment.target for segment in segments] == [f"Oqaaseqatigiit {number}" for number in range(5)]


def test_handing_in_on_two_pages_at_once_signs_once(translating, at_once, session):
    translating.translate()
    find, seen = of(translating), translating.edition.version
    session.commit()

    def act(session):
        edition, actor = find(session)
        return commands.hand_in_translation(session, actor, edition, seen_version=seen).state

    assert at_once(act, act) == ["in_checking", "in_checking"]
    session.expire_all()
    assert session.query(EditionMove).filter_by(move="hand_in").count() == 1
    assert session.query(Signature).filter_by(capacity="translator").count() == 1


def test_accepting_on_two_pages_at_once_signs_once(checking, at_once, session):
    segment = checking.segments()[0]
    find, seen, key = of(checking), (segment.source_hash, segment.target_hash), segment.key
    session.commit()

    def act(session):
        edition, actor = find(session)
        one = next(one for one in segments_of(session, edition) if one.key == key)
        check_commands.accept_segment(session, actor, edition, one, seen_source=seen[0], seen_target=seen[1])

    assert at_once(act, act) == [None, None]
    session.expire_all()
    assert session.query(Signature).filter_by(capacity="checker").count() == 1
