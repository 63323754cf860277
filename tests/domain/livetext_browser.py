"""A browser that writes in a text: letters, marks, proposals and kinds, each as an update of its own."""

from typing import Any

from pycrdt import Doc, Map, Text, merge_updates


class Browser:
    """Holds all updates it knows; ``updates`` are its own."""

    def __init__(self, state, client):
        self.client, self.known, self.updates = client, [state], []
        self._open()

    def _open(self):
        state = merge_updates(*self.known) if len(self.known) > 1 else self.known[0]
        self.doc = Doc[Any](client_id=self.client)
        self.text, self.title = self.doc.get("text", type=Text), self.doc.get("title", type=Text)
        self.kinds = self.doc.get("kind", type=Map)
        self.doc.apply_update(state)
        self._subscription = self.doc.observe(self._keep)

    def _keep(self, event):
        self.updates.append(event.update)

    @property
    def words(self):
        return str(self.text)

    @property
    def state(self):
        return self.doc.get_update()

    @property
    def update(self):
        """What it wrote, as one update."""
        return merge_updates(*self.updates) if len(self.updates) > 1 else self.updates[0]

    def take(self, update):
        self.known = [self.state, update]
        self._open()

    def _byte(self, place):
        return len(self.words[:place].encode())

    def insert(self, place, words, **marks):
        self.text.insert(self._byte(place), words, {name.replace("_", ":"): mark for name, mark in marks.items()})

    def insert_line(self, place, line_id):
        self.text.insert(self._byte(place), "\n", {"l": line_id})

    def delete(self, start, stop):
        del self.text[self._byte(start) : self._byte(stop)]

    def mark(self, start, stop, **marks):
        marks = {name.replace("_", ":"): mark for name, mark in marks.items()}
        self.text.format(self._byte(start), self._byte(stop), marks)

    def find(self, words):
        return self.words.index(words)
