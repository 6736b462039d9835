# SPDX-License-Identifier: AGPL-3.0-or-later
"""A marked memorandum, and the copy of it that an export in the current folder makes."""

from __future__ import annotations

from pathlib import Path


MEMO = """SECRET//NOFORN

MEMORANDUM FOR THE RECORD

(U) The harbour of Tarn is open to visitors in summer.

(S//NF) The source Quillback was met at noon behind the fish market.

The meeting was repeated in the evening at another place.

(U) The weather was fair and the ferry ran on time.

SECRET//NOFORN
"""


def sanitized(tmp_path: Path, name: str = "memo.sanitized.txt") -> str:
    return (tmp_path / "exports" / "sanitized" / name).read_text()
