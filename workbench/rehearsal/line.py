"""The line between a workshop room and the server: how long it takes, in virtual seconds."""

import re
from dataclasses import dataclass, field

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s)")


def seconds_of(words: str) -> float:
    """Read a span of time ("700ms", "0.7s"); raise ValueError when it is none."""
    match = _SPAN.fullmatch(words.strip())
    if match is None:
        raise ValueError(words)
    return float(match[1]) / (1000 if match[2] == "ms" else 1)


@dataclass(slots=True)
class Line:
    """One line that everybody in the room shares: a round trip, and so many bits a second each way."""

    round_trip: float
    bits_per_second: float
    _free: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})

    @property
    def one_way(self) -> float:
        """How long the first byte is on its way."""
        return self.round_trip / 2

    def arrival(self, way: str, sent_at: float, size: int) -> float:
        """Return when the last of ``size`` bytes is there; ``way`` is "up" or "down". Bytes queue behind others."""
        begun = max(sent_at, self._free[way])
        self._free[way] = begun + size * 8 / self.bits_per_second
        return self._free[way] + self.one_way
