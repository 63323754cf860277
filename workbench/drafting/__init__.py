"""Writing in a text: the form, the save that loses nothing, import, late words."""
