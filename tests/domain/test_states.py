"""An edition goes from the first draft to the portal by named moves, and by no other way."""

import itertools

import pytest

from workbench.domain.refusals import IllegalMove, Reason
from workbench.domain.states import MOVES, OPEN, STAGES, WRITABLE, Move, State, after


@pytest.mark.parametrize(("state", "move"), sorted(itertools.product(State, Move)))
def test_a_move_leads_where_the_table_says_or_is_refused(state, move):
    if (state, move) in MOVES:
        assert after(state, move) is MOVES[state, move]
        return
    with pytest.raises(IllegalMove) as refusal:
        after(state, move)
    assert refusal.value.reason is Reason.MOVE_NOT_POSSIBLE
    assert refusal.value.details == {"state": state, "move": move}


def test_the_way_forward_passes_every_stage():
    way = [Move.SUBMIT, Move.ACCEPT, Move.HAND_IN, Move.CHECK, Move.APPROVE, Move.PUBLISH]
    assert tuple(itertools.accumulate(way, after, initial=State.DRAFTING)) == STAGES


def test_nothing_reaches_the_portal_but_through_its_owner():
    assert [start for (start, _), end in MOVES.items() if end is State.PUBLISHED] == [State.APPROVED]
    assert [start for (start, _), end in MOVES.items() if end is State.APPROVED] == [State.AWAITING_APPROVAL]


def test_words_are_written_only_in_drafts_and_a_signed_edition_never_goes_back():
    assert frozenset({State.DRAFTING}) == WRITABLE
    assert {end for (start, _), end in MOVES.items() if start is State.APPROVED} == {State.PUBLISHED}


def test_every_state_can_be_reached_and_the_open_ones_can_be_left():
    assert {State.DRAFTING} | set(MOVES.values()) == set(State)
    assert {start for start, _ in MOVES} >= OPEN


def test_what_is_out_or_was_is_not_open():
    assert set(State) - OPEN == {State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN}
