"""Eight people save in one text at the same moment, over HTTP, again and again."""

import threading
import uuid

import pytest

from tests.support.visitor import Visitor, settle
from workbench.domain.roles import Role

PEOPLE, ROUNDS = 8, 6
JSON = {"Accept": "application/json"}
BASE = "https://workbench.example"
pytestmark = pytest.mark.usefixtures("both_databases")


class Writer(threading.Thread):
    """Adds a word of their own to the same paragraph, round after round, as the script of the page would."""

    def __init__(self, name, visitor, article_id, start):
        super().__init__()
        self.visitor, self.start_line, self.statuses, self.words = visitor, start, [], []
        page = visitor.opens("drafting.edit", article_id=article_id)
        form = page.form("/text")
        self.address = form.attrs["action"]
        self.hidden = {field.attrs["name"]: field.attrs["value"] for field in form.query("input[type=hidden]")}
        self.section = form.query("textarea[name=section-summary]")[0].to_text()
        self.mine = name

    def run(self):
        self.start_line.wait()
        for number in range(ROUNDS):
            self.words.append(f"{self.mine}{number}")
            self.section = f"{self.section} {self.words[-1]}"
            self._save()

    def _save(self):
        data = {**self.hidden, "request": str(uuid.uuid4()), "section-summary": self.section}
        for _again in range(2):  # each save is sent twice, as after a lost answer
            response = self.visitor.client.post(self.address, data=data, headers=JSON, base_url=BASE)
            self.statuses.append(response.status_code)
        answer = response.get_json()
        self.hidden["base"] = answer["base"]
        self.section = answer["sections"].get("summary", self.section)


def test_no_word_is_lost_or_doubled_and_nobody_is_turned_away(desk, people, app):
    writers = [desk.author, desk.other]
    while len(writers) < PEOPLE:
        writers.append(people.with_role(Role.PARTICIPANT, workshop=desk.workshop))
    article_id = desk.edition.article_id
    start = threading.Barrier(PEOPLE)
    threads = [
        Writer(name, Visitor(app, person.id), article_id, start)
        for name, person in zip("abcdefgh", writers, strict=True)
    ]
    before = desk.section("summary")
    settle()

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert {status for thread in threads for status in thread.statuses} == {200}
    present = desk.section("summary").split()
    typed = [word for thread in threads for word in thread.words]
    assert len(typed) == PEOPLE * ROUNDS
    assert sorted(present) == sorted([*typed, *before.split()])
