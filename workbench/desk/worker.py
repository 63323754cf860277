"""Letters: written in the reader's language when they are sent, and sent."""

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template
from sqlalchemy.orm import Session, sessionmaker

from workbench.mail import MailError, Post, compose, send
from workbench.outbox import Handler, Leased, RetryLaterError
from workbench.web.locale import use_locale


def mail_handler(app: Flask, post: Post, base_url: str) -> Handler:
    """Return what sends the letter of an outbox entry; it bears being run twice: the letter's id stays the same."""

    def handle(_sessions: sessionmaker[Session], leased: Leased) -> Callable[[Session], None]:
        facts: dict[str, Any] = dict(leased.facts)
        with app.app_context():
            use_locale(facts["locale"])
            written = render_template(f"mail/{facts['kind']}.txt", base_url=base_url, **facts["facts"])
        subject, _, words = written.strip().partition("\n")
        try:
            send(post, compose(post, facts["to"], subject, words.strip() + "\n", key=leased.key))
        except MailError as error:
            raise RetryLaterError(str(error)) from error
        return lambda _session: None

    return handle
