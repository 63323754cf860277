"""Passwords are kept as argon2 hashes; looking at one takes the same time whether there is an account or not."""

import functools
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workbench.domain.passwords import LONGEST, normal_password

#: Argon2id with 19 MiB, so that sixteen people who sign in at once do not fill a small machine.
#: Source: OWASP Password Storage Cheat Sheet.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@functools.cache
def leaked_passwords() -> frozenset[str]:
    """Return the well-known passwords, bare."""
    lines = Path(__file__).with_name("leaked.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher.hash(normal_password(password))


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash("")


def matches(kept: str, password: str) -> bool:
    """Tell whether the password is the one kept; nobody's password is looked at for as long as somebody's."""
    if len(password) > LONGEST:
        return False
    try:
        return _hasher.verify(kept or _nobodys_hash(), normal_password(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Tell whether the hash was made with other settings than today's."""
    return _hasher.check_needs_rehash(kept)
