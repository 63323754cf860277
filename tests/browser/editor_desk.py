"""Somebody who writes in the editor of a draft, and a house for many tests."""

from tests.browser.hands import Person
from workbench.models import Workshop

SUMMARY, WHO = "Kort fortalt", "Hvem kan søge eller bruge det"
NAMES = ("Ivalu Brandt", "Malik Vahl")


def two_writers(people):
    """Put two writers and somebody who runs their workshop into the house."""
    owner = people.organisation("Havnebyens Kommune")
    workshop = people.workshop(people.programme(owner))
    writers = [people.with_role("participant", name, workshop=workshop) for name in NAMES]
    return [writer.email for writer in writers], workshop.id


def article_of(workshop_id):
    """Return what builds an article in a workshop and answers its id."""

    def build(people):
        workshop = people.session.get_one(Workshop, workshop_id)
        programme = workshop.programme
        return str(people.article(programme.organisation, workshop=workshop, programme=programme).id)

    return build


class Writer(Person):
    """Somebody who writes in the editor."""

    def opens(self, address, page=None):
        page = page or self.page
        page.goto(address)
        page.locator(".surface").wait_for()
        return page

    def head(self, heading, page=None):
        return (page or self.page).locator(".surface > .opening").filter(has_text=heading)

    def first(self, heading=SUMMARY, page=None):
        """The first line of a section."""
        return self.head(heading, page).locator("+ :not(.opening)")

    def stands(self, heading=SUMMARY, page=None):
        """Put the caret at the end of the first line of a section."""
        page = page or self.page
        line = self.first(heading, page)
        if line.count():
            line.click()
            page.keyboard.press("End")
        else:
            self.head(heading, page).locator(".blank").click()

    def writes(self, words, heading=SUMMARY, page=None):
        page = page or self.page
        self.stands(heading, page)
        page.keyboard.type(words)

    def reads(self, words, page=None):
        """Wait until the words stand in the text."""
        (page or self.page).locator(".surface").get_by_text(words).first.wait_for()

    def line(self, heading=SUMMARY):
        return self.first(heading).inner_text()

    def status(self, kind, page=None):
        (page or self.page).locator(f"[data-status][data-l={kind}]").wait_for()

    def asks(self, page=None):
        """As when a line comes back: the page asks the server at once."""
        (page or self.page).evaluate("dispatchEvent(new Event('online'))")

    def is_saved(self, page=None):
        self.asks(page)
        self.status("server", page)
