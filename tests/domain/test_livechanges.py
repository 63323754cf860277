"""What a browser sends is looked at before it is let in; what it proposes is no word of the text, and stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, get_update
from pycrdt import Text as YText

from tests.domain.livetext_browser import Browser
from tests.domain.livetext_people import KEYS, Text
from workbench.domain import livechanges, livetext
from workbench.domain.livebytes import clocks_of, parts_of
from workbench.domain.livechanges import Change, TooMuchError
from workbench.domain.markdown import from_markdown

PARAGRAPH = "Kommunen hjælper dig med at søge om bolig på øen."


@pytest.fixture
def text():
    made = Text(words_in_section=0)
    made.take_in(made.state, made.saved(made.state, {"who": PARAGRAPH, "how": "Ring først."}))
    return made


@pytest.fixture
def browser(text):
    return Browser(text.state, 4_000_000_001)


def saved(state, text, **boxes):
    drafts = {key: from_markdown(words) for key, words in boxes.items()}
    update = livetext.saved(state, drafts, None, client=text.client(), new_id=text.new_id)
    return livetext.committed(state, update).state if update else state


def words_of(state, *, proposed=False):
    return [line.words for line in livetext.read(state, proposed=proposed).lines if line.words]


def test_proposed_words_are_no_words_of_the_text(browser, text):
    browser.insert(browser.find("bolig"), "en god ", n_a1=True)
    browser.mark(browser.find("hjælper"), browser.find("dig"), d_a2=True)

    assert livetext.read(browser.state) == livetext.read(text.state)
    assert words_of(browser.state, proposed=True)[0] == PARAGRAPH.replace("bolig", "en god bolig")


def test_a_save_of_the_form_leaves_what_is_proposed_where_it_is(browser, text):
    browser.insert(browser.find("bolig"), "en god ", n_a1=True)

    state = saved(browser.state, text, who=PARAGRAPH.replace("søge om bolig", "**få** bolig") + "\n\nOg mere.")

    assert words_of(state)[:2] == ["Kommunen hjælper dig med at få bolig på øen.", "Og mere."]
    assert words_of(state, proposed=True)[0] == "Kommunen hjælper dig med at få en god bolig på øen."


def test_what_is_proposed_in_a_line_that_goes_is_kept_in_an_empty_one(browser, text):
    browser.insert(browser.find("bolig"), "en god ", n_a1=True)

    state = saved(browser.state, text, who="")

    assert words_of(state) == ["Ring først."]
    assert words_of(state, proposed=True) == ["en god ", "Ring først."]


def test_bringing_back_a_version_keeps_what_is_proposed(browser, text):
    version = livetext.read(text.state)
    browser.insert(browser.find("bolig"), "en god ", n_a1=True)
    browser.insert(browser.find("Ring"), "Nu! ")

    update = livetext.replaced(browser.state, version, client=text.client(), new_id=text.new_id)
    state = livetext.committed(browser.state, update).state

    assert livetext.read(state) == version
    assert "en god" in words_of(state, proposed=True)[0]


def scribble(browser, rng, number):
    """Propose something somewhere: new words, or words to go, or a remark."""
    words = browser.words
    places = [at for at, letter in enumerate(words) if letter != "\n"]
    at = rng.choice(places)
    line_end = words.index("\n", at)
    what = rng.randrange(3)
    if what == 0:
        browser.insert(at, f"ø{number}å", **{f"n_{number}": True})
    else:
        name = f"{'rd'[what - 1]}_{number}"
        browser.mark(at, rng.randrange(at, line_end) + 1, **{name: True})


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_whatever_is_proposed_and_whatever_is_saved_both_stand(rng):
    text = Text(words_in_section=10)
    browser = Browser(text.state, 4_000_000_001)
    for number in range(8):
        scribble(browser, rng, number)
    proposed = {f"ø{number}å" for number in range(8)} & set_of_proposals(browser)
    page = {key: "\n\n".join(shuffled(rng, words.split())) for key, words in text.page().items() if key}

    state = saved(browser.state, text, **page)
    repair = livetext.repaired(state, KEYS, client=text.client(), new_id=text.new_id)
    state = livetext.committed(state, repair).state if repair else state

    wanted = [line.words for key in KEYS for line in from_markdown(page[key])]
    assert words_of(state) == wanted
    after = Browser(state, 5)
    assert all(words in after.words for words in proposed)


def set_of_proposals(browser):
    return {words for words, its in browser.text.diff() if any(name.startswith("n:") for name in its or {})}


def shuffled(rng, words):
    return [" ".join(rng.sample(words, len(words))) for _ in range(rng.randrange(1, 3))]


def change(text, browser):
    return Change(text.state, browser.update)


def test_a_remark_and_a_proposal_change_no_word(browser, text):
    browser.mark(browser.find("bolig"), browser.find("bolig") + 5, r_x=True)
    browser.mark(browser.find("hjælper"), browser.find("dig"), d_x=True)
    browser.insert(browser.find("dig"), "støtter ", n_x=True)

    seen = change(text, browser)

    assert seen.is_news
    assert not seen.changes_words
    assert seen.began == {4_000_000_001}
    assert not seen.went_on


@pytest.mark.parametrize(
    "act",
    [
        lambda browser: browser.insert(browser.find("bolig"), "ny "),
        lambda browser: browser.delete(browser.find("bolig"), browser.find("bolig") + 5),
        lambda browser: browser.mark(browser.find("bolig"), browser.find("bolig") + 5, b=True),
        lambda browser: browser.mark(browser.find("bolig"), browser.find("bolig") + 5, a="https://nuuk.gl"),
        lambda browser: browser.mark(browser.find("bolig"), browser.find("bolig") + 5, other=1),
        lambda browser: browser.insert_line(browser.find("bolig"), "abcdefg"),
        lambda browser: browser.text.insert(3, "\n", {"n:x": True}),
        lambda browser: browser.kinds.update({"line": "h2"}),
        lambda browser: browser.title.insert(0, "Ny "),
    ],
)
def test_words_kinds_and_formats_are_words_of_the_text(browser, text, act):
    act(browser)
    assert change(text, browser).changes_words


def test_to_accept_a_proposal_changes_words(browser, text):
    browser.insert(browser.find("bolig"), "god ", n_x=True)
    state = browser.state
    other = Browser(state, 4_000_000_002)
    other.mark(other.find("god"), other.find("bolig"), n_x=None)

    assert Change(state, other.update).changes_words


def test_what_is_known_already_is_no_news(browser, text):
    browser.insert(browser.find("bolig"), "god ")
    browser.delete(browser.find("Ring"), browser.find("Ring") + 4)
    first = change(text, browser)

    again = Change(first.committed.state, browser.update)

    assert first.is_news
    assert not again.is_news
    assert not again.changes_words
    assert not again.went_on


def test_a_deletion_alone_is_news(browser, text):
    browser.delete(browser.find("Ring"), browser.find("Ring") + 4)
    seen = change(text, browser)
    assert seen.is_news
    assert not seen.began


def test_what_builds_on_something_unknown_is_seen(browser, text):
    browser.insert(browser.find("bolig"), "god ")
    browser.insert(browser.find("bolig"), "og ny ")
    assert Change(text.state, browser.updates[1]).committed.gap


def test_whose_work_goes_on_is_told_from_whose_begins(browser, text):
    browser.insert(browser.find("bolig"), "god ")
    first = change(text, browser).committed.state
    browser.insert(browser.find("bolig"), "og ny ")
    assert Change(first, browser.updates[1]).went_on == {4_000_000_001}


@given(st.binary(max_size=60))
def test_whatever_the_bytes_they_are_an_update_or_refused(sent):
    text = Text(words_in_section=0)
    try:
        Change(text.state, sent)
    except ValueError:
        return


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_an_update_that_was_hurt_on_its_way_is_an_update_or_refused(rng):
    text = Text(words_in_section=2)
    browser = Browser(text.state, 70_000)
    browser.insert(browser.find("who"), "hej", b=True)
    browser.delete(3, 5)
    sent = bytearray(browser.update)
    for _ in range(rng.randrange(1, 4)):
        sent[rng.randrange(len(sent))] = rng.randrange(256)
    try:
        seen = Change(text.state, bytes(sent))
        livetext.read(seen.committed.state)
        livechanges.hash_of(seen.committed.state)
    except ValueError:
        return


def test_five_bytes_that_claim_half_a_gigabyte_are_refused_unread(text):
    with pytest.raises(ValueError, match="too short"):
        Change(text.state, bytes.fromhex("908bb978"))


@pytest.mark.parametrize("value", ["[[1]]", "{}", "NaN", "[" * 7000])
def test_a_mark_carries_a_plain_value(text, value):
    written = value.encode()
    length = bytes([len(written)]) if len(written) < 128 else bytes([len(written) % 128 | 128, len(written) // 128])
    mark = b"\1\1\x63\0\6\1\4text\1x" + length + written + b"\0"
    with pytest.raises(ValueError):  # noqa: PT011 - whichever sentence
        parts_of(mark)


def test_nested_things_and_other_roots_are_no_part_of_a_text(text):
    doc = Doc(client_id=7)
    doc.get("other", type=YText).insert(0, "x", {})
    with pytest.raises(ValueError, match="something else"):
        Change(text.state, doc.get_update())
    doc = Doc(client_id=8)
    doc.get("text", type=YText).insert_embed(0, {"image": "x"}, {})
    with pytest.raises(ValueError, match="another sort"):
        Change(text.state, doc.get_update())
    doc = Doc(client_id=9)
    doc.get("text", type=Array).append(Array([1]))
    with pytest.raises(ValueError, match="another sort"):
        Change(text.state, doc.get_update())


def test_what_our_own_saves_write_is_read_whole():
    text = Text(words_in_section=12)
    doc = Browser(text.state, 3).doc
    for update in [*text.log, text.state]:
        parts_of(update)
    clocks = clocks_of(doc.get_state())
    assert {client: stretches[-1][1] for client, stretches in parts_of(text.state).items.items()} == clocks
    assert parts_of(get_update(text.state, doc.get_state())).items == {}


def test_a_text_larger_than_a_megabyte_is_too_much(text, browser):
    browser.insert(3, "boligsikring" * 88_000)
    with pytest.raises(TooMuchError):
        Change(text.state, browser.update)


@pytest.fixture
def long_text(text):
    browser = Browser(text.state, 10)
    browser.insert(1, "bolig " * 2_000)
    return browser.state


def test_thousands_of_remarks_inside_each_other_are_too_much(long_text):
    browser = Browser(long_text, 11)
    with browser.doc.transaction():
        for number in range(1_500):
            browser.text.format(1 + number, 12_001 - number, {f"r:{number}": True})
    with pytest.raises(TooMuchError):
        Change(long_text, browser.update)


def test_thousands_of_remarks_beside_each_other_are_kept(long_text):
    browser, state = Browser(long_text, 12), long_text
    for part in range(20):
        with browser.doc.transaction():
            for number in range(part * 100, part * 100 + 100):
                browser.text.format(1 + 6 * number, 6 + 6 * number, {f"r:{number}": True})
        seen = Change(state, browser.updates[-1])
        assert not seen.changes_words
        state = seen.committed.state
    assert words_of(state) == words_of(long_text)
