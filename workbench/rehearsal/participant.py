"""A person of the rehearsal with a browser: signs in, opens pages, sends what must arrive, on a line that fails."""

import random
from collections.abc import Generator
from dataclasses import dataclass

from workbench.rehearsal.browser import Answer, Browser, Request
from workbench.rehearsal.clock import Send, Wait
from workbench.rehearsal.page import read_page

Steps = Generator[Wait | Send, Answer | None, Answer]
UNAUTHORISED = 401
SIGN_IN = "/sign-in"
#: Of all sent words: how many answers get lost on the line, and how many are sent twice at once.
LOST, TWICE = 0.04, 0.03
#: How long a person looks at a page that does not come before sending again, in seconds.
LOOKS = 5.0


@dataclass(slots=True)
class Faults:
    """What goes wrong on the line, and how often it did."""

    rng: random.Random
    lost: int = 0
    twice: int = 0
    logins_ended: int = 0


@dataclass(slots=True)
class Participant:
    """Somebody with an account."""

    id: int
    name: str
    email: str
    password: str
    browser: Browser
    faults: Faults

    def gets(self, kind: str, path: str) -> Steps:
        """Open a page; asks again when the answer is lost, and signs in again when the login has ended."""
        while True:
            answer = yield Send(self.browser, self.browser.get(kind, path), loses=self._loses())
            if answer is None:
                continue
            if not answer.location.startswith(SIGN_IN):
                return answer
            yield from self.signs_in()

    def _loses(self) -> bool:
        is_lost = self.faults.rng.random() < LOST
        self.faults.lost += is_lost
        return is_lost

    def faulty(self, request: Request) -> Send:
        """Send words over the line as it is: some answers are lost, some requests go twice."""
        if self._loses():
            return Send(self.browser, request, loses=True)
        is_twice = self.faults.rng.random() < TWICE
        self.faults.twice += is_twice
        return Send(self.browser, request, copies=2 if is_twice else 1)

    def delivers(self, request: Request) -> Steps:
        """Send until an answer comes; sends the very same again when none does, as the person would."""
        while True:
            answer = yield self.faulty(request)
            if answer is not None:
                return answer
            yield Wait(LOOKS)

    def sends(self, request: Request) -> Steps:
        """Send over a line that holds this time."""
        answer = yield Send(self.browser, request)
        if answer is None:
            raise RuntimeError(request.path)
        return answer

    def signs_in(self) -> Steps:
        """Sign in with e-mail and password."""
        answer = yield from self.gets("sign in", SIGN_IN)
        if answer.location:
            return answer  # another page of this browser has done so already
        return (yield from self._enter(answer))

    def _enter(self, answer: Answer) -> Steps:
        form = read_page(answer.text).form(SIGN_IN)
        fields = {**form.fields, "email": self.email, "password": self.password}
        return (yield from self.sends(self.browser.post("sign in", form.action, fields)))

    def signs_in_with_words(self, answer: Answer) -> Steps:
        """Send the words that the page which came instead of the saved one has kept, signing in first if it asks."""
        kept = (yield from self._enter(answer)) if answer.status == UNAUTHORISED else answer
        form = read_page(kept.text).form("/text")
        return (yield from self.delivers(self.browser.post("save the form", form.action, form.fields)))

    def loses_login(self) -> Steps:
        """End the login under way from somewhere else: what is open in this browser does not know."""
        elsewhere = Browser(self.browser.host, self.browser.port, cookies=dict(self.browser.cookies))
        answer = yield Send(elsewhere, elsewhere.get("sign in", "/"))
        form = read_page(answer.text if answer else "").form("/sign-out")
        self.faults.logins_ended += 1
        answer = yield Send(elsewhere, elsewhere.post("sign in", form.action, form.fields))
        elsewhere.close()
        if answer is None:
            raise RuntimeError(form.action)
        return answer
