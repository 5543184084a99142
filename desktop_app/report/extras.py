"""What an office may want printed beside what every report says; all of it is left out until it is asked for."""

from typing import Final

READINGS: Final = "readings"  # how each indicator is counted, also where that is the plan's own way
RANKING: Final = "ranking"  # the units below in the order of the indicators that they meet
CHARTS: Final = "charts"  # bars beside the indicators, and their course over the year
ZEROS: Final = "zeros"  # a row of its own for each count and unit that has nothing
SILENT_NAMES: Final = "silent_names"  # the names of the units that have not reported
TASKS: Final = "tasks"  # the results by the tasks and solutions of the plan

EXTRAS: Final = (READINGS, RANKING, CHARTS, ZEROS, SILENT_NAMES, TASKS)
