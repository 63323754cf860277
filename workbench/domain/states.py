"""The life of an edition: the states it passes through and the moves between them."""

import enum

from workbench.domain.refusals import IllegalMove, Reason


class State(enum.StrEnum):
    #: Being written.
    DRAFTING = "drafting"
    #: With peers and lawyers.
    IN_REVIEW = "in_review"
    #: Waiting for a translator, or with one.
    IN_TRANSLATION = "in_translation"
    #: A second person reads the translation.
    IN_CHECKING = "in_checking"
    #: Waiting for the owner's signature.
    AWAITING_APPROVAL = "awaiting_approval"
    #: Signed; its parcel is on the way to the portal.
    APPROVED = "approved"
    #: On the portal, read back and found equal.
    PUBLISHED = "published"
    #: A later edition has taken its place.
    SUPERSEDED = "superseded"
    #: Taken off the portal.
    WITHDRAWN = "withdrawn"


class Move(enum.StrEnum):
    #: The writers hand the text to its reviewers.
    SUBMIT = "submit"
    #: A reviewer wants something changed before it goes on.
    REQUEST_CHANGES = "request_changes"
    #: The required reviewers have signed.
    ACCEPT = "accept"
    #: The translator hands the translation to the checker.
    HAND_IN = "hand_in"
    #: The checker gives the translation back.
    RETURN = "return"
    #: Every sentence of the translation has been checked.
    CHECK = "check"
    #: The owning authority signs.
    APPROVE = "approve"
    #: The portal shows what was signed.
    PUBLISH = "publish"
    #: A later edition took its place.
    SUPERSEDE = "supersede"
    #: The article is taken off the portal.
    WITHDRAW = "withdraw"
    #: The text goes back to its writers.
    REOPEN = "reopen"


#: From here the words of the source may still be written.
WRITABLE = frozenset({State.DRAFTING})
#: An edition in one of these is the article's open one; there is at most one.
OPEN = frozenset(
    {
        State.DRAFTING,
        State.IN_REVIEW,
        State.IN_TRANSLATION,
        State.IN_CHECKING,
        State.AWAITING_APPROVAL,
        State.APPROVED,
    }
)
#: The stages an edition passes on its way, in order.
STAGES = (
    State.DRAFTING,
    State.IN_REVIEW,
    State.IN_TRANSLATION,
    State.IN_CHECKING,
    State.AWAITING_APPROVAL,
    State.APPROVED,
    State.PUBLISHED,
)

MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFTING, Move.SUBMIT): State.IN_REVIEW,
    (State.IN_REVIEW, Move.REQUEST_CHANGES): State.DRAFTING,
    (State.IN_REVIEW, Move.ACCEPT): State.IN_TRANSLATION,
    (State.IN_TRANSLATION, Move.HAND_IN): State.IN_CHECKING,
    (State.IN_CHECKING, Move.RETURN): State.IN_TRANSLATION,
    (State.IN_CHECKING, Move.CHECK): State.AWAITING_APPROVAL,
    (State.AWAITING_APPROVAL, Move.RETURN): State.IN_TRANSLATION,
    (State.AWAITING_APPROVAL, Move.APPROVE): State.APPROVED,
    (State.APPROVED, Move.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Move.SUPERSEDE): State.SUPERSEDED,
    (State.PUBLISHED, Move.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Move.REOPEN): State.DRAFTING,
    (State.IN_TRANSLATION, Move.REOPEN): State.DRAFTING,
    (State.IN_CHECKING, Move.REOPEN): State.DRAFTING,
    (State.AWAITING_APPROVAL, Move.REOPEN): State.DRAFTING,
}


def after(state: State, move: Move) -> State:
    """Return the state that the move leads to; raise IllegalMove when it does not start here."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise IllegalMove(Reason.MOVE_NOT_POSSIBLE, state=state, move=move) from None
