"""Key pairs of workbenches: who made something, and how two people read a key to each other. Knows the library."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: Lengths in bytes.
KEY, SIGNATURE = 32, 64
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"


def new_key() -> bytes:
    """Make the private half of an Ed25519 key pair (RFC 8032): 32 random bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """Give the public half, 32 bytes. Raises ValueError when the private one has another length."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def signature_of(private: bytes, content: bytes) -> bytes:
    """Sign bytes: 64 bytes that only the owner of the private half can make."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(content)


def is_signed(public: bytes, content: bytes, signature: bytes) -> bool:
    """Tell whether the owner of that public half signed exactly these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Give the name of a key among workbenches: 32 letters of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:32]


def check_phrase(public: bytes) -> str:
    """Give six made-up words that stand for a key (96 bits of its SHA-256), to be compared over the telephone.

    Each word is consonant, vowel, consonant, vowel, consonant: 4 + 2 + 4 + 2 + 4 bits.
    """
    raw = hashlib.sha256(b"check phrase" + public).digest()
    return " ".join(_word(int.from_bytes(raw[at : at + 2], "big")) for at in range(0, 12, 2))


def _word(number: int) -> str:
    parts = ((12, _CONSONANTS), (10, _VOWELS), (6, _CONSONANTS), (4, _VOWELS), (0, _CONSONANTS))
    return "".join(letters[number >> shift & len(letters) - 1] for shift, letters in parts)
