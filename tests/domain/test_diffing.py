"""People see what changed by lines and words, and nothing of either side is lost on the way."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain.diffing import (
    Change,
    FormatNote,
    Mark,
    Op,
    Piece,
    Stretch,
    _word_diff,
    after,
    before,
    compare,
    folded,
    word_diff,
)
from workbench.domain.linetext import Content, Kind, Line, Run


def line(line_id, words, kind=Kind.PARAGRAPH):
    return Line(line_id, kind, (Run(words),) if words else ())


def content(*lines, title="Boligstøtte"):
    return Content(title, tuple(line(*each) for each in lines))


def plain(text):
    """The text as a comparison keeps it: marks apart."""
    return Content(text.title, tuple(line(each.id, each.words, each.kind) for each in text.lines))


def shown(pieces):
    signs = {Op.SAME: "{}", Op.INS: "[+{}+]", Op.DEL: "[-{}-]"}
    return "".join(signs[piece.op].format(piece.words) for piece in pieces)


def changes(comparison):
    return [(row.change.value, row.id_before, row.id_after) for row in comparison.rows]


@pytest.mark.parametrize(
    ("earlier", "later", "told"),
    [
        ("Du kan søge.", "Du kan søge.", "Du kan søge."),
        ("", "", ""),
        ("", "Ny", "[+Ny+]"),
        ("rød bil", "grøn båd", "[-rød bil-][+grøn båd+]"),
        ("en ansøgning her", "en ansøger her", "en [-ansøgning-][+ansøger+] her"),
        ("Du får 12.500 kr. nu", "Du får 12.050 kr. nu", "Du får [-12.500-][+12.050+] kr. nu"),
        ("kl. 9.00 i dag", "kl. 9.30 i dag", "kl. [-9.00-][+9.30+] i dag"),
        ("skriv til a@nuuk.gl.", "skriv til b@nuuk.gl.", "skriv til [-a@nuuk.gl-][+b@nuuk.gl+]."),
        ("2025-mi atuuppoq", "2026-mi atuuppoq", "[-2025-][+2026+]-mi atuuppoq"),
        ("støtte", "støt\u00adte", "[-støtte-][+støt\u00adte+]"),
        ("e\u0301n dag", "\u00e9n dag", "[-e\u0301n-][+\u00e9n+] dag"),
        ("hej 👩\u200d👧 der", "hej 👩\u200d👦 der", "hej [-👩\u200d👧-][+👩\u200d👦+] der"),
        ("flag 🇬🇱 her", "flag 🇩🇰 her", "flag [-🇬🇱-][+🇩🇰+] her"),
        ("Du kan (nu snart) søge", "Du kan ( ) søge", "Du kan ([-nu-] [-snart-]) søge"),
        ("Du må søge hjælp", "Du må gerne søge hjælp", "Du må [+gerne +]søge hjælp"),
    ],
)
def test_readers_see_whole_words_change(earlier, later, told):
    assert shown(word_diff(earlier, later)) == told


WORDS = st.lists(
    st.sampled_from(
        ["du", "Du", "søge", "12.500", "kr", ".", ",", " ", "  ", "\u00ad", "e\u0301", "😀", "a@b.gl", "(", "-mi"]
    )
).map("".join)
ANY_WORDS = st.one_of(WORDS, st.text())


@settings(deadline=None)
@given(ANY_WORDS, ANY_WORDS)
def test_both_sides_of_a_sentence_come_back(earlier, later):
    pieces = word_diff(earlier, later)

    assert "".join(piece.words for piece in pieces if piece.op is not Op.INS) == earlier
    assert "".join(piece.words for piece in pieces if piece.op is not Op.DEL) == later
    assert all(piece.words for piece in pieces)
    assert not any(one.op is Op.INS and other.op is Op.DEL for one, other in itertools.pairwise(pieces))


@settings(deadline=None)
@given(WORDS, WORDS)
def test_no_word_is_cut(earlier, later):
    pieces = word_diff(earlier, later)

    for words, op in ((earlier, Op.INS), (later, Op.DEL)):
        ends = set(itertools.accumulate(len(piece.words) for piece in pieces if piece.op is not op))
        inside = {at for word in re.finditer(r"\w+", words) for at in range(word.start() + 1, word.end())}
        assert not ends & inside


def test_a_diff_that_ran_out_of_time_says_so_and_still_holds_both_sides():
    earlier = " ".join(f"ord{at}" for at in range(400))
    later = " ".join(f"ord{at * 7 % 400}" for at in range(400))

    pieces, coarse = _word_diff(earlier, later, 1e-9)
    _, fine = _word_diff(earlier, later, 60)

    assert coarse
    assert not fine
    assert "".join(piece.words for piece in pieces if piece.op is not Op.INS) == earlier
    assert "".join(piece.words for piece in pieces if piece.op is not Op.DEL) == later


def test_more_words_than_there_are_letters_for_are_told_coarsely():
    earlier = " ".join(map(str, range(140_000)))

    assert _word_diff(earlier, "1", 1) == ((Piece(Op.DEL, earlier), Piece(Op.INS, "1")), True)


def test_a_line_goes_on_under_its_id_whatever_its_words():
    comparison = compare(content(("a", "Du kan søge.")), content(("a", "Ring til os!")))

    assert changes(comparison) == [("changed", "a", "a")]
    assert not comparison.coarse


def test_lines_without_ids_are_known_by_their_words_and_their_likeness():
    comparison = compare(
        content(("a", "Du kan søge om boligstøtte."), ("b", "Svaret kommer inden fire uger."), ("c", "Husk pas.")),
        content(
            ("x", "Svaret kommer inden to uger."), ("y", "Du kan søge om boligstøtte."), ("z", "Noget helt andet!")
        ),
    )

    assert changes(comparison) == [
        ("moved", "b", "x"),
        ("kept", "a", "y"),
        ("removed", "c", None),
        ("added", None, "z"),
    ]
    assert shown(comparison.rows[0].pieces) == "Svaret kommer inden [-fire-][+to+] uger."


def test_a_moved_line_is_told_once_and_says_where_it_stood():
    comparison = compare(
        content(("a", "Du kan søge hele året rundt."), ("b", "Husk pas."), ("c", "Ring til os.")),
        content(("b", "Husk pas."), ("c", "Ring til os."), ("a", "Du kan søge hele året.")),
    )

    assert changes(comparison) == [("kept", "b", "b"), ("kept", "c", "c"), ("moved", "a", "a")]
    assert comparison.rows[2].moved_from == ""
    assert shown(comparison.rows[2].pieces) == "Du kan søge hele året[- rundt-]."

    back = compare(after(comparison), before(comparison))
    assert [row.moved_from for row in back.rows] == ["Ring til os.", None, None]


def test_a_repeated_line_that_went_moves_no_other():
    earlier = content(("a", "Ja."), ("b", "Et."), ("c", "Ja."), ("d", "To."), ("e", ""), ("f", "Tre."))
    later = content(("u", "Et."), ("v", "Ja."), ("x", "To."), ("y", ""), ("z", "Tre."))

    assert [row.change for row in compare(earlier, later).rows] == [Change.REMOVED, *[Change.KEPT] * 5]


def test_a_removed_line_stands_behind_the_line_it_stood_behind():
    comparison = compare(
        content(("a", "Først."), ("b", "Et."), ("c", "To."), ("d", "Tre.")), content(("x", "Helt ny."), ("b", "Et."))
    )

    assert changes(comparison) == [
        ("removed", "a", None),
        ("added", None, "x"),
        ("kept", "b", "b"),
        ("removed", "c", None),
        ("removed", "d", None),
    ]


def test_a_section_line_is_never_taken_for_a_line_of_text():
    comparison = compare(
        content(("§who", "Hvem kan søge?", Kind.SECTION)), content(("a", "Hvem kan søge?", Kind.HEADING))
    )

    assert changes(comparison) == [("removed", "§who", None), ("added", None, "a")]


def test_changes_are_numbered_from_the_title_down():
    comparison = compare(
        content(("a", "Et."), ("b", "To.")),
        content(("a", "Et."), ("b", "To nu."), ("c", "Tre."), title="Boligstøtte i Nuuk"),
    )

    assert shown(comparison.title.pieces) == "Boligstøtte[+ i Nuuk+]"
    assert [comparison.title.number, *(row.number for row in comparison.rows)] == [1, None, 2, 3]
    assert comparison.changes == 3


def test_two_equal_texts_have_no_change():
    text = content(("a", "Et."), ("b", ""))

    comparison = compare(text, text)

    assert comparison.changes == 0
    assert comparison.title.change is Change.KEPT
    assert folded(comparison.rows) == (Stretch(folded=True, rows=comparison.rows),)


def test_a_paragraph_that_became_a_heading_is_a_change_without_words():
    row = compare(content(("a", "Sådan søger du")), content(("a", "Sådan søger du", Kind.HEADING))).rows[0]

    assert (row.change, row.new_kind, row.kind_before, row.kind_after) == (
        Change.CHANGED,
        True,
        Kind.PARAGRAPH,
        Kind.HEADING,
    )
    assert shown(row.pieces) == "Sådan søger du"


LINK, OTHER = "https://nuuk.gl", "https://sermersooq.gl"


@pytest.mark.parametrize(
    ("earlier", "later", "notes"),
    [
        (
            [Run("Husk passet.")],
            [Run("Husk "), Run("passet", bold=True), Run(".")],
            [(Mark.BOLD, "passet", "", "bold")],
        ),
        ([Run("Husk", italic=True)], [Run("Husk")], [(Mark.ITALIC, "Husk", "italic", "")]),
        ([Run("her", link=LINK)], [Run("her", link=OTHER)], [(Mark.LINK, "her", LINK, OTHER)]),
        ([Run("Se her")], [Run("Se her og "), Run("der", link=LINK)], [(Mark.LINK, "der", "", LINK)]),
        ([Run("Se "), Run("der", link=LINK)], [Run("Se her")], [(Mark.LINK, "der", LINK, "")]),
        ([Run("pas", bold=True)], [Run("pas og kort", bold=True)], []),
        ([Run("Se "), Run("her", link=LINK)], [Run("Se "), Run("der", link=LINK)], []),
        ([Run("Et to")], [Run("Et"), Run(" ", bold=True), Run("to")], []),
        ([Run("Et "), Run("to")], [Run("Et to")], []),
        (
            [Run("Et")],
            [Run("Et", bold=True, italic=True)],
            [(Mark.BOLD, "Et", "", "bold"), (Mark.ITALIC, "Et", "", "italic")],
        ),
    ],
)
def test_formats_are_told_apart_from_words(earlier, later, notes):
    sides = [Content("", (Line("a", Kind.PARAGRAPH, tuple(runs)),)) for runs in (earlier, later)]

    row = compare(*sides).rows[0]

    assert row.format_notes == tuple(FormatNote(*note) for note in notes)
    same_words = sides[0].lines[0].words == sides[1].lines[0].words
    assert (row.change is Change.KEPT) == (same_words and not notes)


def test_a_new_line_tells_where_its_link_leads():
    later = Content("", (Line("a", Kind.PARAGRAPH, (Run("Søg "), Run("her", link=LINK))),))

    assert compare(Content("", ()), later).rows[0].format_notes == (FormatNote(Mark.LINK, "her", "", LINK),)
    assert compare(later, Content("", ())).rows[0].format_notes == (FormatNote(Mark.LINK, "her", LINK, ""),)


IDS = st.sampled_from(["a", "b", "c", "d", "§who", "§how"])
LINES = st.lists(
    st.builds(
        Line,
        IDS,
        st.sampled_from([Kind.PARAGRAPH, Kind.HEADING]),
        st.lists(st.builds(Run, WORDS, st.booleans(), st.booleans(), st.sampled_from(["", LINK])), max_size=3).map(
            tuple
        ),
    ),
    max_size=6,
).map(tuple)
CONTENTS = st.builds(Content, WORDS, LINES)


@settings(deadline=None)
@given(CONTENTS, CONTENTS)
def test_both_texts_come_back_and_every_line_is_told_once(earlier, later):
    comparison = compare(earlier, later)

    assert before(comparison) == plain(earlier)
    assert after(comparison) == plain(later)
    assert sorted(row.place_before for row in comparison.rows if row.place_before is not None) == [
        *range(len(earlier.lines))
    ]
    assert [row.place_after for row in comparison.rows if row.place_after is not None] == [*range(len(later.lines))]
    numbers = [row.number for row in (comparison.title, *comparison.rows) if row.number is not None]
    assert numbers == [*range(1, comparison.changes + 1)]


@settings(deadline=None)
@given(CONTENTS)
def test_a_text_beside_itself_has_no_change(text):
    assert compare(text, text).changes == 0


@given(st.lists(st.booleans(), max_size=30), st.integers(0, 3))
def test_folding_hides_only_what_is_far_from_a_change(changed, around):
    earlier = content(*((f"l{at}", "Et.") for at in range(len(changed))))
    later = content(*((f"l{at}", "To." if each else "Et.") for at, each in enumerate(changed)))
    rows = compare(earlier, later).rows

    stretches = folded(rows, around)

    assert tuple(row for stretch in stretches for row in stretch.rows) == rows
    near = {at + step for at, each in enumerate(changed) if each for step in range(-around, around + 1)}
    hidden = {row.place_after for stretch in stretches if stretch.folded for row in stretch.rows}
    assert not hidden & near
    assert all(len(stretch.rows) > 1 for stretch in stretches if stretch.folded)
    far = {at for at in range(len(changed)) if at not in near}
    assert all(at in hidden for at in far if {at - 1, at + 1} & far)


def test_a_long_text_that_changed_throughout_is_compared_whole():
    words = [[f"ord{at * 31 % 97 + line_at}" for at in range(40)] for line_at in range(40)]
    changed = [[word if at % 5 else f"nyt{at}" for at, word in enumerate(each)] for each in words]
    earlier, later = (
        content(*((f"l{at}", " ".join(each)) for at, each in enumerate(side))) for side in (words, changed)
    )
    assert sum(len(each.words) for each in earlier.lines) > 9_000

    comparison = compare(earlier, later)

    assert (before(comparison), after(comparison)) == (plain(earlier), plain(later))
