"""A PostgreSQL server of our own in a temporary folder, on loopback, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """Yields the URL of an empty database. PostgreSQL refuses to run as root, so root hands it to `postgres`."""
    folder, port = Path(tempfile.mkdtemp(prefix="opencem-pg-")), free_port()
    prefix: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    bin_ = binaries()
    _quietly(
        [
            *prefix,
            bin_ / "initdb",
            "-D",
            folder / "data",
            "-U",
            "opencem",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
    )
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=60"
    # Only speed is lost with these off, and only a crash of the machine would show it; no test here crashes PostgreSQL.
    options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
    _quietly([*prefix, bin_ / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start"])
    try:
        _quietly([bin_ / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "opencem", "opencem"])
        yield f"postgres://opencem@127.0.0.1:{port}/opencem"
    finally:
        _quietly([*prefix, bin_ / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"])
        time.sleep(0.2)
        shutil.rmtree(folder, ignore_errors=True)


def _quietly(command: list[object]) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(f"{command[-1]}: {done.stdout}{done.stderr}")
