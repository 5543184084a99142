"""Does one work on a stick in a process of its own, as one of Windows must be, and tells when each step was done and
what stood where then (`python -m tests.harness.sticks.worker NAME ROOT`).
"""

import json
import sys
from pathlib import Path

from tests.harness.sticks.run import done_here
from tests.harness.works import World

if __name__ == "__main__":
    json.dump(done_here(World(Path(sys.argv[2])), sys.argv[1]), sys.stdout)
