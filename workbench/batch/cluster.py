# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work on a Dask cluster, whose machines see the same files under the same paths."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from workbench.batch.processes import Lost
from workbench.batch.tasks import Task, export_task
from workbench.core.errors import UsageError
from workbench.exports.options import Exported


def export_on_cluster(tasks: Sequence[Task], jobs: int, scheduler: str) -> Generator[tuple[int, Exported | Lost]]:
    """Results as they come, each with the number of its task; without ``scheduler`` on a new local cluster.

    Raises:
        UsageError: the extra is not installed, or nobody answers at ``scheduler``.

    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise UsageError("--engine dask: not installed; pip install 'declassification-workbench[cluster]'") from None
    try:
        client = (
            Client(scheduler, timeout=10)
            if scheduler
            else Client(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
        )
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {scheduler}: no Dask scheduler answers there ({type(error).__name__})") from None
    with client:
        futures = {client.submit(export_task, task, pure=False): number for number, task in enumerate(tasks)}
        for future in as_completed(futures):
            yield futures[future], future.result() if future.status == "finished" else Lost.DIED
