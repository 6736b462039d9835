# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which mark belongs to which paragraph; page furniture; broken paragraphs; what is unmarked."""

from __future__ import annotations
