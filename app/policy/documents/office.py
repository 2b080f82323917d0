"""Old Word and rich text documents: LibreOffice turns them into .docx where it is installed, shut off from the network."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from app.policy.documents.kinds import Kind
from app.policy.plain_text import Unreadable

_NAMES = ("soffice", "libreoffice")
_MOST_MEMORY = 480 * 1024 * 1024  # bytes of data; its libraries are shared and do not count
_MOST_WRITTEN = 64 * 1024 * 1024
# No macro runs, no link is followed, and whatever would still ask the network is sent to a port where nothing listens.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort"><value>9</value></prop></item>
</oor:items>
"""


def office() -> str | None:
    """The path of LibreOffice on this machine, or None."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def converted(data: bytes, kind: Kind, file: str, ends: float) -> bytes:
    """Take an old Word or rich text document, the file's name as shown, and until when there is time; give a .docx.

    Raises `Unreadable` where there is no LibreOffice, and for what it cannot open.
    """
    program = office()
    if program is None:
        raise Unreadable(
            f"{file} is {kind}, which is read only where LibreOffice is installed: in Word, save it as .docx and choose that."
        )
    with tempfile.TemporaryDirectory(prefix="evenhand-") as place:
        folder = Path(place)
        profile = folder / "profile/user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = folder / ("policy.rtf" if kind is Kind.RICH else "policy.doc")
        source.write_bytes(data)
        _run([*_without_network(), program, *_arguments(folder, source)], folder, file, ends)
        made = folder / "made/policy.docx"
        if not made.is_file():
            raise Unreadable(f"{file} cannot be opened by LibreOffice: it is damaged, or locked with a password. Save it as .docx.")
        return made.read_bytes()


def _arguments(folder: Path, source: Path) -> list[str]:
    options = [
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
    ]
    return [*options, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(source)]


def _run(command: list[str], folder: Path, file: str, ends: float) -> None:
    seconds = max(ends - time.monotonic(), 0.1)
    child = subprocess.Popen(  # noqa: S603 - a program of this machine, no shell
        _limited(command, int(seconds) + 1),
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Unreadable(f"{file} takes LibreOffice too long to open: in Word, save it as .docx and choose that.") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what it started too
        child.wait()


def _limited(command: list[str], seconds: int) -> list[str]:
    """A command that takes no more than this: seconds of work, memory and what it writes in KB and blocks, no dump."""
    limits = f"ulimit -t {seconds} && ulimit -d {_MOST_MEMORY // 1024} && ulimit -f {_MOST_WRITTEN // 512} && ulimit -c 0"
    return ["/bin/sh", "-c", f'{limits} && exec "$@"', "sh", *command]


def _without_network() -> list[str]:
    """The words before a command that take the network away from it, where this machine lets us."""
    program = shutil.which("unshare")
    if program is None:
        return []
    words = [program, "--user", "--map-current-user", "--net"]
    works = subprocess.run([*words, "true"], capture_output=True, check=False, timeout=5)  # noqa: S603 - as above
    return words if works.returncode == 0 else []
