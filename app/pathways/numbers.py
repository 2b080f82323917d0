"""The numbers of the procedures that councils and schools set differently: each with its usual value, unit, bounds and source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.clock import said


class Measure(StrEnum):
    """What a number counts."""

    HOURS = "hours"
    WORKING_DAYS = "working days"
    CLEAR_WORKING_DAYS = "clear working days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    CONCERNS = "concerns"
    YES_NO = "yes or no"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Default:
    """A number as it holds for a school that has set none: what it decides, its bounds, and the document it is from."""

    key: str
    group: str
    label: str
    n: int
    measure: Measure
    source: str
    edition: str = ""
    least: int = 1
    most: int = 60

    def words(self, n: int) -> str:
        """A value of this number in words."""
        if self.measure is Measure.YES_NO:
            return "yes" if n else "no"
        if self.measure is Measure.DAY:
            return said(day) if (day := day_of(n)) else "not in force yet"
        return f"{n} {self.measure.value if n != 1 else self.measure.value.removesuffix('s')}"


DISCIPLINE = "The school's disciplinary procedure"
DIGNITY = "The school's dignity at work procedure"
CHILDREN = "The school's child protection policy"
ACAS = "Acas Code of Practice on disciplinary and grievance procedures"
ACAS_GUIDE = "Acas guide to discipline and grievances at work"
KCSIE_2016 = "Keeping children safe in education 2016, Part four"
SEFTON = "Sefton Safeguarding Children Partnership procedures"
LOW_LEVEL = "The school's low-level concerns policy"
STAFFING = "School Staffing (England) Regulations 2009, regulation 20"
USUAL = "usual practice: set your own"

_PROTECTION, _DISCIPLINE, _DIGNITY, _CONCERNS, _CLOCKS = (
    "Child protection",
    "Disciplinary",
    "Equal opportunities",
    "Low-level concerns",
    "Clocks",
)
_WD, _CWD, _D, _W, _M = Measure.WORKING_DAYS, Measure.CLEAR_WORKING_DAYS, Measure.DAYS, Measure.WEEKS, Measure.MONTHS

_ALL = (
    Default(
        "strategy_meeting_days", _PROTECTION, "Strategy meeting after the referral", 5, _WD, f"{SEFTON}, 15.10", "October 2021"
    ),
    Default("employer_action_days", _PROTECTION, "Acting as agreed with the LADO", 3, _WD, KCSIE_2016, "2016"),
    Default("review_days", _PROTECTION, "Review by the agencies", 28, _D, f"{SEFTON}, 15.12", "October 2021", most=90),
    Default("police_review_days", _PROTECTION, "First review while the police investigate", 28, _D, KCSIE_2016, "2016", most=90),
    Default(
        "police_next_review_days", _PROTECTION, "Further reviews while the police investigate", 14, _D, KCSIE_2016, "2016", most=90
    ),
    Default("suspension_review_days", _PROTECTION, "Reviews of a suspension, one after the other", 10, _WD, DISCIPLINE, USUAL),
    Default("welfare_review_days", _PROTECTION, "Review of the plan for the child", 10, _WD, CHILDREN, USUAL),
    Default("assessment_days", _DISCIPLINE, "Preliminary assessment", 5, _WD, DISCIPLINE, USUAL),
    Default("investigation_days", _DISCIPLINE, "Investigation", 20, _WD, DISCIPLINE, USUAL),
    Default("notice_days", _DISCIPLINE, "Notice of a hearing", 10, _CWD, DISCIPLINE, USUAL),
    Default("bundle_days", _DISCIPLINE, "Bundle before the hearing", 5, _WD, DISCIPLINE, USUAL),
    Default(
        "staff_papers_days",
        _DISCIPLINE,
        "Papers and witnesses of the member of staff before the hearing",
        3,
        _WD,
        DISCIPLINE,
        USUAL,
    ),
    Default("companion_days", _DISCIPLINE, "Longest postponement for a companion", 5, _WD, ACAS, "2015", most=20),
    Default("decision_letter_days", _DISCIPLINE, "Decision letter after the hearing", 5, _WD, DISCIPLINE, USUAL),
    Default("first_warning_months", _DISCIPLINE, "Life of a first written warning", 6, _M, ACAS_GUIDE, "2020", most=120),
    Default("final_warning_months", _DISCIPLINE, "Life of a final written warning", 12, _M, ACAS_GUIDE, "2020", most=120),
    Default("appeal_days", _DISCIPLINE, "Time to appeal", 10, _WD, DISCIPLINE, USUAL),
    Default("appeal_hearing_days", _DISCIPLINE, "Hearing of an appeal", 20, _WD, DISCIPLINE, USUAL),
    Default("appeal_letter_days", _DISCIPLINE, "Letter about an appeal", 5, _WD, DISCIPLINE, USUAL),
    Default(
        "la_acts_days", _DISCIPLINE, "The council acts on a dismissal, the day of notice counted", 14, _D, STAFFING, "2009", most=14
    ),
    Default("support_days", _DIGNITY, "Support for whoever complained", 1, _WD, DIGNITY, USUAL),
    Default("informal_days", _DIGNITY, "Putting it right informally", 10, _WD, DIGNITY, USUAL),
    Default("acknowledge_days", _DIGNITY, "Acknowledging a complaint", 5, _WD, DIGNITY, USUAL),
    Default("eo_investigation_days", _DIGNITY, "Looking into a complaint", 20, _WD, DIGNITY, USUAL),
    Default("eo_hear_appeal_days", _DIGNITY, "Hearing an appeal of a complaint", 20, _WD, DIGNITY, USUAL),
    Default("eo_letter_days", _DIGNITY, "Outcome of a complaint", 10, _WD, DIGNITY, USUAL),
    Default("eo_appeal_days", _DIGNITY, "Appealing against the outcome of a complaint", 10, _WD, DIGNITY, USUAL),
    Default("aftercare_first_weeks", _DIGNITY, "First question how they are", 2, _W, DIGNITY, USUAL, most=26),
    Default("aftercare_second_weeks", _DIGNITY, "Second question how they are", 6, _W, DIGNITY, USUAL, most=26),
    Default("aftercare_third_months", _DIGNITY, "Third question how they are", 3, _M, DIGNITY, USUAL, most=12),
    Default(
        "pattern_prompt_count",
        _CONCERNS,
        "Concerns that make you look for a pattern",
        2,
        Measure.CONCERNS,
        LOW_LEVEL,
        USUAL,
        least=2,
        most=10,
    ),
    Default(
        "pattern_lado_count",
        _CONCERNS,
        "Concerns that need a decision whether to consult the LADO",
        3,
        Measure.CONCERNS,
        LOW_LEVEL,
        USUAL,
        least=2,
        most=10,
    ),
    Default("pattern_months", _CONCERNS, "Months in which concerns are counted together", 12, _M, LOW_LEVEL, USUAL, most=120),
    Default(
        "discipline_term_only",
        _CLOCKS,
        "Working days of the disciplinary procedure count in term only",
        0,
        Measure.YES_NO,
        DISCIPLINE,
        USUAL,
        least=0,
        most=1,
    ),
    Default(
        "dignity_term_only",
        _CLOCKS,
        "Working days of the dignity at work procedure count in term only",
        0,
        Measure.YES_NO,
        DIGNITY,
        USUAL,
        least=0,
        most=1,
    ),
    Default(
        "pause_review_days", _CLOCKS, "Review of a case that waits for a court or a lawyer", 28, _D, DISCIPLINE, USUAL, most=90
    ),
    Default("post_days", _CLOCKS, "A letter by post reaches its reader", 2, _WD, DISCIPLINE, USUAL, least=0, most=10),
    Default(
        "escalate_days", _CLOCKS, "A clock overdue so long is told to the next in line", 1, _WD, DISCIPLINE, USUAL, least=0, most=20
    ),
    Default(
        "escalate_hours",
        _CLOCKS,
        "A clock of law in hours or of one working day goes further along the line, when nobody met it, after",
        2,
        Measure.HOURS,
        CHILDREN,
        USUAL,
        most=24,
    ),
    Default(
        "tribunal_six_months_from",
        _CLOCKS,
        "Claims to an employment tribunal have six months instead of three from",
        0,
        Measure.DAY,
        "Employment Rights Act 2025, section 152 and Schedule 12",
        "when it is brought into force",
        least=0,
        most=21001231,
    ),
)
DEFAULTS = {one.key: one for one in _ALL}


def day_of(n: int) -> date | None:
    """The day that a number of eight figures stands for (20271001); none for 0."""
    return date(n // 10000, n // 100 % 100, n % 100) if n else None


def default_number(key: str) -> int:
    """The usual value of a number; `KeyError` when there is no such number."""
    return DEFAULTS[key].n
