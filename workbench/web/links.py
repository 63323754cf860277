"""Links in letters carry our signature beside their token: a row of the database alone opens nothing."""

from flask import Flask, current_app
from itsdangerous import BadSignature, Signer

from workbench.domain.refusals import Invalid, Reason
from workbench.store.links import Purpose

PATHS = {Purpose.INVITATION: "/invitation/", Purpose.RESET: "/password/"}


def sealed(token: str) -> str:
    """Return the token with our signature, as it stands in a link."""
    return _signer().sign(token).decode()


def unsealed(signed: str) -> str:
    """Return the token of a link; raise Invalid when the signature is not ours."""
    try:
        return _signer().unsign(signed).decode()
    except (BadSignature, UnicodeDecodeError):
        raise Invalid(Reason.LINK_ENDED) from None


def link_address(base_url: str, purpose: Purpose, token: str) -> str:
    """Return the whole address of a link, as it stands in a letter."""
    return f"{base_url}{PATHS[purpose]}{sealed(token)}"


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="link in a letter")


def init_app(app: Flask) -> None:
    app.jinja_env.filters["sealed"] = sealed
