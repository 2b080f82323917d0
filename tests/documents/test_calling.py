"""The letters that a case calls for come first, each with its reason; the others wait behind the procedure they belong to."""

from __future__ import annotations

import re

from flows import day
from lettering import begun, boxes, issued, of, suspended

from app.core.clock import london, now
from app.documents.calling import CALLED
from app.documents.kinds import KINDS
from app.pathways import PATHWAYS


def _offered(client, reference: str) -> tuple[dict[str, str], list[str]]:
    """What is called for now with the reason, and what stands behind the groups."""
    page = client.get(f"/cases/{reference}/letters").get_data(as_text=True)
    form = page[page.index("Which letter or form?") :]
    ahead, *groups = form.split("<details")
    one = r'value="([a-z_]+)" aria-describedby.*?__hint"[^>]*>(.*?)</div>'
    return dict(re.findall(one, ahead, re.DOTALL)), [key for part in groups for key, _ in re.findall(one, part, re.DOTALL)]


def test_what_the_case_calls_for_stands_first_with_its_reason_until_it_was_written(app, world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = of(world, "Callum Reyes")
    ahead, behind = _offered(head, reference)
    assert "suspension" not in ahead
    assert len(behind) == len(set(behind)) > 10
    assert not set(ahead) & set(behind)
    suspended(app, world)
    called, rest = _offered(head, reference)
    assert set(called) == {*ahead, "suspension"}
    assert called["suspension"].startswith("Due by the end of ")
    assert {*called, *rest} == {*ahead, *behind}
    letter = begun(head, reference, "suspension")
    assert "suspension" not in _offered(head, reference)[0], "a draft waits already"
    issued(head, letter, **boxes())
    assert "suspension" not in _offered(head, reference)[0], "it waits to be sent, not to be written"
    here = london(now())
    head.passed(f"{letter}/service", how="hand", at=f"{here:%H:%M}", proof="Signed for", **day("on", 0))
    assert "suspension" in _offered(head, reference)[1], "another can still be begun"


def test_nothing_chosen_is_said_where_the_first_of_them_stands(world, sign_in):
    head = sign_in("Helen Ashworth")
    where = f"/cases/{of(world, 'Callum Reyes')}/letters"
    answer = head.send(where, page=where)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Choose a letter or form" in page
    form = page[page.index("Which letter or form?") :]
    ahead, *groups = form.split("<details")
    assert 'id="kind"' in ahead or groups[0].split(">")[0].endswith(" open"), "whoever is led there finds it open"
    assert form.count('id="kind"') == 1


def test_the_stages_that_call_for_a_letter_are_those_of_its_procedure():
    assert set(CALLED) <= set(KINDS)
    for key, stages in CALLED.items():
        paths = KINDS[key].paths or frozenset(PATHWAYS)
        known = {stage.key for name in paths for stage in PATHWAYS[name].stages}
        assert stages <= known or not KINDS[key].paths, (key, stages - known)
