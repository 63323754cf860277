"""What a browser makes of a page."""

import pytest

from workbench.rehearsal.page import MissingFormError, read_page

PAGE = """<!doctype html><html lang="da"><body><header>Menu</header><main><h1>Overskrift</h1>
<p id="problem">Det kan <b>ikke</b> lade sig gøre.<br>Prøv igen.</p>
<form method="post" action="/articles/1/text">
<input type="hidden" name="base" value="1.7"><input name="title" value="A &amp; B"><input type="submit" name="go">
<textarea name="section-who">
 først

så &lt;b&gt;</textarea><textarea name="empty">
</textarea>
<select name="who"><option value="">Vælg</option><option value="person-3">Ivalu</option></select>
<input type="radio" name="as" value="peer" checked><input type="radio" name="as" value="legal">
<input type="checkbox" name="agreed" value="y"><input name="closed" value="x" disabled>
<button type="button" data-insert="**Kilde**">Kopiér</button></form>
<form action="/search"><input name="q" type="search"></form><a href="/next">videre</a></main></body></html>"""


@pytest.fixture
def page():
    return read_page(PAGE)


def test_a_form_is_sent_as_it_stands(page):
    assert page.form("/text").fields == {
        "base": "1.7",
        "title": "A & B",
        "section-who": " først\n\nså <b>",
        "empty": "",
        "who": "",
        "as": "peer",
    }


def test_what_people_type_in_is_known_and_what_they_can_choose(page):
    form = page.form("/text")
    assert form.typed == ["title", "section-who", "empty"]
    assert ("who", "person-3") in form.choices
    assert ("as", "legal") in form.choices
    assert ("agreed", "y") in form.choices
    assert form.offers == ["**Kilde**"]


def test_the_words_of_the_page_and_its_problem_are_read(page):
    assert page.problem == "Det kan ikke lade sig gøre. Prøv igen."
    assert page.words.startswith("Overskrift")
    assert "Menu" not in page.words
    assert page.links == ["/next"]


def test_a_form_that_is_not_there_is_named_with_what_the_page_says(page):
    with pytest.raises(MissingFormError, match=r"no form goes to /approval .*/articles/1/text, /search.*Overskrift"):
        page.form("/approval")
