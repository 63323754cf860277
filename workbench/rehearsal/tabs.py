"""An article open in a browser: as a plain form, or with the script that saves while one types."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from workbench.rehearsal.browser import SEE_OTHER, Answer, Request
from workbench.rehearsal.clock import Act, Clock, Send, Wait
from workbench.rehearsal.oracle import Ledger
from workbench.rehearsal.page import Form, read_page
from workbench.rehearsal.participant import UNAUTHORISED, Participant
from workbench.web.hypermedia import FROM_SCRIPT

#: The rhythm of the script, as in static/src/js/pace.js: a moment after the last key, one at a time.
PAUSE, LATEST, LONGEST = 1.0, 5.0, 60.0
OK = 200
#: Nobody is signed in, or the page is from an earlier login than the browser's.
LOGIN_ENDED = frozenset({UNAUTHORISED, 403})
SECTION = "section-"


class RefusedError(Exception):
    """The server did not take what a participant sent; the message says what it answered."""


@dataclass(slots=True)
class Text:
    """An article of the rehearsal: where it is, and what people did to its words."""

    path: str
    title: str
    ledger: Ledger = field(default_factory=Ledger)


def fields_of(form: Form) -> dict[str, str]:
    """Return what people type in: the title and the sections."""
    return {name: words for name, words in form.fields.items() if name == "title" or name.startswith(SECTION)}


class Tab(ABC):
    """One page with the form of a text. It may be old: ``fields`` are what this page holds, not what the server has."""

    def __init__(self, person: Participant, text: Text, clock: Clock) -> None:
        self.person, self.text, self.clock = person, text, clock
        self.form = Form("")
        self.fields: dict[str, str] = {}

    @property
    def sections(self) -> list[str]:
        return [name for name in self.fields if name.startswith(SECTION)]

    def open(self) -> Generator[Wait | Send, Answer | None, None]:
        """Load the page."""
        answer = yield from self.person.gets("open the editor", self.text.path)
        self._read(answer)

    def _read(self, answer: Answer) -> None:
        if answer.status != OK:
            raise RefusedError(f"{self.text.path} answered {answer.status}: {read_page(answer.text).words[:300]}")
        self.form = read_page(answer.text).form("/text")
        self.fields = fields_of(self.form)

    def change(self, name: str, act: Callable[[str, Ledger], str]) -> None:
        """Let hands do something in a field."""
        self.fields[name] = act(self.fields[name], self.text.ledger)
        self.typed()

    @abstractmethod
    def typed(self) -> None:
        """Note that something was typed."""

    @abstractmethod
    def save(self) -> Generator[Wait | Send, Answer | None, None]:
        """Return when the server has everything that was typed."""


class FormTab(Tab):
    """Without a script: the whole form goes when its button is pressed; until the next page comes nobody can type."""

    def typed(self) -> None:
        """Wait for the button."""

    def save(self) -> Generator[Wait | Send, Answer | None, None]:
        if self.fields == fields_of(self.form):
            return
        # A browser sends the line breaks of a field as CR LF.
        typed = {name: words.replace("\n", "\r\n") for name, words in self.fields.items()}
        request = self.person.browser.post("save the form", self.form.action, {**self.form.fields, **typed})
        answer = yield from self.person.delivers(request)
        if answer.status in LOGIN_ENDED:
            answer = yield from self.person.signs_in_with_words(answer)
        if answer.status not in SEE_OTHER:
            raise RefusedError(f"a save was answered {answer.status}: {read_page(answer.text).words[:300]}")
        answer = yield from self.person.gets("open the editor", answer.location)
        self._read(answer)


@dataclass(slots=True)
class _Pending:
    base: str
    request_id: str
    changed: dict[str, str]
    sent: dict[str, str]


class ScriptTab(Tab):
    """With the script: what changed goes while one types on; the page takes over what others wrote when it can."""

    def __init__(self, person: Participant, text: Text, clock: Clock) -> None:
        super().__init__(person, text, clock)
        self.base = ""
        self.known: dict[str, str] = {}
        self._pending: _Pending | None = None
        self._is_running = False
        self._first_key = self._last_key = 0.0

    def _read(self, answer: Answer) -> None:
        super()._read(answer)
        self.base, self.known = self.form.fields["base"], dict(self.fields)

    @property
    def is_unsent(self) -> bool:
        return self._pending is not None or self.fields != self.known

    def typed(self) -> None:
        if not self._is_running:
            self._is_running = True
            self._first_key = self.clock.now
            self.clock.start(self._rounds())
        self._last_key = self.clock.now

    def save(self) -> Generator[Wait | Send, Answer | None, None]:
        while self.is_unsent:
            yield Wait(PAUSE)

    def _rounds(self) -> Act:
        """Send again and again until nothing is unsent; one request at a time."""
        while self.is_unsent:
            while (due := min(self._last_key + PAUSE, self._first_key + LATEST)) > self.clock.now:
                yield Wait(due - self.clock.now)
            yield from self._round()
            self._first_key = self.clock.now
        self._is_running = False

    def _round(self) -> Generator[Wait | Send, Answer | None, None]:
        pending = self._pending or self._next()
        self._pending = pending
        tries = 0
        while True:
            answer = yield self.person.faulty(self._request(pending))
            if answer is None:
                tries += 1
                yield Wait(min(LONGEST, PAUSE * 2**tries))
            elif answer.status in LOGIN_ENDED:
                yield from self._come_back(answer)
            elif answer.status == OK:
                return self._acknowledge(pending, answer.json)
            else:
                raise RefusedError(f"an autosave was answered {answer.status}: {answer.text[:300]}")

    def _next(self) -> _Pending:
        changed = {name: words for name, words in self.fields.items() if words != self.known[name]}
        return _Pending(self.base, str(uuid.uuid4()), changed, dict(self.fields))

    def _request(self, pending: _Pending) -> Request:
        hidden = {name: value for name, value in self.form.fields.items() if name not in self.fields}
        fields = {**hidden, **pending.changed, "base": pending.base, "request": pending.request_id}
        headers = {"Accept": "application/json", **FROM_SCRIPT}
        return self.person.browser.post("autosave", self.form.action, fields, **headers)

    def _acknowledge(self, pending: _Pending, answer: dict[str, Any]) -> None:
        """Do what static/src/js/draft.js does: take over all merged words or none."""
        merged = {SECTION + key: words for key, words in answer["sections"].items()}
        if "title" in answer:
            merged["title"] = answer["title"]
        differing = {name: words for name, words in merged.items() if words != pending.sent.get(name)}
        is_free = all(self.fields.get(name) == pending.sent.get(name) for name in differing)
        self._pending = None
        self.known = dict(pending.sent)
        self.base = answer["base"] if is_free else answer["own_base"]
        if is_free:
            self.fields.update(differing)
            self.known.update(differing)

    def _come_back(self, refused: Answer) -> Generator[Wait | Send, Answer | None, None]:
        """Sign in again and load the page anew; the words kept in the browser are laid over it."""
        if refused.status == UNAUTHORISED:
            yield from self.person.signs_in()
        answer = yield from self.person.gets("open the editor", self.text.path)
        self.form = read_page(answer.text).form("/text")
