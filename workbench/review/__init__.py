"""Asking for reviews, remarks, verdicts, peer and legal signatures."""
