"""Letters: written from templates, sent by a real SMTP server, in development also kept as files."""

import datetime as dt
import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

TIME_OUT_SECONDS = 20
SUBMISSION_PORT, SMTPS_PORT = 587, 465


class MailError(Exception):
    """The letter could not be sent now; the message says what the server said."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where letters go: ``url`` of the SMTP server ("" for none) and ``folder`` for copies (None for none)."""

    url: str
    sender: str
    folder: Path | None


def compose(post: Post, to: str, subject: str, words: str, *, key: str) -> EmailMessage:
    """Put a plain letter together; ``key`` makes its id the same at every try, so that it counts once."""
    letter = EmailMessage()
    letter["From"] = post.sender
    letter["To"] = to
    letter["Subject"] = " ".join(subject.split())
    letter["Date"] = formatdate(localtime=False)
    letter["Message-ID"] = make_msgid(idstring=key, domain="workbench")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(words)
    return letter


def send(post: Post, letter: EmailMessage) -> None:
    """Keep a copy where there is a folder and send it where there is a server; raise MailError when that fails."""
    if post.folder is not None:
        _keep(post.folder, letter)
    if post.url:
        _deliver(post.url, letter)


def _keep(folder: Path, letter: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    name = re.sub(r"[^A-Za-z0-9.@-]", "_", str(letter["To"]))[:80]
    (folder / f"{stamp}-{name}.eml").write_bytes(letter.as_bytes())


def _deliver(url: str, letter: EmailMessage) -> None:
    place = urlsplit(url)
    host = place.hostname or "localhost"
    try:
        if place.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, place.port or SMTPS_PORT, timeout=TIME_OUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, place.port or SUBMISSION_PORT, timeout=TIME_OUT_SECONDS)
        with server:
            if place.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if place.username:
                server.login(unquote(place.username), unquote(place.password or ""))
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(str(error)) from error


def filled(template: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and words of a letter: the template's first line, and the rest."""
    subject, _, words = template.format(**facts).partition("\n")
    return subject.strip(), words.strip() + "\n"
