"""What an office may want printed beside what every report says, as plans name it; left out until it is asked for."""

from typing import Final

READINGS: Final = "cach_tinh"  # how each indicator is counted, also where that is the plan's own way
RANKING: Final = "xep_hang"  # the units below in the order of the indicators that they meet
CHARTS: Final = "bieu_do"  # bars beside the indicators, and their course over the year
ZEROS: Final = "so_khong"  # a row of its own for each count and unit that has nothing
SILENT_NAMES: Final = "ten_don_vi"  # the names of the units that have not reported
TASKS: Final = "nhiem_vu"  # the main figures once more by the tasks and solutions of the plan
TO_DATE: Final = "luy_ke"  # the counts of the units below since the year began, beside those of the period

EXTRAS: Final = (READINGS, RANKING, CHARTS, ZEROS, SILENT_NAMES, TASKS, TO_DATE)
