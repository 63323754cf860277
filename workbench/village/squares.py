"""An address as a QR code, for a terminal and for a page: the one module that knows the library for it."""

import io

import segno
from markupsafe import Markup


def in_terminal(address: str) -> str:
    """Return the code as lines of block letters; it can be read on dark and on light terminals."""
    drawn = io.StringIO()
    segno.make_qr(address, error="m").terminal(drawn, compact=True, border=2)
    return drawn.getvalue()


def as_svg(address: str) -> Markup:
    """Return the code as an inline drawing that fills the width it is given, black on white on every page."""
    drawn = segno.make_qr(address, error="m").svg_inline(
        dark="#000", light="#fff", border=4, omitsize=True, svgclass="square", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - made of squares alone; no letter of the address stands in it
