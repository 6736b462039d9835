# SPDX-License-Identifier: AGPL-3.0-or-later
"""The frame of an HTML copy: one file, no script, no network, every character of the document escaped."""

from __future__ import annotations

from html import escape

from workbench.structure.model import Kind


TAGS = {Kind.TITLE: "h1", Kind.HEADING: "h2"}
# Nothing may be fetched and nothing may run, whatever a document managed to smuggle into the text.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #111; background: #fff }
p, li, h1, h2, td, th { white-space: pre-wrap; margin: 0 0 .8rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem } .caption { font-style: italic }
.furniture { color: #555; font-size: .85rem } .cell { border-left: 2px solid #999; padding-left: .5rem }
table { border-collapse: collapse; margin: 0 0 .8rem }
td, th { border: 1px solid #999; padding: .2rem .5rem; text-align: left; vertical-align: top }
.stamp { border: 2px solid #111; padding: .5rem; margin: 0 0 1rem; text-align: center; font-weight: bold }
.withheld { border: 1px solid #111; padding: 0 .25rem; background: #eee }
"""


def page(title: str, body: str, style: str = "") -> bytes:
    """A whole page from ``body``, which is markup already. ``title`` is plain text."""
    return f"{head(title, style)}{body}\n</body>\n</html>\n".encode()


def head(title: str, style: str = "") -> str:
    """All of a page that stands before its body: the same for every document."""
    return (
        '<!doctype html>\n<html lang="en">\n'
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{_STYLE}{style}</style></head>\n<body>\n"
    )
