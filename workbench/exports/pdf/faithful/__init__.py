# SPDX-License-Identifier: AGPL-3.0-or-later
"""Layouts ``faithful`` and ``image``: each kept character in its place on a new page of the same size."""
