"""Correcting the words of the interface, and saying that somebody who speaks the language has read them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.admin.queries.words import Sentence
from workbench.admin.reach import require_everywhere
from workbench.domain.permissions import Actor
from workbench.domain.placeholders import require_same_placeholders
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.roles import Permission
from workbench.models import InterfaceWords, now


def correct_sentence(session: Session, actor: Actor, locale: str, sentence: Sentence, words: str) -> InterfaceWords:
    """Put these words on screen; saving them as they are says that they were read.

    Raises Invalid when there are none or the names in braces are not those of the English sentence.
    """
    require_everywhere(actor, Permission.WORDS_EDIT)
    if not words.strip():
        raise Invalid(Reason.TEXT_EMPTY)
    require_same_placeholders(sentence.english, words)
    found = _found(session, locale, sentence)
    before = found.words if found else sentence.words
    if found is None:
        found = InterfaceWords(locale=locale, msgid=sentence.key)
        session.add(found)
    found.words, found.person_id, found.at = words, actor.id, now()
    session.flush()
    action = "words:read" if words == before else "words:edit"
    audit.record(session, actor.id, action, "words", sentence.id, locale=locale, before=before, after=words)
    return found


def restore_sentence(session: Session, actor: Actor, locale: str, sentence: Sentence) -> None:
    """Bring the catalogue's words back; the sentence counts as not read again."""
    require_everywhere(actor, Permission.WORDS_EDIT)
    found = _found(session, locale, sentence)
    if found is None:
        return
    before = found.words
    session.delete(found)
    session.flush()
    audit.record(
        session, actor.id, "words:restore", "words", sentence.id, locale=locale, before=before, after=sentence.words
    )


def _found(session: Session, locale: str, sentence: Sentence) -> InterfaceWords | None:
    query = sa.select(InterfaceWords).where(InterfaceWords.locale == locale, InterfaceWords.msgid == sentence.key)
    return session.scalars(query).first()
