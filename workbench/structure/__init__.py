# SPDX-License-Identifier: AGPL-3.0-or-later
r"""Which mark belongs to which paragraph: ``analyse`` tells it, with page furniture and the overall marking.

>>> from workbench.documents import read_document
>>> from workbench.structure import analyse
>>> analysis = analyse(read_document(b"SECRET\n\n(S) The pier is closed.\n\nSECRET\n", "memo.txt"))
>>> [(paragraph.kind.value, paragraph.portion.raw) for paragraph in analysis.paragraphs if paragraph.portion]
[('body', '(S)')]
>>> analysis.overall.banner.banner, analysis.overall.consistent
('SECRET', True)
"""

from __future__ import annotations

from workbench.structure.analysing import analyse
from workbench.structure.model import Analysis, Kind, Overall, Paragraph, Placement, Portion, Role


__all__ = ["Analysis", "Kind", "Overall", "Paragraph", "Placement", "Portion", "Role", "analyse"]
