"""What signing in asks."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms.fields import PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):
    """E-mail address, password and the six figures of the authenticator."""

    email = StringField(
        "Email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your email address"), Length(max=200, message="Email address is too long")],
    )
    password = PasswordField(
        "Password",
        widget=GovPasswordInput(),
        validators=[InputRequired("Enter your password"), Length(max=500, message="Password is too long")],
    )
    code = StringField(
        "Six-figure code",
        widget=GovTextInput(),
        description="From the authenticator app on your phone, or one of your recovery codes.",
        validators=[
            InputRequired("Enter the six-figure code from your authenticator app"),
            Length(max=40, message="A code has six figures, a recovery code sixteen"),
        ],
    )
    send = SubmitField("Sign in", widget=GovSubmitInput())
