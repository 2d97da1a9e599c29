"""django-q2's cluster, made safe against a worker that is killed.

A worker that waits for work holds the lock of the cluster's in-memory queue. Killed there, it
takes the lock with it, and every other worker waits for ever. The queue cannot be mended from
outside, so a sentinel that sees a worker die of a signal ends with all its children, and the
cluster starts afresh. The job ledger makes that safe.
"""

import logging
import signal
import sys
from typing import Any

from django_q import cluster as django_q_cluster
from django_q.cluster import Cluster, Sentinel

logger = logging.getLogger(__name__)

# A worker ends its shard first, which takes up to the runner's budget and one last step.
STOP_SECONDS = 900


class WatchfulSentinel(Sentinel):
    def reincarnate(self, process: Any) -> None:
        if process.exitcode is not None and process.exitcode < 0:
            logger.critical("a cluster process was killed; starting the cluster afresh")
            sys.exit(1)
        super().reincarnate(process)


def run_cluster() -> None:
    """Run until SIGTERM or SIGINT. Starts the cluster again when its sentinel died."""
    django_q_cluster.Sentinel = WatchfulSentinel
    stopping = False
    cluster: Cluster | None = None

    def stop(signum: int, frame: Any) -> None:
        nonlocal stopping
        stopping = True
        # A sentinel that was killed may hold the lock that stopping it waits for.
        signal.alarm(STOP_SECONDS)
        if cluster is not None and cluster.sentinel is not None:
            cluster.stop()

    while not stopping:
        cluster = Cluster()
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        cluster.start()
        sentinel = cluster.sentinel
        if stopping:
            # The signal came while there was no sentinel yet to stop.
            cluster.stop()
        while sentinel.is_alive():
            sentinel.join(1)
