"""A translator does again only what really changed, and no old sentence disappears unseen."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain.alignment import Alignment, Change, Fresh, Known, Placed, align

SEEK = "Du kan søge om boligstøtte hos kommunen."
ANSWER = "Du får svar inden fire uger efter ansøgningen."
PAY = "Pengene kommer på din konto den første i måneden."
CALL = "Ring til borgerservice, hvis du er i tvivl."


def known(*lines):
    """Lines as (id, sentence, sentence ...); keys are a0, a1 ... for line a."""
    return [Known(f"{line}{at}", line, words) for line, *several in lines for at, words in enumerate(several)]


def fresh(*lines):
    return [Fresh(line, words) for line, *several in lines for words in several]


def told(old, new):
    alignment = align(known(*old), fresh(*new))
    return [
        f"{placed.change} {placed.key or '+'.join(placed.group)}".strip() for placed in alignment.placed
    ], alignment.removed


@pytest.mark.parametrize(
    ("what", "old", "new", "placed", "removed"),
    [
        ("nothing changed", [("a", SEEK, ANSWER)], [("a", SEEK, ANSWER)], ["unchanged a0", "unchanged a1"], ()),
        ("only spaces changed", [("a", SEEK)], [("a", f" {SEEK.replace(' ', '  ')}")], ["unchanged a0"], ()),
        ("a sentence came first", [("a", ANSWER)], [("a", SEEK, ANSWER)], ["new", "unchanged a0"], ()),
        ("a sentence went", [("a", SEEK, ANSWER)], [("a", ANSWER)], ["unchanged a1"], ("a0",)),
        (
            "a line was split, so its id stays on the tail",
            [("a", SEEK, ANSWER, PAY)],
            [("x", SEEK), ("a", ANSWER, PAY)],
            ["unchanged a0", "unchanged a1", "unchanged a2"],
            (),
        ),
        (
            "two lines were joined, so the first id is lost",
            [("a", SEEK), ("b", ANSWER)],
            [("b", SEEK, ANSWER)],
            ["unchanged a0", "unchanged b0"],
            (),
        ),
        (
            "a line was split and its head rewritten",
            [("a", SEEK, ANSWER)],
            [("x", SEEK.replace("boligstøtte", "hjælp")), ("a", ANSWER)],
            ["changed a0", "unchanged a1"],
            (),
        ),
        (
            "two lines were joined and the first rewritten",
            [("a", SEEK), ("b", ANSWER)],
            [("b", SEEK.replace("boligstøtte", "hjælp"), ANSWER)],
            ["changed a0", "unchanged b0"],
            (),
        ),
        (
            "a line moved up as a whole",
            [("a", SEEK), ("b", ANSWER), ("c", PAY)],
            [("c", PAY), ("a", SEEK), ("b", ANSWER)],
            ["moved c0", "unchanged a0", "unchanged b0"],
            (),
        ),
        (
            "a sentence moved to another line",
            [("a", SEEK, ANSWER), ("b", PAY, CALL)],
            [("a", ANSWER), ("b", PAY, SEEK, CALL)],
            ["unchanged a1", "unchanged b0", "moved a0", "unchanged b1"],
            (),
        ),
        (
            "a paragraph became a bullet, which is one segment",
            [("a", SEEK, ANSWER), ("b", PAY)],
            [("a", f"{SEEK} {ANSWER}"), ("b", PAY)],
            ["grouped a0+a1", "unchanged b0"],
            (),
        ),
        (
            "a bullet became a paragraph, in two lines",
            [("a", f"{SEEK} {ANSWER} {PAY}")],
            [("x", SEEK), ("a", ANSWER, PAY)],
            ["grouped a0", "grouped a0", "grouped a0"],
            (),
        ),
        (
            "one amount changed",
            [("a", "Du får 1.200 kr. om måneden.", CALL)],
            [("a", "Du får 1.300 kr. om måneden.", CALL)],
            ["changed a0", "unchanged a1"],
            (),
        ),
        (
            "a sentence was replaced by one about something else",
            [("a", SEEK, ANSWER)],
            [("a", "Husk pas!", ANSWER)],
            ["new", "unchanged a1"],
            ("a0",),
        ),
        (
            "the likeness is to another line that is still there",
            [("a", SEEK), ("b", PAY)],
            [("a", "Nej!"), ("b", PAY, f"{SEEK[:-1]} nu.")],
            ["new", "unchanged b0", "new"],
            ("a0",),
        ),
        (
            "two sentences changed and the better order-keeping pairs win",
            [("a", SEEK, ANSWER)],
            [("a", f"Så {SEEK}", CALL, f"Så {ANSWER}")],
            ["changed a0", "new", "changed a1"],
            (),
        ),
        (
            "the same sentence stands twice",
            [("a", CALL), ("b", CALL)],
            [("b", CALL), ("a", CALL)],
            ["moved b0", "unchanged a0"],
            (),
        ),
        ("all is new", [], [("a", SEEK)], ["new"], ()),
        ("all is gone", [("a", SEEK)], [], [], ("a0",)),
    ],
)
def test_translators_see_what_became_of_each_sentence(what, old, new, placed, removed):
    assert (what, told(old, new)) == (what, (placed, removed))


def test_half_of_the_letters_are_enough_to_be_the_same_sentence():
    assert told([("a", "abcd")], [("a", "abxy")]) == (["changed a0"], ())
    assert told([("a", "abcd")], [("a", "axyz")]) == (["new"], ("a0",))


def test_two_empty_texts_have_nothing_to_align():
    assert align([], []) == Alignment((), ())
    assert Placed(None, Change.NEW).group == ()


WORDS = st.one_of(
    st.sampled_from(
        ["A b.", "A b", "A", "b.", "A b. C d.", "C d.", "C  d.", "C x.", "", " ", "A b. C d. A", "\u00adA"]
    ),
    st.text("ab .", max_size=6),
)
LINES = st.sampled_from("pqrs")


@settings(deadline=None)
@given(st.lists(st.tuples(LINES, WORDS), max_size=12), st.lists(st.tuples(LINES, WORDS), max_size=12))
def test_every_sentence_of_both_sides_is_accounted_for_once(old, new):
    keys = [f"k{at}" for at in range(len(old))]

    alignment = align(
        [Known(key, *segment) for key, segment in zip(keys, old, strict=True)], [Fresh(*segment) for segment in new]
    )

    assert len(alignment.placed) == len(new)
    single = [placed.key for placed in alignment.placed if placed.key is not None]
    grouped = {key for placed in alignment.placed for key in placed.group}
    assert sorted([*single, *grouped, *alignment.removed]) == sorted(keys)
    for placed in alignment.placed:
        assert (placed.key is None) == (placed.change in {Change.NEW, Change.GROUPED})
        assert bool(placed.group) == (placed.change is Change.GROUPED)


@settings(deadline=None)
@given(st.lists(st.tuples(LINES, WORDS), max_size=12))
def test_a_text_that_did_not_change_keeps_every_sentence(text):
    alignment = align([Known(str(at), *segment) for at, segment in enumerate(text)], [Fresh(*each) for each in text])

    assert [placed.key for placed in alignment.placed if placed.change is Change.UNCHANGED] == [
        str(at) for at in range(len(text))
    ]


def test_a_long_text_that_changed_throughout_is_aligned_sentence_by_sentence():
    def long_text(change):
        return [
            (
                f"{side}{at // 5}",
                f"Sætning {at * 7919 % 997} om {at * 31 % 89} børn i by {at} {change} {'og mer ' * (at % 9)}.",
            )
            for at, side in ((at, change[0]) for at in range(300))
        ]

    old = [Known(str(at), *segment) for at, segment in enumerate(long_text("før"))]
    new = [Fresh(*segment) for segment in long_text("nu")]

    alignment = align(old, new)

    assert Counter(placed.change for placed in alignment.placed)[Change.CHANGED] > 250
