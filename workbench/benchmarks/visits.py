"""Pages as somebody who is signed in opens them, on an instance with many articles."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.demo.plant import PASSWORD
from workbench.domain.roles import Role
from workbench.models import Grant, Person
from workbench.rehearsal.browser import Answer, Browser
from workbench.rehearsal.instance import HOST, Instance
from workbench.rehearsal.page import read_page

OK = 200


class BenchmarkError(Exception):
    """What was to be measured does not work; the message says what came instead."""


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser who is signed in."""

    browser: Browser

    def opens(self, path: str) -> Answer:
        """Open a page; raise BenchmarkError when another comes."""
        answer = self.browser.send(self.browser.get("page", path))
        if answer.status != OK:
            raise BenchmarkError(f"{path} answered {answer.status}: {read_page(answer.text).words[:300]}")
        return answer

    def weighs(self, path: str) -> int:
        """Return how many bytes the page has as brotli."""
        request = self.browser.get("page", path, **{"Accept-Encoding": "br"})
        answer = self.browser.send(request)
        if answer.status != OK or answer.headers.get("content-encoding") != "br":
            raise BenchmarkError(f"{path} did not come as brotli")
        return int(answer.headers["content-length"])


def person_with(session: Session, role: Role) -> Person:
    """Return somebody of the demo with that role."""
    query = sa.select(Person).join(Grant, Grant.person_id == Person.id).where(Grant.role == role).order_by(Grant.id)
    return session.scalars(query.limit(1)).one()


def visitor(instance: Instance, email: str, *, password: str = PASSWORD) -> Visitor:
    """Sign somebody in, with the password of the demo if there is no other."""
    browser = Browser(HOST, instance.port)
    form = read_page(browser.send(browser.get("page", "/sign-in")).text).form("/sign-in")
    answer = browser.send(browser.post("page", form.action, {**form.fields, "email": email, "password": password}))
    if answer.status == OK or not answer.location:
        raise BenchmarkError(f"{email} cannot sign in ({answer.status}): {read_page(answer.text).words[:300]}")
    return Visitor(browser)
