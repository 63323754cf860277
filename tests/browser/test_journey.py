"""Six people take an article from an empty workshop to the portal in both languages, in a real browser."""

import re
import time

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.hands import Keyboard, Mouse, Person, axe
from tests.support.line import ANSWERS, DRAFT

TITLE = "Boligtilskud, når du bor til leje"
SECTIONS = {
    "Kort fortalt": DRAFT["summary"],
    "Hvem kan søge eller bruge det": DRAFT["who"],
    "Dine rettigheder og pligter": DRAFT["rights"],
    "Sådan gør du": DRAFT["how"],
    "Loven": DRAFT["law"],
}


def people_of_an_empty_workshop(people):
    owner = people.organisation("Havnebyens Kommune")
    programme = people.programme(owner)
    workshop = people.workshop(programme)
    facilitator = people.with_role("facilitator", "Minik Rask", workshop=workshop)
    facilitator.organisation = owner
    people.grant(facilitator, "reviewer", organisation=owner)
    staff = {
        "facilitator": facilitator,
        "author": people.with_role("participant", "Ivalu Brandt", workshop=workshop),
        "lawyer": people.with_role("reviewer", "Nuka Ravn", organisation=owner),
        "translator": people.with_role("translator", "Aviaaja Holm", pair=("da", "kl")),
        "checker": people.with_role("checker", "Paninnguaq Lind", pair=("da", "kl")),
        "approver": people.with_role("approver", "Pipaluk Bech", organisation=owner),
    }
    return {name: person.email for name, person in staff.items()} | {"workshop": workshop.id}


class Journey:
    """The main job, one station after the other, each by another person."""

    def __init__(self, browser, house, *, hands=Mouse, script=True, look=None):
        self.browser, self.house = browser, house
        self.emails = house.furnish(people_of_an_empty_workshop)
        self.how = {"hands": hands, "script": script, "look": look}
        self.article = ""

    def person(self, name):
        return Person(self.browser, self.house, self.emails[name], PASSWORD, **self.how)

    def run(self):
        self.put_on_the_list()
        self.write()
        self.ask()
        self.review("facilitator")
        self.review("lawyer")
        self.translate()
        self.check()
        self.approve()
        self.read()

    def put_on_the_list(self):
        minik = self.person("facilitator")
        minik.goes(f"/workshops/{self.emails['workshop']}/list")
        minik.sees("The list is empty")
        minik.hands.write("Title", TITLE)
        minik.hands.choose("Topic", "Hous")
        minik.hands.press("^Put on the list$")
        minik.sees(TITLE)
        minik.leaves()

    def write(self):
        ivalu = self.person("author")
        ivalu.goes(f"/workshops/{self.emails['workshop']}/list")
        ivalu.hands.press("Take it and write")
        ivalu.sees("Kort fortalt")
        self.article = re.search(r"/articles/([0-9a-f-]{36})", ivalu.page.url)[1]
        for heading, words in SECTIONS.items():
            ivalu.page.locator("textarea[data-section]").first.wait_for()
            ivalu.hands.write(re.compile(f"^{heading}"), words)
        ivalu.hands.press("^Save$")
        ivalu.sees("Saved")
        ivalu.hands.press("Submit for review")
        ivalu.sees("Reviewers must be asked")
        ivalu.leaves()

    def ask(self):
        minik = self.person("facilitator")
        for who, capacity in (("Minik Rask", "Peer"), ("Nuka Ravn", "Lawyer")):
            minik.goes(f"/articles/{self.article}/review/asking")
            minik.hands.choose("Who is to read it?", who)
            minik.hands.tick(capacity)
            minik.hands.press("Ask and send a letter")
            minik.sees(who)
        minik.leaves()

    def review(self, name):
        reader = self.person(name)
        reader.goes(f"/articles/{self.article}/review")
        reader.sees("Your verdict as")
        reader.hands.tick("I vouch for every sentence as it stands")
        reader.hands.press("Give the verdict")
        reader.page.get_by_text("Your verdict as").first.wait_for(state="detached")
        reader.looks()
        reader.leaves()

    def translate(self):
        aviaaja = self.person("translator")
        aviaaja.goes("/translation")
        aviaaja.sees(TITLE)
        aviaaja.goes(f"/translation/{self.article}")
        aviaaja.hands.press("^Claim$")
        for left in reversed(range(len(ANSWERS))):
            field = aviaaja.page.locator("li.seg.now textarea")
            field.wait_for()
            source = aviaaja.page.locator("li.seg.now .src").first.inner_text()
            key = field.get_attribute("name")
            aviaaja.hands.write(re.compile("^Translation of sentence"), self.answer(source))
            aviaaja.hands.press("Confirm and next")
            if left:
                aviaaja.page.locator(f"li.seg.now textarea[name='{key}']").wait_for(state="detached")
        aviaaja.page.locator("button:not([aria-disabled])", has_text="Hand in").wait_for()
        aviaaja.looks()
        aviaaja.hands.press("^Hand in$")
        aviaaja.page.get_by_text("When the translation is finished").wait_for(state="detached")
        aviaaja.goes(f"/articles/{self.article}")
        aviaaja.sees("The translation waits for a second person")
        aviaaja.leaves()

    @staticmethod
    def answer(source):
        """Return the translation of what stands on the page: links are shown as they are typed."""
        return ANSWERS[source.strip()]

    def check(self):
        paninnguaq = self.person("checker")
        paninnguaq.goes(f"/articles/{self.article}/check")
        paninnguaq.hands.press("^Claim$")
        paninnguaq.page.get_by_role("button", name="Claim").wait_for(state="detached")
        paninnguaq.goes(f"/articles/{self.article}/check?view=both")
        for left in reversed(range(len(ANSWERS))):
            key = paninnguaq.page.locator("li.seg.now input[name=segment]").first.get_attribute("value")
            paninnguaq.hands.press("Accept and next")
            if left:
                shown = paninnguaq.page.locator(f"li.seg.now input[name=segment][value='{key}']")
                shown.first.wait_for(state="detached")
        paninnguaq.page.locator("button:not([aria-disabled])", has_text="Finish the check").wait_for()
        paninnguaq.looks()
        paninnguaq.hands.press("Finish the check")
        paninnguaq.page.get_by_text("When you have read everything").wait_for(state="detached")
        paninnguaq.goes(f"/articles/{self.article}")
        paninnguaq.sees("It waits for the owner")
        paninnguaq.leaves()

    def approve(self):
        pipaluk = self.person("approver")
        pipaluk.goes(f"/articles/{self.article}/approval")
        pipaluk.hands.tick("I have read the article in both languages")
        pipaluk.hands.press("Approve edition 1")
        pipaluk.page.get_by_text("Your signature").first.wait_for(state="detached")
        for _ in range(60):
            pipaluk.goes(f"/articles/{self.article}")
            if pipaluk.page.get_by_text("It is out").count():
                break
            time.sleep(0.25)
        pipaluk.sees("It is out")
        pipaluk.leaves()

    def read(self):
        """Anybody, without an account."""
        page = self.browser.new_context(java_script_enabled=self.how["script"], base_url=self.house.url).new_page()
        page.goto("/portal/da/")
        page.get_by_role("link", name="Bolig og flytning").first.click()
        page.get_by_role("link", name=TITLE, exact=True).first.click()
        page.get_by_text("Du har ret til et svar inden fire uger.").wait_for()
        if self.how["look"]:
            self.how["look"](page)
        page.locator("a[hreflang=kl]").first.click()
        page.locator("h1[lang=kl], html[lang=kl] h1").first.wait_for()
        assert ANSWERS[TITLE] in page.locator("h1").first.inner_text().replace("\u00ad", "")
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_six_people_take_an_article_to_the_portal_and_axe_finds_nothing_on_the_way(browser, house, scheme):
    def look(page):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        axe(page)

    Journey(browser, house, look=look).run()


def test_the_same_by_keyboard_alone(browser, house):
    Journey(browser, house, hands=Keyboard).run()


def test_the_same_without_a_script(browser, house):
    Journey(browser, house, script=False).run()
