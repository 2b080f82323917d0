"""Somebody who has not seen the code turns a policy of forty clauses into an adopted edition, in a real browser."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

pytestmark = pytest.mark.browser

TEXT = """Marram Bank Primary School
Social media policy for staff

1
Who this policy is for

1.1
This policy applies to all teaching and support staff, including the headteacher.

1.2
Governors and volunteers are asked to keep to it as well.

2
Aims

2.1
The governing body wants to encourage appropriate behaviour online.

2.2
The policy recognises the right of the individual to use the internet and covers all personal use of blogs, social networks and the like.

2.3
It aims to identify the areas where conflicts arise, above all where they can have an impact on the reputation of the school.

2.4
For example, a group chat of a year team is covered.

3
What we expect

3.1
Conduct online is not different from conduct face to face.

3.2
In their personal use of social media staff must do nothing that is detrimental to the school. The list in this section is not complete.

3.3
Staff must not post offensive, defamatory or inappropriate comments about the school, its pupils, its suppliers or its employees.

3.4
Staff must not allow interaction on their pages to damage working relationships with colleagues.

3.5
Staff must not make discriminatory or offensive comments about colleagues or pupils.

3.6
Pictures or videos of staff or pupils that were taken in school may not be posted.

3.7
Staff must not post or send abusive or defamatory messages to anybody.

3.8
Confidential information about the school may not be recorded on any social network.

3.9
Staff must not publish information by which a pupil could be identified.

3.10
Staff must not ask artificial intelligence tools about pupils. Staff may use them to plan lessons.

4
Contact online

4.1
Staff must not accept friend requests from a pupil of the school or a former pupil under 18.

4.2
Staff are advised not to accept requests from parents or guardians. Staff must seek the advice of the headteacher before they accept one.

4.3
Staff must never make a friend request to a pupil of the school or a former pupil under 18.

4.4
Staff must not make a request to parents or guardians of pupils.

4.5
Staff who are parents of a pupil here tell the headteacher.

5
In school

5.1
Access to social media during school hours is only as the acceptable use policy allows.

5.2
A closed blog for lessons must be agreed in advance with the headteacher.

5.3
Where staff and pupils share a closed blog with permission, measures for the safety of all must be in place.

5.4
Two members of staff are administrators of every such space.

6
What can follow

6.1
What is posted can reach a wider audience. Staff must not put the reputation of the school or the confidence of the community at risk.

6.2
Derogatory, abusive or discriminatory remarks about colleagues may bring other adopted policies into play.

6.3
Contact with pupils as above may lead to the child protection procedures and to disciplinary action.

6.4
A breach of this policy may trigger any of the adopted procedures of the school.

7
Fairness and review

7.1
In all procedures all parties take the equal opportunities policy into account.

7.2
The governing body will review this policy annually.

7.3
Printed copies are kept in the staff room
and in the office.

7.4
Page 4 of 4 of the handbook.
"""
PROCEDURE = "Artificial intelligence incidents procedure"


NUMBERING = """<w:abstractNum xmlns:w="{0}" w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>"""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _word(place: Path) -> Path:
    """The policy as a Word document whose numbers are Word's own: they are nowhere in its text."""
    made = docx.Document()
    root = made.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING.format(WORD)))
    root.append(parse_xml(f'<w:num xmlns:w="{WORD}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for block in TEXT.strip().split("\n\n"):
        number, _, words = block.partition("\n")
        if not re.fullmatch(r"[0-9.]+", number):
            for line in block.split("\n"):
                made.add_paragraph(line)
            continue
        paragraph = made.add_paragraph(" ".join(words.split("\n")))
        level = "1" if "." in number else "0"
        numbers = f'<w:numPr xmlns:w="{WORD}"><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(numbers))
    made.save(str(place))
    return place


def _import(clerk, policy: Path) -> None:
    clerk.follow("Policy")
    clerk.follow("Bring in a document")
    clerk.page.get_by_label("The policy document").set_input_files(policy)
    clerk.press("Read the document")
    assert clerk.sees("40 clauses were read")


def _put_right(clerk) -> None:
    """Split a clause, leave one out, make one guidance, give one a procedure of the school's own."""
    clerk.follow("Change 3.10")
    clerk.follow("Split it")
    clerk.choose("Where does the second part begin?", "Staff may use them to plan lessons.")
    clerk.page.get_by_label("The number of the second part").fill("3.11")
    clerk.picture("policy-split")
    clerk.press("Split it")
    clerk.follow("Change 3.11")
    clerk.choose("What is it?", "Guidance: it helps, and cannot be broken")
    clerk.press("Save")
    clerk.follow("Change 3.10")
    clerk.page.get_by_label("It can be broken: somebody can be alleged to have acted against it").check()
    clerk.page.get_by_label("Disciplinary").check()
    clerk.page.get_by_label("Another procedure the school has adopted").check()
    clerk.page.get_by_label("If another procedure: which?").fill(PROCEDURE)
    clerk.page.get_by_label("The plain question that leads to it").fill("Was an AI tool asked about a pupil?")
    clerk.picture("policy-clause")
    clerk.press("Save")
    assert clerk.sees(PROCEDURE)
    clerk.follow("Change 7.4")
    clerk.follow("Leave it out")
    clerk.page.get_by_label("Why is it left out?").fill("A page number, no clause.")
    clerk.press("Leave it out")
    assert clerk.sees("A page number, no clause.")


def test_forty_clauses_become_an_adopted_edition(live, visitor, tmp_path):
    begun = time.monotonic()
    policy = _word(tmp_path / "policy.docx")
    clerk = visitor("Peter Lomax")
    _import(clerk, policy)
    _put_right(clerk)
    clerk.picture("policy-review")
    clerk.follow(re.compile("^Accept the proposed mapping"))
    clerk.picture("policy-proposals")
    clerk.press("Accept what is ticked")
    clerk.follow("What differs from the edition in force")
    assert clerk.page.locator("ins").count() > 5
    assert clerk.page.locator("del").count() > 5
    clerk.picture("policy-differences")
    clerk.follow("Back to the edition")
    clerk.follow("Record its adoption")
    clerk.date("On which day did the governing body adopt it?", datetime.now(UTC).date() - timedelta(days=3))
    clerk.page.get_by_label("Which minute says so?").fill("Full governing body, minute 9")
    clerk.page.get_by_label("Who signed as chair?").fill("Margaret Thistlewood")
    clerk.page.get_by_label("Who signed as headteacher?").fill("Helen Ashworth")
    clerk.press("Record the adoption")
    assert clerk.sees("Waiting to be confirmed")
    chair = visitor("Margaret Thistlewood", 375)
    chair.follow("Policy")
    chair.follow(re.compile("waits to be confirmed"))
    chair.follow("Confirm the adoption")
    chair.picture("policy-confirm")
    chair.press("Confirm the adoption")
    assert chair.sees("Digest")
    clerk.go("/policy")
    clerk.picture("policy-in-force")
    for words in ("Peter Lomax recorded it", "Margaret Thistlewood confirmed it", PROCEDURE, "Replaced by a later edition"):
        assert clerk.sees(words), words
    assert time.monotonic() - begun < 600
    assert live.flask("trail", "verify").returncode == 0
    for one in (clerk, chair):
        assert not [message for message in one.messages if "404" not in message]


def test_a_draft_on_a_phone(visitor, tmp_path):
    policy = _word(tmp_path / "policy.docx")
    clerk = visitor("Peter Lomax", 375)
    _import(clerk, policy)
    clerk.picture("policy-phone-draft")
    clerk.follow("Change 4.1")
    assert clerk.sees("It seems to be like 3.2(h)") or clerk.sees("it seems to be like 3.2(h)")
    for link in ("Join it with the one before", "Split it", "Leave it out"):
        clerk.follow(link)
        clerk.page.go_back()
    clerk.follow("Join it with the one before")
    clerk.press("Join them")
    clerk.follow(re.compile("^Accept the proposed mapping"))
