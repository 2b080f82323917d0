"""What a password must be: long, not one of the most common, and nothing that anybody would try for this person first."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()
SHORTEST, LONGEST = 12, 200
PRODUCT = "evenhand"
GENERIC = frozenset(
    {
        "the",
        "and",
        "of",
        "for",
        "school",
        "primary",
        "infant",
        "infants",
        "junior",
        "high",
        "secondary",
        "academy",
        "college",
        "nursery",
        "special",
        "church",
        "england",
        "catholic",
        "saint",
        "community",
        "council",
        "trust",
    }
)


@cache
def common() -> frozenset[str]:
    """The 200 most common passwords and stems of passwords, as small letters."""
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


def settled(password: str) -> str:
    """A password as it is hashed: the same letters whichever way a keyboard composes them (NFC), nothing cut off."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """An Argon2id hash of a password."""
    return HASHER.hash(settled(password))


def is_right(hashed: str, password: str) -> bool:
    """Whether this is the password of the hash."""
    try:
        return HASHER.verify(hashed, settled(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobodys_hash() -> str:
    """The hash of a password that nobody has: checking it costs what checking a real one costs."""
    return HASHER.hash(secrets.token_urlsafe(32))


def fault_of(password: str, *, name: str, email: str, school: str) -> str:
    """The sentence that says why a password is refused; empty when it is good. No rule asks for kinds of characters."""
    password = settled(password)
    if len(password) < SHORTEST:
        return f"Your password must have at least {SHORTEST} characters"
    if len(password) > LONGEST:
        return f"Your password can have at most {LONGEST} characters"
    if _is_common(password):
        return (
            "This is one of the passwords that people guess first. Choose another, such as three words that do not belong together"
        )
    if any(one in _squashed(password) for one in _theirs(name, email, school)):
        return "Your password must not contain your name, your email address, the name of your school or the word Evenhand"
    return ""


def _is_common(password: str) -> bool:
    typed = "".join(password.casefold().split())
    stem = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", typed)
    once = re.fullmatch(r"(.+?)\1+", typed)  # a common one, or a single character, typed again and again
    return bool({typed, stem} & common()) or bool(once and (len(once[1]) < 4 or once[1] in common()))


def _theirs(name: str, email: str, school: str) -> set[str]:
    telling = [one for one in _words(school) if one not in GENERIC]
    words = {*_words(name), _squashed(name), _squashed(email), _squashed(email.split("@")[0]), *_words(email.split("@")[0])}
    words |= {_squashed(school), "".join(telling), PRODUCT}
    return {one for one in words if len(one) >= 4}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold().replace("'", "").replace("’", ""))


def _squashed(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())
