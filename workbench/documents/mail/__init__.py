# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an e-mail and what it carries are read."""

from __future__ import annotations
