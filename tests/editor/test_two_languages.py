"""What the browser's scripts write, the server reads, and the other way round: the same bytes, the same number."""

import base64
import json
import random
import zlib

from pycrdt import Doc, Map, Text

from tests.editor.test_sync import HERE, run
from workbench.domain import livechanges, wire
from workbench.domain.wire import Answer, Ask, Nearby, Say

#: Letters that a count of bytes, of UTF-16 units and of signs tell apart.
LETTERS = ["a", "å", "ĸ", "Ø", "e\u0301", "🐋", "👩‍👩‍👧", "\u2028", "\u00ad", '"', "\\", "\t", "\x01", "</p>"]
NAMES = ["b", "i", "a", "r:10", "r:9", "n:x1", "d:x1", "new thing"]
KINDS = ["h2", "h3", "ul", "ol", "q", ""]


def encoded(some):
    return base64.b64encode(some).decode()


def asked(questions):
    """Put questions to the scripts; one node for all of them."""
    told = run(HERE / "peer.mjs", given="".join(json.dumps(question) + "\n" for question in questions))
    return [json.loads(line) for line in told.strip("\n").split("\n")]


def test_the_server_reads_what_a_browser_asks():
    chance = random.Random(7)
    wanted = [
        {
            "seq": chance.randrange(2**32),
            "clients": [chance.randrange(2**32) for _ in range(chance.choice([0, 1, 2, 60]))],
            "line": chance.choice(["", "a1b2c3d", "§who", "§økonomi"]),
            "update": encoded(chance.choice([b"", chance.randbytes(90), b"words " * 400])),
            "heal": chance.random() < 0.5,
        }
        for _ in range(40)
    ]
    sent = asked([{"act": "request", **request} for request in wanted])

    for request, letters in zip(wanted, sent, strict=True):
        read = wire.decode_request(base64.b64decode(letters))
        assert (read.seq, list(read.clients), read.line_id) == (request["seq"], request["clients"], request["line"])
        assert (encoded(read.update), Ask.HEAL in read.asks) == (request["update"], request["heal"])


def test_a_browser_reads_what_the_server_answers():
    chance = random.Random(7)
    said = [
        Answer(
            seq=chance.randrange(2**32),
            wait=chance.randrange(2**16),
            saved=chance.randrange(2**32),
            update=chance.choice([b"", chance.randbytes(90), b"words " * 400]),
            nearby=tuple(Nearby("Jørgen ĸ", "a1", chance.randrange(2**16)) for _ in range(chance.choice([0, 1, 30]))),
            hash=chance.choice([None, (chance.randrange(2**32), 5)]),
            says=chance.choice([Say(0), Say.GAP, Say.READ_ONLY | Say.QUARANTINED, Say.SUGGEST_ONLY]),
        )
        for _ in range(40)
    ]
    told = asked([{"act": "answer", "answer": encoded(wire.encode_answer(answer))} for answer in said])

    for answer, read in zip(said, told, strict=True):
        assert (read["seq"], read["wait"], read["saved"]) == (answer.seq, answer.wait, answer.saved)
        assert read["update"] == encoded(answer.update)
        assert read["presence"] == [{"name": one.name, "line": one.line_id, "age": one.age} for one in answer.nearby]
        assert read["hash"] == (answer.hash and {"crc": answer.hash[0], "length": answer.hash[1]})
        assert read["gap"] is (Say.GAP in answer.says)
        assert read["readOnly"] is read["quarantined"] is (Say.QUARANTINED in answer.says)
        assert read["suggestOnly"] is (Say.SUGGEST_ONLY in answer.says)


def a_text(chance):
    """Write, delete and mark at random, by several hands; positions in bytes, at whole letters."""
    doc = Doc(client_id=chance.randrange(2**32))
    text, title, kind = doc.get("text", type=Text), doc.get("title", type=Text), doc.get("kind", type=Map)
    title += "".join(chance.choices(LETTERS, k=3))
    for number in range(60):
        places = [0, *_ends(str(text))]
        at = chance.choice(places)
        act = chance.random()
        if act < 0.2:
            line = f"§{number}" if act < 0.03 else f"l{number}"
            text.insert(at, "\n", {"l": line})
            kind[line] = chance.choice(KINDS)
        elif act < 0.75 or len(places) < 4:
            marks = {name: _value(chance, name) for name in NAMES if chance.random() < 0.15}
            text.insert(at, "".join(chance.choices(LETTERS, k=4)), marks)
        else:
            start, stop = sorted(chance.sample(places, 2))
            name = chance.choice(NAMES)
            if act < 0.85:
                del text[start:stop]
            elif "\n" not in str(text).encode()[start:stop].decode():
                text.format(start, stop, {name: chance.choice([_value(chance, name), None])})
    return doc.get_update()


def _value(chance, name):
    return "https://eksempel.gl/å?b=1" if name == "a" else chance.choice([True, "x", 7])


def _ends(words):
    at = 0
    for letter in words:
        at += len(letter.encode())
        yield at


def test_a_text_is_the_same_number_in_both():
    texts = [a_text(random.Random(seed)) for seed in range(60)]
    told = asked([{"act": "text", "state": encoded(state)} for state in texts])

    for state, read in zip(texts, told, strict=True):
        canonical = livechanges.canonical(state)
        assert read["canonical"] == canonical.decode()
        assert read["hash"] == {"crc": zlib.crc32(canonical), "length": len(canonical)}
