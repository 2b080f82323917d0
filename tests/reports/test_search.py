"""Search finds references, people and words, in the cases one may know of and in no other."""

from __future__ import annotations

from flows import log, person_id


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
