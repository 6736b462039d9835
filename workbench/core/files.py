# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that appear under their names whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
import zlib
from pathlib import Path
from types import TracebackType


_MARK = ".workbench-tmp"
_OURS = re.compile(rf"\..*\.(?P<host>[0-9a-z-]+)\.(?P<pid>\d{{1,9}}){re.escape(_MARK)}")
_ABANDONED_SECONDS = 24 * 3600
_HANDLES = "/proc/self/fd"
_CHUNK = 1 << 20


class PendingFiles:
    """Files written in their final folders, readable by nobody else, that get their names together at the end.

    Left by an error, an interrupt or without ``commit``, nothing of them stays. Nothing half-written ever has a final
    name. Where the system has files without a name (Linux, most file systems), a process that is killed leaves nothing
    either; elsewhere it leaves hidden temporary files, which ``sweep`` removes.
    """

    def __init__(self) -> None:
        """No file yet."""
        self._pending: list[tuple[_Pending, Path, int, bool]] = []

    def __enter__(self) -> PendingFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file, *_ in self._pending:
            file.drop()

    def write(self, final: Path, data: bytes, *, private: bool) -> None:
        """Writes ``data`` to the disk of the folder of ``final`` and reads it again. ``private``: mode 0600.

        Raises:
            OSError: it could not be written, or the disk does not give back what was written.

        """
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
        self._write(final, data, 0o600 if private else 0o666 & ~_umask())

    def change(self, original: Path, data: bytes) -> None:
        """As ``write``, in place of a file whose permissions stay and which is never gone, not even for a moment.

        Raises:
            OSError: as ``write``; or there is no such file.

        """
        target = original.resolve(strict=True)
        self._write(target, data, stat.S_IMODE(target.stat().st_mode), in_place=True)

    def _write(self, final: Path, data: bytes, mode: int, *, in_place: bool = False) -> None:
        # A name would take the place of a device: of /dev/stdout, by who may write there, also where that is a file.
        if final.exists() and (not (final.is_file() or final.is_dir()) or os.path.realpath(final.parent) == "/dev"):
            raise OSError(None, "is a device, pipe or socket, not a file")
        file = _open_beside(final)
        self._pending.append((file, final, mode, in_place))
        _write(file.handle, data)
        os.fsync(file.handle)
        if _read(file.handle) != data:
            raise OSError(None, "the disk does not give back what was written")

    def commit(self) -> None:
        """Gives every file its final name, in the order of writing."""
        folders = {final.parent for _, final, *_ in self._pending}
        while self._pending:
            file, final, mode, in_place = self._pending[0]
            os.fchmod(file.handle, mode)
            (file.take_place if in_place else file.take_name)(final)
            self._pending.pop(0)
        for folder in folders:
            _sync_folder(folder)


class _Nameless:
    """A file in a folder without a name (``O_TMPFILE``): the system forgets it with the process that wrote it.

    ``take_name`` gives it its name in place of what had it; with ``take_place`` that has the name until then.
    """

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the system has no such files."""
        self.handle = os.open(folder, os.O_RDWR | os.O_TMPFILE, 0o600)

    def take_name(self, final: Path) -> None:
        # A link does not take the place of a file, and a link under a second name would stay there if the process were
        # killed before it was moved. Better for a moment neither the old copy nor the new one.
        final.unlink(missing_ok=True)
        self._link(final)
        os.close(self.handle)

    def take_place(self, final: Path) -> None:
        # Only an original is worth the second name: killed here, the run leaves one for ``sweep``.
        beside = _hidden_name(final)
        beside.unlink(missing_ok=True)
        try:
            self._link(beside)
            beside.replace(final)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        os.close(self.handle)

    def _link(self, name: Path) -> None:
        handles = os.open(_HANDLES, os.O_RDONLY)
        try:
            os.link(str(self.handle), name, src_dir_fd=handles, follow_symlinks=True)
        finally:
            os.close(handles)

    def drop(self) -> None:
        os.close(self.handle)


class _Hidden:
    """The same under a hidden name of its own."""

    def __init__(self, final: Path) -> None:
        self._path = _hidden_name(final)
        self._path.unlink(missing_ok=True)
        # O_EXCL and O_NOFOLLOW: a link planted under the temporary name must not be written through.
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        self.handle = os.open(self._path, flags, 0o600)

    def take_name(self, final: Path) -> None:
        os.close(self.handle)
        self.handle = -1
        self._path.replace(final)

    take_place = take_name

    def drop(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
        self._path.unlink(missing_ok=True)


_Pending = _Nameless | _Hidden


def _hidden_name(final: Path) -> Path:
    # The end of a name, which may be 255 bytes long, and what tells it from others with that end.
    name = f"{final.name[-40:]}.{zlib.crc32(os.fsencode(final.name)):08x}"
    return final.with_name(f".{name}.{_host()}.{os.getpid()}{_MARK}")


def _open_beside(final: Path) -> _Pending:
    if hasattr(os, "O_TMPFILE") and Path(_HANDLES).is_dir():
        with contextlib.suppress(OSError):  # not on this file system; if the folder is at fault, the other way says so
            return _Nameless(final.parent)
    return _Hidden(final)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest[:_CHUNK]) :]


def _read(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    return b"".join(iter(lambda: os.read(handle, _CHUNK), b""))


def sweep(folder: Path, *, below: bool = True) -> None:
    """Removes temporary files in ``folder`` and ``below`` it whose process is gone; another machine's after a day."""
    if not folder.is_dir():
        return
    for path in folder.glob(f"**/.*{_MARK}" if below else f".*{_MARK}"):
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
    import socket  # nothing that only reads needs it

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
