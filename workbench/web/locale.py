"""The language of the interface: which one, and its sentences."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path

import sqlalchemy as sa
from babel.support import Translations
from flask import Flask, g, has_request_context, request
from flask_babel import get_locale as babel_locale
from markupsafe import Markup, escape

from workbench.extensions import babel, db
from workbench.models import InterfaceWords

LOCALES = ("da", "kl", "en")
#: What languages call themselves.
TONGUES = {"da": "Dansk", "kl": "Kalaallisut", "en": "English"}
COOKIE = "language"
#: Between context and sentence in the key of a corrected word, as gettext has it.
CONTEXT_SIGN = "\x04"


def select_locale() -> str:
    """Return the language chosen on this device, else the person's, else what the browser asks for, else Danish."""
    if not has_request_context():
        return str(g.get("locale", "da"))
    chosen = g.get("locale") or request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES, "da") or "da"


@dataclass(frozen=True, slots=True)
class _Tongue:
    """A language of the interface with all its sentences; the corrected ones stand before the catalogue's."""

    name: str
    catalogue: NullTranslations
    corrections: Mapping[str, str]


def _tongue() -> _Tongue:
    """Return the language of the answer under way; looked for once in a request, because every sentence asks for it."""
    if not has_request_context():
        return _chosen_tongue()
    known: _Tongue | None = g.get("tongue")
    if known is None:
        known = g.tongue = _chosen_tongue()
    return known


def _chosen_tongue() -> _Tongue:
    chosen = babel_locale()
    name = str(chosen.language) if chosen else "da"
    return _Tongue(name, catalogue(_folder(), name), _corrected(name))


def locale() -> str:
    """Return the language of the answer under way: da, kl or en."""
    return _tongue().name


def use_locale(chosen: str) -> None:
    """Answer in that language from here on: for letters and for people whose own language is known."""
    g.locale = chosen if chosen in LOCALES else "da"
    g.pop("tongue", None)
    if hasattr(g, "_flask_babel"):
        del g._flask_babel  # noqa: SLF001 - Flask-Babel 4 keeps the first choice for the whole request


def read_no_more_corrections() -> None:
    """Answer from here on with the corrections that are known: the database is not to be asked."""
    chosen = babel_locale()
    name = str(chosen.language) if chosen else "da"
    _mark, known = _corrections.get(name, (None, {}))
    g.tongue = _Tongue(name, catalogue(_folder(), name), known)


@functools.cache
def catalogue(folder: Path, name: str) -> NullTranslations:
    """Return the compiled catalogue of a language; English is the code itself."""
    return NullTranslations() if name == "en" else Translations.load(str(folder), [name])


#: Language -> (how many there are and when the last was written, sentences).
_corrections: dict[str, tuple[object, Mapping[str, str]]] = {}


def _corrected(name: str) -> Mapping[str, str]:
    """Return the sentences of a language that were corrected in the product, read once and again after each change."""
    if not has_request_context():
        return {}
    newest = db.session.execute(
        sa.select(sa.func.count(), sa.func.max(InterfaceWords.at)).where(InterfaceWords.locale == name)
    ).one()
    known = _corrections.get(name)
    if known is None or known[0] != tuple(newest):
        rows = db.session.execute(
            sa.select(InterfaceWords.msgid, InterfaceWords.words).where(InterfaceWords.locale == name)
        )
        known = (tuple(newest), {msgid: words for msgid, words in rows if words})
        _corrections[name] = known
    return known[1]


@functools.cache
def _folder() -> Path:
    return Path(__file__).resolve().parents[1] / "locale"


def _filled(words: str, values: Mapping[str, object]) -> str:
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(escape(words)).format(**values)  # noqa: S704 - the sentence is escaped, values escape themselves
    return words.format(**values) if values else words


def t(msgid: str, **values: object) -> str:
    """Return the sentence in the language of the answer, its {placeholders} filled."""
    tongue = _tongue()
    words = tongue.corrections.get(msgid) or tongue.catalogue.gettext(msgid)
    return _filled(words, values)


def tp(context: str, msgid: str, **values: object) -> str:
    """Return a word that means something else elsewhere, told apart by its context."""
    tongue = _tongue()
    words = tongue.corrections.get(context + CONTEXT_SIGN + msgid) or tongue.catalogue.pgettext(context, msgid)
    return _filled(words, values)


def tn(singular: str, plural: str, n: int, **values: object) -> str:
    """Return the sentence for that number; {n} is always there to be filled."""
    words = _tongue().catalogue.ngettext(singular, plural, n)
    return _filled(words, {"n": n, **values})


def sentences_in(language: str) -> Callable[..., str]:
    """Return what ``t`` is for a page in that language whoever asks for it: for the portal."""
    words = catalogue(_folder(), language)
    return lambda msgid, **values: _filled(words.gettext(msgid), values)


def init_app(app: Flask) -> None:
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "da")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "America/Nuuk")
    babel.init_app(app, locale_selector=select_locale)
    app.jinja_env.globals.update(t=t, tp=tp, tn=tn, locale_name=locale, LOCALES=LOCALES, TONGUES=TONGUES)
