"""A letter in a real browser: begun, stopped by what is missing, looked at, issued, and sent; and a template of the school's own."""

from __future__ import annotations

import pytest

from app.documents.kinds.lado import FORM

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 375])
def test_a_referral_is_written_issued_and_sent(visitor, live, width):
    reference = next(one["reference"] for one in live.world["cases"] if one["about"] == "Callum Reyes")
    head = visitor("Helen Ashworth", width)
    head.go(f"/cases/{reference}")
    head.follow("Letters and forms of this case")
    head.page.get_by_text("Child protection and suspension (").click()
    head.page.get_by_label("Referral to the designated officer (LADO)").check()
    head.press("Begin")
    head.picture(f"letter-missing-{width}")
    head.page.get_by_label("Sefton: in the order of its manual").check()
    for key, (label, _) in FORM["fields"].items():
        box = head.page.locator(f"#{key}")
        assert box.count() == 1, label
        if not box.input_value():
            box.fill("Not known")
    head.press("Save and look at it")
    head.picture(f"letter-preview-{width}")
    with head.page.expect_download() as found:
        head.page.get_by_role("link", name="PDF").first.click()
    assert found.value.suggested_filename.endswith(".pdf")
    head.press("Issue the letter")
    head.picture(f"letter-issued-{width}")
    head.page.get_by_role("button", name="Record how it was sent").or_(
        head.page.get_by_role("link", name="Record how it was sent")
    ).first.click()
    head.look()
    head.page.get_by_label("Secure e-mail").check()
    head.picture(f"letter-sent-{width}")
    head.go("/letter-templates")
    head.picture(f"letter-templates-{width}")
    head.follow("Suspension letter")
    head.picture(f"letter-template-{width}")
    head.follow("Look at an example about nobody")
    assert not head.messages
