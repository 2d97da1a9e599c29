"""`python -m tests.fakes --port 8899 --latency 0.5`: the fake providers by hand, until
interrupted.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from tests.fakes.client import FakeProviders


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each response")
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with FakeProviders(port=options.port, latency=options.latency) as fake:
        for name, value in fake.environment().items():
            sys.stdout.write(f"{name}={value}\n")
        sys.stdout.write(f"# control: {fake.url}/_control/requests\n")
        sys.stdout.flush()
        stop.wait()


if __name__ == "__main__":
    main()
