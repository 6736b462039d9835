# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sanitized and annotated copies, their verification, and the redaction index."""

from __future__ import annotations

from workbench.exports.formats import annotate, inspect_file, sanitize, verify_copy


__all__ = ["annotate", "inspect_file", "sanitize", "verify_copy"]
