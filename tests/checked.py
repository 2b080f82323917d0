"""A client that signs in as somebody of the demonstration and checks every page that it is given."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import html5lib
import pyotp
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError
from werkzeug.test import TestResponse

from app.core.db import reach

SELF_CLOSING = re.compile(r"<(script|style)\b[^>]*>([^<]+)<", re.IGNORECASE)


def faults_of(page: str) -> list[str]:
    """What is wrong with a page: not valid HTML, headings, title, labels, ids, inline script or style."""
    faults = []
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except ParseError as error:
        faults.append(f"not valid HTML: {error}")
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    headings = [_words(one) for one in tree.iter("h1")]
    title = _words(next(tree.iter("title")))
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1 headings")
    elif not title.removeprefix("Error: ").startswith(headings[0]):
        faults.append(f"the title {title!r} does not begin with the h1 {headings[0]!r}")
    if ("govuk-error-summary" in page) != title.startswith("Error: "):
        faults.append("a title says that there is an error exactly when there is one")
    ids = [one.get("id") for one in tree.iter() if isinstance(one.tag, str) and one.get("id")]
    faults += [f"the id {one} is there twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    labelled = {one.get("for") for one in tree.iter("label")}
    for tag in ("input", "select", "textarea"):
        for one in tree.iter(tag):
            if one.get("type") not in {"hidden", "submit"} and one.get("id") not in labelled:
                faults.append(f"a field without a label: {one.get('name')}")
    for one in tree.iter():
        if isinstance(one.tag, str):
            faults += [f"an inline {name}" for name in one.attrib if name == "style" or name.startswith("on")]
    faults += ["an inline script or style" for _ in SELF_CLOSING.finditer(page)]
    return faults


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


class CheckedClient(FlaskClient):
    """Checks every page of HTML, and sends forms with the guards that the page gave."""

    canaries: tuple[str, ...] = ()

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; fail on a page with a fault or with words this person may not see."""
        before = reach.get()  # a request sets its own; what the test itself may reach stays
        with self.application.app_context():  # each request has one of its own, whatever the test has open
            answer = super().open(*args, **kwargs)
            answer.get_data()
            answer.close()
            answer.request.environ["wsgi.input"].close()  # the client's own copy of what it sent
        reach.set(before)
        if answer.mimetype == "text/html" and answer.status_code not in {302, 303, 308}:
            page = answer.get_data(as_text=True)
            assert not faults_of(page), (answer.request.path, faults_of(page))
            seen = [one for one in self.canaries if one in page]
            assert not seen, (answer.request.path, seen)
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        return answer

    def guards(self, url: str, form: int = -1) -> dict[str, str]:
        """The hidden fields of a form of a page: token, idempotency key, version."""
        answer = self.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        tree = html5lib.parse(answer.get_data(as_text=True), namespaceHTMLElements=False)
        main = next(one for one in tree.iter("main"))
        forms = [one for one in main.iter("form") if one.get("method") == "post"]
        return {one.get("name"): one.get("value") or "" for one in forms[form].iter("input") if one.get("type") == "hidden"}

    def send(self, url: str, /, form: int = -1, *, page: str = "", **fields: Any) -> TestResponse:
        """Open a page (the one that the form is sent to, unless another is named) and send its last form with these fields."""
        data = {**self.guards(page or url, form), **fields}
        return self.post(url, data=data, content_type="multipart/form-data")

    def passed(self, url: str, /, form: int = -1, **fields: Any) -> str:
        """Send a form that is expected to be taken; the address it leads to."""
        answer = self.send(url, form, **fields)
        assert answer.status_code == 303, (url, answer.status_code, said(answer))
        return str(answer.headers["Location"])


def said(answer: TestResponse) -> list[str]:
    """The sentences of the errors on a page."""
    return [
        " ".join(unescape(one).split())
        for one in re.findall(r"govuk-error-message[^>]*>.*?</span>(.*?)</p>", answer.get_data(as_text=True), re.DOTALL)
    ]


def code(row: dict[str, Any]) -> str:
    """The code of somebody's authenticator now."""
    return pyotp.TOTP(row["totp_secret"]).now()
