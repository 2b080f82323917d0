"""Names are taken out of text however they are written, and nothing else is."""

from __future__ import annotations

import pytest

from app.reports.bundle.masking import Hidden, Mask, parts_of

PUPIL, PARENT, OTHER = "Names of pupils", "Names of parents", "Names of others"
MASK = Mask(
    [
        Hidden("Zoë Markham", "Pupil A", PUPIL),
        Hidden("Will Brown", "Pupil B", PUPIL),
        Hidden("Anne-Marie O’Neill-Łuczak", "Pupil C", PUPIL),
        Hidden("Joanne Smith", "Pupil D", PUPIL),
        Hidden("Paula Markham", "Parent or carer A", PARENT),
        Hidden("A parent of a pupil in Year 6", "Name withheld", OTHER),
    ],
    ["Joanne Sutcliffe", "Helen Ashworth"],
)


@pytest.mark.parametrize(
    ("wrote", "reads"),
    [
        ("Zoe said it", "Pupil A said it"),
        ("ZOË MARKHAM, zoë markham; Markham, Zoe", "Pupil A, Pupil A; Pupil A"),
        ("zoe_markham.jpg, @zoemarkham08, Z. Markham", "Pupil A.jpg, @Pupil A08, Pupil A"),
        ("Zoe\u0308 and Zo\u200be and Ｚｏｅ and Zoe’s", "Pupil A and Pupil A and Pupil A and Pupil A’s"),
        ("Mrs Paula Markham came", "Parent or carer A came"),
        ("the Markhams", "the [name]"),
        ("Anne-Marie; Luczak; ONeill; o'neill-luczak", "Pupil C; Pupil C; Pupil C; Pupil C"),
        ("he will go with Will, a brown dog and will brown", "he will go with Pupil B, a brown dog and Pupil B"),
        ("Joanne Sutcliffe met Joanne Smith; Joanne left", "Joanne Sutcliffe met Pupil D; [name] left"),
        ("A parent of a pupil in Year 6 told Helen Ashworth", "A parent of a pupil in Year 6 told Helen Ashworth"),
        ("zoology, Zoey, Marks, Willow", "zoology, Zoey, Marks, Willow"),
    ],
)
def test_a_name_is_taken_out_in_every_way_it_is_written_and_no_other_word_is(wrote, reads):
    assert MASK(wrote) == reads
    assert MASK.names_somebody(wrote) == (wrote != reads)


def test_what_was_taken_out_is_counted_by_kind_in_lists_and_tables_alike():
    mask = Mask([Hidden("Zoë Markham", "Pupil A", PUPIL)])
    given = {"who": "Zoe", "rows": [["Markham", "x"]], "school": "Zoe Markham School"}
    assert mask.all_of(given, frozenset({"school"})) == {
        "who": "Pupil A",
        "rows": [["Pupil A", "x"]],
        "school": "Zoe Markham School",
    }
    assert mask.met == {PUPIL: 2}


def test_with_nobody_to_hide_nothing_changes_and_a_description_is_no_name():
    assert Mask([])("Zoe Markham") == "Zoe Markham"
    assert parts_of("A parent") == parts_of("Not known") == parts_of("their mother") == []
    assert parts_of("Zoë Markham’s mother (Year 6)") == ["zoe", "markham"]
