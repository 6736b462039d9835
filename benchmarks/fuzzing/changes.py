# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changes to any file: flipped bits, cut and copied stretches, odd numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from benchmarks.fuzzing import Change, Target


_ODD = (b"\x00", b"\xff", b"\x7f", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\n", b" ", b"(", b"<", b"[")
_NUMBERS = (
    b"0",
    b"-1",
    b"1e38",
    b"99999999999999999999",
    b"2147483648",
    b"-2147483649",
    b"65536",
    b"0.0000001",
    b"nan",
)
_LONGEST = 1 << 20


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 30))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def take_out(data: bytes, rng: random.Random) -> bytes:
    first, last = stretch(data, rng)
    return data[:first] + data[last:]


def repeat(data: bytes, rng: random.Random) -> bytes:
    """A stretch many times over: deep nesting where it opens something."""
    first, last = stretch(data, rng)
    times = min(rng.choice((1, 2, 30, 3000)), _LONGEST // max(1, last - first))
    return data[:first] + data[first:last] * times + data[last:]


def swap(data: bytes, rng: random.Random) -> bytes:
    (a, b), (c, d) = sorted((stretch(data, rng), stretch(data, rng)))
    c, d = max(b, c), max(b, d)
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def odd_number(data: bytes, rng: random.Random) -> bytes:
    found = list(re.finditer(rb"-?\d+(?:\.\d+)?", data))
    if not found:
        return data
    number = rng.choice(found)
    return data[: number.start()] + rng.choice(_NUMBERS) + data[number.end() :]


def stretch(data: bytes, rng: random.Random) -> tuple[int, int]:
    """The ends of a stretch of ``data``, most often a short one."""
    first = rng.randrange(len(data))
    return first, min(len(data), first + int(rng.paretovariate(0.5)))


GENERAL: Sequence[Change] = (flip_bits, flip_bits, cut_off, take_out, repeat, swap, odd_number)


def make_input(target: Target, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    """A seed after one to four changes."""
    data = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 2, 4))):
        if not data:
            break
        kind = rng.random()
        if kind < 0.5 and target.changes:
            data = rng.choice(target.changes)(data, rng)
        elif kind < 0.6:
            at = rng.randrange(len(data))
            data = data[:at] + rng.choice((*_ODD, *target.tokens)) + data[at:]
        else:
            data = rng.choice(GENERAL)(data, rng)
    return data
