# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan: what is withheld, where, why."""

from __future__ import annotations
