"""One press: there is nothing to fill in when the policy is acknowledged."""

from __future__ import annotations

from app.core.forms import Form


class AcknowledgeForm(Form):
    """The button under the edition."""
