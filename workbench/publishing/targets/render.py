"""How the pages of the portal are drawn: from templates, in the language of the page, without a request."""

import hashlib
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.ext import extract_from_ast
from jinja2.runtime import Context
from markupsafe import Markup

from workbench.domain.hyphenation import SOFT_HYPHEN, hyphenate
from workbench.domain.portal.comparison import arranged, dialled, laws_apart, owner_apart, without_scheme
from workbench.domain.portal.cpsv import linked_data
from workbench.domain.portal.parcel import Parcel
from workbench.domain.signatures import Capacity
from workbench.publishing.targets.markup import Icons, data_block, lines_as_html
from workbench.publishing.targets.plan import (
    ArticlePage,
    FrontPage,
    Landing,
    ListPage,
    MovedPage,
    NotFound,
    Page,
    Robots,
    Sitemap,
    front,
)

#: English sentence, values of its placeholders -> sentence in the language of the page.
Translate = Callable[..., str]
#: Language -> the sentences of that language.
Translator = Callable[[str], Translate]

#: What the languages call themselves.
LANGUAGE_NAMES: Mapping[str, str] = {"da": "Dansk", "kl": "Kalaallisut"}

_TEMPLATES: Mapping[type[Page], str] = {
    ArticlePage: "article.html",
    MovedPage: "moved.html",
    FrontPage: "front.html",
    ListPage: "list.html",
    Landing: "landing.html",
    NotFound: "not_found.html",
    Sitemap: "sitemap.xml",
    Robots: "robots.txt",
}


def english(_language: str) -> Translate:
    """Return the sentences as they stand in the templates: for tests, and until a catalogue is there."""
    return lambda sentence, **values: sentence.format(**values)


@dataclass(frozen=True, slots=True)
class Look:
    """Where the look of the portal comes from, its name by language, and the address its root has for readers."""

    templates: Path
    sheet: Path
    icons: Path
    names: Mapping[str, str]
    base_url: str


class Renderer:
    """Draws one page after the other; the same page twice gives the same bytes."""

    def __init__(self, look: Look, translator: Translator = english) -> None:
        self._look = look
        self._translator = translator
        self._icons = Icons(look.icons)
        self._base = look.base_url.rstrip("/") + "/"
        self._last_document: tuple[object, Markup] = (None, Markup())
        sheet = look.sheet.read_bytes()
        self.assets = {f"assets/portal-{hashlib.sha256(sheet).hexdigest()[:10]}.css": sheet}
        self._environment = Environment(
            loader=FileSystemLoader(look.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(soften=_softened, whole=_whole)
        self._environment.globals.update(
            arranged=arranged,
            dialled=dialled,
            front=front,
            icon=self._icon,
            language_names=LANGUAGE_NAMES,
            laws_apart=laws_apart,
            owner_apart=owner_apart,
            sheet=next(iter(self.assets)),
            without_scheme=without_scheme,
        )

    def draw(self, page: Page, parcel_of: Callable[[UUID], Parcel]) -> bytes:
        """Return the bytes of a page; ``parcel_of`` gives the parcel an article's page is made from."""
        template = self._environment.get_template(_TEMPLATES[type(page)])
        more = self._article(page, parcel_of(page.article_id)) if isinstance(page, ArticlePage) else {}
        return template.render(page=page, **self._surroundings(page), **more).encode()

    def address(self, path: str) -> str:
        """Return the address readers know a path of the site by."""
        return self._base + path.removesuffix("index.html")

    def fingerprint(self) -> str:
        """Return a hash that changes whenever pages would look or read otherwise with the same parcels."""
        parts = [self._base, *sorted(f"{language} {name}" for language, name in self._look.names.items()), *self.assets]
        for name in sorted(self._environment.list_templates()):
            source = (self._look.templates / name).read_text(encoding="utf-8")
            parts += [
                source,
                *(self._sentence(language, msgid) for msgid in self._sentences(source) for language in LANGUAGE_NAMES),
            ]
        parts.append(self._look.icons.read_text(encoding="utf-8"))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _sentences(self, source: str) -> Iterator[str]:
        for _line, _function, msgid in extract_from_ast(self._environment.parse(source), ["t"]):
            yield str(msgid)

    def _sentence(self, language: str, msgid: str) -> str:
        names = (name for _text, name, _form, _conversion in string.Formatter().parse(msgid) if name)
        return self._translator(language)(msgid, **{name: "{" + name + "}" for name in names})

    def _icon(self, name: str) -> Markup:
        return self._icons.draw(name if name in self._icons else "p-published")

    def _surroundings(self, page: Page) -> dict[str, object]:
        language = page.language or next(iter(LANGUAGE_NAMES))
        soften = _soften(language)
        root = urlsplit(self._base).path if isinstance(page, NotFound) else "../" * page.path.count("/")
        return {
            "absolute": self.address,
            "day": lambda moment: soften(_day(moment, language)),
            "language": language,
            "lines": lambda lines: lines_as_html(lines, soften),
            "name": self._look.names[language],
            "names": self._look.names,
            "t": self._words(language),
            "to": lambda path: root + path,
            "tongues": [(its, self._words(its)) for its in LANGUAGE_NAMES],
        }

    def _words(self, language: str) -> Translate:
        translate, soften = self._translator(language), _soften(language)
        return lambda sentence, **values: soften(translate(sentence, **values))

    def _article(self, page: ArticlePage, parcel: Parcel) -> dict[str, object]:
        return {
            "parcel": parcel,
            "text": parcel.texts[page.language],
            "document": self._document(page, parcel) if parcel.is_shown else None,
            "approved": max((its.moment for its in parcel.signatures if its.capacity is Capacity.APPROVER), default=""),
        }

    def _document(self, page: ArticlePage, parcel: Parcel) -> Markup:
        """Return what machines read: the same in all languages, so made once for the pages of an article."""
        if self._last_document[0] != (page.alternates, page.hash):
            pages = {language: self.address(path) for language, path in page.alternates}
            self._last_document = ((page.alternates, page.hash), data_block(linked_data(parcel, pages)))
        return self._last_document[1]


def _soften(language: str) -> Callable[[str], str]:
    return hyphenate if language == "kl" else str


@pass_context
def _softened(context: Context, words: str) -> str:
    return _soften(context["language"])(words)


def _whole(words: str) -> str:
    """Take out the soft hyphens: titles of windows and attributes are never broken."""
    return words.replace(SOFT_HYPHEN, "")


def _day(moment: str, language: str) -> str:
    return format_date(date.fromisoformat(moment[:10]), "long", locale=language)
