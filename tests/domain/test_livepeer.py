"""A writer at the other end of the wire holds the same text as everybody else."""

from workbench.domain import livechanges, livetext
from workbench.domain.livedoc import merged
from workbench.domain.livepeer import Peer

FIRST = livetext.opened("Titel", ["who", "how"], client=4)


def test_two_who_type_and_send_each_other_what_they_typed_have_the_same_text():
    one, other = Peer(FIRST, 3_000_000_001), Peer(FIRST, 3_000_000_002)
    one.write_line(1, "aaaaaaa", "blåbær ", kind="h2")
    other.write_line(1, "bbbbbbb", "grød ")
    mine, theirs = merged(one.waiting), merged(other.waiting)
    one.take(theirs)
    other.take(mine)
    one.write(one.words.index("grød"), "varm ")
    one.mark(one.words.index("blåbær"), one.words.index("blåbær") + 6, "b")
    one.delete(one.words.index("grød"), one.words.index("grød") + 5)
    other.take(merged(one.waiting[1:]))

    assert sorted(one.words.split()) == ["blåbær", "varm"]
    assert livechanges.canonical(one.state) == livechanges.canonical(other.state)
    assert [len(peer.waiting) for peer in (one, other)] == [4, 1]
