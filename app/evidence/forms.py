"""What is asked with a piece of evidence: the capture sheet."""

from __future__ import annotations

from urllib.parse import urlsplit

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovRadioInput, GovTextArea, GovTextInput
from wtforms.fields import Field, FileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.fields import GovDate, GovTime
from app.core.forms import Form, choices

CAME = (
    ("given", "It was given or sent to me"),
    ("seen", "I saw it on a page anybody can see"),
    ("own_account", "I saw it with my own account, as a friend or member"),
    ("other", "Another way"),
)
SEEN_BY = (
    ("public", "Anybody"),
    ("friends", "Friends or followers"),
    ("closed", "A closed group"),
    ("private", "Only those in the conversation"),
    ("unknown", "I don't know"),
)


class SheetForm(Form):
    """Where it was seen, who captured it and when, and how it came to the school."""

    platform = StringField("Which site or app?", widget=GovTextInput(), validators=[Optional(), Length(max=120)])
    account = StringField(
        "Account name and handle it was posted under", widget=GovTextInput(), validators=[Optional(), Length(max=200)]
    )
    captured_by = StringField(
        "Who took the screenshot or saved it?", widget=GovTextInput(), validators=[Optional(), Length(max=200)]
    )
    captured_on = GovDate("On which day was it taken?", description="Leave empty if you do not know.", validators=[Optional()])
    captured_at = GovTime("At what time?", description="Leave empty if you do not know.", validators=[Optional()])
    visibility = RadioField("Who could see it?", choices=choices(SEEN_BY), widget=GovRadioInput(), validators=[Optional()])
    came = RadioField(
        "How did it come to you?",
        choices=choices(CAME),
        widget=GovRadioInput(),
        validators=[InputRequired("Select how it came to you")],
    )
    shows = TextAreaField(
        "What does it show?",
        widget=GovTextArea(),
        validators=[Optional(), Length(max=2000)],
        description="A sentence or two, so that nobody has to open it to know.",
    )


class FileForm(SheetForm):
    """A file with its capture sheet, behind the imagery stop."""

    imagery = RadioField(
        "Could it show a sexual or indecent picture of somebody under 18?",
        widget=GovRadioInput(),
        choices=choices((("no", "No"), ("yes", "Yes, or I am not sure"))),
        validators=[InputRequired("Select whether it could show a sexual picture of somebody under 18")],
    )
    file = FileField("The file", widget=GovFileInput(), description="At most 50 MB. Choose the file as you received it.")

    def validate_file(self, field: Field) -> None:
        """A file must be chosen, unless it may not be taken in at all."""
        if self.imagery.data != "yes" and not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file")


class LinkForm(SheetForm):
    """A link with its capture sheet; nothing is fetched."""

    url = StringField(
        "Address of the page",
        widget=GovTextInput(),
        description="For example, https://www.example.com/post/1",
        validators=[InputRequired("Enter the address of the page"), Length(max=2000)],
    )

    def validate_url(self, field: Field) -> None:
        """Only an address of the web."""
        parts = urlsplit((field.data or "").strip())
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValidationError("Enter an address that starts with https:// or http://")


class WhyForm(Form):
    """Why a sealed thing is opened."""

    why = StringField(
        "Why do you need to open it?",
        widget=GovTextInput(),
        description="It is kept in the trail with your name.",
        validators=[InputRequired("Say why you need to open it"), Length(min=3, max=300, message="Say why in 3 to 300 characters")],
    )
