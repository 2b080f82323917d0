"""Journeys of accounts that several tests take, by HTTP: an invitation handed over, and a sign-in set up with it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyotp
from checked import CheckedClient, said

from app.core.clock import frozen, now

GOOD = "violet anchor teapot"


def link_on(page: str) -> str:
    """The path of a link that a page or a command shows, less the domain of the installation."""
    found = re.search(r"https?://[^/\s<]+(/invitation/[\w-]{43})(?![\w-])", page)
    assert found, page
    return found[1]


def secret_on(page: str) -> str:
    """The secret in the otpauth link of a page, which is what its square holds."""
    address = urlsplit(unescape(re.search(r'href="(otpauth://[^"]+)"', page)[1]))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    return parse_qs(address.query)["secret"][0]


def set_up(client: CheckedClient, link: str, password: str = GOOD) -> tuple[str, list[str]]:
    """Go the whole way of an invited person; their secret and their recovery codes."""
    where = client.passed(link, password=password)
    assert where == f"{link}/code"
    secret = secret_on(client.get(where).get_data(as_text=True))
    answer = client.send(where, code=pyotp.TOTP(secret).at(now()))
    assert answer.status_code == 303, said(answer)
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    return secret, re.findall(r"<code>(\d{4} \d{4} \d{4} \d{4})</code>", page)


def enter(client: CheckedClient, email: str, password: str, secret: str, later: int = 0) -> int:
    """Sign in with the code of so many half minutes later; the status."""
    with frozen(now() + timedelta(seconds=30 * later)):
        return client.send("/sign-in", email=email, password=password, code=pyotp.TOTP(secret).at(now())).status_code
