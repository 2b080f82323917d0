"""Search finds references, people and words, in the cases one may know of and in no other."""

from __future__ import annotations

from casework import EQUAL
from flows import NO_HARM, log, person_id
from protecting import end_welfare
from sqlalchemy import select

from app.cases.actions import decide
from app.cases.engine import Whole
from app.cases.models import Case, Part
from app.cases.parts import name_part
from app.cases.shell.closing import ask_to_close
from app.core.db import db


def test_it_finds_by_reference_name_and_words_only_what_one_may_know_of(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), words="A picture of the old lighthouse.")
    for words in (reference, reference.lower().replace("-", ""), "ellwood", "old   LIGHTHOUSE"):
        assert reference in head.get("/search", query_string={"q": words}).get_data(as_text=True), words
    own = next(one["reference"] for one in world["cases"] if one["about"] == "Helen Ashworth")
    head.canaries = ()  # the page repeats what was searched for
    for words in (own, "Helen Ashworth", "a family at the school"):
        assert f"/cases/{own}" not in head.get("/search", query_string={"q": words}).get_data(as_text=True)
    assert reference not in sign_in("Marcus Vale").get("/search?q=lighthouse").get_data(as_text=True)
    assert sign_in("Owen Tate").get("/search?q=lighthouse").status_code == 404


def test_hostile_words_find_nothing_and_break_nothing(sign_in):
    head = sign_in("Helen Ashworth")
    for words in ('"', "%", "' or 1=1 --", "<script>", "\x00\x00", "x" * 5000, "\u202e"):
        answer = head.get("/search", query_string={"q": words})
        assert answer.status_code == 200
        assert (
            "0 cases found" in answer.get_data(as_text=True)
            or len(words.strip("\x00")) < 2
            or "cases" in answer.get_data(as_text=True)
        )


def test_whoever_only_signs_a_closing_finds_the_case_and_not_by_the_words_of_the_report(world, sign_in, actor, inside):
    head = actor("Helen Ashworth")
    reference = log(
        sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=NO_HARM, words="A picture of the old lighthouse."
    )

    def case() -> Case:
        db.session.rollback()
        return db.session.scalars(select(Case).where(Case.reference == reference)).one()

    name_part(head, case(), part=Part.WITNESS, person_id=actor("Ruth Okafor").person_id, name="", note="")
    for key in [one.id for one in Whole(case()).paths if one.state == "proposed"]:
        path = next(one for one in Whole(case()).paths if one.id == key)
        decide(head, path, accept=False, reason="It was nothing.", equality=EQUAL)
    end_welfare(actor("Amina Yusuf"), case())
    ask_to_close(head, case(), reason="All is done.", equality=EQUAL)
    chair = sign_in("Margaret Thistlewood")
    assert "lighthouse" not in chair.get(f"/cases/{reference}").get_data(as_text=True)
    assert f"/cases/{reference}" in chair.get(f"/search?q={reference}").get_data(as_text=True)
    assert f"/cases/{reference}" in chair.get("/search?q=ellwood").get_data(as_text=True)
    assert f"/cases/{reference}" not in chair.get("/search?q=lighthouse").get_data(as_text=True)
