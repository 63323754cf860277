"""E-mail addresses: one spelling for each, and nothing in them that a letter cannot carry."""

import re

from workbench.domain.refusals import Invalid, Reason

#: Local part and host together, RFC 5321 section 4.5.3.1.3.
LONGEST = 254
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*")


def tidy_address(typed: str) -> str:
    """Return the address in small letters without spaces around; raise Invalid when it is none.

    Only the dot-atom form in ASCII is taken (RFC 5321 section 4.1.2), the one every post office delivers.
    """
    address = typed.strip().lower()
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
        raise Invalid(Reason.ADDRESS_INVALID, field="email")
    return address
