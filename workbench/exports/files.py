# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that appear under their names whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import time
from pathlib import Path
from types import TracebackType


_MARK = ".workbench-tmp"
_OURS = re.compile(rf"\..*\.(?P<host>[0-9a-z-]+)\.(?P<pid>\d+){re.escape(_MARK)}")
_ABANDONED_SECONDS = 24 * 3600


class PendingFiles:
    """Files written beside their final names, readable by nobody else, and moved there together at the end.

    Left by an error, an interrupt or without ``commit``, it removes what it wrote. Nothing half-written ever has a
    final name; a process that is killed leaves hidden temporary files, which ``sweep`` removes later.
    """

    def __init__(self) -> None:
        """No file yet."""
        self._pending: list[tuple[Path, Path, int]] = []

    def __enter__(self) -> PendingFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for temporary, _, _ in self._pending:
            temporary.unlink(missing_ok=True)

    def write(self, final: Path, data: bytes, *, private: bool) -> Path:
        """Writes ``data`` beside ``final`` and to the disk; returns the temporary path. ``private``: mode 0600."""
        make_folder(final.parent, private=private)
        temporary = final.with_name(f".{final.name[-120:]}.{_host()}.{os.getpid()}{_MARK}")
        temporary.unlink(missing_ok=True)
        self._pending.append((temporary, final, 0o600 if private else 0o666 & ~_umask()))
        # O_EXCL and O_NOFOLLOW: a link planted under the temporary name must not be written through.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return temporary

    def commit(self) -> None:
        """Moves every file to its final name, in the order of writing."""
        folders = {final.parent for _, final, _ in self._pending}
        while self._pending:
            temporary, final, mode = self._pending[0]
            temporary.chmod(mode)
            temporary.replace(final)
            self._pending.pop(0)
        for folder in folders:
            _sync_folder(folder)


def make_folder(folder: Path, *, private: bool) -> None:
    """Makes ``folder`` and its parents; a private one is for its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)


def sweep(folder: Path) -> None:
    """Removes temporary files below ``folder`` whose process is gone; another machine's after a day."""
    if not folder.is_dir():
        return
    for path in folder.rglob(f".*{_MARK}"):
        match = _OURS.fullmatch(path.name)
        if match and _is_abandoned(path, match["host"], int(match["pid"])):
            with contextlib.suppress(OSError):
                path.unlink()


def _is_abandoned(path: Path, host: str, pid: int) -> bool:
    if host != _host():
        with contextlib.suppress(OSError):
            return time.time() - path.stat().st_mtime > _ABANDONED_SECONDS
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _host() -> str:
    return re.sub(r"[^0-9a-z-]", "-", socket.gethostname().lower())[:40] or "host"


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """The new name itself is on the disk only when its folder is; not every system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
