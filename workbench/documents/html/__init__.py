# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an HTML page is read: what a browser shows of it by the styles in the page."""
