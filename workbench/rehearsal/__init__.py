"""A writing workshop played through before the real one: over HTTP, against a throw-away instance, in virtual time."""
