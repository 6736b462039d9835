# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sanitized and annotated PDF copies in three layouts, and what checks them with other libraries."""

from __future__ import annotations

import workbench.documents.pdf  # noqa: F401  # PyMuPDF without its extras, before a module here imports it
