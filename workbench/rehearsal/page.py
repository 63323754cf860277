"""What a browser makes of a page: its forms as they would be sent untouched, its links, its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_TYPED = frozenset({"text", "search", "email", "password", "tel", "url", "number", "date"})


class MissingFormError(Exception):
    """The page has no such form; the message says which it has, and what it says itself."""


@dataclass(slots=True)
class Form:
    """A form: where it goes, and what a browser would send of it if nobody touched it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    #: Names of the fields that people type in.
    typed: list[str] = field(default_factory=list)
    #: Name and value of each radio button, check box and option there is.
    choices: list[tuple[str, str]] = field(default_factory=list)
    #: Words that a button puts into a field, such as the source of a sentence.
    offers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """A page that was read."""

    forms: list[Form]
    links: list[str]
    #: What stands under the id "problem": why something was refused.
    problem: str
    #: Words of the page's main part.
    words: str

    def form(self, part: str) -> Form:
        """Return the first form whose action holds ``part``; raise MissingFormError when there is none."""
        for form in self.all_forms(part):
            return form
        there = ", ".join(form.action for form in self.forms)
        raise MissingFormError(f"no form goes to {part} (there are: {there}). The page says: {self.words[:300]}")

    def all_forms(self, part: str) -> Iterator[Form]:
        """Go through the forms whose action holds ``part``."""
        return (form for form in self.forms if part in form.action)


def read_page(html: str) -> Page:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(reader.forms, reader.links, " ".join(reader.problem.split()), " ".join(reader.words.split()))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.problem = self.words = ""
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._problem_depth = self._main_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._deepen(tag, its)
        if tag == "form":
            self._form = Form(its.get("action", ""))
            self.forms.append(self._form)
        elif tag == "a" and "href" in its:
            self.links.append(its["href"])
        elif self._form is not None and "disabled" not in its:
            self._field(self._form, tag, its)

    def _deepen(self, tag: str, its: dict[str, str]) -> None:
        if self._problem_depth or its.get("id") == "problem":
            self._problem_depth += 1
        if self._main_depth or tag == "main":
            self._main_depth += 1

    def _field(self, form: Form, tag: str, its: dict[str, str]) -> None:
        name = its.get("name", "")
        if tag == "textarea" and name:
            self._area = name
            form.fields[name] = ""
            form.typed.append(name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.choices.append((self._select, its.get("value", "")))
            if self._select not in form.fields or "selected" in its:
                form.fields[self._select] = its.get("value", "")
        elif tag == "input" and name:
            _input(form, name, its)
        elif "data-insert" in its:
            form.offers.append(its["data-insert"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form is not None and self._area:
            # The line break right behind the opening tag is none of the words.
            self._form.fields[self._area] = self._form.fields[self._area].removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None
        if tag in _VOID:
            return
        self._problem_depth = max(0, self._problem_depth - 1)
        self._main_depth = max(0, self._main_depth - 1)

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area] += data.replace("\r\n", "\n")
        if self._problem_depth:
            self.problem += f" {data}"
        if self._main_depth:
            self.words += f" {data}"


def _input(form: Form, name: str, its: dict[str, str]) -> None:
    kind = its.get("type", "text")
    if kind in {"submit", "button", "file", "image"}:
        return
    if kind in {"checkbox", "radio"}:
        form.choices.append((name, its.get("value", "on")))
        if "checked" in its:
            form.fields[name] = its.get("value", "on")
        return
    form.fields[name] = its.get("value", "")
    if kind in _TYPED:
        form.typed.append(name)
