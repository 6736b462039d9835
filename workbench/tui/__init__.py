# SPDX-License-Identifier: AGPL-3.0-or-later
"""The terminal UI. No logic of its own."""

from __future__ import annotations
