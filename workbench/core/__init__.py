# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ground floor: findings, errors and the reading of rules/. Knows nothing of documents or marks."""

from __future__ import annotations
