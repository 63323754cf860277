"""A plain place to write in, in a real browser, on the real sync; and a server that can be made to fail."""

import json

from pycrdt import Doc, Text, merge_updates

from tests.browser.conftest import PASSWORD
from tests.browser.hands import Person
from workbench.domain import wire

SYNC = "**/text/sync"
#: Opens a text on the page that is shown, and writes what is typed into a field of its own at the end of the text.
OPEN = """async ({ text, url, options }) => {
  const { cut, keptPages, openSession, startWorker, keepPages } = await import(document.body.dataset.sync);
  const facts = { title: "Bolig", address: location.pathname, language: "da", sections: [] };
  const { person } = document.body.dataset;
  const field = document.createElement("textarea");
  field.id = "desk";
  document.querySelector("main").append(field);
  const said = [], told = [];
  const session = await openSession({ text, person, url, facts, ...options });
  const words = () => session.doc.getText("text").toString();
  const hear = (event) => told.push([event.type, event.detail?.reason ?? event.detail?.rows?.length ?? null]);
  session.addEventListener("status", ({ detail }) => said.push([detail.words, detail.facts.waiting, detail.kind]));
  for (const name of ["problem", "refused", "mismatch", "cleared", "rights"]) session.addEventListener(name, hear);
  field.addEventListener("input", ({ data }) => {
    const letters = session.doc.getText("text");
    letters.insert(letters.length, data ?? "\\n", {});
  });
  said.push([session.status().words, session.status().facts.waiting, session.status().kind]);
  window.desk = { session, words, said, told, cut, startWorker, keepPages, keptPages };
  if (session.outbox.problem) told.push(["problem", session.outbox.problem]);
}"""


class Border:
    """Stands at the border of the browser and answers as the server does, or as the test says."""

    def __init__(self):
        self.rows = []
        self.asked = []
        self.senders = set()
        self.status = 200
        self.is_dead = self.is_deaf = self.is_late = False

    @property
    def words(self):
        return str(self._doc().get("text", type=Text))

    def _doc(self):
        doc = Doc()
        if self.rows:
            doc.apply_update(merge_updates(*self.rows) if len(self.rows) > 1 else self.rows[0])
        return doc

    def answer(self, route):
        if self.is_dead:
            return route.abort()
        if self.status != 200:
            return route.fulfill(status=self.status, body="")
        request = wire.decode_request(route.request.post_data_buffer)
        self.asked.append(request)
        self.senders.add(route.request.headers["x-workbench-person"])
        told = self._taken(request)
        if self.is_deaf:
            return route.abort()
        return route.fulfill(status=200, content_type="application/octet-stream", body=wire.encode_answer(told))

    def _taken(self, request):
        if request.update and self.is_late:
            return wire.Answer(seq=len(self.rows), says=wire.Say.QUARANTINED | wire.Say.READ_ONLY)
        others = self.rows[request.seq :]
        if request.update:
            self.rows.append(request.update)
        update = merge_updates(*others) if len(others) > 1 else (others or [b""])[0]
        return wire.Answer(seq=len(self.rows), wait=30, saved=1_700_000_000 if self.rows else 0, update=update)


class Writer(Person):
    """Somebody who writes at the desk."""

    def __init__(self, browser, house, email, article_id, border, **more):
        self.article_id = article_id
        super().__init__(browser, house, email, PASSWORD, **more)
        if border:
            self.context.route(SYNC, border.answer)

    def opens(self, page=None, **options):
        page = page or self.page
        page.goto(f"/articles/{self.article_id}/text")
        self.sits_down(page, **options)

    def sits_down(self, page=None, **options):
        page = page or self.page
        address = f"/articles/{self.article_id}/text/sync"
        page.evaluate(OPEN, {"text": str(self.article_id), "url": address, "options": options})
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
