"""Asking for reviews and giving them."""

from flask import Blueprint

blueprint = Blueprint("review", __name__, url_prefix="/articles")
