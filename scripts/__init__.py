# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tools of the project that are not shipped."""

from __future__ import annotations
