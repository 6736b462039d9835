# SPDX-License-Identifier: AGPL-3.0-or-later
"""Columns of running text: the white stripes between them, and the regions they part. Geometry only, no PDF library."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from workbench.documents.grids import is_led, is_table
from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.pieces import Fragment, Row, is_marked, rows_of, written_down


_GUTTER_POINTS = 5.0
_GUTTER_ROWS, _MANY_ROWS, _MOST_HEADS = 3, 8, 20
_COLUMN_POINTS = 90.0
_COLUMN_FILL = 0.55
_SAME_SIZE = 1.05
# Of the pieces: how many are written below the one before though others stand beside it, but by chance.
_TOLD = 0.125
# Of the rows: how many have marks on both sides in a table.
_MARKED = 0.25
# Of the height of a line: more than a scanner tilts a row by; and how many rows of two columns are that far off.
_STAGGERED, _MOSTLY = 0.25, 0.4
# White between lines of one column, in heights of a line: inside of a paragraph, and between paragraphs.
_CLOSE, _PARTED = 1.2, 2.6
_NEVER = (1 << 31, 0, 0)
# Pieces looked at beside one, and stripes beside each other. A page has some dozens; more are a map or a broken file,
# and all pairs take minutes.
_MOST_BESIDE = 100


@dataclass(slots=True)
class _Gutter:
    """A white stripe that several pairs of fragments leave free.

    ``free``: what is left of it between the first ``seen`` fragments of the page, from the top down.
    """

    x0: float
    x1: float
    y0: float
    y1: float
    rows: int = 1
    seen: int = 0
    free: list[tuple[float, float]] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Of its width."""
        return (self.x0 + self.x1) / 2

    def begin(self, seen: int) -> None:
        """Nothing crosses it yet."""
        self.seen, self.free = seen, [(self.x0, self.x1)]

    def pass_by(self, pieces: Sequence[Fragment]) -> bool:
        """Whether the next ``pieces`` leave any of it free."""
        self.seen += len(pieces)
        for piece in pieces:
            if piece.x0 < self.x1 - 1 and piece.x1 > self.x0 + 1:
                left, right = piece.x0 + 1, piece.x1 - 1
                parts = [part for a, b in self.free for part in ((a, min(b, left)), (max(a, right), b))]
                self.free = sorted({(a, b) for a, b in parts if b - a >= _GUTTER_POINTS})
        return bool(self.free)

    def takes(self, gap: _Gutter, falling: Sequence[Fragment], beside: int) -> bool:
        """Whether ``gap``, which ends beside that piece of the page, goes on with it; it is then longer."""
        x0, x1 = max(self.x0, gap.x0), min(self.x1, gap.x1)
        if x1 - x0 < _GUTTER_POINTS or not any(a <= x0 and x1 <= b for a, b in self.free):
            return False
        if any(f.x0 < x1 - 1 and f.x1 > x0 + 1 for f in falling[self.seen : beside]):
            return False
        self.x0, self.x1, self.y1 = x0, x1, max(self.y1, gap.y1)
        self.rows += 1
        self.free = [(x0, x1)]
        return True


def regions(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Regions of a page in reading order, each without a column gutter in it."""
    gutter = _best_gutter(fragments)
    if gutter is None:
        return [fragments] if fragments else []
    _extend(gutter, fragments)
    above: list[Fragment] = []
    left: list[Fragment] = []
    right: list[Fragment] = []
    below: list[Fragment] = []
    for piece in fragments:
        y = (piece.y0 + piece.y1) / 2
        if y < gutter.y0:
            above.append(piece)
        elif y > gutter.y1:
            below.append(piece)
        else:
            (left if (piece.x0 + piece.x1) / 2 < gutter.middle else right).append(piece)
    if not left or not right:
        return [fragments]
    return [region for part in (above, left, right, below) for region in regions(part)]


def _best_gutter(fragments: list[Fragment]) -> _Gutter | None:
    gaps = _gaps(fragments)
    gutters: list[_Gutter] = []
    open_still: list[_Gutter] = []
    falling = sorted(fragments, key=_middle)
    middles = list(map(_middle, falling))
    for gap in gaps:
        above, beside = bisect_left(middles, gap.y0), bisect_left(middles, gap.y1)
        open_still = [g for g in open_still if g.seen >= above or g.pass_by(falling[g.seen : above])]
        if not any(g.takes(gap, falling, beside) for g in open_still):
            gap.begin(bisect_right(middles, gap.y0))
            gutters.append(gap)
            open_still.append(gap)
            if len(open_still) > _MOST_BESIDE:
                open_still.remove(min(open_still, key=lambda g: g.y1))
    likely = sorted((g for g in gutters if g.rows >= _GUTTER_ROWS), key=lambda g: (-g.rows, g.y0))
    near = ByHeight(fragments)
    found = next((g for g in likely if _parts_columns(g, near.between(g.y0, g.y1))), None)
    few = [g for g in gutters if g.rows < _GUTTER_ROWS][:_MOST_HEADS] if found is None else ()
    heads = (_beside_few(g, falling[bisect_left(middles, g.y0 - (g.y1 - g.y0) / 2) :]) for g in few)
    return found or next(filter(None, heads), None)


def _beside_few(gutter: _Gutter, falling: Sequence[Fragment]) -> _Gutter | None:
    """The stripe between a column of many lines and the few that go on with it at its head; None if there is none.

    ``falling`` are the pieces from the gutter on, from the top down.
    """
    edge, height = gutter.x1 - _GUTTER_POINTS, gutter.y1 - gutter.y0
    left, right = list[Fragment](), list[Fragment]()
    for piece in falling:
        far = bool(left) and piece.y0 - left[-1].y1 > _PARTED * height
        if far or piece.x0 < edge < piece.x1 or len(right) == _GUTTER_ROWS:
            break
        (left if piece.x1 <= edge else right).append(piece)
    if not 0 < len(right) < _GUTTER_ROWS or len(left) < _MANY_ROWS or right[-1].y1 > left[_GUTTER_ROWS].y0:
        return None
    if not _is_filled(left) or min(max(f.x1 - f.x0 for f in side) for side in (left, right)) < _COLUMN_POINTS:
        return None
    return _Gutter(max(f.x1 for f in left), gutter.x1, min(left[0].y0, right[0].y0), left[-1].y1)


def _gaps(fragments: list[Fragment]) -> list[_Gutter]:
    """The white between each fragment and its next neighbour to the right, from the top down."""
    ordered = sorted(fragments, key=lambda f: f.y0)
    nearest: dict[int, Fragment] = {}
    for i, a in enumerate(ordered):
        for j in range(i + 1, min(i + _MOST_BESIDE, len(ordered))):
            b = ordered[j]
            if b.y0 > a.y1 - 0.25 * min(a.y1 - a.y0, b.y1 - b.y0):
                break
            left, right, key = (a, b, i) if a.x1 <= b.x0 else (b, a, j)
            if left.x1 <= right.x0 and (key not in nearest or right.x0 < nearest[key].x0):
                nearest[key] = right
    gaps = []
    for key, right in nearest.items():
        left = ordered[key]
        if right.x0 - left.x1 >= _GUTTER_POINTS:
            gaps.append(_Gutter(left.x1, right.x0, min(left.y0, right.y0), max(left.y1, right.y1)))
    return sorted(gaps, key=lambda g: (g.y0, g.x0))


def _middle(piece: Fragment) -> float:
    return (piece.y0 + piece.y1) / 2


def _parts_columns(gutter: _Gutter, inside: list[Fragment]) -> bool:
    """Whether both sides of what is ``inside`` are columns of running text.

    They are wide, and filled by most lines or written one after the other. Cells of a table, numbers before paragraphs
    and codes at the margin are not.
    """
    sides = [f for f in inside if f.x1 <= gutter.x0 + 1], [f for f in inside if f.x0 >= gutter.x1 - 1]
    if any(len(side) < _GUTTER_ROWS or max(f.x1 - f.x0 for f in side) < _COLUMN_POINTS for side in sides):
        return False
    chunks = _chunks(*sides)
    if len(chunks) == 2:
        return True
    rows = [row for row in rows_of([*sides[0], *sides[1]]) if len(row) > 1]
    texts = [[piece.text for piece in row] for row in rows]
    if is_table(texts) or is_led(texts):
        return False
    return (all(map(_is_filled, sides)) or _are_staggered(rows)) and not (_are_rows(chunks) or _are_marked(rows))


def _is_filled(side: list[Fragment]) -> bool:
    widths = [f.x1 - f.x0 for f in side]
    return sum(widths) >= _COLUMN_FILL * max(widths) * len(widths)


def _are_staggered(rows: list[Row]) -> bool:
    """Whether the lines of one side stand beside the spaces of the other, as rows of a table never do."""
    off = sum(abs(row[0].y1 - row[-1].y1) > _STAGGERED * (row[0].y1 - row[0].y0) for row in rows)
    return len(rows) >= 2 * _GUTTER_ROWS and off >= _MOSTLY * len(rows)


def _are_marked(rows: list[Row]) -> bool:
    """Whether marks stand side by side in many rows, as in a table and as paragraphs of two columns never do."""
    marked = sum(is_marked(row[0]) and is_marked(row[-1]) for row in rows)
    return marked > 1 and marked >= _MARKED * len(rows)


def _chunks(left: list[Fragment], right: list[Fragment]) -> list[list[Fragment]]:
    """What the file has of one side before it goes over to the other; none where it goes across line by line."""
    sides = {id(piece): side for side, pieces in enumerate((left, right)) for piece in pieces}
    down = written_down(rows_of([*left, *right]), lambda piece: sides[id(piece)])
    if down.total() < _TOLD * len(sides):
        return []
    pieces = sorted([*left, *right], key=lambda f: f.place)
    return [list(chunk) for _, chunk in groupby(pieces, key=lambda f: sides[id(f)])]


def _are_rows(chunks: list[list[Fragment]]) -> bool:
    """Whether they are the cells of the rows of a table: in one type, each row below all of the one before."""
    sizes = [piece.size for chunk in chunks for piece in chunk]
    if not sizes or max(sizes) > _SAME_SIZE * min(sizes):
        return False  # footnotes, which are written behind all columns
    bottoms = list(accumulate((max(map(_middle, chunk)) for chunk in chunks), max))
    return all(min(map(_middle, chunks[i])) > bottoms[i - 1] for i in range(2, len(chunks), 2))


def _extend(gutter: _Gutter, fragments: list[Fragment]) -> None:
    """Lengthen the stripe over the lines that go on in one column where the other has ended, up to what crosses it.

    They may be longer than those that the stripe is known from: what leaves a stripe does not cross it.
    """
    free: list[Fragment] = []
    top, bottom = float("-inf"), float("inf")
    for piece in fragments:
        if piece.x1 <= gutter.x1 - _GUTTER_POINTS or piece.x0 >= gutter.middle:
            free.append(piece)
        elif piece.y1 <= gutter.y0 + 2:
            top = max(top, piece.y1)
        elif piece.y0 >= gutter.y1 - 2:
            bottom = min(bottom, piece.y0)
    goes_on = _going_on(gutter, free)
    for piece in sorted(free, key=lambda f: f.y0):
        if gutter.y1 <= piece.y1 <= bottom + 2 and goes_on(piece, piece.y0 - gutter.y1):
            gutter.y1 = piece.y1
    for piece in sorted(free, key=lambda f: -f.y1):
        if gutter.y0 >= piece.y0 >= top - 2 and goes_on(piece, gutter.y0 - piece.y1):
            gutter.y0 = piece.y0


def _going_on(gutter: _Gutter, free: list[Fragment]) -> Callable[[Fragment, float], bool]:
    """Says whether a piece goes on with its column, so many points away from what is known of it.

    It follows closely, or the file has it before it goes over to the right; where the file does not tell, as one of
    several lines at the distance of paragraphs.
    """
    inside = [f for f in free if gutter.y0 <= _middle(f) <= gutter.y1]
    last = max((f.place for f in inside if f.x1 <= gutter.middle), default=_NEVER)
    first = min((f.place for f in inside if f.x0 >= gutter.middle), default=_NEVER)
    more = len(free) - len(inside) >= _GUTTER_ROWS

    def goes_on(piece: Fragment, away: float) -> bool:
        height = piece.y1 - piece.y0
        if away < _CLOSE * height:
            return True
        if last < first:
            return piece.place < first if piece.x0 < gutter.x0 else piece.place > last
        return more and away < _PARTED * height

    return goes_on
