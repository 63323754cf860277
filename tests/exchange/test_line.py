"""A laptop and the centre over real HTTP, on a line that breaks at every place it can."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.exchange.test_stick import found_once, tokens
from tests.ground.test_server import ROOT, free_port, reached
from workbench.domain.exchange.bundle import request_payload
from workbench.domain.exchange.keys import new_key, public_of, signature_of
from workbench.exchange.client import LineBrokenError, Other, RefusedError
from workbench.exchange.visit import Visit
from workbench.extensions import db
from workbench.models import PeerRequest, TextUpdate
from workbench.store.exchanging.peers import pair_with


class Breaking(Other):
    """A line that breaks at its n-th request: before it is heard, or before the answer is."""

    def __init__(self, *args, at, is_heard):
        super().__init__(*args)
        self.left, self.is_heard = at, is_heard

    def _once(self, path, body):
        self.left -= 1
        if self.left == 0 and self.is_heard:
            super()._once(path, body)
        if self.left <= 0:
            raise LineBrokenError("The line broke.")
        return super()._once(path, body)


@contextmanager
def served(side):
    port = free_port()
    environment = {
        "PATH": "/usr/bin:/bin",
        "WORKBENCH_INSTANCE": str(side.folder.path.parent),
        "DATABASE_URL": side.url,
    }
    command = [sys.executable, "-m", "workbench", "serve", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **quiet) as server:
        try:
            reached(port, tries=900).close()
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture
def url(centre, laptop):
    centre.session.commit()
    laptop.session.commit()
    with served(centre) as url:
        yield url


def visit(laptop, centre, other):
    number = centre.line.workshop.id
    return Visit(laptop.session, laptop.folder, laptop.peer, other, number, laptop.session.commit, lambda _words: None)


def line_to(url, laptop, centre):
    return Other(url, laptop.folder.key, public_of(centre.folder.key))


def goes_on_until_through(laptop, centre, url):
    """Exchange over a line that breaks at the first request, then at the second, and so on, in both manners."""
    broken = 0
    for at in range(1, 40):
        for is_heard in (False, True):
            other = Breaking(url, laptop.folder.key, public_of(centre.folder.key), at=at, is_heard=is_heard)
            going = visit(laptop, centre, other)
            try:
                going.give()
                going.take()
            except LineBrokenError:
                laptop.session.rollback()
                broken += 1
            else:
                return broken
    raise AssertionError("it never came through")


def test_words_go_both_ways_over_a_line_that_breaks_at_every_request(url, centre, laptop):
    visit(laptop, centre, line_to(url, laptop, centre)).take()
    assert laptop.words(centre.article_id) == centre.words(centre.article_id)
    mine, theirs = tokens(6000, 1), tokens(6000, 2)
    centre.writes(centre.article_id, centre.line.author, "need", " ".join(mine))
    laptop.writes(centre.article_id, centre.line.facilitator, "how", " ".join(theirs))
    assert goes_on_until_through(laptop, centre, url) >= 8
    assert laptop.hash(centre.article_id) == centre.hash(centre.article_id)
    assert found_once(centre.words(centre.article_id), [*mine, *theirs]) == []
    rows = centre.session.scalars(sa.select(TextUpdate.request_id)).all()
    assert len(rows) == len(set(rows))


def test_what_has_gone_through_is_not_sent_again(url, centre, laptop):
    visit(laptop, centre, line_to(url, laptop, centre)).take()
    laptop.writes(centre.article_id, centre.line.author, "need", "Ord.")
    assert visit(laptop, centre, line_to(url, laptop, centre)).give()["rows"] == 1
    assert visit(laptop, centre, line_to(url, laptop, centre)).take()["rows"] == 0
    again = visit(laptop, centre, line_to(url, laptop, centre)).give()
    assert (again["rows"], again["known"]) == (0, 0)


def test_somebody_who_is_not_paired_is_not_answered(url, centre, laptop):
    with pytest.raises(RefusedError, match="does not know our key"):
        visit(laptop, centre, Other(url, new_key(), public_of(centre.folder.key))).take()


def test_a_workshop_the_laptop_was_not_paired_for_looks_as_if_it_were_not_there(url, centre, laptop):
    going = visit(laptop, centre, line_to(url, laptop, centre))
    going.number = 4711
    with pytest.raises(RefusedError, match="no such workshop here for this pair"):
        going.take()


def test_somebody_else_at_the_address_of_the_centre_is_not_heard(url, centre, laptop):
    with pytest.raises(LineBrokenError, match="Somebody else answered"):
        visit(laptop, centre, Other(url, laptop.folder.key, public_of(new_key()))).take()


def test_a_laptop_whose_clock_is_years_behind_is_heard(url, centre, laptop, monkeypatch):
    behind = time.time() - 3 * 365 * 24 * 3600
    monkeypatch.setattr("workbench.exchange.client.time.time", lambda: behind)
    assert visit(laptop, centre, line_to(url, laptop, centre)).take()["articles"] == 1


def test_a_request_is_answered_once_and_only_as_it_was_signed(app, people, tmp_path, visitor):
    key = new_key()
    peer = pair_with(db.session(), "Laptop", public_of(key), [], has_sign_ins=False)
    db.session.commit()

    def sends(body, *, nonce, moment=None, signed=None, path="/exchange/state"):
        at = int(time.time()) if moment is None else moment
        payload = request_payload("POST", "/exchange/state", body if signed is None else signed, at, nonce)
        headers = {
            "X-Workbench-Key": public_of(key).hex(),
            "X-Workbench-Time": str(at),
            "X-Workbench-Nonce": nonce,
            "X-Workbench-Signature": signature_of(key, payload).hex(),
        }
        response = visitor.asks(visitor.client.post, path, data=body, headers=headers)
        assert "Set-Cookie" not in response.headers
        return response.status_code

    good = json.dumps({"bundle": "51f5d3c2-4be2-4a7c-9d53-7d6a2a0f6a11"}).encode()
    assert sends(good, nonce="a") == 200
    assert sends(good, nonce="a") == 401, "the same request again"
    assert sends(b"{}", nonce="b") == 422
    assert sends(b"{}", nonce="b") == 401, "a refused one counts, too"
    assert sends(good, nonce="c", signed=b"other") == 401
    assert sends(good, nonce="d", moment=int(time.time()) - 3600) == 401
    assert sends(good, nonce="e", path="/exchange/offers") == 401
    assert sends(b"x" * 70_000, nonce="f") == 413
    assert sends(b"[", nonce="g") == 422
    assert sends(good, nonce="h" * 65) == 401
    assert visitor.asks(visitor.client.post, "/exchange/state", data=good).status_code == 401
    assert {row.nonce for row in db.session.scalars(sa.select(PeerRequest))} == {"a", "b", "g"}
    assert peer.name == "Laptop"
