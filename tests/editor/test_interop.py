"""Whatever browsers write with Yjs, the server reads all of it, in pieces or at once, and ends with the same text."""

import base64
import json

import pytest

from tests.editor.test_sync import HERE, run
from workbench.domain import livechanges, livetext
from workbench.domain.livebytes import parts_of
from workbench.domain.livechanges import Change
from workbench.domain.livedoc import merged

SEEDS = range(25)
FIRST = livetext.opened("Titel", ["who", "how"], client=4)


def stories():
    asked = [{"seed": seed, "first": base64.b64encode(FIRST).decode()} for seed in SEEDS]
    told = run(HERE / "writes.mjs", given="".join(json.dumps(one) + "\n" for one in asked))
    return [json.loads(line) for line in told.strip("\n").split("\n")]


def test_a_letter_that_was_cut_in_two_spoils_no_text():
    cut = run(HERE / "writes.mjs", given=json.dumps({"first": base64.b64encode(FIRST).decode(), "cut": True}) + "\n")
    updates = [base64.b64decode(update) for update in json.loads(cut)]
    state = Change(FIRST, updates[0]).committed.state

    with pytest.raises(ValueError, match="letter"):
        Change(state, updates[1])


def test_everything_that_browsers_write_is_read_and_becomes_the_same_text():
    for story in stories():
        updates = [[base64.b64decode(update) for update in some] for some in story["updates"]]
        whole, holes = base64.b64decode(story["whole"]), base64.b64decode(story["holes"])
        for update in (*updates[0], *updates[1], whole, holes):
            parts_of(update)

        for ways in ([merged(updates[0] + updates[1])], [whole], [merged(updates[0] + updates[1]), whole]):
            state = FIRST
            for update in ways:
                state = Change(state, update).committed.state
            assert livechanges.canonical(state).decode() == story["canonical"]

        seen = Change(FIRST, whole)
        assert seen.began <= set(story["clients"])
        assert not seen.committed.gap
        assert not Change(seen.committed.state, merged(updates[0] + updates[1])).is_news
