# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding marks in text and on pages: one finder a file."""

from __future__ import annotations
