"""Parcels on their way to the portals, and what came back from there."""
