"""How a person works a page: by mouse, or by keyboard alone; and what they see of it."""

import json
import re
from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
#: So many presses of Tab lead to every place of every page.
FAR = 220


#: As somebody who has pressed "Write in the form" on this device.
PREFER_THE_FORM = """try { if (!localStorage.getItem(%s)) localStorage.setItem(%s, "form") } catch {}"""


class Mouse:
    """Clicks and types, as most people do."""

    def __init__(self, page):
        self.page = page

    def _place(self, role, name):
        return self.page.get_by_role(role, name=re.compile(name) if isinstance(name, str) else name).first

    def follow(self, name):
        self._place("link", name).click()

    def press(self, name):
        self._place("button", name).click()

    def open(self, name):
        self.page.locator("summary", has_text=name).first.click()

    def write(self, label, words):
        self.page.get_by_label(label).first.fill(words)

    def choose(self, label, option):
        field = self.page.get_by_label(label).first
        value = field.locator("option", has_text=option).first.get_attribute("value")
        field.select_option(value)

    def tick(self, label):
        self.page.get_by_label(label).first.check()


class Keyboard(Mouse):
    """Never touches the mouse: Tab to the place, then the keys everybody knows."""

    def _reach(self, place):
        place.wait_for()
        keys = self.page.keyboard
        for _ in range(FAR):
            if place.evaluate("place => place === document.activeElement"):
                return keys
            keys.press("Tab")
        raise AssertionError(f"Tab does not lead to {place}")

    def follow(self, name):
        self._reach(self._place("link", name)).press("Enter")

    def press(self, name):
        self._reach(self._place("button", name)).press("Enter")

    def open(self, name):
        self._reach(self.page.locator("summary", has_text=name).first).press("Enter")

    def write(self, label, words):
        keys = self._reach(self.page.get_by_label(label).first)
        keys.press("Control+a")
        keys.insert_text(words)

    def choose(self, label, option):
        field = self.page.get_by_label(label).first
        keys = self._reach(field)
        options = field.locator("option").all_inner_texts()
        keys.press("Home")
        for _ in range([option in words for words in options].index(True)):
            keys.press("ArrowDown")

    def tick(self, label):
        field = self.page.get_by_label(label).first
        if field.get_attribute("type") == "radio":
            # Of radio buttons only one is reached by Tab; arrows lead from it to the others.
            group = self.page.locator(f"input[name='{field.get_attribute('name')}']")
            keys = self._reach_one_of(group)
            for _ in range(group.count()):
                if field.is_checked():
                    return
                keys.press("ArrowDown")
            keys.press("Space")
            return
        self._reach(field).press("Space")

    def _reach_one_of(self, group):
        keys = self.page.keyboard
        for _ in range(FAR):
            if group.evaluate_all("places => places.includes(document.activeElement)"):
                return keys
            keys.press("Tab")
        raise AssertionError("Tab does not lead to the choice")


class Person:
    """Somebody in a browser of their own, signed in by password."""

    def __init__(self, browser, house, email, password, *, hands=Mouse, script=True, look=None, surface="form"):
        self.context = browser.new_context(java_script_enabled=script, locale="en", base_url=house.url)
        if surface == "form":
            self.context.add_init_script(PREFER_THE_FORM.replace("%s", json.dumps(f"surface|{email}")))
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)
        self.hands, self._look = hands(self.page), look
        self.goes("/language/en?next=/sign-in")
        self.hands.write("E-mail", email)
        self.hands.write("Password", password)
        self.hands.press("^Sign in$")
        self.sees("My desk")

    def _listen(self, message):
        # What the server refuses on purpose is no fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def goes(self, address):
        self.page.goto(address)
        self.looks()

    def sees(self, words):
        self.page.get_by_text(words).first.wait_for()
        self.looks()

    def looks(self):
        assert not self.errors, self.errors
        if self._look:
            self._look(self.page)

    def leaves(self):
        self.context.close()


def axe(page):
    """Let axe look at the page; it must find nothing."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    faults = [f"{each['id']}: {each['nodes'][0]['html'][:160]} ({each['help']})" for each in found]
    assert not faults, f"{page.url}\n" + "\n".join(faults)
