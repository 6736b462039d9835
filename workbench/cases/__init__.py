# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case file: decisions, their history, and the audit chain."""

from __future__ import annotations
