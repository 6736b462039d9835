# SPDX-License-Identifier: AGPL-3.0-or-later
"""Comparing releases, and corroborating with public sources."""

from __future__ import annotations
