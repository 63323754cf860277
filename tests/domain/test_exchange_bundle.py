"""What goes from one workbench to another: pieces that fit, in any order, and that nobody can change on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.exchange.bundle import (
    PIECE_BYTES,
    BundleError,
    answer_payload,
    as_file,
    entries_of,
    from_file,
    missing,
    pieces_of,
    read_piece,
    request_payload,
)
from workbench.domain.exchange.keys import check_phrase, fingerprint, is_signed, new_key, public_of, signature_of

KEY = new_key()
#: Words no packing makes smaller: several pieces.
LONG = [{"is": "row", "words": new_key().hex() + new_key().hex()} for _ in range(3000)]
entries = st.lists(
    st.dictionaries(st.text(max_size=8), st.text(max_size=40) | st.integers() | st.none(), max_size=4).map(
        lambda each: {**each, "is": "row"}
    ),
    min_size=1,
    max_size=20,
)


@given(entries, st.randoms(use_true_random=False))
def test_entries_come_out_as_they_went_in_whatever_the_order_of_the_pieces(its, chance):
    pieces = pieces_of(its, KEY) * 2
    chance.shuffle(pieces)
    assert entries_of([read_piece(piece) for piece in pieces]) == its


def test_large_things_are_cut_into_pieces_that_fit_and_the_same_things_are_the_same_bundle():
    pieces = pieces_of(LONG, KEY)
    assert len(pieces) > 3
    assert max(map(len, pieces)) == PIECE_BYTES
    assert pieces_of(LONG, KEY) == pieces
    assert entries_of([read_piece(piece) for piece in reversed(pieces)]) == LONG
    assert missing([read_piece(pieces[1])]) == [0, *range(2, len(pieces))]
    with pytest.raises(BundleError, match="pieces are missing"):
        entries_of([read_piece(piece) for piece in pieces[1:]])


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_piece_with_one_byte_changed_is_refused(at, change):
    piece = bytearray(pieces_of([{"is": "row", "words": "ord"}], KEY)[0])
    piece[at % len(piece)] ^= change
    with pytest.raises(BundleError):
        read_piece(bytes(piece))


@given(st.binary(max_size=300))
def test_other_bytes_are_no_piece(raw):
    with pytest.raises(BundleError):
        read_piece(raw)


def test_pieces_of_two_bundles_or_two_senders_are_not_mixed():
    pieces = [*pieces_of(LONG, KEY)[:1], *pieces_of(LONG[1:], KEY)[1:]]
    with pytest.raises(BundleError, match="of one bundle"):
        entries_of([read_piece(piece) for piece in pieces])
    with pytest.raises(BundleError, match="of one bundle"):
        missing([])


def test_a_file_cut_off_anywhere_gives_the_pieces_that_are_whole():
    pieces = pieces_of(LONG, KEY)
    content = as_file(pieces)
    assert from_file(content) == pieces
    assert from_file(content[:-1]) == pieces[:-1]
    for nothing in (b"", content[:3], content[:1000], b"\xff" * 100):
        with pytest.raises(BundleError, match="holds no exchange"):
            from_file(nothing)


def test_only_the_owner_of_a_key_signs_for_it():
    public, signature = public_of(KEY), signature_of(KEY, b"words")
    assert is_signed(public, b"words", signature)
    assert not is_signed(public, b"other words", signature)
    assert not is_signed(public_of(new_key()), b"words", signature)
    assert not is_signed(b"no key", b"words", signature)
    assert not is_signed(public, b"words", b"")


def test_a_key_has_six_words_of_its_own_and_a_name():
    public = bytes(32)
    assert check_phrase(public) == check_phrase(bytes(32))
    assert check_phrase(public) != check_phrase(b"\1" + bytes(31))
    assert all(len(word) == 5 for word in check_phrase(public).split())
    assert len(fingerprint(public)) == 32


def test_nothing_of_a_request_or_an_answer_can_be_exchanged_for_another():
    asked = ("POST", "/exchange/state", b"body", 1, "n")
    others = [("GET", *asked[1:]), ("POST", "/x", *asked[2:]), (*asked[:2], b"", 1, "n"), (*asked[:3], 2, "n")]
    payloads = {request_payload(*each) for each in [asked, *others, (*asked[:4], "m")]}
    payloads |= {
        answer_payload("n", 200, b"body"),
        answer_payload("n", 201, b"body"),
        answer_payload("m", 200, b"body"),
    }
    assert len(payloads) == 9
