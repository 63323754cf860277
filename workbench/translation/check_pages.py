"""The page on which a second person reads a translation, put together."""

import enum
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, url_for

from workbench.domain.permissions import Decision, may
from workbench.domain.refusals import Reason, Refusal
from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import Edition
from workbench.store import texts
from workbench.store.bases import token_of
from workbench.store.editions import readable
from workbench.store.segments import composed
from workbench.store.texts import Base
from workbench.store.visibility import matter_of
from workbench.translation.check_commands import is_returned, reading_of
from workbench.translation.late import Typed
from workbench.translation.pages import Turn, as_html, section_names, turn_of
from workbench.translation.sentences import Sentence, Sheet, by_section, sheet_of
from workbench.web.access import current_actor
from workbench.web.errors import STATUS
from workbench.web.locale import t
from workbench.web.reading import Shown, citizen_html
from workbench.web.rendering import page
from workbench.web.words import sentence

VIEWS = ("target", "both")


class Mark(enum.StrEnum):
    #: Nobody has read it yet.
    UNREAD = "unread"
    #: A checker vouches for it.
    ACCEPTED = "accepted"
    #: It goes back to the translator.
    RETURNED = "returned"
    #: The reader's own words: somebody else must read it.
    OWN = "own"


#: Mark -> sign and colour; the words beside them say the same.
LOOKS = {
    Mark.UNREAD: ("open", None),
    Mark.ACCEPTED: ("check", "approved"),
    Mark.RETURNED: ("p-returned", "returned"),
    Mark.OWN: ("twice", "warn"),
}


def mark_words() -> dict[Mark, str]:
    """Return what the signs beside the sentences say."""
    return {
        Mark.UNREAD: t("not read yet"),
        Mark.ACCEPTED: t("accepted"),
        Mark.RETURNED: t("goes back to the translator"),
        Mark.OWN: t("somebody else must check it"),
    }


@dataclass(frozen=True, slots=True)
class Check:
    """How far the check has come, for one reader."""

    sheet: Sheet
    unread: frozenset[str]
    barred: frozenset[str]

    def mark(self, row: Sentence) -> Mark:
        if is_returned(row.segment):
            return Mark.RETURNED
        if row.key not in self.unread:
            return Mark.ACCEPTED
        return Mark.OWN if row.key in self.barred else Mark.UNREAD

    def rows(self, mark: Mark) -> list[Sentence]:
        return [row for row in self.sheet.rows if self.mark(row) is mark]

    def is_waiting(self, row: Sentence) -> bool:
        return self.mark(row) is Mark.UNREAD


def check_page(
    edition: Edition, *, view: str = "target", key: str = "", sent: Typed | None = None, refusal: Refusal | None = None
) -> Response:
    """Answer with the translation to be checked, alone or beside its source; what was typed stays after a refusal."""
    article, sheet = edition.article, sheet_of(db.session(), edition)
    turn = turn_of(edition, Capacity.CHECKER, Permission.CHECK_WRITE, State.IN_CHECKING)
    if turn.may_claim:
        turn = _by_rules(edition, turn)
    check = check_of(edition, sheet)
    is_both = view == "both" or sent is not None
    current = sheet.row(sent.key if sent else key) or (sheet.after("", check.is_waiting) if turn.is_mine else None)
    return page(
        "check/show.html",
        "work",
        STATUS[type(refusal)] if refusal else 200,
        edition=edition,
        article=article,
        source_language=article.source_language,
        target_language=article.target_language,
        check=check,
        turn=turn,
        now=current if is_both and turn.is_mine else None,
        groups=by_section(sheet.rows),
        view="both" if is_both else "target",
        typed=sent.words if sent else None,
        problem=sentence(refusal) if refusal else "",
        base=token_of(edition.target, Base(edition.target.seq)) if edition.target else "",
        finish=finish_decision(check, turn),
        shown=None if is_both else _shown(edition, sheet),
        sections=section_names(edition),
        address=_addresses(edition),
        looks=LOOKS,
        marks=Mark,
        mark_words=mark_words(),
        as_html=as_html,
        new_number=uuid.uuid4,
    )


def _by_rules(edition: Edition, turn: Turn) -> Turn:
    """Ask the rules on the thing itself, too: who wrote the source does not check its translation."""
    decision = may(current_actor(), Permission.CHECK_WRITE, matter_of(db.session(), edition))
    return Turn(turn.claim, turn.is_mine and bool(decision), decision)


def _addresses(edition: Edition) -> Callable[[Sentence], str]:
    page_address = url_for("check.show", article_id=edition.article_id, view="both")
    return lambda row: f"{page_address}&segment={row.key}#s-{row.key}"


def finish_decision(check: Check, turn: Turn) -> Decision:
    """Decide whether this reader can end the check, and say why not."""
    if not turn.is_mine:
        return turn.may_claim if not turn.may_claim else Decision(Reason.NOT_CLAIMED)
    return Decision(Reason.NOT_CHECKED if check.rows(Mark.UNREAD) else None)


def _shown(edition: Edition, sheet: Sheet) -> Shown:
    content = composed(texts.content_of(edition.source), sheet.segments)
    return citizen_html(readable(edition, content, edition.article.target_language))


def next_key(check: Check, key: str) -> str:
    """Return the sentence to read after that one; itself when nothing is left."""
    following = check.sheet.after(key, check.is_waiting)
    return following.key if following else key


def check_of(edition: Edition, sheet: Sheet | None = None) -> Check:
    """Return how far the check has come for the reader under way."""
    sheet = sheet or sheet_of(db.session(), edition)
    reading = reading_of(db.session(), edition, sheet.segments)
    return Check(sheet, reading.unread(sheet.segments), reading.barred(current_actor().id))
