"""Words that people save get into the text that many write, and stay in it."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc
from pycrdt import Text as YText

from tests.domain.livetext_people import KEYS, Person, Text, wrong_words
from workbench.domain import livetext
from workbench.domain.linetext import Draft, Kind, Run, tidy, touched
from workbench.domain.markdown import from_markdown

PARAGRAPH = "Kommunen hjælper dig med at søge om bolig på øen."


def drafts(markdown):
    return from_markdown(markdown)


@pytest.fixture
def text():
    return Text(words_in_section=0)


def page_of(text, **boxes):
    """Save the boxes on the present text and give the state after it: what a page opened now is made from."""
    text.take_in(text.state, text.saved(text.state, boxes))
    return text.state


def shown(text, key="who"):
    return text.page()[key]


def lines(text):
    return {line.words: line for line in livetext.read(text.state).lines}


@pytest.mark.parametrize(("people", "writes", "rounds"), [(2, 3, 3), (8, 4, 2)])
@given(rng=st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_whoever_saves_on_an_old_page_keeps_their_words(people, writes, rounds, rng):
    text = Text()
    everyone = [Person(f"p{number}", text, rng) for number in range(people)]

    for _ in range(rounds):
        for person in everyone:
            person.write(writes)
        for person in rng.sample(everyone, people):
            if rng.random() < 0.7:
                person.save()
    for person in everyone:
        person.save()

    assert wrong_words(text, everyone) == {}
    ids = [line.id for line in livetext.read(text.state).lines]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if name.startswith("§")] == [f"§{key}" for key in KEYS]


@given(rng=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_in_whatever_order_saves_arrive_the_text_is_the_same(rng):
    text = Text(words_in_section=14)
    everyone = [Person(f"p{number}", text, rng) for number in range(3)]
    for person in everyone:
        person.write(4)
    updates = [update for person in everyone if (update := person.update())]

    ends = {
        livetext.read(livetext.joined([text.state, *order, *order[:1]])) for order in itertools.permutations(updates)
    }

    assert len(ends) == 1


def test_a_save_that_arrives_twice_counts_once(text):
    update = text.saved(text.state, {"who": "Alle kan søge."})
    once = livetext.committed(text.state, update)

    twice = livetext.committed(once.state, update)

    assert livetext.read(twice.state) == livetext.read(once.state)
    assert not twice.gap


def test_two_people_in_one_paragraph_both_keep_their_words(text):
    page = page_of(text, who=PARAGRAPH)

    text.take_in(page, text.saved(page, {"who": PARAGRAPH.replace("bolig", "en god bolig")}))
    text.take_in(page, text.saved(page, {"who": PARAGRAPH.replace("dig", "dig gratis")}))

    assert shown(text) == "Kommunen hjælper dig gratis med at søge om en god bolig på øen."


def test_two_people_who_replace_one_word_are_not_run_together(text):
    page = page_of(text, who=PARAGRAPH)

    for word in ("hus", "værelse"):
        update = text.saved(page, {"who": PARAGRAPH.replace("bolig", word)})
        text.take_in(page, update)

    assert set(shown(text).split()) >= {"hus", "værelse"}


def test_words_saved_in_a_line_that_went_meanwhile_get_a_line_of_their_own(text):
    page = page_of(text, who="- et\n- to\n\n## Overskrift")

    text.take_in(page, text.saved(page, {"who": "- et\n\n## Overskrift"}))
    text.take_in(page, text.saved(page, {"who": "- et\n- to gange\n\n## Overskrift"}))

    assert [line.words.strip() for line in livetext.read(text.state).lines] == ["", "et", "gange", "Overskrift", ""]


def test_a_save_that_changes_nothing_is_nothing(text):
    page = page_of(text, who="Du kan **søge**.\r\n\r\n- et\r\n- [to](https://nuuk.gl)", how="")

    assert text.saved(page, {"who": "Du kan **søge**.\n\n- et\n- [to](https://nuuk.gl)", "how": ""}) == b""
    assert livetext.saved(page, {}, "Titel", client=1, new_id=text.new_id) == b""


def test_an_empty_section_stays_empty_and_can_be_emptied(text):
    page = page_of(text, who="Noget.")

    page_of(text, who="")

    assert [line.id for line in livetext.read(text.state).lines] == ["§who", "§how"]
    assert text.saved(text.state, {"who": "", "how": "  \n"}) == b""
    assert text.saved(page, {"how": ""}) == b""


def test_other_sections_are_left_alone(text):
    page = page_of(text, who="Alle.", how="Sådan.")

    page_of(text, how="Sådan gør du.")
    text.take_in(page, text.saved(page, {"who": "Alle i byen."}))

    assert text.page() == {"who": "Alle i byen.", "how": "Sådan gør du."}


def test_pressing_enter_leaves_the_id_with_the_words(text):
    page_of(text, who=PARAGRAPH)
    name = lines(text)[PARAGRAPH].id

    page_of(text, who=f"{PARAGRAPH}\nMere.")

    assert lines(text)[PARAGRAPH].id == name


def test_a_split_line_keeps_its_id_at_the_end_and_a_joined_one_that_of_the_last(text):
    page_of(text, who="Kommunen hjælper dig.\n\nDu skal søge først.")
    first, last = (lines(text)[words].id for words in ("Kommunen hjælper dig.", "Du skal søge først."))

    page_of(text, who="Kommunen\n\nhjælper dig.\n\nDu skal søge først.")
    assert lines(text)["hjælper dig."].id == first

    page_of(text, who="Kommunen hjælper dig. Du skal søge først.")
    assert lines(text)["Kommunen hjælper dig. Du skal søge først."].id == last


def test_two_people_who_split_one_line_do_not_double_it(text):
    page = page_of(text, who=PARAGRAPH)

    for word in ("med", "om"):
        text.take_in(page, text.saved(page, {"who": PARAGRAPH.replace(f" {word}", f"\n{word}")}))

    assert shown(text).split() == PARAGRAPH.split()


def test_kinds_and_marks_change_without_touching_words(text):
    page = page_of(text, who=f"{PARAGRAPH}\n\nto")

    text.take_in(page, text.saved(page, {"who": f"## {PARAGRAPH.replace('søge', '**søge**')}\n\n1. to"}))
    text.take_in(page, text.saved(page, {"who": f"{PARAGRAPH.replace('dig', 'dig gratis')}\n\nto *nu*"}))

    assert shown(text) == ("## Kommunen hjælper dig gratis med at **søge** om bolig på øen.\n\n1. to *nu*")


def test_marks_and_links_can_be_taken_away_again(text):
    page_of(text, who="[**to**](https://a.gl) *ord*")

    page_of(text, who="to ord")

    assert lines(text)["to ord"].runs == (Run("to ord"),)


@pytest.mark.parametrize(
    "words",
    [
        "blåbærgrød på øen",
        "ĸalaallisut",
        "e\u0301a\u0301 c\u0327",
        "👩\u200d🚒 🇬🇱 👍🏽 ok",
        "Kalaal\u00adlisut",
        "a\r\nb",
    ],
)
def test_positions_hold_in_every_writing(text, words):
    page_of(text, who=f"æ {words} ø\n\n**{words}** 😀 å")

    page_of(text, who=f"æ {words} ny ø\n\n**{words}** 😀 *å*")

    assert drafts(shown(text)) == drafts(f"æ {words} ny ø\n\n**{words}** 😀 *å*")


def test_the_title_is_merged_like_any_words(text):
    page = text.state
    for title in ("Titel om bolig", "Ny titel"):
        update = livetext.saved(page, {}, title, client=text.client(), new_id=text.new_id)
        text.take_in(page, update)

    assert set(livetext.read(text.state).title.split()) == {"Ny", "titel", "om", "bolig"}


RUN = st.builds(Run, st.text("ab æø😀\u0301*", min_size=1, max_size=6), st.booleans(), st.booleans(), st.just(""))
DRAFT = st.builds(
    Draft, st.sampled_from([Kind.PARAGRAPH, Kind.BULLET, Kind.QUOTE]), st.lists(RUN, max_size=3).map(tuple)
)


@given(st.lists(DRAFT, max_size=5), st.lists(DRAFT, max_size=5))
@settings(max_examples=60, deadline=None)
def test_what_was_saved_is_what_is_read(first, second):
    text = Text(words_in_section=0)
    for written in (first, second):
        update = livetext.saved_section(text.state, "who", written, client=text.client(), new_id=text.new_id)
        text.take_in(text.state, update)

        read = [Draft(line.kind, line.runs) for line in livetext.read(text.state).lines if line.id[0] != "§"]
        assert read == [Draft(d.kind, tidy(d.runs)) for d in written if d.words.strip()]


@given(rng=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_a_restore_gives_the_old_text_back_as_new_edits(rng):
    text = Text(words_in_section=14)
    writer = Person("p", text, rng)
    wanted = livetext.read(text.state)
    for _ in range(3):
        writer.write(3)
        writer.save()

    update = livetext.replaced(text.state, wanted, client=text.client(), new_id=text.new_id)
    text.take_in(text.state, update)

    now = livetext.read(text.state)
    assert [(line.kind, line.runs) for line in now.lines] == [(line.kind, line.runs) for line in wanted.lines]
    assert livetext.replaced(text.state, wanted, client=1, new_id=text.new_id) == b""


def test_a_deleted_line_comes_back_under_its_own_id(text):
    page_of(text, who=f"Først.\n\n{PARAGRAPH}")
    wanted = livetext.read(text.state)
    page_of(text, who="Først.")

    text.take_in(text.state, livetext.replaced(text.state, wanted, client=text.client(), new_id=text.new_id))

    assert livetext.read(text.state) == wanted


def test_a_restore_loses_nothing_that_is_saved_at_the_same_time(text):
    page_of(text, who=PARAGRAPH)
    wanted = livetext.read(text.state)
    page = page_of(text, who=PARAGRAPH.replace("bolig", "hus"))

    text.take_in(page, text.saved(page, {"who": PARAGRAPH.replace("bolig", "hus").replace("dig", "dig gratis")}))
    text.take_in(page, livetext.replaced(page, wanted, client=text.client(), new_id=text.new_id))

    assert shown(text) == PARAGRAPH.replace("dig", "dig gratis")


def test_a_new_edition_starts_as_a_copy_with_the_same_ids(text):
    page_of(text, who="## Æ\n\n- [to](https://a.gl)", how="1. ĸ")
    content = livetext.read(text.state)

    assert livetext.read(livetext.opened_with(content, client=7)) == content


def test_an_update_that_comes_before_what_it_builds_on_waits_and_is_not_lost(text):
    first = text.saved(text.state, {"who": PARAGRAPH})
    page = livetext.committed(text.state, first).state
    for later in (text.saved(page, {"who": f"{PARAGRAPH} Nu."}), text.saved(page, {"who": "Kommunen."})):
        early = livetext.committed(text.state, later)
        assert early.gap

        done = livetext.committed(early.state, first)
        assert not done.gap
        assert livetext.read(done.state) == livetext.read(livetext.joined([text.state, first, later]))


@pytest.mark.parametrize("update", [b"", b"\x01", b"garbage" * 5, b"\xff" * 20])
def test_bytes_that_are_no_update_are_refused(text, update):
    with pytest.raises(ValueError, match="Cannot"):
        livetext.committed(text.state, update)


def played(state, play):
    """An update of an editor in a browser, which may do what our own saves never do."""
    doc = Doc(client_id=4_000_000_000)
    words = doc.get("text", type=YText)
    doc.apply_update(state)
    with doc.transaction():
        play(words)
    return livetext.joined([state, doc.get_update()])


@pytest.mark.parametrize(
    "harm",
    [
        lambda words: words.clear(),
        lambda words: words.insert(len(words), "uden ende", {}),
        lambda words: words.insert(0, "glemte ord", {}),
        lambda words: words.insert(0, "ord\n", {"l": "§who"}),
        lambda words: words.insert(0, "\n", {"l": "§how"}),
        lambda words: words.insert(0, "a\nb\n", {}),
        lambda words: words.insert(len(words), "\n", {"l": "§who"}),
        lambda words: words.insert(0, "ord\n", {"l": "§gammel"}),
    ],
)
def test_what_an_editor_harms_is_put_back(text, harm):
    page_of(text, who="Alle.", how="Sådan.")
    harmed = played(text.state, harm)

    repair = livetext.repaired(harmed, KEYS, client=text.client(), new_id=text.new_id)
    whole = livetext.joined([harmed, repair])

    names = [line.id for line in livetext.read(whole).lines]
    assert [name for name in names if name in {"§who", "§how"}] == ["§who", "§how"]
    assert all(not line.words for line in livetext.read(whole).lines if line.kind is Kind.SECTION)
    words = " ".join(line.words for line in livetext.read(harmed).lines).split()
    assert " ".join(line.words for line in livetext.read(whole).lines).split() == words
    assert livetext.repaired(whole, KEYS, client=text.client(), new_id=text.new_id) == b""


def test_marks_of_others_are_never_taken_away(text):
    page_of(text, who=PARAGRAPH)
    place = len("Kommunen hjælper dig med at ".encode()) + len("\n")
    marked = played(text.state, lambda words: words.format(place, place + len("søge om bolig".encode()), {"r:7": True}))

    saved = text.saved(marked, {"who": PARAGRAPH.replace("søge om", "**søge** straks om")})
    doc = Doc()
    words = doc.get("text", type=YText)
    doc.apply_update(livetext.joined([marked, saved]))

    assert "".join(some for some, its in words.diff() if "r:7" in (its or {})) == "søge straks om bolig"


def test_authors_are_found_from_what_a_save_touched(text):
    page_of(text, who="En.\n\nTo.\n\nTre.")
    before = livetext.read(text.state)

    page_of(text, who="En.\n\nTo nu.\n\n- Tre.\n\nFire.")
    after = livetext.read(text.state)

    words = {line.words for line in after.lines if line.id in touched(before, after)}
    assert words == {"To nu.", "Tre.", "Fire."}


def test_a_long_section_is_saved_in_no_time(text):
    rng = random.Random(5)
    words = [f"{rng.choice('bdfgk')}{rng.choice('aeiouyæøå')}{rng.randrange(900)}" for _ in range(9000)]
    page = page_of(text, who="\n\n".join(" ".join(words[at : at + 60]) for at in range(0, 9000, 60)))
    changed = [f"{word}x" if rng.random() < 0.1 else word for word in words]

    update = text.saved(page, {"who": "\n\n".join(" ".join(changed[at : at + 60]) for at in range(0, 9000, 60))})

    assert livetext.read(livetext.joined([page, update])).lines[1].words == " ".join(changed[:60])
