"""Acts of administrators."""
