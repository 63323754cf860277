"""The check of a translation by a second person."""

from flask import Blueprint

blueprint = Blueprint("check", __name__, url_prefix="/articles")
