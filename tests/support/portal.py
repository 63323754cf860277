"""A reader of the static portal: follows links between its pages and proof-reads each."""

import re
from pathlib import Path
from urllib.parse import urldefrag

import justhtml

from workbench.publishing.targets.page_reader import read_page
from workbench.publishing.targets.render import Look

ROOT = Path(__file__).parents[2]
BASE = "https://portal.example/"
LOOK = Look(
    templates=ROOT / "templates" / "portal",
    sheet=ROOT / "static" / "src" / "portal.css",
    icons=ROOT / "static" / "icons.svg",
    names={"da": "Borgersiden", "kl": "Innuttaasut"},
    base_url=BASE,
)


class Portal:
    """What an anonymous reader sees of a site."""

    def __init__(self, site):
        self.site = site

    @property
    def root(self):
        return self.site.root.resolve()

    def pages(self):
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*.html"))

    def html(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def has(self, address):
        return (self.root / self.path(address)).is_file()

    def path(self, address):
        assert address.startswith(BASE)
        path = address.removeprefix(BASE)
        return path + "index.html" if path in {"", "da/", "kl/"} else path

    def opens(self, address):
        """The page under an address, proof-read."""
        path = self.path(address)
        proof_read(self.html(path))
        return self.html(path)

    def says(self, address):
        return [its.words for its in read_page((self.root / self.path(address)).read_bytes()).statements]

    def leads_to(self, path):
        """Every file of the site that a page links to, also by its sheet and its redirect."""
        found = re.findall(r'(?:href|url)="?=?([^"]+)"', self.html(path))
        found += re.findall(r"url=([^\"]+)", self.html(path))
        inside = (urldefrag(link).url for link in found if not re.match(r"[a-z]+:", link))
        return {
            (self.root / path).parent.joinpath(link).resolve() for link in inside if link and not link.startswith("/")
        }


def proof_read(html):
    """Raise where a page is not valid HTML, or a reader by ear would be lost in it."""
    document = justhtml.JustHTML(html, strict=True, sanitize=False)
    assert html.startswith("<!DOCTYPE html>")
    (root,) = document.query("html")
    assert root.attrs["lang"] in {"da", "kl"}
    for one in ("title", "main", "header", "footer", "h1"):
        assert len(document.query(one)) == 1, f"{len(document.query(one))} {one}"
    ids = [element.attrs["id"] for element in document.query("[id]")]
    assert len(ids) == len(set(ids)), "an id stands twice"
    for label in (element.attrs["aria-labelledby"] for element in document.query("[aria-labelledby]")):
        assert label in ids
    for target in (element.attrs["href"][1:] for element in document.query('a[href^="#"]')):
        assert target in ids
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    assert sorted(set(levels)) == list(range(1, max(levels) + 1))
    assert not re.search(r'<(img|iframe|style|script(?! type="application/ld))', html)
    assert not re.search(r' (style|on\w+)="', html)
