# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redaction boxes and struck words in the picture of a page: geometry on pixels, no PDF library."""
