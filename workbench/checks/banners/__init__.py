# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules about banners (B)."""

from __future__ import annotations
