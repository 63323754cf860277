"""A translation is a text whose lines are the sentences of another; each is saved by itself."""

from workbench.domain import livetext
from workbench.domain.linetext import Content, Kind, Line, Run


def test_one_segment_is_set_by_its_id_and_made_where_it_is_missing():
    first = livetext.opened("", [], client=1)
    made = livetext.committed(first, livetext.saved_line(first, "abc.1", [Run("Allattoq")], client=2)).state

    mine = livetext.saved_line(made, "abc.1", [Run("Allattoq ataaseq")], client=3)
    theirs = livetext.saved_line(made, "abc.2", [Run("Marluk", bold=True)], client=4)
    end = livetext.joined([made, theirs, mine])

    assert livetext.line_words(end, "abc.1") == "Allattoq ataaseq"
    assert livetext.line_words(end, "abc.2") == "Marluk"
    assert livetext.line_words(end, "abc.3") == ""
    assert livetext.saved_line(end, "abc.1", [Run("Allattoq ataaseq")], client=5) == b""


def test_a_line_without_words_can_stand_in_a_copy():
    content = Content("", (Line("a.1", Kind.PARAGRAPH, ()), Line("a.2", Kind.PARAGRAPH, (Run("ord"),))))
    state = livetext.opened_with(content, client=1)

    update = livetext.saved_line(state, "a.1", [Run("først")], client=2)

    assert [line.words for line in livetext.read(livetext.joined([state, update])).lines] == ["først", "ord"]


def test_sentences_that_came_later_get_their_lines_once():
    first = livetext.opened_with(Content("", (Line("a.1", Kind.PARAGRAPH, ()),)), client=1)

    added = livetext.with_lines(first, ["a.1", "a.2", "b.1"], client=2)
    state = livetext.joined([first, added])

    assert livetext.with_lines(state, ["b.1", "a.1"], client=3) == b""
    mine = livetext.saved_line(state, "a.2", [Run("Marluk")], client=4)
    theirs = livetext.saved_line(state, "a.2", [Run("Pingasut")], client=5)
    end = livetext.joined([state, mine, theirs])
    assert {line.id for line in livetext.read(end).lines} == {"a.2"}
