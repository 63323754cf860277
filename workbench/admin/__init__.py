"""People and their roles, organisations, words of the interface, the audit log."""
