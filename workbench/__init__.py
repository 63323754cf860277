"""The workbench: where public-service articles are written, checked, translated, signed and sent to the portal."""

from workbench.app import create_app

__all__ = ["create_app"]
