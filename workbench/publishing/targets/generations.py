"""A folder of which a reader sees one whole generation or the next, never something between the two."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from workbench.publishing.targets.disk import flush_folder

#: Generations that stay, so that whoever has just opened one can finish reading.
KEPT = 3
#: Path below the generation -> new content, or None to leave the file out.
Changes = Mapping[str, bytes | None]


class Generations:
    """``folder/current`` leads to the newest whole generation ``folder/generations/<six digits>``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.current = folder / "current"
        self._all = folder / "generations"

    @property
    def number(self) -> int:
        """The number of the current generation; 0 before the first."""
        return int(self.current.readlink().name) if self.current.is_symlink() else 0

    def read(self, path: str) -> bytes | None:
        """Return a file of the current generation, or None where there is none."""
        try:
            return (self.current / path).read_bytes()
        except FileNotFoundError:
            return None

    def advance(self, changes: Changes) -> int:
        """Make the next generation and switch to it; returns its number. Only under the lock of the folder.

        Unchanged files are hard links to those of the generation before, so a change costs what it changes.
        """
        self._all.mkdir(parents=True, exist_ok=True)
        self._prune()
        last = max((int(path.name) for path in self._all.iterdir()), default=0)
        building = self.folder / "building"
        building.mkdir()
        if self.number:
            _link_tree(self.current.resolve(), building, changes)
        _write_files(building, changes)
        done = self._all / f"{last + 1:06}"
        building.rename(done)
        self._switch(done)
        self._prune()
        return last + 1

    def _switch(self, generation: Path) -> None:
        waiting = self.folder / "current.next"
        waiting.unlink(missing_ok=True)
        waiting.symlink_to(Path("generations") / generation.name)
        waiting.rename(self.current)
        flush_folder(self.folder)

    def _prune(self) -> None:
        """Take away what a killed writer left, and generations nobody reads any more."""
        shutil.rmtree(self.folder / "building", ignore_errors=True)
        numbers = sorted(int(path.name) for path in self._all.iterdir())
        kept = [number for number in numbers if number <= self.number][-KEPT:]
        for number in numbers:
            if number not in kept:
                shutil.rmtree(self._all / f"{number:06}")


def _link_tree(old: Path, new: Path, changes: Changes) -> None:
    """Repeat the folder with hard links, but for the files that change."""
    pending = [""]
    while pending:
        folder = pending.pop()
        with os.scandir(old / folder) as entries:
            for entry in entries:
                path = folder + entry.name
                if entry.is_dir(follow_symlinks=False):
                    (new / path).mkdir()
                    pending.append(path + "/")
                elif path not in changes:
                    os.link(entry.path, f"{new}/{path}")


def _write_files(folder: Path, changes: Changes) -> None:
    """Write the new files; all of them are on the disk when this returns.

    One flush of the whole disk took 16 to 150 ms where twenty files, one by one, took 300 to 500.
    """
    contents = {path: content for path, content in changes.items() if content is not None}
    for parent in {(folder / path).parent for path in contents}:
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        with (folder / path).open("xb") as file:
            file.write(content)
    os.sync()
