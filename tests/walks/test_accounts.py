"""An account from nothing in a real browser: the administrator hands over a link, and somebody sets up their sign-in on a phone."""

from __future__ import annotations

import re

import pyotp
import pytest
from accounts_flows import GOOD, secret_on

pytestmark = pytest.mark.browser


@pytest.fixture
def guest(live, visitor, browser):
    """Somebody of the world who has no account yet, with a phone."""
    kind = type(visitor("Owen Tate"))
    return kind(live, browser, "Callum Reyes", 375)


def _handed_over(admin) -> str:
    admin.follow("School")
    assert admin.sees("People and accounts")
    admin.picture("accounts-people")
    admin.follow("Callum Reyes")
    admin.follow("Invite them to an account")
    admin.press("Make the link")
    assert admin.sees("Hand this link over now")
    admin.picture("accounts-link")
    link = re.search(r"http://\S+/invitation/[\w-]+", admin.page.locator("main").inner_text())[0]
    admin.page.reload()
    admin.look()
    assert not admin.sees(link)
    return link


def _set_up(guest, link: str) -> list[str]:
    guest.go(link)
    guest.page.get_by_label("Password", exact=True).fill("Password2026!")
    guest.press("Continue")
    assert guest.sees("guess first")
    guest.page.get_by_label("Password", exact=True).fill(GOOD)
    guest.picture("accounts-password")
    guest.press("Continue")
    assert guest.sees("Scan this with your phone")
    square = guest.page.get_by_role("img", name="A square to scan").bounding_box()
    assert square["width"] >= 200
    guest.picture("accounts-scan")
    secret = secret_on(guest.page.content())
    guest.row = {**guest.row, "password": GOOD, "totp_secret": secret}
    guest.page.get_by_label("Six-figure code").fill(pyotp.TOTP(secret).now())
    guest.press("Finish")
    assert guest.sees("Keep these recovery codes")
    guest.picture("accounts-codes")
    return [one.strip() for one in guest.page.locator("main li code").all_inner_texts()]


def test_somebody_sets_up_their_sign_in_on_a_phone(live, visitor, guest):
    admin = visitor("Owen Tate", 375)
    codes = _set_up(guest, _handed_over(admin))
    assert len(set(codes)) == 10
    guest.follow("Sign in")
    guest.sign_in()
    assert guest.page.locator("h1").inner_text() == "Page not found"  # an account gives no role
    admin.follow("Give a role")
    admin.page.get_by_label("Which role?").select_option("staff")
    today = admin.page.evaluate("[new Date().getDate(), new Date().getMonth() + 1, new Date().getFullYear()]")
    for label, value in zip(("Day", "Month", "Year"), today, strict=True):
        admin.page.get_by_label(label).fill(str(value))
    admin.press("Give the role")
    guest.go("/your-sign-in")
    assert guest.sees("10 of 10 left")
    guest.picture("accounts-yours")
    guest.follow("Change your password")
    guest.page.go_back()
    guest.press("Sign out")
    assert guest.sees("You are signed out.")
    guest.page.get_by_label("Email address").fill(guest.row["email"])
    guest.page.get_by_label("Password", exact=True).fill(GOOD)
    guest.page.get_by_label("Six-figure code").fill(codes[0])
    guest.press("Sign in")
    guest.follow("Notices")
    assert guest.sees("A recovery code was used to sign in as you")
    admin.follow("School")
    admin.follow("Callum Reyes")
    admin.follow("Record that they left")
    admin.page.get_by_label("Day").fill(str(today[0]))
    admin.page.get_by_label("Month").fill(str(today[1]))
    admin.page.get_by_label("Year").fill(str(today[2]))
    admin.press("Record that they left")
    guest.go("/notices")
    assert guest.page.locator("h1").inner_text() == "Sign in"
    assert live.flask("trail", "verify").returncode == 0
    for one in (admin, guest):
        assert not [message for message in one.messages if "404" not in message and "422" not in message]
