"""Every letter and form that the product writes, in the order in which pages offer them."""

from app.documents.kinds.appeals import APPEAL_OUTCOME, DETERMINATION, INVITATION
from app.documents.kinds.dignity import ACKNOWLEDGEMENT, EO_OUTCOME
from app.documents.kinds.hearing import HEARING
from app.documents.kinds.investigation import INVESTIGATION
from app.documents.kinds.kind import Field, Kind
from app.documents.kinds.lado import LADO
from app.documents.kinds.leaving import REFERENCE_TEXT, RESIGNATION
from app.documents.kinds.outcome import OUTCOME
from app.documents.kinds.protection import CP_OUTCOME, NO_ACTION, TELL_PARENTS, TELL_SUBJECT
from app.documents.kinds.records import CLOSURE_RECORD, FIRST_ACCOUNT, INCIDENT_LOG, LOW_LEVEL
from app.documents.kinds.referrals import DBS_PACK, MASH_REFERRAL, TRA_PACK
from app.documents.kinds.report import REPORT
from app.documents.kinds.suspension import SUSPENSION
from app.documents.kinds.suspension_after import LIFTED, REVIEW

KINDS: dict[str, Kind] = {
    one.key: one
    for one in (
        *(LADO, MASH_REFERRAL, FIRST_ACCOUNT, TELL_SUBJECT, TELL_PARENTS, SUSPENSION, REVIEW, LIFTED, NO_ACTION, CP_OUTCOME),
        *(INVESTIGATION, REPORT, HEARING, OUTCOME, DETERMINATION, INVITATION, APPEAL_OUTCOME),
        *(ACKNOWLEDGEMENT, EO_OUTCOME),
        *(INCIDENT_LOG, LOW_LEVEL, RESIGNATION, CLOSURE_RECORD, REFERENCE_TEXT, DBS_PACK, TRA_PACK),
    )
}

__all__ = ["KINDS", "Field", "Kind"]
