"""The static portal: drawn whole with 2,000 articles in both languages, and again after one change."""

import functools
import itertools
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench.benchmarks.results import Result, counted, milliseconds_of, timed
from workbench.config import place
from workbench.domain.portal.parcel import Parcel, Text
from workbench.domain.portal.reading import from_payload
from workbench.models import Parcel as ParcelRow
from workbench.publishing.targets.render import Look
from workbench.publishing.targets.static_site import StaticSite
from workbench.rehearsal.instance import Instance
from workbench.web.assets import Assets

CHANGES = 5


def measure(_instance: Instance, sessions: sessionmaker[Session], articles: int) -> list[Result]:
    """Deliver all articles at once to an empty portal, then one again and again, each time with another title."""
    with sessions() as session:
        models = _models(session)
    parcels = [_copy(models[number % len(models)], number) for number in range(articles)]
    with tempfile.TemporaryDirectory(prefix="workbench-portal-") as folder:
        site = StaticSite(Path(folder), _look())
        full = milliseconds_of(lambda: site.deliver_all(parcels))
        changes = [_changed(site, parcels[number]) for number in range(CHANGES)]
        backs = [milliseconds_of(functools.partial(site.read_back, parcel)) for parcel in parcels[10:30]]
        pages = sum(1 for _ in site.root.resolve().rglob("*.html"))
    method = f"{articles} articles in da and kl, written to disk and flushed"
    return [
        counted("portal: full export", "s", full / 1000, limit=None, method=method),
        counted("portal: pages", "pages", pages, limit=None, method="HTML files of the full export"),
        timed("portal: after one change", changes, limit=None, method=f"one article with a new title; {method}"),
        timed("portal: read back", backs, limit=None, method="both pages of one article read and compared"),
    ]


def _models(session: Session) -> Sequence[Parcel]:
    rows = session.scalars(sa.select(ParcelRow).where(ParcelRow.kind == "publish").order_by(ParcelRow.made_at).limit(8))
    return [from_payload(row.payload) for row in rows]


def _copy(model: Parcel, number: int) -> Parcel:
    return replace(
        model,
        parcel_id=uuid.uuid4(),
        article_id=uuid.uuid4(),
        payload_version=1,
        texts={language: _titled(text, f"{text.title} {number}") for language, text in model.texts.items()},
        topics=tuple(itertools.islice(itertools.cycle(model.topics), 1)),
        signatures=(),
    )


def _titled(text: Text, title: str) -> Text:
    return replace(text, title=title, sentences=())


def _changed(site: StaticSite, parcel: Parcel) -> float:
    texts = {language: replace(text, title=f"{text.title}, ny") for language, text in parcel.texts.items()}
    newer = replace(parcel, parcel_id=uuid.uuid4(), payload_version=2, texts=texts)
    return milliseconds_of(lambda: site.deliver(newer))


def _look() -> Look:
    built = Assets(place("static") / "dist", "/static")
    return Look(
        templates=place("templates") / "portal",
        sheet=built.path("portal.css"),
        icons=built.path("icons.svg"),
        names={"da": "Borgerportalen", "kl": "Innuttaasunut nittartagaq"},
        base_url="https://portal.example/",
    )
