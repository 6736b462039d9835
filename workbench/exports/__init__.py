# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sanitized and annotated copies, their verification, and the redaction index."""

from __future__ import annotations
