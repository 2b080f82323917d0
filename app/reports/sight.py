"""What each person sees of a case, for the pages of this floor; the table itself is `app/cases/sight.py`."""

from app.cases.sight import SEALED_CLOCKS, SEALED_PATHS, SEES, Seen, sees, sight

__all__ = ["SEALED_CLOCKS", "SEALED_PATHS", "SEES", "Seen", "sees", "sight"]
