"""A strict visitor: opens pages as a person, proof-reads each of them, fills in the forms that stand there."""

import contextvars
import secrets

from flask import has_app_context, url_for
from justhtml import JustHTML

from workbench.extensions import db
from workbench.models import Login, Person
from workbench.web.access import token_hash

BASE = "https://workbench.example"
HTMX = {"HX-Request": "true"}


class Page:
    """A page that was proof-read: its status, its parts, its forms."""

    def __init__(self, response, *, is_fragment=False):
        self.response = response
        self.status = response.status_code
        self.text = response.text
        self.html = JustHTML(self.text, collect_errors=True, sanitize=False, fragment=is_fragment)
        self.is_fragment = is_fragment

    def find(self, selector):
        return self.html.query(selector)

    @property
    def words(self):
        main = self.html.query("main") or [self.html.root]
        return " ".join(main[0].to_text().replace("\u00ad", "").split())

    def __contains__(self, words):
        return " ".join(words.split()) in self.words

    @property
    def heading(self):
        return " ".join(self.html.query("h1")[0].to_text().split())

    def form(self, action_part):
        """Return the form whose action holds those words."""
        forms = [form for form in self.html.query("form") if action_part in form.attrs.get("action", "")]
        if not forms:
            actions = [form.attrs.get("action") for form in self.html.query("form")]
            raise AssertionError(f"No form goes to {action_part!r}; there are {actions}")
        return forms[0]

    def form_at(self, end):
        """Return the form whose action ends like that."""
        return next(form for form in self.html.query("form") if form.attrs.get("action", "").endswith(end))

    def link(self, words):
        """Return the address of the link with those words."""
        for link in self.html.query("a[href]"):
            if words in " ".join(link.to_text().replace("\u00ad", "").split()):
                return link.attrs["href"]
        raise AssertionError(f"No link says {words!r}")


def fields_of(form):
    """Return what a browser would send of a form that nobody touched."""
    fields = [field for field in form.query("input, textarea, select") if field.attrs.get("name")]
    sent = {field.attrs["name"]: _value(field) for field in fields if "disabled" not in field.attrs and _is_sent(field)}
    return {name: value for name, value in sent.items() if value is not None}


def _is_sent(field):
    kind = field.attrs.get("type", "text") if field.name == "input" else field.name
    return kind not in {"submit", "button", "file"} and (kind not in {"checkbox", "radio"} or "checked" in field.attrs)


def _value(field):
    if field.name == "textarea":
        return field.to_text()
    if field.name == "select":
        options = field.query("option")
        chosen = [option for option in options if "selected" in option.attrs] or options[:1]
        return chosen[0].attrs.get("value", chosen[0].to_text()) if chosen else ""
    return field.attrs.get("value", "on" if field.attrs.get("type") in {"checkbox", "radio"} else "")


def settle():
    """Let others see what the test has built, and hold nobody up: its session reads in a transaction that writes."""
    if has_app_context():
        db.session.commit()


class Visitor:
    def __init__(self, app, person_id=None, locale="en"):
        self.app = app
        self.client = app.test_client()
        self.client.set_cookie("language", locale, domain="workbench.example")
        if person_id is not None:
            self._sign_in(person_id)

    def as_(self, person, locale="en"):
        """Return a visitor signed in as that person, in a browser of their own."""
        return Visitor(self.app, person if isinstance(person, int) else person.id, locale)

    def _sign_in(self, person_id):
        token = secrets.token_urlsafe(32)
        settle()
        with self.app.app_context():
            db.session.rollback()
            db.session.add(Login(token_hash=token_hash(token), person=db.session.get_one(Person, person_id)))
            db.session.commit()
            db.session.remove()
        with self.client.session_transaction(base_url=BASE) as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True

    def address(self, endpoint, **values):
        if endpoint.startswith("/"):
            return endpoint
        with self.app.test_request_context(base_url=BASE):
            return url_for(endpoint, **values)

    def asks(self, method, address, **more):
        """Send a request as a server would see it: with nothing of the test's own context or session around it."""
        settle()
        return contextvars.Context().run(method, address, base_url=BASE, **more)

    def opens(self, endpoint, *, status=200, headers=None, **values):
        """Open a page and proof-read it."""
        response = self.asks(self.client.get, self.address(endpoint, **values), headers=headers)
        return self._read(response, status)

    def fragment(self, endpoint, **values):
        """Open a region as htmx would."""
        response = self.asks(self.client.get, self.address(endpoint, **values), headers=HTMX)
        assert response.status_code == 200, response.text[:500]
        return Page(response, is_fragment=True)

    def sends(self, form, *, status=None, follow=True, headers=None, **fields):
        """Send a form of a page as it stands there, with these fields filled in; None leaves a field out."""
        data = {**fields_of(form), **fields}
        return self.posts(
            form.attrs["action"],
            {name: value for name, value in data.items() if value is not None},
            status=status,
            follow=follow,
            headers=headers,
        )

    def posts(self, address, data, *, status=None, follow=True, headers=None):
        response = self.asks(self.client.post, address, data=data, headers=headers, content_type="multipart/form-data")
        while follow and response.status_code in {301, 302, 303, 307, 308}:
            response = self.asks(self.client.get, response.headers["Location"])
        return self._read(response, status)

    def csrf(self, page):
        return page.html.query("input[name=csrf_token]")[0].attrs["value"]

    def _read(self, response, status):
        if status is not None:
            assert response.status_code == status, f"{response.status_code}: {response.text[:1500]}"
        else:
            assert response.status_code < 500, response.text[:1500]
        page = Page(response)
        if response.mimetype == "text/html" and response.data:
            proof_read(page)
        return page


def proof_read(page):
    """Hold a page against what every page must be."""
    found = [f"{error.line}: {error.code}" for error in page.html.errors]
    assert not found, f"not valid HTML: {found[:5]} in {page.text[:3000]}"
    html = page.html.query("html")[0]
    assert html.attrs.get("lang") in {"da", "kl", "en"}, "the page says its language"
    headings = page.html.query("h1")
    assert len(headings) == 1, f"one h1, not {len(headings)}"
    title = page.html.query("title")[0].to_text()
    # Large letters say where a long word may break; a title does not.
    heading = " ".join(headings[0].to_text().replace("\u00ad", "").split())
    assert title.strip().startswith(heading[:40]), f"h1 starts the title: {title}"
    _proof_read_parts(page, [node.attrs["id"] for node in page.html.query("[id]")])
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert header in page.response.headers, f"{header} missing"


def _proof_read_parts(page, ids):
    doubled = {name for name in ids if ids.count(name) > 1}
    assert not doubled, f"ids stand twice: {doubled}"
    for form in page.html.query("form:not([method=dialog])"):
        assert form.attrs.get("action"), "every form has an action"
        if form.attrs.get("method", "get").lower() == "post":
            assert form.query("input[name=csrf_token]"), f"token missing in form to {form.attrs['action']}"
    targets = [node.attrs["hx-target"] for node in page.html.query("[hx-target]")]
    missing = [target for target in targets if target.startswith("#") and target[1:] not in ids]
    assert not missing, f"hx-targets are not on the page: {missing}"
    assert not page.html.query("[style], [onclick], [onchange], [onsubmit]"), "inline style or script"
    for label in page.html.query("label[for]"):
        assert label.attrs["for"] in ids, f"label for {label.attrs['for']} without field"
