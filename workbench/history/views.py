"""Versions of a text and their comparison."""

from flask import Blueprint

blueprint = Blueprint("history", __name__, url_prefix="/articles")
