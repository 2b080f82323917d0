"""Every page that a role can open, as that role, checked by the client."""

from __future__ import annotations

import pytest

PEOPLE = (
    "Helen Ashworth",
    "Daniel Pryce",
    "Amina Yusuf",
    "Ruth Okafor",
    "Margaret Thistlewood",
    "Peter Lomax",
    "Farah Siddiqui",
    "George Halloran",
    "Beth Marland",
    "Owen Tate",
    "Laura Fenwick",
)
PAGES = (
    "/",
    "/log",
    "/cases",
    "/reported",
    "/people",
    "/policy",
    "/policy/import",
    "/notices",
    "/school/roles",
    "/school/roles/new",
    "/trail",
    "/help/procedures",
    "/privacy",
    "/accessibility",
)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_of_every_role_is_whole(sign_in, name):
    client = sign_in(name)
    statuses = {page: client.get(page).status_code for page in PAGES}
    assert set(statuses.values()) <= {200, 404}
    assert statuses["/"] == 200
    assert client.get("/nowhere").status_code == 404
