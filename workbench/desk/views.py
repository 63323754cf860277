"""The first page after signing in."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__)
