"""Many random data sets by the plan language, by SQL and by the oracle: `python -m tests.harness.language [number]`."""

import sys
import time

from tests.figure_comparison import READINGS, data_set
from tests.figure_comparison import differences as from_oracle
from tests.harness.language.comparison import differences as from_sql
from tests.oracle_words import TellingOracle

STEP = 50


def main(wanted: int, first: int) -> None:
    """Compare data sets of plans in the language until there are so many; stops with the first difference."""
    began, seed, done, figures = time.perf_counter(), first, 0, 0
    while done < wanted:
        made = data_set(seed)
        if "language" in made.case.plan.source["plan"]:
            for apart in (from_oracle(TellingOracle, seed), from_sql(seed)):
                assert apart == [], apart[:3]
            done, figures = done + 1, figures + len(READINGS) * len(made.case.plan.indicators)
            if done % STEP == 0:
                spent = f"{time.perf_counter() - began:.0f} s ({time.process_time():.0f} s of processor)"
                print(f"{done} data sets, {figures} figures three ways, none apart, {spent}", flush=True)
        seed += 1


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
