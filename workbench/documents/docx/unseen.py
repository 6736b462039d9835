# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a DOCX holds beside what it shows, and the finding for each kind of it."""

from __future__ import annotations

from enum import Enum

from workbench.core.findings import Severity


class Unseen(Enum):
    """What a DOCX holds beside what it shows: the finding's code, its severity, and its words for a count."""

    DELETED = ("R101", Severity.WARNING, "{} characters of deleted text (tracked changes), not shown and not read")
    INSERTED = ("R102", Severity.INFO, "{} characters of inserted text (tracked changes), read as text")
    HIDDEN = ("R103", Severity.WARNING, "{} characters of hidden text, not shown and not read")
    FIELD = ("R104", Severity.INFO, "{} characters of field codes, not shown and not read")
    COMMENT = ("R105", Severity.WARNING, "{} comments, not read")
    PICTURE = ("R106", Severity.INFO, "{} pictures: words in them are not read")
    OBJECT = ("R107", Severity.WARNING, "{} charts, diagrams or embedded objects: words in them are not read")
    FAINT = (
        "R108",
        Severity.WARNING,
        "{} characters in the colour of their ground, clear or too small, not shown and not read",
    )
    STORY = ("R109", Severity.WARNING, "{} headers, footers or notes that no page shows, not read")
    ALT_TEXT = ("R110", Severity.INFO, "{} descriptions of pictures or tables (alternative text), not read")
    OUTSIDE = ("R111", Severity.WARNING, "{} references to content outside of the text that Word would fetch, not read")
    UNKNOWN = ("R112", Severity.WARNING, "{} characters in elements that are not known here, not read")
    BRANCH = ("R113", Severity.WARNING, "{} places with another text for other programs, of which one is read")
    MACRO = ("R114", Severity.WARNING, "{} parts with macros, not read")
    CUSTOM = ("R115", Severity.INFO, "{} parts with custom XML, not read")
    MERGED = ("R116", Severity.WARNING, "{} characters in merged cells that show nothing, not read")
    OPEN_FIELD = ("R117", Severity.WARNING, "{} fields without an end, read as if they were none")
    CHUNK = ("R119", Severity.INFO, "{} documents in the document, read where they stand")
    EQUATION = ("R118", Severity.INFO, "{} equations, read as their characters in a row")
