"""A static portal and a folder of parcels, empty."""

import pytest

from tests.support.portal import LOOK, Portal
from workbench.publishing.targets.parcel_files import ParcelFiles
from workbench.publishing.targets.static_site import StaticSite


@pytest.fixture
def site(tmp_path):
    return StaticSite(tmp_path / "portal", LOOK)


@pytest.fixture
def portal(site):
    return Portal(site)


@pytest.fixture
def files(tmp_path):
    return ParcelFiles(tmp_path / "parcels")


@pytest.fixture(params=["site", "files"])
def target(request):
    """Ask for this to try what every target must do."""
    return request.getfixturevalue(request.param)
