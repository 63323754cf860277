"""Programmes with their wanted articles; workshops with people, list and board."""
