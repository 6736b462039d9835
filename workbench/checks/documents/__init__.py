# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules about a document as a whole (D)."""

from __future__ import annotations
