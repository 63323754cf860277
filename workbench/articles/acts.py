"""What a person can do with an article now, and why not: the acts of its page."""

from dataclasses import dataclass

from flask import url_for

from workbench.articles.standing import Standing
from workbench.domain.permissions import Actor, Decision, holds, may, may_there
from workbench.domain.roles import Permission
from workbench.domain.states import MOVES, Move, State
from workbench.store.visibility import place_of
from workbench.web.locale import t


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its words, the page where it is done, whether this person may now."""

    words: str
    address: str
    decision: Decision
    sign: str


def next_act(actor: Actor, standing: Standing) -> Act | None:
    """Return the act that takes the edition on, where a role of the person carries it at all."""
    acts = {
        State.DRAFTING: (t("Write"), "drafting.edit", Permission.TEXT_WRITE, "pen"),
        State.IN_REVIEW: (t("Read for review"), "review.show", Permission.REVIEW_GIVE, "eye"),
        State.IN_TRANSLATION: (t("Translate"), "translation.edit", Permission.TRANSLATION_WRITE, "translate"),
        State.IN_CHECKING: (t("Check the translation"), "check.show", Permission.CHECK_WRITE, "twice"),
        State.AWAITING_APPROVAL: (t("Read and sign"), "approval.show", Permission.EDITION_APPROVE, "sign"),
    }
    found = acts.get(standing.edition.state)
    if standing.edition.state is State.IN_REVIEW and not standing.turn.is_named:
        found = (t("Ask reviewers"), "review.asking", Permission.REVIEW_ASK, "talk")
    if found is None or not holds(actor, found[2]):
        return None
    words, endpoint, permission, sign = found
    return _act(standing, words, endpoint, sign, may(actor, permission, standing.matter))


def further_acts(actor: Actor, standing: Standing) -> list[Act]:
    """Return what else the person can do, on pages of their own."""
    state = standing.edition.state
    there = place_of(standing.article)
    wanted = []
    if state in {State.DRAFTING, State.IN_REVIEW}:
        wanted.append((t("Read it with remarks"), "review.show", "eye", Permission.REMARK_WRITE))
    if state is State.IN_REVIEW:
        wanted.append((t("Ask somebody to review"), "review.asking", "talk", Permission.REVIEW_ASK))
    if state in {State.IN_TRANSLATION, State.IN_CHECKING, State.AWAITING_APPROVAL}:
        wanted.append((t("What the approval needs"), "approval.show", "sign", Permission.APPROVAL_READ))
    wanted.append((t("Owner, contact person and topics"), "articles.edit", "people", Permission.ARTICLE_EDIT))
    if state is State.PUBLISHED:
        wanted.append((t("Withdraw from the portal"), "publishing.withdrawal", "away", Permission.PARCEL_SEND))
    return [
        _act(standing, words, endpoint, sign, decision)
        for words, endpoint, sign, permission in wanted
        if (decision := may_there(actor, permission, there))
    ]


def _act(standing: Standing, words: str, endpoint: str, sign: str, decision: Decision) -> Act:
    return Act(words, url_for(endpoint, article_id=standing.article.id), decision, sign)


def may_reopen(actor: Actor, standing: Standing) -> bool:
    """Tell whether the person can take the edition back to its writers."""
    can_move = (standing.edition.state, Move.REOPEN) in MOVES
    return can_move and bool(may(actor, Permission.EDITION_REOPEN, standing.matter))


def may_open(actor: Actor, standing: Standing) -> bool:
    """Tell whether the person can open the next edition."""
    return not standing.edition.is_open and bool(may(actor, Permission.EDITION_REOPEN, standing.matter))
