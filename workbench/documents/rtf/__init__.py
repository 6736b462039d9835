# SPDX-License-Identifier: AGPL-3.0-or-later
"""How RTF is read, as what a reader of it sees."""

from __future__ import annotations
