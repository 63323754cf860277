"""The demo: an invented workshop with articles of our own words, planted through the real commands."""
