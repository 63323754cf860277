"""Words of a form that came when nobody was signed in: carried along, shown, and sent by the person."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Response, current_app, request, session
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from workbench.extensions import db
from workbench.models import Login
from workbench.store.links import token_hash
from workbench.web.rendering import page

#: More letters than this are not carried; the browser's way back still has them.
MOST = 1_000_000
DAY_SECONDS = 24 * 60 * 60
#: What stands in forms beside the words of people.
TECHNICAL = frozenset({"base", "request", "version", "next", "kept", "locale", "language"})
TECHNICAL_ENDINGS = ("_id", "-id", "version", "hash")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was to be sent: where to, its fields, and whose login had ended; None where nobody can tell."""

    address: str
    fields: tuple[tuple[str, str], ...]
    typist_id: int | None
    #: A file was to go with it; a page cannot put it back into the form.
    had_file: bool

    @property
    def words(self) -> list[str]:
        """Return what the person typed, without what the page put beside it."""
        return [
            value
            for name, value in self.fields
            if value.strip() and name not in TECHNICAL and not name.endswith(TECHNICAL_ENDINGS)
        ]


def is_from_our_page() -> bool:
    """Tell whether the browser itself says that a page of ours sent this."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def keep_words() -> str | None:
    """Return the fields of this request, sealed for a hidden field; None where there is nothing that could be kept."""
    fields, files = _fields(), bool(request.files)
    typed = files or any(value.strip() for _name, value in fields)
    if request.blueprint == "accounts" or not typed or is_too_much():
        return None
    return str(_sealer().dumps([request.full_path.rstrip("?"), fields, _typist(), files]))


def once_more() -> Kept | None:
    """Return what this request was to send, so that the same can be sent again; None where that cannot be offered.

    Asks neither who sent it nor anything else of the database.
    """
    fields, had_file = tuple(_fields()), bool(request.files)
    if request.method != "POST" or request.blueprint == "accounts" or not is_from_our_page():
        return None
    if not fields or is_too_much():
        return None
    return Kept(request.full_path.rstrip("?"), fields, None, had_file)


def is_too_much() -> bool:
    """Tell whether the request holds more words than can be carried along."""
    return sum(len(value) for _name, value in _fields()) > MOST


def _fields() -> list[tuple[str, str]]:
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name != "csrf_token" and "password" not in name]


def kept_words(sealed: str | None) -> Kept | None:
    """Return what was sealed; None where it is not our seal, is older than a day or leads nowhere."""
    if not sealed:
        return None
    try:
        address, fields, typist, had_file = _sealer().loads(sealed, max_age=DAY_SECONDS)
    except BadData:
        return None
    words = tuple((name, value) for name, value in fields)
    return Kept(address, words, typist, had_file) if _takes_posts(address) else None


def sign_in_page(
    status: int = 200, *, email: str = "", after: str = "", problem: str = "", kept: str | None = None
) -> Response:
    """Answer with the page for signing in; words that wait are shown closed on it and go with its form."""
    return page(
        "accounts/sign_in.html",
        status=status,
        email=email,
        after=after,
        problem=problem,
        sealed_words=kept if kept_words(kept) else None,
        kept=kept_words(kept),
    )


def words_page(kept: Kept, status: int = 200) -> Response:
    """Answer with the words that wait and one button that sends them, in the name of who is signed in now."""
    return page("errors/words.html", status=status, kept=kept)


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="words that wait")


def _typist() -> int | None:
    token = session.get("_user_id")
    if not token:
        return None
    return db.session.scalar(sa.select(Login.person_id).where(Login.token_hash == token_hash(str(token))))


def _takes_posts(address: str) -> bool:
    try:
        current_app.url_map.bind("").match(urlsplit(address).path, "POST")
    except (HTTPException, RequestRedirect):
        return False
    return address.startswith("/") and not address.startswith(("//", "/\\"))
