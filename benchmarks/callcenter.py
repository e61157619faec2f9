"""Every page of the call centre over HTTP at 1,000,000 leads and 5,000,000 calls: the machinery of `pages`, one volume.

`./run bench callcenter`; QUICK=1 takes a tenth, LEADS=20000 any other number. Loading the million takes some minutes and 10 GB.
"""

import os
import sys

from benchmarks.pages import QUICK, run

LEADS = int(os.environ.get("LEADS", "100000" if QUICK else "1000000"))
VOLUME = {"leads": LEADS, "clients": 2_000, "calls": 5 * LEADS, "touches": 4_000}


def main() -> int:
    """Serve, measure, judge: 1 if a goal was missed."""
    return run("callcenter", [VOLUME], "benchmarks._callcenter_pages")


if __name__ == "__main__":
    sys.exit(main())
