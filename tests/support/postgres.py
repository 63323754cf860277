"""A throw-away PostgreSQL on the distribution's binaries: unix socket only, never as root, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=60")


def binaries():
    """Return the folder with initdb and pg_ctl, the newest version first, or None where there is none."""
    if chosen := os.environ.get("PG_BINDIR"):
        return Path(chosen)
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[4]))
    found = packaged[-1] if packaged else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextlib.contextmanager
def running(folder_of_binaries):
    """Yield the URL of a fresh server; it is gone after the block, also when the tests are told to stop."""
    home = Path(tempfile.mkdtemp(prefix="workbench-pg-"))
    prefix = _as_somebody_else(home)

    def run(program, *arguments):
        command = [*prefix, str(folder_of_binaries / program), "-D", str(home / "data"), *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    settings = " ".join(f"-c {setting}" for setting in FAST)
    options = f"-c listen_addresses='' -c unix_socket_directories={home} {settings}"
    # Neither atexit nor finally runs on SIGTERM by itself.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        run("initdb", "-U", "workbench", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-w", "-t", "30", "-l", str(home / "log"), "-o", options, "start")
        yield f"postgresql+psycopg://workbench@/postgres?host={home}"
    finally:
        signal.signal(signal.SIGTERM, before)
        with contextlib.suppress(subprocess.CalledProcessError):
            run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def _as_somebody_else(home):
    if os.geteuid() != 0:
        return []
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        owner = pwd.getpwnam("nobody")
    os.chown(home, owner.pw_uid, owner.pw_gid)
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
