# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sanitized and annotated Word copies, and what checks them with other libraries."""

from __future__ import annotations
