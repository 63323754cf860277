"""Saving: the plain form and the save while one types, in articles of usual length."""

import itertools
import uuid

from sqlalchemy.orm import Session, sessionmaker

from workbench.benchmarks.pages import newest_articles
from workbench.benchmarks.results import Result, timed
from workbench.benchmarks.visits import OK, BenchmarkError, Visitor, person_with, visitor
from workbench.domain.roles import Permission, Role
from workbench.domain.states import State
from workbench.rehearsal.browser import SEE_OTHER, Answer
from workbench.rehearsal.instance import Instance
from workbench.rehearsal.page import Form, read_page
from workbench.rehearsal.words import Words
from workbench.store.visibility import actor_of
from workbench.web.hypermedia import FROM_SCRIPT

TIMES = 40
#: Milliseconds of the server, 95th percentile. From the experience we promise.
FORM_LIMIT, AUTOSAVE_LIMIT = 40, 15
FIELD = "section-summary"
METHOD = "POST over HTTP on loopback, one after the other, each with a sentence more; committed with synchronous FULL"


def measure(instance: Instance, sessions: sessionmaker[Session], _articles: int) -> list[Result]:
    """Save in both ways, in several articles by turns."""
    with sessions() as session:
        person = person_with(session, Role.PARTICIPANT)
        newest = newest_articles(actor_of(person), Permission.TEXT_WRITE, State.DRAFTING)
        ids = session.scalars(newest.limit(4)).all()
    writer, words = visitor(instance, person.email), Words()
    pages = [_Page(writer, f"/articles/{one}/text", words) for one in ids]
    turns = list(itertools.islice(itertools.cycle(pages), TIMES))
    saves = [page.save() for page in turns]
    for page in pages:
        page.load()
    autosaves = [page.autosave() for page in turns]
    writer.browser.close()
    return [
        timed("save: form", saves, limit=FORM_LIMIT, method=METHOD),
        timed("save: autosave", autosaves, limit=AUTOSAVE_LIMIT, method=METHOD),
    ]


class _Page:
    def __init__(self, writer: Visitor, path: str, words: Words) -> None:
        self.writer, self.path, self.words = writer, path, words
        self.form = Form("")
        self.load()

    def load(self) -> None:
        self.form = read_page(self.writer.opens(self.path).text).form("/text")

    def _write(self) -> None:
        sentence = " ".join(self.words.new() for _ in range(8)).capitalize()
        self.form.fields[FIELD] = f"{self.form.fields[FIELD]} {sentence}."

    def save(self) -> float:
        """Save with the button, and load the page that comes; only the saving counts."""
        self._write()
        browser = self.writer.browser
        answer = browser.send(browser.post("save", self.form.action, self.form.fields))
        if answer.status not in SEE_OTHER:
            raise _refused(answer)
        self.load()
        return answer.seconds * 1000

    def autosave(self) -> float:
        """Save as the script does."""
        self._write()
        sent = {name: value for name, value in self.form.fields.items() if not name.startswith("section-")}
        sent |= {FIELD: self.form.fields[FIELD], "request": str(uuid.uuid4())}
        browser = self.writer.browser
        headers = {"Accept": "application/json", **FROM_SCRIPT}
        answer = browser.send(browser.post("autosave", self.form.action, sent, **headers))
        if answer.status != OK:
            raise _refused(answer)
        self.form.fields["base"] = answer.json["base"]
        return answer.seconds * 1000


def _refused(answer: Answer) -> BenchmarkError:
    return BenchmarkError(f"a save was answered {answer.status}: {read_page(answer.text).words[:300]}")
