"""Which page of a list is asked for, and the addresses of its neighbours."""

from flask import Flask, request, url_for

from workbench.store.paging import Paged


def asked_page() -> int:
    """Return the number of the page asked for by ``?page=``; the first where it is none."""
    return request.args.get("page", 1, type=int)


def neighbours(page: Paged[object]) -> dict[str, str | int | None]:
    """Return what ``ui.pager`` wants: number, last, and the addresses of the pages beside, with the same filters."""
    return {
        "number": page.number,
        "last": page.last,
        "previous": _address(page.number - 1) if page.number > 1 else None,
        "next": _address(page.number + 1) if page.number < page.last else None,
    }


def _address(number: int) -> str:
    filters = {name: value for name, value in request.args.items() if name != "page"}
    return url_for(str(request.endpoint), **{**filters, **(request.view_args or {}), "page": number})


def init_app(app: Flask) -> None:
    app.jinja_env.globals["neighbours"] = neighbours
