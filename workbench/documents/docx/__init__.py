# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a Word document is read, as what a reader of it sees."""

from __future__ import annotations
