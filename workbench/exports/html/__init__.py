# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sanitized and annotated HTML copies."""

from __future__ import annotations
