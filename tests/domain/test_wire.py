"""What browser and server send each other arrives as it was sent; anything else is no request and no answer."""

import os
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain import wire
from workbench.domain.wire import Answer, Ask, Nearby, Request, Say

u8, u16, u32 = (st.integers(0, 2**bits - 1) for bits in (8, 16, 32))
line_ids = st.text(st.characters(codec="utf-8"), max_size=10)
requests = st.builds(
    Request,
    u32,
    st.binary(max_size=400),
    st.lists(u32, max_size=64).map(tuple),
    line_ids,
    st.sampled_from([Ask(0), Ask.HEAL, Ask.PLAIN, Ask.HEAL | Ask.PLAIN]),
)
says = st.lists(st.sampled_from([Say.GAP, Say.READ_ONLY, Say.QUARANTINED, Say.SUGGEST_ONLY])).map(
    lambda flags: Say(sum(set(flags)))
)
answers = st.builds(
    Answer,
    u32,
    u16,
    u32,
    st.binary(max_size=400),
    st.lists(st.builds(Nearby, line_ids, line_ids, u16), max_size=12).map(tuple),
    st.none() | st.tuples(u32, u32),
    says,
)


@given(requests, st.booleans())
def test_a_request_arrives_as_it_was_sent(request, deflated):
    assert wire.decode_request(wire.encode_request(request, deflated=deflated)) == request


@given(answers, st.booleans())
def test_an_answer_arrives_as_it_was_sent(answer, deflated):
    assert wire.decode_answer(wire.encode_answer(answer, deflated=deflated)) == answer


def is_read(decode, sent):
    try:
        decode(sent)
    except ValueError:
        return False
    return True


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused(sent):
    for decode in (wire.decode_request, wire.decode_answer):
        is_read(decode, sent)
        is_read(decode, b"\1" + sent)


@given(requests, st.booleans(), st.integers(0), u8)
def test_a_request_that_was_hurt_on_its_way_is_read_or_refused(request, deflated, place, byte):
    sent = bytearray(wire.encode_request(request, deflated=deflated))
    sent[place % len(sent)] = byte
    is_read(wire.decode_request, bytes(sent))


@given(requests, answers, st.booleans())
def test_what_was_cut_off_or_has_something_behind_it_is_refused(request, answer, deflated):
    for decode, sent in (
        (wire.decode_request, wire.encode_request(request, deflated=deflated)),
        (wire.decode_answer, wire.encode_answer(answer, deflated=deflated)),
    ):
        assert not is_read(decode, sent[:-1])
        assert not is_read(decode, sent + b"\0")
        assert not is_read(decode, b"\2" + sent[1:])


def test_words_are_deflated_where_that_is_smaller_and_only_there():
    words = Request(update=b"Kommunen kan give dig boligsikring. " * 20)
    noise = Request(update=os.urandom(300))

    assert len(wire.encode_request(words)) < 100
    assert wire.encode_request(words)[1] == Ask.DEFLATED
    assert wire.encode_request(noise) == wire.encode_request(noise, deflated=False)


def test_an_update_of_a_megabyte_is_read_and_no_larger_one():
    largest = Request(update=bytes(wire.UPDATE_BYTES))
    assert wire.decode_request(wire.encode_request(largest)) == largest
    with pytest.raises(ValueError, match="too large"):
        wire.encode_request(Request(update=bytes(wire.UPDATE_BYTES + 1)))
    head = struct.pack(">BBIBBI", 1, 0, 0, 0, 0, wire.UPDATE_BYTES + 1)
    assert not is_read(wire.decode_request, head + bytes(wire.UPDATE_BYTES + 1))


def test_a_small_packet_that_swells_to_gigabytes_is_refused_before_it_does():
    packer = zlib.compressobj(9, wbits=-15)
    bomb = b"".join(packer.compress(bytes(2**24)) for _ in range(16)) + packer.flush()
    assert len(bomb) < 300_000
    assert not is_read(wire.decode_request, b"\1\1" + bomb)


def test_a_line_with_an_endless_id_is_nobodys_place():
    assert wire.decode_request(wire.encode_request(Request(line_id="a" * 41))).line_id == ""
    assert wire.decode_request(wire.encode_request(Request(line_id="ø" * 20))).line_id == "ø" * 20


def test_a_name_that_is_too_long_is_cut_at_a_letter():
    answer = Answer(1, nearby=(Nearby("x" + "å" * 200, "abc", 3),))
    (one,) = wire.decode_answer(wire.encode_answer(answer)).nearby
    assert one.name == "x" + "å" * 127


@pytest.mark.parametrize("answer", [Answer(2**32), Answer(1, wait=2**16), Answer(-1)])
def test_a_number_that_does_not_fit_is_not_cut(answer):
    with pytest.raises(ValueError, match="does not fit"):
        wire.encode_answer(answer)


def test_the_bytes_are_those_that_were_agreed():
    request = Request(7, b"\0\0", (1, 0xFFFFFFFF), "ab", Ask.HEAL)
    sent = "01 02 00000007 02 00000001 ffffffff 02 6162 00000002 0000"
    assert wire.encode_request(request) == bytes.fromhex(sent)
    answer = Answer(7, 15, 1, b"\0\0", (Nearby("M", "ab", 40),), (5, 6), Say.SUGGEST_ONLY)
    told = "01 24 00000007 000f 00000001 00000002 0000 01 01 4d 02 6162 0028 00000005 00000006"
    assert wire.encode_answer(answer) == bytes.fromhex(told)
