"""A plain place to write in, in a real browser, on the real sync; and a line that can be made to fail."""

import json
from http import HTTPStatus

from pycrdt import Doc, Text

from tests.browser.conftest import PASSWORD
from tests.browser.hands import Person
from workbench.domain import livechanges, wire
from workbench.domain.states import Move
from workbench.extensions import db
from workbench.models import Text as TextRow
from workbench.store.moves import make_move

SYNC = "**/text/sync*"
#: Opens a text on the page that is shown, and writes what is typed into a field of its own at the end of the text.
OPEN = """async ({ text, url, options }) => {
  const sync = await import(document.body.dataset.sync);
  const { openSession } = sync;
  const facts = { title: "Bolig", address: location.pathname, language: "da", sections: [] };
  const { person } = document.body.dataset;
  const field = document.createElement("textarea");
  field.id = "desk";
  document.querySelector("main").append(field);
  const said = [], told = [];
  const session = await openSession({ text, person, url, facts, ...options });
  const words = () => session.doc.getText("text").toString().replaceAll("\\n", "");
  const hear = (event) => told.push([event.type, event.detail?.reason ?? event.detail?.rows?.length ?? null]);
  session.addEventListener("status", ({ detail }) => said.push([detail.words, detail.facts.waiting, detail.kind]));
  for (const name of ["problem", "refused", "mismatch", "cleared", "rights"]) session.addEventListener(name, hear);
  field.addEventListener("input", ({ data }) => {
    const letters = session.doc.getText("text");
    letters.insert(letters.length, data ?? "\\n", {});
  });
  said.push([session.status().words, session.status().facts.waiting, session.status().kind]);
  window.desk = { ...sync, session, words, said, told };
  if (session.outbox.problem) told.push(["problem", session.outbox.problem]);
}"""


class Border:
    """Stands between browsers and the server: lets everything through, or fails as the test says."""

    def __init__(self, house, text_id):
        self.house, self.text_id = house, text_id
        self.asked = []
        self.senders = set()
        self.status = 200
        self.is_dead = self.is_deaf = False

    @property
    def words(self):
        """The letters of the text at the server."""
        doc = Doc()
        doc.apply_update(self._state())
        return str(doc.get("text", type=Text)).replace("\n", "")

    @property
    def hash(self):
        """The number of the text at the server."""
        return livechanges.hash_of(self._state())

    def _state(self):
        with self.house.app.app_context():
            state = db.session.get_one(TextRow, self.text_id).state
            db.session.remove()
        return state

    def hand_in(self):
        """Take the article out of the hands of its writers."""
        with self.house.app.app_context():
            edition = db.session.get_one(TextRow, self.text_id).edition
            make_move(db.session(), edition, Move.SUBMIT, person_id=None)
            db.session.commit()
            db.session.remove()

    def let_through(self, route):
        if self.is_dead:
            return route.abort()
        if self.status != HTTPStatus.OK:
            return route.fulfill(status=self.status, body="")
        self.asked.append(wire.decode_request(route.request.post_data_buffer))
        self.senders.add(route.request.headers["x-workbench-person"])
        if self.is_deaf:
            route.fetch()
            return route.abort()
        return route.continue_()


class Writer(Person):
    """Somebody who writes at the desk."""

    def __init__(self, browser, house, email, article_id, border, **more):
        self.article_id, self.text_id = article_id, border.text_id
        super().__init__(browser, house, email, PASSWORD, **more)
        self.context.route(SYNC, border.let_through)

    def opens(self, page=None, **options):
        page = page or self.page
        page.goto(f"/articles/{self.article_id}/text")
        self.sits_down(page, **options)

    def sits_down(self, page=None, **options):
        page = page or self.page
        address = f"/articles/{self.article_id}/text/sync?text={self.text_id}"
        page.evaluate(OPEN, {"text": str(self.text_id), "url": address, "options": options})
        return page

    def another_tab(self):
        page = self.context.new_page()
        self.opens(page)
        return page

    def writes(self, words, page=None):
        (page or self.page).locator("#desk").press_sequentially(words)

    def words(self, page=None):
        return (page or self.page).evaluate("desk.words()")

    def says(self, words, page=None):
        """Wait until the status says so."""
        page = page or self.page
        page.wait_for_function("words => desk.session.status().words === words", arg=words)

    def said(self, page=None):
        return (page or self.page).evaluate("desk.said")

    def told(self, page=None):
        return (page or self.page).evaluate("desk.told")

    def left(self):
        """Rows of all people in the outbox on this device, read past the sync."""
        return json.loads(
            self.page.evaluate(
                """() => new Promise((resolve) => {
                  indexedDB.open("writing", 1).onsuccess = ({ target: { result } }) => {
                    const rows = result.transaction("outbox").objectStore("outbox").getAll();
                    rows.onsuccess = () => resolve(JSON.stringify(rows.result.map((row) => row.person)));
                    result.close();
                  };
                })"""
            )
        )

    def back_on_line(self, page=None):
        (page or self.page).evaluate("dispatchEvent(new Event('online'))")
