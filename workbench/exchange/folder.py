"""What an exchange keeps in files: the private key of this workbench, pieces that have come, pieces still to go."""

import json
import os
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.exchange.bundle import Piece, as_file, from_file, read_piece
from workbench.domain.exchange.keys import fingerprint, new_key, public_of

_OWNER_ONLY, _OWNER_FOLDER = 0o600, 0o700
_WHOLE, _FACTS = "pieces", "facts.json"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A bundle that stays the same until the other side has said that it has it."""

    bundle: uuid.UUID
    pieces: tuple[bytes, ...]
    #: Number of a text here -> up to which row of it the bundle goes.
    reaches: dict[int, int]


class Folder:
    """The folder of an instance; only its owner can read it."""

    def __init__(self, instance: Path) -> None:
        self.path = instance / "exchange"

    @property
    def key(self) -> bytes:
        """The private key of this workbench, made when it is asked for first."""
        file = self._made(self.path) / "key"
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        except FileExistsError:
            return bytes.fromhex(file.read_text(encoding="ascii"))
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            key = new_key()
            opened.write(key.hex())
        return key

    @property
    def own(self) -> str:
        """The fingerprint by which other workbenches know this one."""
        return fingerprint(public_of(self.key))

    def keep(self, peer_id: int, raw: bytes) -> Piece:
        """Keep a piece that came; pieces of an earlier bundle of that peer, which it has given up, go."""
        piece = read_piece(raw)
        place = self.path / "in" / str(peer_id)
        for other in place.glob("*"):
            if other.name != str(piece.bundle):
                shutil.rmtree(other)
        _write(self._made(place / str(piece.bundle)) / str(piece.number), raw)
        return piece

    def came(self, peer_id: int, bundle: uuid.UUID) -> list[Piece]:
        """Return the pieces of that bundle that have come so far."""
        place = self.path / "in" / str(peer_id) / str(bundle)
        return [read_piece(file.read_bytes()) for file in place.glob("*") if file.name.isdigit()]

    def forget(self, peer_id: int, bundle: uuid.UUID) -> None:
        """Let go of pieces that were taken in."""
        shutil.rmtree(self.path / "in" / str(peer_id) / str(bundle), ignore_errors=True)

    def put_out(self, peer_id: int, workshop_id: int, pieces: Sequence[bytes], reaches: dict[int, int]) -> Outgoing:
        """Keep what goes to a peer until it has it."""
        place = self._made(self._out(peer_id, workshop_id))
        bundle = read_piece(pieces[0]).bundle
        _write(place / _WHOLE, as_file(pieces))
        # Last: without it there is nothing.
        facts = {"bundle": str(bundle), "reaches": {str(text): seq for text, seq in reaches.items()}}
        _write(place / _FACTS, json.dumps(facts).encode())
        return Outgoing(bundle, tuple(pieces), reaches)

    def outgoing(self, peer_id: int, workshop_id: int) -> Outgoing | None:
        """Return what goes to a peer and has not been acknowledged; None where nothing does."""
        place = self._out(peer_id, workshop_id)
        if not (place / _FACTS).exists():
            return None
        facts = json.loads((place / _FACTS).read_bytes())
        reaches = {int(text): int(seq) for text, seq in facts["reaches"].items()}
        return Outgoing(uuid.UUID(facts["bundle"]), tuple(from_file((place / _WHOLE).read_bytes())), reaches)

    def sent(self, peer_id: int, workshop_id: int) -> None:
        """Let go of what the peer has now."""
        shutil.rmtree(self._out(peer_id, workshop_id), ignore_errors=True)

    def _out(self, peer_id: int, workshop_id: int) -> Path:
        return self.path / "out" / f"{peer_id}-{workshop_id}"

    def _made(self, place: Path) -> Path:
        place.mkdir(parents=True, exist_ok=True)
        self.path.chmod(_OWNER_FOLDER)
        return place


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, also when the machine stops in the middle."""
    beside = file.with_name(f"{file.name}.{uuid.uuid4().hex}.new")
    with beside.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(file)
