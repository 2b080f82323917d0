"""A real mail server on this machine that keeps what it is sent."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller

from app.notices.post import post_for


class Catcher:
    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.messages.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def catcher(settings):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    handler = Catcher()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.post = post_for(replace(settings, smtp_url=f"smtp://127.0.0.1:{port}"))
    yield handler
    controller.stop()
