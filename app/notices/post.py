"""Putting a notice into the post: one plain message that says only to sign in, over SMTP or onto the console."""

from __future__ import annotations

import smtplib
import ssl
import sys
import uuid
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.access.queries import token_of
from config import Settings

SUBJECT = "Something in Evenhand needs you"
BODY = (
    "Something in Evenhand needs you. Sign in to see what it is:\n\n    {address}\n\n"
    "This message does not say more, so that it can be read by nobody else by mistake.\n"
)


INVITED = "You are invited to Evenhand"
INVITATION = "You are invited to Evenhand:\n\n    {address}\n\nThe link works once, for 72 hours.\n"


class Post(Protocol):
    """A way to send one message; raises OSError or smtplib.SMTPException when it did not go."""

    def send(self, to: str, message_id: str) -> None:
        """Send the one message there is to this address."""

    def invite(self, to: str, message_id: str, invitation_id: uuid.UUID) -> None:
        """Send the link of an invitation, and nothing else, to this address."""


class Console:
    """Prints that a message would go out; for the demonstration."""

    def send(self, to: str, message_id: str) -> None:
        """Print one line: no name, no subject of a case."""
        sys.stdout.write(f"notice to {to}: {SUBJECT}\n")
        sys.stdout.flush()

    def invite(self, to: str, message_id: str, invitation_id: uuid.UUID) -> None:
        """Print one line, without the link."""
        sys.stdout.write(f"notice to {to}: {INVITED}\n")
        sys.stdout.flush()


class Smtp:
    """Sends over SMTP; `smtp://`, `smtp+starttls://` or `smtps://`, with user and password if needed."""

    def __init__(self, settings: Settings) -> None:
        self.url = urlsplit(settings.smtp_url)
        self.sender = settings.mail_from
        self.secret = settings.secret_key
        self.address = f"https://{settings.origin}/"

    def send(self, to: str, message_id: str) -> None:
        """Send the message with this identifier, so that a second copy can be told to be the same."""
        self._send(to, message_id, SUBJECT, BODY.format(address=self.address))

    def invite(self, to: str, message_id: str, invitation_id: uuid.UUID) -> None:
        """Send the link, made again from the installation's secret: it was stored nowhere."""
        link = f"{self.address}invitation/{token_of(self.secret, invitation_id)}"
        self._send(to, message_id, INVITED, INVITATION.format(address=link))

    def _send(self, to: str, message_id: str, subject: str, body: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        host, port = self.url.hostname or "localhost", self.url.port or 25
        kind = smtplib.SMTP_SSL if self.url.scheme == "smtps" else smtplib.SMTP
        with kind(host, port, timeout=15) as server:
            if self.url.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            server.send_message(message)


def post_for(settings: Settings) -> Post | None:
    """The post of this installation: SMTP when set, the console in the demonstration, else none (the inbox remains)."""
    if settings.smtp_url:
        return Smtp(settings)
    return Console() if settings.environment == "demonstration" else None
