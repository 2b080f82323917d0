"""What an agreement with somebody who leaves cannot promise: that nobody is told, or that the school keeps silent."""

from __future__ import annotations

import re

LAW = (
    "No agreement can promise this. The duty to refer to the DBS (Safeguarding Vulnerable Groups Act 2006, section 35) and to "
    "consider the TRA (Education Act 2002, section 141D) cannot be signed away, and where an allegation is about risk to children "
    "or suitability no settlement agreement is used (Keeping children safe in education, Part four). Take it out."
)
_WHOM = r"(dbs|disclosure and barring|tra\b|teaching regulation|lado|police|council|local authority|social care|regulator|employer|anyone|anybody|any (person|body|third party))"
_TELL = r"(refer\w*|report\w*|notif\w*|inform\w*|tell\w*|told|disclos\w*|mention\w*|pass\w* on|cooperat\w*|co-operat\w*)"
_NOT = r"(no|not|never|neither|nor|without|refrain\w*|instead of|cease|stop|won't|waiv\w*)"
_PROMISES = tuple(
    re.compile(one, re.IGNORECASE)
    for one in (
        rf"\b{_NOT}\b[^.;\n]{{0,80}}\breferr?al",
        rf"\b{_NOT}\b[^.;\n]{{0,60}}\b{_TELL}\b[^.;\n]{{0,60}}\b{_WHOM}",
        rf"\b{_NOT}\b[^.;\n]{{0,40}}\b{_TELL}\b[^.;\n]{{0,60}}\ballegation",
        rf"\b{_WHOM}[^.;\n]{{0,60}}\b(will|shall|is|are|be)?\s*\bnot\b[^.;\n]{{0,20}}\b{_TELL}",
        r"\b(silen(t|ce)|say nothing|non-disclosure|gagging)\b",
        r"\b(keep|kept|remain|treat\w*)\b[^.;\n]{0,40}\b(confidential|secret)\b",
        r"\b(agreed|neutral|clean)\b[^.;\n]{0,30}\breference\b",
    )
)


def is_refused(text: str) -> bool:
    """Whether the words of an agreement promise that nobody is told, that the school keeps silent, or a reference that hides it."""
    plain = " ".join(text.split())
    return any(one.search(plain) for one in _PROMISES)
