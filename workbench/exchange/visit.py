"""One exchange of a laptop with the home of a workshop: first what is new here goes there, then the reverse."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench.domain.exchange.keys import fingerprint
from workbench.exchange.client import LineBrokenError, Other
from workbench.exchange.commands import acknowledged, outgoing_to, take_piece
from workbench.exchange.folder import Folder
from workbench.models import Peer, Workshop
from workbench.store.exchanging.names import Names
from workbench.store.exchanging.peers import locked_peer
from workbench.store.exchanging.taking import Report


@dataclass
class Visit:
    """What is needed for it; ``number`` is the number of the workshop at its home. ``keep`` commits."""

    session: Session
    folder: Folder
    peer: Peer
    other: Other
    number: int
    keep: Callable[[], None]
    tell: Callable[[str], None]

    @property
    def name(self) -> list[str | int]:
        """What the workshop is called among workbenches."""
        return [fingerprint(self.peer.public_key), self.number]

    def give(self) -> Report:
        """Send what the home lacks, going on where the line broke; return what it says came of it."""
        workshop = self._workshop()
        if workshop is None:
            return {}
        ready = outgoing_to(self.session, self.folder, self.peer, workshop, with_sign_ins=False)
        workshop_id = workshop.id
        self.keep()
        state = self.other.asks("state", {"bundle": str(ready.bundle)})
        lacking = state["missing"] if state["missing"] is not None else range(len(ready.pieces))
        report = state["report"]
        for number in lacking:
            answer = self.other.gives(ready.pieces[number])
            report = answer["report"]
            self.tell(f"given: piece {number + 1} of {len(ready.pieces)}")
        if report is None:
            raise LineBrokenError("The other workbench has not said that it took everything in.")
        acknowledged(self.session, self.peer, ready)
        self.keep()
        self.folder.sent(self.peer.id, workshop_id)
        return _numbers(report)

    def take(self) -> Report:
        """Fetch what is new at the home, going on where the line broke, and take it in."""
        offer = self.other.asks("offers", {"workshop": self.name})
        bundle, count = uuid.UUID(offer["bundle"]), int(offer["count"])
        here = {piece.number for piece in self.folder.came(self.peer.id, bundle)}
        # The last one is put in again where all have come: it is what takes the bundle in.
        wanted = [number for number in range(count) if number not in here] or [count - 1]
        report: Report | None = None
        for number in wanted:
            question = {"workshop": self.name, "bundle": str(bundle), "number": number}
            raw = self.other.piece(question)
            _, report = take_piece(self.session, self.folder, locked_peer(self.session, self.peer), raw, self.keep)
            self.keep()
            self.tell(f"taken: piece {number + 1} of {count}")
        self.other.asks("receipt", {"workshop": self.name, "bundle": str(bundle)})
        self.folder.forget(self.peer.id, bundle)
        return report or {}

    def _workshop(self) -> Workshop | None:
        number = Names(self.session, self.folder.own).number(Workshop, self.name)
        return self.session.get(Workshop, number) if number is not None else None


def _numbers(report: object) -> Report:
    if not isinstance(report, dict):
        raise LineBrokenError("The answer cannot be read.")
    return {str(name): int(value) for name, value in report.items()}
