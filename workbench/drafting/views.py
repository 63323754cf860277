"""The form in which a text is written."""

from flask import Blueprint

blueprint = Blueprint("drafting", __name__, url_prefix="/articles")
