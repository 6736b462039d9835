# SPDX-License-Identifier: AGPL-3.0-or-later
"""What text a page may cut off by a clip, told from the bytes of its contents.

Nearly every page clips and nearly none cuts off text: writers set a clip to the page, or to a picture or rule that they
draw in it. Where the bytes leave any doubt the answer is that nothing is known; strings, comments and pictures inside
the contents can hold any bytes, so only forms that cannot lie half in such a thing are taken for what they look like.
"""

from __future__ import annotations

import re

from workbench.documents.pdf.shapes import Rectangle


# ISO 32000-2, 8.5.4: W and W* clip to the path before them.
_CLIP = re.compile(rb"W(?<![A-Za-z/#_(<-]W)\*?(?=[\s\[(</%]|\Z)")
# One rectangle, in a graphics state of its own.
_FRAME = re.compile(rb"q\s+([-+.\d]+)\s+([-+.\d]+)\s+([-+.\d]+)\s+([-+.\d]+)\s+re\s+W\*?\s+n(?=\s)")
# To the end of that state: nothing but numbers, names of colours and states, and paths. No text, string or picture.
_TEXTLESS = re.compile(rb"(?:\s+(?:[-+.\d]+|/[\w.+-]+|cm|Do|gs|rg|RG|re|[gGkKmlcvyhwJjMdifFSsBbn]\*?))*\s+Q(?=\s|\Z)")
_COMMENTED = re.compile(rb"%[^\r\n%]*q\s")
_PLACED_PICTURE = re.compile(rb"q\s+(?:[-+.\d]+\s+){6}cm\s+/[\w.+-]+\s+Do\s+Q(?=\s|\Z)")
EVERYWHERE: Rectangle = (-1e9, -1e9, 1e9, 1e9)


def text_frames(contents: bytes) -> tuple[Rectangle, ...] | None:
    """The rectangles (left, bottom, right, top, in the units of the page's contents) that clip text of the page.

    None where that cannot be told; empty where nothing is clipped at all, ``EVERYWHERE`` where no text is.
    """
    clips = len(_CLIP.findall(contents))
    if not clips:
        return ()
    frames = list(_FRAME.finditer(contents))
    if len(frames) != clips or _COMMENTED.search(contents):
        return None
    around_text = [frame for frame in frames if not _TEXTLESS.match(contents, frame.end())]
    if around_text and contents.count(b"cm") != (len(_PLACED_PICTURE.findall(contents)) if b"Do" in contents else 0):
        return None
    told = set(map(_rectangle, around_text))
    return None if None in told else (EVERYWHERE, *sorted(filter(None, told)))


def _rectangle(frame: re.Match[bytes]) -> Rectangle | None:
    try:
        x, y, width, height = map(float, frame.groups())
    except ValueError:
        return None
    return min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height)
