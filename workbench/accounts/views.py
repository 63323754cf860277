"""Pages for signing in and out, invitations, passwords and the own settings."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
