# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a PDF is read: its words in reading order, its looks, boxes, tables and pictures."""

from __future__ import annotations
