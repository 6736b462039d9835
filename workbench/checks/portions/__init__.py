# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules about portion marks (P)."""

from __future__ import annotations
