"""Speaking to another workbench over a line that may break at any moment: every answer is checked, nothing is lost."""

import http.client
import json
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from workbench.domain.exchange.bundle import answer_payload, request_payload
from workbench.domain.exchange.keys import is_signed, public_of, signature_of
from workbench.exchange.views import FINE, KEY, MOMENT, NONCE, NOT_KNOWN, SIGNATURE

#: Taking in a whole workshop may last minutes on a slow machine, in seconds.
PATIENCE = 600
#: An answer is a piece or some numbers.
_MOST = 1024 * 1024


class LineBrokenError(Exception):
    """Nobody answered, or somebody else did; nothing is lost, the same can be begun again."""


class RefusedError(Exception):
    """The other workbench says no; the message is its sentence."""


class Other:
    """The other workbench, known by its key: whoever else answers at its address is not heard."""

    def __init__(self, url: str, private: bytes, public: bytes) -> None:
        address = urlsplit(url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise RefusedError(f"{url} is no address of a workbench; it begins with https://.")
        self._address, self._private, self._public = address, private, public
        #: What has to be added to the clock here to get the time there, in seconds.
        self._ahead = 0

    def asks(self, path: str, question: dict[str, Any]) -> dict[str, Any]:
        """Send a question and return its answer. Raises LineBrokenError and RefusedError."""
        return _read(self._sends(path, json.dumps(question).encode()))

    def gives(self, piece: bytes) -> dict[str, Any]:
        """Send a piece and return the answer. Raises as ``asks``."""
        return _read(self._sends("pieces", piece))

    def piece(self, question: dict[str, Any]) -> bytes:
        """Ask for a piece. Raises as ``asks``."""
        return self._sends("offered", json.dumps(question).encode())

    def _sends(self, path: str, body: bytes) -> bytes:
        """Send bytes and return those answered, once the other's signature holds."""
        status, answer, is_theirs = self._once(path, body)
        if status == NOT_KNOWN and self._is_set_to(answer):
            status, answer, is_theirs = self._once(path, body)
        if status == NOT_KNOWN:
            raise RefusedError("The other workbench does not know our key: it must be paired there.")
        if not is_theirs:
            raise LineBrokenError("Somebody else answered than the workbench we are paired with.")
        if status != FINE:
            raise RefusedError(str(json.loads(answer).get("error")))
        return answer

    def _is_set_to(self, answer: bytes) -> bool:
        """Go by the clock of the other from now on, if that is another one than was thought."""
        try:
            ahead = int(json.loads(answer)["time"]) - int(time.time())
        except (ValueError, KeyError, TypeError):
            return False
        was, self._ahead = self._ahead, ahead
        return abs(ahead - was) > 1

    def _once(self, path: str, body: bytes) -> tuple[int, bytes, bool]:
        place, nonce = f"{self._address.path.rstrip('/')}/exchange/{path}", secrets.token_hex(16)
        moment = int(time.time()) + self._ahead
        headers = {
            KEY: public_of(self._private).hex(),
            MOMENT: str(moment),
            NONCE: nonce,
            SIGNATURE: signature_of(self._private, request_payload("POST", place, body, moment, nonce)).hex(),
            "Content-Type": "application/octet-stream",
        }
        connection = self._connection()
        try:
            connection.request("POST", place, body, headers)
            response = connection.getresponse()
            answer = response.read(_MOST)
        except (OSError, http.client.HTTPException) as error:
            raise LineBrokenError(f"The line broke: {error or type(error).__name__}.") from error
        finally:
            connection.close()
        signature = bytes.fromhex(_hex_of(response.getheader(SIGNATURE)))
        is_theirs = is_signed(self._public, answer_payload(nonce, response.status, answer), signature)
        return response.status, answer, is_theirs

    def _connection(self) -> http.client.HTTPConnection:
        host, port = str(self._address.hostname), self._address.port
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        return kind(host, port, timeout=PATIENCE)


def _read(answer: bytes) -> dict[str, Any]:
    told = json.loads(answer)
    if not isinstance(told, dict):
        raise LineBrokenError("The answer cannot be read.")
    return told


def _hex_of(signature: str | None) -> str:
    letters = signature or ""
    return letters if len(letters) % 2 == 0 and set(letters) <= set("0123456789abcdef") else ""
