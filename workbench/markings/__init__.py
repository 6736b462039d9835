# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a marking means: the register, the grammar, the books, roll-up, canonical forms."""

from __future__ import annotations
