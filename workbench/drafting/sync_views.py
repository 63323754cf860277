"""The address where browsers that write in a text send what is new and learn what others wrote."""

import uuid
from urllib.parse import unquote

import sqlalchemy as sa
from flask import Response, make_response, request

from workbench.domain import wire
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Denied, Invalid, NotSignedIn, Reason, Unknown
from workbench.drafting import late
from workbench.drafting.pages import blueprint
from workbench.extensions import csrf, db
from workbench.models import Edition, Person, Text
from workbench.store import syncing
from workbench.web.access import current_actor, current_person, leave_unnoted, signed_in
from workbench.web.errors import problem
from workbench.web.hypermedia import FROM_SYNC
from workbench.web.locale import t
from workbench.web.transactions import commit, let_go, reads_first
from workbench.web.words import reason_sentence

TYPE = "application/octet-stream"
#: Who the page was opened for: another may have signed in on the device since.
FROM_PERSON = "X-Workbench-Person"
#: The largest body: an update that deflating does not make smaller, and what stands around it.
BODY_BYTES = wire.UPDATE_BYTES + 4096
TOO_LARGE = 413


@blueprint.post("/text/sync")
@csrf.exempt  # type: ignore[untyped-decorator]  # published without types
@reads_first
@signed_in
def sync(article_id: uuid.UUID) -> Response:
    # The token of forms is not asked for: pages lie open for days, and no form of another site can send this header.
    if request.headers.get(FROM_SYNC) != "1":
        raise Denied(Reason.FORM_NOT_OURS)
    actor, person = current_actor(), _writer()
    if (request.content_length or 0) > BODY_BYTES:
        return problem(t("That is not possible"), reason_sentence(Reason.TOO_LARGE), TOO_LARGE)
    asked = _asked()
    if asked.update:
        answer = _taken(article_id, actor, person, asked)
    else:
        leave_unnoted()
        answer = _looked(article_id, actor, person, asked)
    return _told(answer, asked)


def _writer() -> Person:
    """Return who is signed in; raise NotSignedIn when the page was opened for somebody else."""
    person = current_person()
    opened_for = unquote(request.headers.get(FROM_PERSON, ""))
    if person is None or (opened_for and opened_for != person.email):
        raise NotSignedIn(Reason.NOT_SIGNED_IN)
    return person


def _asked() -> wire.Request:
    request.max_content_length = BODY_BYTES
    if request.mimetype != TYPE:
        raise Invalid(Reason.FIELD_INVALID)
    try:
        return wire.decode_request(request.get_data(cache=False))
    except ValueError:
        raise Invalid(Reason.FIELD_INVALID) from None


def _text(edition: Edition) -> Text:
    """Return the text that the page was made for, which may be one of an earlier edition."""
    text_id = request.args.get("text", edition.source.id, type=int)
    if text_id == edition.source.id:
        return edition.source
    text = db.session.scalars(
        sa.select(Text)
        .join(Edition, Edition.id == Text.edition_id)
        .where(Text.id == text_id, Text.is_source, Edition.article_id == edition.article_id)
    ).first()
    if text is None:
        raise Unknown(Reason.UNKNOWN)
    return text


def _looked(article_id: uuid.UUID, actor: Actor, person: Person, asked: wire.Request) -> wire.Answer:
    edition = late.edition_for_writer(db.session(), actor, person, article_id)
    text = _text(edition)
    if syncing.has_to_note(db.session(), text, actor, asked):
        return _taken(article_id, actor, person, asked)
    rights = syncing.rights_of(db.session(), actor, edition, text)
    return syncing.answer_to(db.session(), text, actor, rights, asked)


def _taken(article_id: uuid.UUID, actor: Actor, person: Person, asked: wire.Request) -> wire.Answer:
    """Take it in a transaction that writes; nothing of the answer is sent before it is kept."""
    let_go()
    edition = late.edition_for_writer(db.session(), actor, person, article_id)
    answer = syncing.take(db.session(), edition, _text(edition), actor, asked)
    commit()
    return answer


def _told(answer: wire.Answer, asked: wire.Request) -> Response:
    body = wire.encode_answer(answer, deflated=wire.Ask.PLAIN not in asked.asks)
    response = make_response(body)
    response.headers["Content-Type"] = TYPE
    response.headers["Cache-Control"] = "no-store"
    return response
