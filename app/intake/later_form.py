"""What is asked when something is alleged later: the act, as at logging, and from where the rule is when it is not the policy."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextInput
from wtforms.fields import RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.cases.forms import long_text
from app.core.forms import Form, choices
from app.intake import words as vocabulary
from app.intake.act_form import ActForm

OF_THE_ACT = ("words", "source")


class KindForm(Form):
    """What kind of act it is; sent with GET."""

    class Meta:
        """It changes nothing."""

        csrf = False

    kind = RadioField(
        "What are they said to have done?",
        choices=choices(vocabulary.KINDS),
        widget=GovRadioInput(),
        validators=[InputRequired("Select what they are said to have done")],
    )


class LaterForm(ActForm):
    """One more act, in words and in the questions that matter for its kind."""

    words = long_text("What is alleged?", "Say what is alleged", "Facts only: what, when and where.", most=4000)
    source = StringField(
        "Which rule, if it is not in this policy?",
        widget=GovTextInput(),
        description="For example: Staff code of conduct, section 5. Leave it empty when it is about this policy.",
        validators=[Optional(), Length(max=200)],
    )

    def act(self) -> dict[str, object]:
        """The answers about the act, as a case keeps them."""
        return {name: value for name, value in self.values().items() if name not in OF_THE_ACT}
