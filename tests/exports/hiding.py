# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ways to write a word so that a search for it fails, and a reader who undoes them by other code than ours."""

from __future__ import annotations

import base64
import codecs
import html
import re
import unicodedata
import urllib.parse


WORD = "QUILLBACKVANE77"
_CYRILLIC = str.maketrans("AECKB", "АЕСКВ")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN = str.maketrans("АЕСКВ", "AECKB")


def spellings(word: str = WORD) -> dict[str, str]:
    """Each spelling by the name that the cases use."""
    half = len(word) // 2
    return {
        "T": word,
        "upper": word.lower(),
        "first": word[:half],
        "second": word[half:],
        "wrapped": f"{word[:half]}\n{word[half:]}",
        "hyphenated": f"{word[:half]}-\n   {word[half:]}",
        "zero_width": "\u200b\u2060".join(word),
        "soft": "\u00ad".join(word),
        "reversed": word[::-1],
        "half_reversed": word[half:][::-1],
        "cyrillic": word.translate(_CYRILLIC),
        "wide": "".join(chr(ord(c) + 0xFEE0) for c in word),
        "accents": "\u0301".join(word),
        "spaced": " ".join(word),
        "ansi": "\x1b[31m".join(word),
        "overstruck": "".join(f"x\b{c}" for c in word),
        "base64": base64.b64encode(f"who={word};".encode()).decode(),
        "base64_inside": base64.b64encode(f"a longer message that names {word} somewhere".encode()).decode(),
        "hex": word.encode().hex(),
        "dump": _dump(f"they met {word} there".encode()),
        "hex16": word.encode("utf-16-be").hex(),
        "percent": "".join(f"%{ord(c):02X}" for c in word),
        "hat": "".join(f"^^{ord(c):02x}" for c in word),
        "octal": "".join(f"\\{ord(c):03o}" for c in word),
        "tags": "".join(chr(0xE0000 + ord(c)) for c in word),
        "qp": "".join(f"={ord(c):02X}" for c in word),
        "base85": base64.b85encode(f"by {word} at noon".encode()).decode(),
        "ascii85": base64.a85encode(f"by {word} at noon".encode(), adobe=True).decode(),
        "rot13": codecs.encode(word, "rot13"),
        "arabic": word.translate(_ARABIC),
        "stepped": f"{word[:half]}xx\x1b[2D{word[half:]}",
        "controls": "\x01".join(word),
        "zeros": "\0".join(word),
        "entities": "".join(f"&#{ord(c)};" for c in word),
    }


def _dump(data: bytes) -> str:
    """As ``xxd`` prints it, in one line; what the bytes are as text does not show, so that nothing else is searched."""
    rows = [data[start : start + 16] for start in range(0, len(data), 16)]
    return " ".join(f"{16 * at:08x}: {row.hex(' ', 2)} {'.' * len(row)}" for at, row in enumerate(rows))


def gives_away(copy: bytes, word: str = WORD) -> bool:
    """Whether ``word``, or most of it, can be got out of ``copy``."""
    text = copy.decode()
    undone = [text, html.unescape(text), urllib.parse.unquote(text), re.sub(r"<!--.*?-->|<[^>]*>", "", text)]
    undone.append(re.sub(r"\x1b\[[0-9;]*m|[^\x08]\x08", "", text))
    undone.append(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), text))
    undone.append(re.sub(r"\^\^([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), text))
    undone.append(re.sub(r"=([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), text))
    undone += [text.translate({ord(arabic): str(n) for n, arabic in enumerate("٠١٢٣٤٥٦٧٨٩")})]
    undone += [codecs.encode(text, "rot13"), re.sub(r".{2}\x1b\[2D", "", text)]
    undone += [re.sub(r"~~.*?~~|<del>.*?</del>", "", text), re.sub(r"\\[a-z]+ ?|[{}]", "", text)]
    undone += [_of_base85(run) for run in text.split()]
    undone += [bytes.fromhex("".join(re.findall(r" ([0-9a-f]{4}|[0-9a-f]{2})(?= )", text))).decode("latin-1")]
    undone += [_decoded(run) for run in re.findall(r"[A-Za-z0-9+/]{8,}={0,2}", text)]
    undone += [bytes.fromhex(run).decode("latin-1") for run in re.findall(r"(?:[0-9a-fA-F]{2}){6,}", text)]
    pieces = [word[i : i + 8] for i in range(len(word) - 7)]
    return any(piece in each or piece[::-1] in each for each in map(_squeezed, undone) for piece in pieces)


def _decoded(run: str) -> str:
    stem = run.rstrip("=")
    return base64.b64decode(stem[: len(stem) // 4 * 4]).decode("latin-1")


def _squeezed(text: str) -> str:
    plain = "".join(chr(ord(c) - 0xE0000) if 0xE0020 <= ord(c) < 0xE007F else c for c in text).translate(_LATIN)
    return "".join(c for c in unicodedata.normalize("NFKD", plain).upper() if c.isascii() and c.isalnum())


def _of_base85(run: str) -> str:
    try:
        data = base64.a85decode(run, adobe=True) if run.startswith("<~") else base64.b85decode(run)
    except ValueError:
        return ""
    return data.decode("latin-1")
