# SPDX-License-Identifier: AGPL-3.0-or-later
"""The options of ``workbench export``, in the sections of its help."""

from __future__ import annotations

import click

from workbench.cli.common import PATH, choice_option, ocr_option, policy_option
from workbench.cli.sections import section


PURPOSES = ("sanitized", "annotated")


def _purposes(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    for purpose in chosen:
        if purpose not in PURPOSES:
            raise click.BadParameter(f"{purpose!r} is not one of {', '.join(PURPOSES)}")
    return chosen


what_is_withheld = section(
    "What is withheld",
    policy_option("What is withheld: public (marked above U, or unmarked), none, another policy, or a YAML file."),
    click.option("--terms", "terms_file", type=PATH, help="Words to withhold, one a line: TERM or TERM<TAB>CODE."),
    click.option(
        "--patterns",
        "pattern_names",
        metavar="NAME,...|all|FILE",
        help="Forms to withhold (ssn, phone, email...: rules/patterns.yaml), or a YAML file of them.",
    ),
    click.option(
        "--case", "case_file", type=PATH, help="Case file with decisions (default: .workbench/case.db, if any)."
    ),
    click.option(
        "--decisions",
        "decisions_file",
        type=PATH,
        help="YAML or JSON file of pages, boxes, paragraphs or spans to withhold or release.",
    ),
    click.option("--approved", is_flag=True, help="Only what one person reviewed and another approved in the case."),
)
look_of_copies = section(
    "Copies",
    click.option(
        "--as",
        "purposes",
        metavar="PURPOSES",
        default="sanitized",
        show_default=True,
        callback=_purposes,
        help="Copies to make: sanitized, annotated, or both with a comma.",
    ),
    choice_option("--format", ("same", "pdf", "docx", "txt", "html"), "Format of the copies.", "form"),
    choice_option(
        "--layout", ("faithful", "reflow", "image"), "Look of a PDF copy: the original's, set anew, or pixels."
    ),
    choice_option(
        "--extent", ("unit", "lines"), "What a label tells of how much is gone: its kind, or the number of lines."
    ),
    click.option("--hide-widths", is_flag=True, help="Let no place in a PDF tell the width of a withheld word."),
    click.option("--keep-links", is_flag=True, help="Keep links over kept words whose address tells nothing withheld."),
    click.option("--keep-bookmarks", is_flag=True, help="Keep bookmarks whose title is kept text of their page."),
)
notices_on_copies = section(
    "Stamp, header and footer",
    click.option("--stamp", type=click.Choice(["declassified"]), help="Stamp what was classified as declassified."),
    click.option("--authority", default="", help="Who declassifies: name and position, or title and date of a guide."),
    click.option("--on", "on", default="", metavar="YYYY-MM-DD", help="Date of the stamp, header and footer."),
    click.option("--track", default="foia", show_default=True, help="Ground of release; some allow no stamp."),
    click.option("--header", default="", help="Line above each page: {document} {page} {pages} {date} {case}."),
    click.option("--footer", default="", help="Line below each page, likewise."),
)
work_to_do = section(
    "Work",
    ocr_option,
    click.option("--jobs", type=click.IntRange(1), help="Documents at a time (default: one a processor)."),
    choice_option("--engine", ("local", "dask"), "Where the work is done."),
    click.option("--scheduler", default="", help="Address of a Dask scheduler."),
    click.option("--resume", is_flag=True, help="Skip what an earlier run finished from the same bytes and settings."),
)
