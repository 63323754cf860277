"""Dates, times, numbers and the breaks in long words, as the language of the answer writes them."""

import datetime as dt
import re

from babel.dates import format_interval, format_timedelta
from flask import Flask
from flask_babel import format_date, format_decimal, format_time, to_user_timezone, to_utc

from workbench.domain.hyphenation import hyphenate
from workbench.models import now
from workbench.web.locale import locale, t, tn

DAY = 24 * 60 * 60
#: From so many letters a word may be too long for its column; shorter ones go to the next line whole.
_LONG = {"kl": re.compile(r"[^\W\d_]{13,}")}
_ENDLESS = re.compile(r"[^\W\d_]{24,}")


def day(value: dt.date | str) -> str:
    """Return the day in full: 22. november 2026. A string is an ISO date, as the facts of letters hold it."""
    date = dt.date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(date, "d MMMM y" if locale() == "kl" else "long"))


def short_day(value: dt.date | dt.datetime) -> str:
    """Return the day in short: 22. nov. 2026."""
    return str(format_date(value, "d MMM y" if locale() == "kl" else "medium"))  # Babel 2.18: 01 dec


def moment(value: dt.datetime) -> str:
    """Return day and time in the user's zone: 22. nov. 2026 14.03."""
    return f"{short_day(to_user_timezone(value))} {clock(value)}"


def clock(value: dt.datetime) -> str:
    """Return the time of day: 14.03."""
    return str(format_time(value, "short"))


def age(value: dt.datetime) -> str:
    """Return how long ago, in the largest whole unit; in Kalaallisut when it was."""
    if locale() == "kl":  # Babel 2.18 knows no relative times for kl
        return moment(value)
    return format_timedelta(value - now(), add_direction=True, locale=locale(), granularity="minute")


def days(value: dt.datetime) -> str:
    """Return the number of days since, as people count them: today, one day, n days."""
    passed = (local_day(now()) - local_day(value)).days
    return tn("{n} day", "{n} days", passed) if passed else t("today")


def stays(value: dt.datetime) -> str:
    """Return how long something has been as it is, in words that stay true until midnight: the time, or the days."""
    passed = (local_day(now()) - local_day(value)).days
    return tn("{n} day", "{n} days", passed) if passed else t("since {time}", time=clock(value))


def due(value: dt.datetime | dt.date) -> tuple[str, str]:
    """Return how a due moment stands (late, now, soon or later) and its words."""
    last = local_day(value) if isinstance(value, dt.datetime) else value
    left = (last - local_day(now())).days
    if left < 0:
        return "late", tn("{n} day over time", "{n} days over time", -left)
    if left == 0:
        return "now", t("Today")
    if left == 1:
        return "now", t("Tomorrow")
    return "soon", t("By {day}", day=short_day(last))


def local_day(value: dt.datetime) -> dt.date:
    """Return the day on the user's calendar."""
    there: dt.datetime = to_user_timezone(value)
    return there.date()


def today() -> dt.date:
    """Return the day on the user's calendar."""
    return local_day(now())


def start_of(value: dt.date) -> dt.datetime:
    """Return the moment at which that day begins for the user, in UTC."""
    there: dt.datetime = to_utc(dt.datetime.combine(value, dt.time()))
    return there.replace(tzinfo=dt.UTC)


def end_of(value: dt.date) -> dt.datetime:
    """Return the moment at which that day is over for the user, in UTC."""
    return start_of(value + dt.timedelta(days=1))


def last_day(value: dt.datetime) -> str:
    """Return the last day that something counts which ends at that moment, in short."""
    return short_day(value - dt.timedelta(seconds=1))


def days_from_to(first: dt.date, last: dt.date) -> str:
    """Return the days from one to another in short: one day, or both ends."""
    if first == last:
        return short_day(first)
    if locale() == "kl":  # Babel 2.18 knows no spans for kl
        return t("{first} to {last}", first=short_day(first), last=short_day(last))
    return str(format_interval(first, last, "yMMMd", locale=locale()))


GROUPED_FROM = 1000


def number(value: float) -> str:
    """Return the number with the separators of the language."""
    # What needs no separator is the same in every language, and lists are full of it.
    return str(value) if isinstance(value, int) and 0 <= value < GROUPED_FROM else str(format_decimal(value))


def soften(words: str, language: str | None = None) -> str:
    """Return the words with soft hyphens in the long ones: from 13 letters in Kalaallisut, from 24 in all languages.

    For what is read in large letters or narrow columns. Without a language they are in that of the answer. What holds
    markup stays as it is.
    """
    if "<" in words:
        return words
    return type(words)(_LONG.get(language or locale(), _ENDLESS).sub(lambda found: hyphenate(found[0]), words))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day,
        last_day=last_day,
        as_day=dt.date.fromisoformat,
        short_day=short_day,
        moment=moment,
        clock=clock,
        age=age,
        days=days,
        stays=stays,
        due=due,
        number=number,
        soften=soften,
    )
    app.jinja_env.globals["days_from_to"] = days_from_to
