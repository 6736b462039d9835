# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the parts cost, and whether reading is total. Not part of the wheel."""
