"""One person works on an edition at a time; a claim ends by itself."""

import datetime as dt
import threading

import pytest
from sqlalchemy.orm import sessionmaker

from tests.support.line import Line
from workbench.domain.refusals import Denied, Reason
from workbench.domain.signatures import Capacity
from workbench.models import Claim, Edition, now
from workbench.models.engine import READING, open_engine
from workbench.store import claims

pytestmark = pytest.mark.usefixtures("both_databases")
TRANSLATOR = Capacity.TRANSLATOR


@pytest.fixture
def line(session, people):
    return Line(session, people)


@pytest.fixture
def sessions(app):
    engine = open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    yield sessionmaker(engine)
    engine.dispose()


def at_once(acts):
    """Do the acts in a thread each, starting together; return what each gave back."""
    found, start = [None] * len(acts), threading.Barrier(len(acts))

    def run(number):
        start.wait()
        found[number] = acts[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def claiming(sessions, edition_id, person_id):
    def act():
        try:
            with sessions.begin() as session:
                return claims.take_claim(session, session.get_one(Edition, edition_id), TRANSLATOR, person_id).person_id
        except Denied as refusal:
            return refusal.reason

    return act


@pytest.mark.parametrize("was_claimed_before", [False, True])
def test_of_two_who_claim_at_once_one_wins(line, session, people, sessions, *, was_claimed_before):
    edition = line.accepted()
    if was_claimed_before:
        claims.take_claim(session, edition, TRANSLATOR, line.author.id).ends_at = now()
    others = [people.translator().id for _ in range(4)]
    session.commit()
    found = at_once([claiming(sessions, edition.id, person_id) for person_id in others])
    winners = [one for one in found if one in others]
    assert len(winners) == 1
    assert found.count(Reason.CLAIMED_BY_ANOTHER) == 3
    session.rollback()
    assert [claim.person_id for claim in session.query(Claim)] == winners


def test_claiming_what_is_mine_lengthens_it(line, session):
    edition = line.accepted()
    claim = claims.take_claim(session, edition, TRANSLATOR, line.translator.id)
    claimed_at, claim.ends_at = claim.claimed_at, now() + dt.timedelta(minutes=1)
    again = claims.take_claim(session, edition, TRANSLATOR, line.translator.id)
    assert (again.id, again.claimed_at) == (claim.id, claimed_at)
    assert again.ends_at > now() + dt.timedelta(hours=23)


def test_a_claim_that_has_ended_is_nobodys(line, session):
    edition = line.accepted()
    claims.take_claim(session, edition, TRANSLATOR, line.translator.id).ends_at = now()
    session.flush()
    assert claims.claim_of(session, edition, TRANSLATOR) is None


def test_translator_and_checker_claim_apart(line, session):
    edition = line.accepted()
    claims.take_claim(session, edition, TRANSLATOR, line.translator.id)
    claims.take_claim(session, edition, Capacity.CHECKER, line.checker.id)
    assert claims.claim_of(session, edition, Capacity.CHECKER).person_id == line.checker.id


def test_who_holds_it_can_be_seen_while_only_reading(line, session, sessions):
    edition = line.accepted()
    claims.take_claim(session, edition, TRANSLATOR, line.translator.id)
    session.commit()
    with sessions() as reading:
        reading.connection(execution_options={READING: True})
        claim = claims.claim_of(reading, reading.get_one(Edition, edition.id), TRANSLATOR)
        assert claim.person.name == "Aviaaja Holm"
