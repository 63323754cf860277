"""Versions of a text, comparison, restoring."""
