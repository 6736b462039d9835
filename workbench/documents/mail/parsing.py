# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes of an e-mail as its parts.

``email`` parses with its oldest policy, compat32: the header objects of ``policy.default`` raise on malformed fields,
take seconds for hostile ones, and a reviewer needs what stands there, not what it means.
"""

from __future__ import annotations

import codecs
import email
import email.policy
from email.message import Message
from typing import Any

from workbench.core.errors import TooLargeDocumentError
from workbench.documents.limits import Limits


_ALWAYS, _COMPARED = 10, 20_000_000
"""Levels that are read however long a message is, and comparisons of lines that deeper ones may cost (five seconds)."""


def parse_message(data: bytes, path: str, limits: Limits) -> Message:
    """The message with the parts inside it.

    The parser of the standard library compares every line with the end of every part around it, so what a depth costs
    depends on the length.

    Raises:
        TooLargeDocumentError: deeper nested than ``limits``, or a message as long, allow.

    """
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    deepest = min(limits.max_depth, max(_ALWAYS, _COMPARED // max(1, lines)))

    class Bounded(Message):
        depth = 0

        def attach(self, payload: Any) -> None:
            payload.depth = self.depth + 1
            if payload.depth > deepest:
                raise TooLargeDocumentError(path, "is nested too deep")
            super().attach(payload)

    # With a byte order mark before it the first field would have another name.
    return email.message_from_bytes(data.removeprefix(codecs.BOM_UTF8), Bounded, policy=email.policy.compat32)
