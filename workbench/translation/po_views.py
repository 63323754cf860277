"""PO files out and in."""

import base64
import unicodedata
import uuid
import zlib
from collections.abc import Callable

from flask import Response, current_app, flash, make_response, request, url_for
from itsdangerous import BadSignature, Signer

from workbench.domain.exchange.po import MOST_BYTES, PoFault
from workbench.domain.permissions import require_there
from workbench.domain.refusals import Invalid, Reason, Refusal, StaleVersion
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Edition
from workbench.store.visibility import WITH_WORDS, edition_for, place_of
from workbench.translation import commands
from workbench.translation.exchange import Fate, Misfit, plan_of, take_po, written_po
from workbench.translation.forms import asked_number
from workbench.translation.pages import as_html, blueprint, editor_page
from workbench.web.access import current_actor, requires
from workbench.web.errors import STATUS
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.transactions import begin_reading, commit
from workbench.web.words import sentence, word

#: Letters that Danish file names do without.
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ĸ": "q"})


def _fates() -> dict[Fate, Callable[[int], str]]:
    """Return what the report says of how many sentences, in the order in which it says it."""
    return {
        Fate.CONFLICT: lambda n: t("Somebody has saved other words here since the file was written: {n}", n=n),
        Fate.NEW: lambda n: t("New: {n}", n=n),
        Fate.CHANGED: lambda n: t("Changed: {n}", n=n),
        Fate.CONFIRMED: lambda n: t("The same words, confirmed in the file: {n}", n=n),
        Fate.OUTDATED: lambda n: t("Made from an earlier wording of the source, to be compared: {n}", n=n),
        Fate.SIGNED: lambda n: t("Signed as they stand, so the file does not change them: {n}", n=n),
        Fate.GONE: lambda n: t("No longer in the source, so not taken in: {n}", n=n),
        Fate.UNCHANGED: lambda n: t("Unchanged: {n}", n=n),
    }


def _fault_words(what: PoFault | Misfit) -> str:
    if isinstance(what, PoFault):
        return word(what)
    return {
        Misfit.KEY_UNKNOWN: t("No sentence of this article has this msgctxt."),
        Misfit.SOURCE_EDITED: t("The source of the sentence was changed in the file. Only translations can be."),
        Misfit.TOO_LONG: t("The translation is longer than a sentence may be."),
    }[what]


def _edition(article_id: uuid.UUID) -> Edition:
    edition = edition_for(db.session(), current_actor(), article_id, also=WITH_WORDS)
    require_there(current_actor(), Permission.TRANSLATION_READ, place_of(edition.article))
    return edition


@blueprint.get("/<uuid:article_id>/po")
@requires(Permission.TRANSLATION_READ)
def export_po(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    response = make_response(written_po(db.session(), edition))
    response.mimetype = "text/x-gettext-translation"
    response.headers.set("Content-Disposition", "attachment", filename=_file_name(edition))
    return response


def _file_name(edition: Edition) -> str:
    """Return a name every system can keep: letters a to z, figures and hyphens."""
    folded = unicodedata.normalize("NFKD", edition.article.title.lower().translate(_ASCII))
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in folded)
    name = "-".join(part for part in letters.split("-") if part)[:60].strip("-") or "article"
    return f"{name}-{edition.article.target_language}-{edition.number}.po"


@blueprint.post("/<uuid:article_id>/po")
@requires(Permission.TRANSLATION_WRITE)
def import_po(article_id: uuid.UUID) -> Response:
    """Show what a file would change; nothing is changed by it yet."""
    edition = _edition(article_id)
    commands.require_turn(db.session(), current_actor(), edition)
    db.session.rollback()
    begin_reading()
    return _report(article_id, _sent_file())


def _sent_file() -> bytes:
    """Return the bytes of the file, one more than are read at all where it is too large; none where none was sent."""
    sent = request.files.get("file")
    if sent is None:
        return b""
    with sent.stream as stream:
        return stream.read(MOST_BYTES + 1)


@blueprint.post("/<uuid:article_id>/po/application")
@requires(Permission.TRANSLATION_WRITE)
def apply_po(article_id: uuid.UUID) -> Response:
    raw = _unsealed(request.form.get("file", ""))
    chosen = [key.removeprefix("choice-") for key, value in request.form.items() if value == "file"]
    try:
        plan = take_po(
            db.session(),
            current_actor(),
            _edition(article_id),
            raw,
            from_file=chosen,
            seen_seq=request.form.get("seq", type=int),
            request_id=asked_number(),
        )
    except (Invalid, StaleVersion) as refusal:
        db.session.rollback()
        begin_reading()
        return _report(article_id, raw, refusal)
    commit()
    beside = sum(change.segment.key not in chosen for change in plan.of(Fate.CONFLICT))
    flash(t("The file is taken in."), "message")
    if beside:
        flash(t("The words of the file that you did not choose stand beside their sentences: {n}", n=beside), "note")
    return go_to(url_for("translation.edit", article_id=article_id))


def _report(article_id: uuid.UUID, raw: bytes, refusal: Refusal | None = None) -> Response:
    edition = _edition(article_id)
    try:
        plan = plan_of(db.session(), edition, raw)
    except Invalid as unreadable:
        return editor_page(edition, refusal=unreadable)
    status = STATUS[type(refusal)] if refusal else STATUS[Invalid] if plan.faults else 200
    return page(
        "translation/po_report.html",
        status=status,
        edition=edition,
        article=edition.article,
        plan=plan,
        fates=_fates(),
        fate=Fate,
        fault_words=_fault_words,
        problem=sentence(refusal) if refusal else "",
        file="" if plan.faults else _sealed(raw),
        request_id=uuid.uuid4(),
        as_html=as_html,
        source_language=edition.article.source_language,
        target_language=edition.article.target_language,
    )


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="po file")


def _sealed(raw: bytes) -> str:
    """Return the file as it goes along with the report: what is taken in is what the report was about."""
    return _signer().sign(base64.urlsafe_b64encode(zlib.compress(raw))).decode()


def _unsealed(sealed: str) -> bytes:
    try:
        return zlib.decompress(base64.urlsafe_b64decode(_signer().unsign(sealed)))
    except BadSignature:
        raise Invalid(Reason.PO_UNREADABLE) from None
