"""The closed lists of words that pathways use: outcomes and sanctions."""

from __future__ import annotations

CP_OUTCOMES = (
    ("substantiated", "Substantiated: there is enough evidence to prove it"),
    ("malicious", "Malicious: there is enough evidence to disprove it, and it was meant to deceive or harm"),
    ("false", "False: there is enough evidence to disprove it"),
    ("unsubstantiated", "Unsubstantiated: there is not enough evidence either way"),
    ("unfounded", "Unfounded: there is no evidence or proper basis that supports it"),
)
D_FINDINGS = (
    ("proven", "Proven on the balance of probabilities"),
    ("not_proven", "Not proven"),
    ("not_put", "Not decided: it was not put to them"),
)
D_FINDINGS_LEFT = (*D_FINDINGS, ("not_decided", "Not decided: they left before a decision"))
ADVICE_GIVEN = (("advice_given", "Minor: dealt with by advice or training"), ("not_proven", "Not proven"))
NO_CASE = (("no_case", "No case to answer"),)
BELOW_THRESHOLD = (("below_threshold", "Below the harm threshold: a low-level concern"),)
NO_BASIS = (("unfounded", "Unfounded: there is no evidence or proper basis that supports it"),)
LEDGER = (("low_level", "A low-level concern, kept in the ledger"), ("nothing_in_it", "There was nothing in it"))
TAKEN_FURTHER = (("taken_further", "Taken further in another procedure"),)
EO_OUTCOMES = (
    ("upheld", "Upheld"),
    ("partly_upheld", "Upheld in part"),
    ("not_upheld", "Not upheld"),
    ("malicious", "Malicious: strong evidence that it was invented"),
)
RECOMMENDATIONS = (
    ("disciplinary", "Disciplinary work"),
    ("mediation", "Mediation"),
    ("training", "Training or advice"),
    ("none", "No action"),
)
EO_INFORMAL = (("put_right", "Put right informally, without a finding"),)
COMPLAINTS = (
    ("harassment", "Harassment"),
    ("sexual_harassment", "Sexual harassment"),
    ("direct", "Direct discrimination"),
    ("indirect", "Indirect discrimination"),
    ("victimisation", "Victimisation: treated worse because of a complaint"),
    ("disability", "Related to a disability, or an adjustment that was not made"),
    ("other", "Unkind or bullying, without a protected characteristic"),
)
"""What a complaint of dignity at work can be about (Equality Act 2010, sections 13 to 27)."""
CHARACTERISTICS = (
    ("age", "Age"),
    ("disability", "Disability"),
    ("gender_reassignment", "Gender reassignment"),
    ("marriage", "Marriage and civil partnership"),
    ("pregnancy", "Pregnancy and maternity"),
    ("race", "Race"),
    ("religion", "Religion or belief"),
    ("sex", "Sex"),
    ("orientation", "Sexual orientation"),
)
"""The nine protected characteristics (Equality Act 2010, section 4)."""
WEIGHED = (
    ("content", "What was said, and whether it rests on a belief, union activity or a disclosure that the law protects"),
    ("tone", "Its tone"),
    ("extent", "How far it went: once or often, and for how long"),
    ("audience", "Whom they thought it would reach, and whom it did reach"),
    ("effect", "What it did to others and to the school, in fact and not in fear"),
    ("personal", "Whether it was clear that the view was their own"),
    ("power", "Their position, and whether anybody had to put up with it"),
    ("least", "Whether what is decided is the least that is needed"),
)
SANCTIONS = (
    ("none", "No action"),
    ("advice", "Management advice or training"),
    ("first_warning", "First written warning"),
    ("final_warning", "Final written warning"),
    ("short_of_dismissal", "Action short of dismissal"),
    ("dismissal", "Dismissal with notice"),
    ("summary_dismissal", "Dismissal without notice"),
)
DISMISSALS = frozenset({"dismissal", "summary_dismissal"})
ALLOWED_PARALLEL = (("no", "No: disciplinary work waits"), ("yes", "Yes: disciplinary work may run beside it"))
ON_THE_FILE = (
    ("kept", "It stays on the file"),
    ("taken_off", "It comes off the file"),
    ("consent", "It was false or malicious, and they consent in writing that it stays"),
)
OFF_THE_FILE = frozenset({"false", "malicious"})
"""The outcomes whose record comes off the personnel file, unless they consent that it stays (KCSIE Part four)."""
