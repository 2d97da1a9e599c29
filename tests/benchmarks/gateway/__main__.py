"""All of the gateway's measurements, one after the other; see the package's docstring."""

import argparse
import subprocess
import sys

from tests.benchmarks.gateway.bench import install_peers

NAMES = ("added", "dead", "malformed", "flapping", "rate")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gateway")
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(NAMES)}; by default all")
    parser.add_argument("--peers", action="store_true", help="install and measure peers as well")
    options = parser.parse_args()
    # Not "choices": Python 3.11 holds them against the empty list as well.
    if unknown := [name for name in options.names if name not in NAMES]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    if options.peers:
        install_peers()
    worst = 0
    for name in options.names or NAMES:
        command = [sys.executable, "-m", f"tests.benchmarks.gateway.{name}"]
        worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
