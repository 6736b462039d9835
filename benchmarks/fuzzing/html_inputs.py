# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages with everything the reader looks at, and tags where none should be."""

from __future__ import annotations

import random
import re

from benchmarks.fuzzing import Target


_TAG = re.compile(rb"<[^<>]*>")
_TAGS = (
    *(b"<p>", b"</p>", b"<div hidden>", b"</div>", b"<table>", b"<td>", b"<pre>", b"</pre>", b"<s>", b"</s>", b"<br>"),
    *(b"<!--", b"-->", b"<script>", b"</script>", b"<template>", b"<svg><style>", b"<title>", b"<plaintext>", b"<xmp>"),
    *(
        b"<![CDATA[",
        b"]]>",
        b"<?xml",
        b"<!doctype html [<!ENTITY a 'b'>]>",
        b"&a;",
        b"&#0;",
        b"&#xD800;",
        b"&#9999999;",
    ),
    *(b"<frameset>", b"<html>", b"<body style='display:none'>", b"<select>", b"<math><mi>", b"<p style='opacity:0'>"),
)
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="{}"><title>x</title><style>p {{ color: red }}</style></head>'
    "<body><header>SECRET</header><h1>(U) Title</h1><p>1. (S//NF) The <b>ferry</b> “Aster”&nbsp;sailed.<br>Next</p>"
    "<ul><li>(C) one<li>two</ul><table><tr><td>a<td>b</table><pre>as it\n  stands</pre><p><s>SECRET</s></p>"
    "<p hidden>gone</p><!-- note --><script>x()</script><footer>SECRET</footer></body></html>"
)


def seeds() -> list[bytes]:
    return [_PAGE.format(codec).encode(codec, "replace") for codec in ("utf-8", "windows-1252", "utf-16", "shift_jis")]


def odd_tag(data: bytes, rng: random.Random) -> bytes:
    found = list(_TAG.finditer(data))
    if not found:
        return data
    at = rng.choice(found)
    return data[: at.start()] + rng.choice((*_TAGS, rng.choice(found)[0])) + data[at.end() :]


def nest(data: bytes, rng: random.Random) -> bytes:
    at, tag = (
        rng.randrange(len(data)),
        rng.choice((b"<div>", b"<b>", b"<table><tr><td>", b"<ul><li>", b"<pre>", b"<s>")),
    )
    return data[:at] + tag * rng.choice((10, 250, 20_000)) + data[at:]


TARGET = Target("page.html", seeds, changes=(odd_tag, odd_tag, nest), tokens=_TAGS)
