"""What every target does alike: whole parcels, once each, in order, and the truth about it."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.parcels import danish, parcel, titled, withdrawal
from tests.support.portal import LOOK
from workbench.domain.portal.comparison import Part
from workbench.domain.portal.parcel import ParcelKind, content_hash
from workbench.domain.refusals import Invalid, Reason
from workbench.publishing.targets.base import Condition, Outcome, TargetUnavailable, Verdict
from workbench.publishing.targets.parcel_files import ParcelFiles
from workbench.publishing.targets.static_site import StaticSite


def test_what_was_sent_is_what_is_shown(target):
    sent = parcel()

    delivered = target.deliver(sent)

    assert (delivered.outcome, delivered.content_hash) == (Outcome.DELIVERED, content_hash(sent))
    assert set(delivered.addresses) == {"da", "kl"}
    read = target.read_back(sent)
    assert (read.verdict, read.differences) == (Verdict.VERIFIED, ())
    assert read.readings


def test_the_same_parcel_twice_is_one(target):
    first = target.deliver(parcel())

    again = target.deliver(parcel())

    assert again.outcome is Outcome.UNCHANGED
    assert (again.revision, again.addresses) == (first.revision, first.addresses)


def test_a_parcel_that_arrives_late_changes_nothing(target):
    old, new = parcel(version=1), parcel(version=5, texts=titled("Ny", "Nutaaq"))
    target.deliver(new)

    assert target.deliver(old).outcome is Outcome.OLDER
    assert target.read_back(new).verdict is Verdict.VERIFIED
    assert target.read_back(old).verdict is Verdict.NEWER


def test_two_parcels_cannot_bear_one_number(target):
    target.deliver(parcel(version=3))

    with pytest.raises(Invalid) as refused:
        target.deliver(parcel(version=3, parcel_id=uuid4()))
    assert refused.value.reason is Reason.PARCEL_BROKEN


def test_a_new_edition_takes_the_place_of_the_old(target):
    target.deliver(parcel(version=1))
    newer = parcel(version=2, edition=2, texts=titled("Ny titel", "Qulequtaq nutaaq"))

    assert target.read_back(newer).verdict is Verdict.MISSING
    assert target.deliver(newer).outcome is Outcome.DELIVERED
    assert target.read_back(newer).verdict is Verdict.VERIFIED


def test_what_nobody_sent_is_missing(target):
    assert target.read_back(parcel()).verdict is Verdict.MISSING

    target.deliver(parcel(1))
    assert target.read_back(parcel(2)).verdict is Verdict.MISSING


def test_a_broken_parcel_is_refused_before_anything_is_written(target):
    with pytest.raises(Invalid):
        target.deliver(parcel(texts={"da": danish()}))

    assert target.health().condition is Condition.EMPTY


def test_withdrawing_takes_an_article_out_and_nothing_else_does(target):
    target.deliver(parcel())
    gone = withdrawal(parcel(), version=2)

    with pytest.raises(Invalid):
        target.withdraw(parcel(version=2))
    assert target.withdraw(gone).outcome is Outcome.DELIVERED
    assert target.read_back(gone).verdict is Verdict.VERIFIED
    assert target.deliver(parcel(version=1)).outcome is Outcome.OLDER


@pytest.mark.parametrize("kind", [ParcelKind.WITHDRAW, ParcelKind.VANISH, ParcelKind.REDIRECT])
def test_an_article_taken_out_can_come_back(target, kind):
    successor = {"successor": parcel(2).article_id} if kind is ParcelKind.REDIRECT else {}
    target.deliver(parcel(version=1))
    target.withdraw(withdrawal(parcel(), version=2, kind=kind, **successor))
    back = parcel(version=3)

    assert target.deliver(back).outcome is Outcome.DELIVERED
    assert target.read_back(back).verdict is Verdict.VERIFIED


def test_a_target_says_what_it_can_hold(target):
    assert target.capabilities().languages == {"da", "kl"}


def test_a_target_is_empty_then_ready(target):
    assert target.health().condition is Condition.EMPTY

    target.deliver(parcel())

    health = target.health()
    assert (health.condition, health.articles) == (Condition.READY, 1)
    assert health.free_bytes > 0


@pytest.mark.parametrize("make", [lambda folder: StaticSite(folder, LOOK), ParcelFiles], ids=["site", "files"])
def test_a_disk_that_cannot_be_written_to_is_said_plainly(make, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    target = make(tmp_path / "taken")

    health = target.health()

    assert health.condition is Condition.UNAVAILABLE
    assert health.complaint
    with pytest.raises(TargetUnavailable):
        target.deliver(parcel())


def test_a_file_somebody_touched_differs_and_is_replaced(files):
    sent = parcel()
    path = Path(files.deliver(sent).addresses["da"])
    path.write_bytes(path.read_bytes() + b" ")

    read = files.read_back(sent)

    assert (read.verdict, read.differences[0].part) == (Verdict.DIFFERS, Part.PAGE)
    path.write_bytes(b"{")
    assert files.read_back(sent).verdict is Verdict.DIFFERS
    assert files.deliver(sent).outcome is Outcome.DELIVERED
    assert files.read_back(sent).verdict is Verdict.VERIFIED


def test_a_file_holds_the_canonical_bytes(files):
    sent = replace(parcel(), edition=4)

    raw = Path(files.deliver(sent).addresses["kl"]).read_bytes()

    assert files.read_back(sent).readings[0].hash == content_hash(sent)
    assert raw.startswith(b'{"article_id":"')
