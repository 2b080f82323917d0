"""Every letter and form that the product writes."""

from app.documents.kinds.hearing import HEARING
from app.documents.kinds.investigation import INVESTIGATION
from app.documents.kinds.kind import Field, Kind
from app.documents.kinds.lado import LADO
from app.documents.kinds.outcome import OUTCOME
from app.documents.kinds.suspension import SUSPENSION

KINDS: dict[str, Kind] = {one.key: one for one in (LADO, SUSPENSION, INVESTIGATION, HEARING, OUTCOME)}

__all__ = ["KINDS", "Field", "Kind"]
