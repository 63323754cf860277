"""Signing in and out, invitations, passwords, the own settings."""
