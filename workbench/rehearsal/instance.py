"""A throw-away instance: a folder of its own, a fresh database, the real server as a process on a free port."""

import contextlib
import http.client
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from workbench.config import CHECKOUT, environment_of
from workbench.models.engine import open_engine

HOST = "127.0.0.1"
#: How long the server may take to answer the first time, in seconds.
STARTS_WITHIN = 30


class InstanceError(Exception):
    """The instance does not do what it should; the message is a sentence with the last lines of its log."""


@dataclass(slots=True)
class Instance:
    """Where it lies, and how it is reached."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'workbench.sqlite'}"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def run(self, *command: str) -> None:
        """Run a command of the workbench on this instance to its end; raise InstanceError when it goes wrong."""
        with self.log.open("ab") as log:
            done = subprocess.run(  # noqa: S603 - our own program, no shell
                [sys.executable, "-m", "workbench", *command],
                cwd=CHECKOUT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                check=False,
            )
        if done.returncode:
            raise InstanceError(f"workbench {' '.join(command)} ended with {done.returncode}.{self.last_words()}")

    def _environment(self) -> dict[str, str]:
        return environment_of(self.folder, WORKBENCH_BASE_URL=f"http://{HOST}:{self.port}")

    def start(self) -> float:
        """Start the server; return after how many seconds it answered. Raises InstanceError when it does not."""
        begun = time.perf_counter()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, "-m", "workbench", "serve", "--host", HOST, "--port", str(self.port)],
                cwd=CHECKOUT,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        while not self._answers():
            if self.process.poll() is not None or time.perf_counter() - begun > STARTS_WITHIN:
                self.stop()
                raise InstanceError(f"The server did not start.{self.last_words()}")
            time.sleep(0.02)
        return time.perf_counter() - begun

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/sign-in")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        """Stop the server in an orderly way."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def kill(self) -> None:
        """Stop the server as a power cut of its process would: at once, whatever it does (kill -9)."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def memory(self) -> int:
        """Return how many bytes of memory the server holds; 0 where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status") if self.process else Path()
        if not status.is_file():
            return 0
        kilobytes = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(kilobytes) * 1024

    @contextlib.contextmanager
    def database(self) -> Iterator[sessionmaker[Session]]:
        """Open the instance's database from here."""
        engine = open_engine(self.database_url)
        try:
            yield sessionmaker(engine, expire_on_commit=False)
        finally:
            engine.dispose()

    def last_words(self) -> str:
        """Return the last lines of the log, to be put behind a sentence."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        return "\n" + "\n".join(lines[-12:]) if lines else ""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def throw_away() -> Iterator[Instance]:
    """Give an instance with empty tables; afterwards its server is stopped and its folder gone."""
    folder = Path(tempfile.mkdtemp(prefix="workbench-"))
    instance = Instance(folder, free_port())
    with _told_to_stop_in_order():
        try:
            instance.run("migrate")
            yield instance
        finally:
            instance.stop()
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _told_to_stop_in_order() -> Iterator[None]:
    """Let SIGTERM end this program as Ctrl+C does, so that no server and no folder is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
