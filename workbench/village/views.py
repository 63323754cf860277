"""The page for the projector: where the workbench of this room is."""

from flask import Blueprint, Response, current_app

from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission
from workbench.village.squares import as_svg
from workbench.web.access import requires
from workbench.web.rendering import page

blueprint = Blueprint("village", __name__, url_prefix="/village")


@blueprint.get("")
@requires(Permission.WORKSHOP_EDIT)
def show() -> Response:
    """Show the address of the room and its code; there is no such page where the workbench serves no room."""
    addresses: tuple[str, ...] = current_app.extensions["room"]
    if not addresses:
        raise Unknown(Reason.UNKNOWN)
    return page("village/show.html", address=addresses[0], others=addresses[1:], code=as_svg(addresses[0]))
