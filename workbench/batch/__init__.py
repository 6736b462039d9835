# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many documents: local processes or a cluster, resume, progress."""

from __future__ import annotations


TIMEOUT_SECONDS = 1800
"""How long one document may take. A hostile file must not hold up a night's run."""
