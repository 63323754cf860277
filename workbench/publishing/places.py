"""The targets of this instance: the static portal and the parcel files, both in its folder."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from flask import current_app

from workbench.publishing.targets.base import Target
from workbench.publishing.targets.parcel_files import ParcelFiles
from workbench.publishing.targets.render import Look, Translator
from workbench.publishing.targets.static_site import StaticSite

PORTAL, FILES = "portal", "files"


def portal_of(instance: Path, look: Look, translator: Translator) -> StaticSite:
    """Return the static portal that citizens read."""
    return StaticSite(instance / "portal", look, translator)


def targets_of(instance: Path, look: Look, translator: Translator) -> Mapping[str, Target]:
    """Return every target by the name that deliveries carry."""
    return {PORTAL: portal_of(instance, look, translator), FILES: ParcelFiles(instance / "parcels")}


#: Gives the targets when they are needed: a worker that only sends letters never draws a page.
Targets = Callable[[], Mapping[str, Target]]


def live_targets() -> Mapping[str, Target]:
    """Return the targets of the application that answers now."""
    return cast("Mapping[str, Target]", current_app.extensions["targets"])


def live_portal() -> StaticSite:
    """Return the static portal of the application that answers now."""
    return cast("StaticSite", current_app.extensions["targets"][PORTAL])
