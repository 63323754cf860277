"""Acts on articles as a whole."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from workbench.models import ArticleType, Municipality, SectionType, Topic

CATALOGUE = Path(__file__).with_name("catalogue.json")


def plant_catalogue(session: Session) -> None:
    """Add the municipalities, topics and article types that are not there yet; never touches what is there."""
    catalogue = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    for facts in catalogue["municipalities"]:
        if session.get(Municipality, facts["code"]) is None:
            session.add(_municipality(facts))
    for position, facts in enumerate(catalogue["topics"]):
        if session.get(Topic, facts["key"]) is None:
            session.add(Topic(key=facts["key"], position=position, **_names(facts["names"])))
    for position, facts in enumerate(catalogue["article_types"]):
        if session.get(ArticleType, facts["key"]) is None:
            session.add(_article_type(facts, position))
    session.flush()


def _names(names: dict[str, str], prefix: str = "name") -> dict[str, str]:
    return {f"{prefix}_{language}": names.get(language, "") for language in ("da", "kl", "en")}


def _municipality(facts: dict[str, Any]) -> Municipality:
    ends_on = facts.get("ends_on")
    return Municipality(
        code=facts["code"],
        starts_on=dt.date.fromisoformat(facts["starts_on"]),
        ends_on=dt.date.fromisoformat(ends_on) if ends_on else None,
        predecessors=" ".join(facts.get("predecessors", [])),
        **_names(facts["names"]),
    )


def _article_type(facts: dict[str, Any], position: int) -> ArticleType:
    sections = [
        SectionType(
            key=section["key"],
            position=number,
            role=section["role"],
            is_required=section["required"],
            **_names(section["headings"]),
            **_names(section["guidance"], "guidance"),
        )
        for number, section in enumerate(facts["sections"])
    ]
    return ArticleType(key=facts["key"], position=position, sections=sections, **_names(facts["names"]))
