# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sanitized and annotated copies of text and Markdown, and what checks them."""

from __future__ import annotations
