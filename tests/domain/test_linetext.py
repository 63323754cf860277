"""Lines know their section, their words and the way they are kept; as HTML they say nothing but words."""

import html.parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.linetext import (
    Content,
    Draft,
    Kind,
    Line,
    Run,
    address,
    removed,
    section_key,
    sections,
    tidy,
    touched,
)
from workbench.domain.markup import plain, to_html


def line(name, words, kind=Kind.PARAGRAPH, **marks):
    return Line(name, kind, (Run(words, **marks),) if words else ())


def test_a_text_is_cut_at_its_section_lines():
    lines = [line("a", "lead"), line("§who", "", Kind.SECTION), line("b", "alle"), line("§how", "", Kind.SECTION)]

    assert [(s.key, [x.id for x in s.lines]) for s in sections(lines)] == [("", ["a"]), ("who", ["b"]), ("how", [])]
    assert section_key(lines[1]) == "who"


@pytest.mark.parametrize(
    ("written", "led_to"),
    [
        ("https://nuuk.gl/a?b=1#c", "https://nuuk.gl/a?b=1#c"),
        (" HTTP://nuuk.gl ", "HTTP://nuuk.gl"),
        ("www.nuuk.gl", "https://www.nuuk.gl"),
        ("info@nuuk.gl", "mailto:info@nuuk.gl"),
        ("tel:+299700000", "tel:+299700000"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//nuuk.gl", ""),
        ("https://", ""),
        ("https://nu uk.gl", ""),
        ("https://nuuk.gl/" + "a" * 2000, ""),
    ],
)
def test_a_link_leads_only_to_pages_mail_and_telephones(written, led_to):
    assert address(written) == led_to


def test_runs_are_kept_in_one_form():
    runs = [Run("a"), Run("\r\nb\x00"), Run("", bold=True), Run("c", link="javascript:x"), Run("d", bold=True)]

    assert tidy(runs) == (Run("a bc"), Run("d", bold=True))


def test_what_a_save_touched_is_told_by_line():
    before = Content("", (line("a", "en"), line("b", "to"), line("c", "tre"), line("d", "fire")))
    after = Content("", (line("a", "en"), line("b", "to!"), line("c", "tre", bold=True), line("e", "fem", Kind.QUOTE)))

    assert touched(before, after) == {"b", "c", "e"}
    assert removed(before, after) == {"d"}


def test_lists_are_lists_and_headings_stand_at_their_level():
    lines = [
        line("1", "Sådan", Kind.HEADING),
        line("2", "et", Kind.BULLET),
        line("3", "to", Kind.BULLET),
        line("4", "først", Kind.NUMBER),
        line("5", "Mindre", Kind.SUBHEADING),
        line("6", "   "),
        line("7", "sagt", Kind.QUOTE),
    ]

    assert to_html(lines, heading_level=3).split("\n") == [
        "<h3>Sådan</h3>", "<ul>", "<li>et</li>", "<li>to</li>", "</ul>", "<ol>", "<li>først</li>", "</ol>",
        "<h4>Mindre</h4>", "<blockquote>", "<p>sagt</p>", "</blockquote>",
    ]  # fmt: skip
    assert plain(lines) == "Sådan\net\nto\nførst\nMindre\nsagt"


def test_marks_nest_inside_one_link():
    runs = (Run("a", link='https://a.gl?x=1&y="2"'), Run("b", bold=True, italic=True, link='https://a.gl?x=1&y="2"'))

    assert to_html([Draft(Kind.PARAGRAPH, runs)]) == (
        '<p><a href="https://a.gl?x=1&amp;y=&quot;2&quot;">a<strong><em>b</em></strong></a></p>'
    )


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.words = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.tags |= {name for name, value in attrs if name != "href" or not value.startswith("https://")}

    def handle_data(self, data):
        self.words.append(data)


@given(
    st.lists(st.builds(Run, st.text("<>&\"'/ab script=:;", min_size=1), st.booleans(), st.booleans(), st.text("ht:/<")))
)
def test_no_words_ever_become_markup(runs):
    reader = Reader()
    reader.feed(to_html([Draft(Kind.BULLET, tuple(runs))]))
    reader.close()

    assert reader.tags <= {"ul", "li", "strong", "em", "a"}
    assert "".join(reader.words).strip() == "".join(run.words for run in runs).strip()
