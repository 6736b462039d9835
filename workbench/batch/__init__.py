# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many documents: local processes or a cluster, resume, progress."""

from __future__ import annotations
