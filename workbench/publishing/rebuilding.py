"""The whole static portal drawn anew from the parcels that were delivered to it, and read back."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.portal.parcel import Parcel as Payload
from workbench.domain.portal.reading import from_payload
from workbench.models import Delivery, DeliveryState, Parcel
from workbench.publishing.places import PORTAL
from workbench.publishing.targets.base import Verdict
from workbench.publishing.targets.static_site import Rebuilt, StaticSite

#: States of a delivery whose parcel has been at the portal; the others' way there is the worker's.
ARRIVED = (DeliveryState.VERIFIED, DeliveryState.DIFFERS, DeliveryState.OVERTAKEN)


@dataclass(frozen=True, slots=True)
class Report:
    """What the new portal holds, how many articles were read back, and which of them show something else."""

    rebuilt: Rebuilt
    read_back: int
    differing: tuple[uuid.UUID, ...]


def rebuild_portal(session: Session, portal: StaticSite) -> Report:
    """Draw the portal anew in one step and read every article back.

    What lies in the folder of the portal stays what it is; what is missing there comes from the database. Raises
    TargetUnavailable when the disk fails, and Invalid for a parcel that was changed on the disk.
    """
    arrived = _arrived(session)
    rebuilt = portal.rebuild(_payloads(session, [parcel_id for _article, parcel_id in arrived]))
    newest = dict(arrived)
    differing = [
        payload.article_id
        for payload in _payloads(session, list(newest.values()))
        if portal.read_back(payload).verdict not in {Verdict.VERIFIED, Verdict.NEWER}
    ]
    return Report(rebuilt, len(newest), tuple(differing))


def _arrived(session: Session) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return (article, parcel) of all that has been at the portal, the older before the newer."""
    query = (
        sa.select(Parcel.article_id, Parcel.id)
        .join(Delivery)
        .where(Delivery.target == PORTAL, Delivery.state.in_(ARRIVED))
        .order_by(Parcel.article_id, Parcel.payload_version)
    )
    return [(article, parcel) for article, parcel in session.execute(query)]


def _payloads(session: Session, parcel_ids: list[uuid.UUID]) -> Iterator[Payload]:
    for parcel_id in parcel_ids:
        yield from_payload(session.scalars(sa.select(Parcel.payload).where(Parcel.id == parcel_id)).one())
