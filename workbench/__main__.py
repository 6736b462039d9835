# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m workbench`` is the same command as ``workbench``."""

from __future__ import annotations

from workbench.cli import main


if __name__ == "__main__":
    main()
