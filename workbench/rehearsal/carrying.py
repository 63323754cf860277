"""Articles on from the workshop to the portal: asked for, read, translated, checked, signed, delivered, read back."""

import time
import uuid
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field

from workbench.domain.portal.addresses import page_name
from workbench.publishing.targets.page_reader import read_page as read_portal_page
from workbench.rehearsal.browser import SEE_OTHER, Answer
from workbench.rehearsal.clock import Act, Send, Wait
from workbench.rehearsal.oracle import Ledger, Verdict, judge
from workbench.rehearsal.page import Form, Page, read_page
from workbench.rehearsal.participant import LOOKS, Participant
from workbench.rehearsal.tabs import OK, RefusedError, Text
from workbench.rehearsal.words import Words, each_word

#: How long the worker may take until the last article is on the portal, in real seconds.
DELIVERED_WITHIN = 60.0
LOOK_EVERY = 0.2


LANGUAGES = ("da", "kl")


@dataclass(slots=True)
class Carried:
    """An article on its way; ``translated`` is what its translator typed."""

    text: Text
    title: str
    translated_title: str = ""
    translated: Ledger = field(default_factory=Ledger)
    #: Addresses at which there is nothing on the portal yet.
    missing: list[str] = field(default_factory=list)

    @property
    def article(self) -> str:
        """The address of its page."""
        return self.text.path.removesuffix("/text")

    @property
    def id(self) -> uuid.UUID:
        return uuid.UUID(self.article.rpartition("/")[2])

    def portal_path(self, language: str) -> str:
        title = self.title if language == "da" else self.translated_title
        return f"/portal/{language}/{page_name(title, self.id)}"


Doing = Generator[Wait | Send, Answer | None, None]
#: Told which article, where, and what is wrong there.
Tell = Callable[[Carried, str, Verdict], None]


class Carrier:
    """Takes articles along the line, each act by whoever it belongs to."""

    def __init__(self, people: dict[str, Participant], writer: Participant) -> None:
        self.people, self.writer = people, writer
        self.words = Words("kl")

    def signs_everybody_in(self) -> Act:
        """Let everybody sign in once, before they all work at the same time."""
        for person in self.people.values():
            yield from person.signs_in()

    def carries(self, carried: Carried) -> Act:
        """Take one article from its draft to the owner's signature."""
        for reader in ("peer", "lawyer"):
            yield from self._ask(carried, reader)
        yield from self._submit(carried)
        for reader in ("peer", "lawyer"):
            yield from self._vouch(carried, reader)
        yield from self._translate(carried)
        yield from self._check(carried)
        yield from self._approve(carried)

    def _ask(self, carried: Carried, reader: str) -> Doing:
        facilitator, who = self.people["facilitator"], self.people[reader]
        page = yield from _opens(facilitator, "ask for a review", f"{carried.article}/review/asking")
        form = page.form("/review/asking")
        capacity = "legal" if reader == "lawyer" else "peer"
        yield from _sends(facilitator, "ask for a review", form, who=f"person-{who.id}", capacity=capacity)

    def _submit(self, carried: Carried) -> Doing:
        page = yield from _opens(self.writer, "open the editor", carried.text.path)
        yield from _sends(self.writer, "submit", page.form("/submission"))

    def _vouch(self, carried: Carried, reader: str) -> Doing:
        person = self.people[reader]
        page = yield from _opens(person, "read for review", f"{carried.article}/review")
        form = page.form("/verdict")
        yield from _sends(person, "give a verdict", form, **{"verdict-verdict": "accept"})

    def _translate(self, carried: Carried) -> Doing:
        """Claim it, answer sentence by sentence, hand it in."""
        person, address = self.people["translator"], f"/translation/{carried.id}"
        page = yield from _opens(person, "open a translation", address)
        location = yield from _sends(person, "claim a translation", page.form("/claim"))
        done: set[str] = set()
        while True:
            page = yield from _opens(person, "open a translation", location or address)
            form = page.form("/sentence")
            key = form.fields["segment"]
            if key in done:
                break
            done.add(key)
            words = self._translated(carried, form)
            sent = {"act": "confirm", f"section-{key}": words}
            location = yield from _sends(person, "translate a sentence", form, **sent)
        yield from _sends(person, "hand in", page.form("/hand-in"))

    def _translated(self, carried: Carried, form: Form) -> str:
        """Put a new word for each of the source; marks, addresses and signs stay."""
        source, parts, at = form.offers[0], [], 0
        for word in each_word(_without_addresses(source)):
            new = self.words.new()
            carried.translated.type(new)
            parts += [source[at : word.start()], new.capitalize() if word[0][0].isupper() else new]
            at = word.end()
        words = "".join([*parts, source[at:]])
        if source == carried.title:
            carried.translated_title = words
        return words

    def _check(self, carried: Carried) -> Doing:
        """Claim the check, accept sentence by sentence, finish."""
        person = self.people["checker"]
        page = yield from _opens(person, "open a check", f"{carried.article}/check")
        yield from _sends(person, "claim a check", page.form("/check/claim"))
        address, location, done = f"{carried.article}/check?view=both", "", set[str]()
        while True:
            page = yield from _opens(person, "open a check", location or address)
            form = page.form("/check/accept")
            if form.fields["segment"] in done:
                break
            done.add(form.fields["segment"])
            location = yield from _sends(person, "accept a sentence", form)
        yield from _sends(person, "finish a check", page.form("/check/finish"))

    def _approve(self, carried: Carried) -> Doing:
        person = self.people["approver"]
        page = yield from _opens(person, "open an approval", f"{carried.article}/approval")
        yield from _sends(person, "approve", page.form("/approval"), agreed="y")

    def read_back(self, all_carried: Iterable[Carried], tell: Tell) -> int:
        """Read both pages of each article from the portal as soon as they are there; return how many were whole."""
        waiting, whole, ends_at = list(all_carried), 0, time.monotonic() + DELIVERED_WITHIN
        while waiting and time.monotonic() < ends_at:
            for carried in list(waiting):
                pages = {language: self._portal_page(carried, language) for language in LANGUAGES}
                carried.missing = [carried.portal_path(tag) for tag, page in pages.items() if page.status != OK]
                if not carried.missing:
                    waiting.remove(carried)
                    whole += _is_whole(carried, pages, tell)
            time.sleep(LOOK_EVERY if waiting else 0)
        return whole

    def _portal_page(self, carried: Carried, language: str) -> Answer:
        browser = self.writer.browser
        return browser.send(browser.get("read the portal", carried.portal_path(language)))


def _is_whole(carried: Carried, pages: dict[str, Answer], tell: Tell) -> bool:
    is_whole = True
    for language, ledger in zip(LANGUAGES, (carried.text.ledger, carried.translated), strict=True):
        said = read_portal_page(pages[language].body).statements
        verdict = judge(ledger, [statement.words for statement in said])
        tell(carried, f"portal, {language}", verdict)
        is_whole &= verdict.is_clean
    return is_whole


def _without_addresses(source: str) -> str:
    """Return the words with blanks in place of the addresses of links, so that places stay the same."""
    parts = source.split("](")
    rest = [part.partition(")") for part in parts[1:]]
    return parts[0] + "".join("  " + " " * len(address) + end + words for address, end, words in rest)


def _opens(person: Participant, kind: str, path: str) -> Generator[Wait | Send, Answer | None, Page]:
    answer = yield from person.gets(kind, path)
    page = read_page(answer.text)
    if answer.status != OK:
        raise RefusedError(f"{path} answered {answer.status}: {page.words[:300]}")
    return page


def _sends(person: Participant, kind: str, form: Form, **fields: str) -> Generator[Wait | Send, Answer | None, str]:
    """Send a form over the line as it is; return where it leads.

    Whoever gets no answer sends again. What was done already is then refused, and so is the second of a double click:
    the person looks what became of it, which is "" here.
    """
    request, is_again = person.browser.post(kind, form.action, {**form.fields, **fields}), False
    while True:
        sent = person.faulty(request)
        answer = yield sent
        if answer is not None and answer.status in SEE_OTHER:
            return answer.location
        if answer is not None and (is_again or sent.copies > 1):
            return ""
        if answer is not None:
            raise RefusedError(f"{form.action} answered {answer.status}: {read_page(answer.text).words[:600]}")
        is_again = True
        yield Wait(LOOKS)
