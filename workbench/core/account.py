# SPDX-License-Identifier: AGPL-3.0-or-later
"""Under which account of the machine this runs."""

from __future__ import annotations

import getpass
import os


def account_name() -> str:
    """The name of the account that runs this, whatever ``USER`` says: anybody can set that."""
    try:
        import pwd
    except ImportError:  # Windows has no such list; there the environment is all there is
        return _said()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without an entry, as in a container
        return f"uid {os.getuid()}"


def _said() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
