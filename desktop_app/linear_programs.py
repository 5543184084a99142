"""Linear and whole-number programs, solved by HiGHS' own library: one thread, a fixed seed, no clock that decides."""

import ctypes
import os
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import inf
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import highsbox  # type: ignore[import-untyped]  # it comes without types

_ROWWISE, _MINIMISE, _OPTIMAL, _INFEASIBLE = 2, 1, 7, 8
_NUMBERS = {"threads": 1, "random_seed": 0, "mip_max_nodes": 2000}
_EXACT = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-6}


class Constraint(NamedTuple):
    """`least` <= the sum of each column times its factor <= `most`."""

    factors: Mapping[int, float]
    least: float = -inf
    most: float = inf


class Solution(NamedTuple):
    """The value of every column; of a program without whole numbers also what each row's bound is worth."""

    cost: float
    values: Sequence[float]
    row_duals: Sequence[float]


class Program:
    """Minimise what columns cost between their bounds, so that all rows hold; with `whole` in whole numbers."""

    def __init__(
        self, bounds: Sequence[tuple[float, float]], rows: Iterable[Constraint], *, whole: bool = False
    ) -> None:
        self._library, self._columns = _library(), len(bounds)
        self._rows = list(rows)
        self._costs: dict[int, float] = {}
        self.gave_up = False  # whether it was not found out if any values fit
        self._model = ctypes.c_void_p(self._library.Highs_create())
        self._library.Highs_setBoolOptionValue(self._model, b"output_flag", 0)
        self._library.Highs_setStringOptionValue(self._model, b"parallel", b"off")
        for name, number in _NUMBERS.items():
            self._library.Highs_setIntOptionValue(self._model, name.encode(), number)
        for name, gap in _EXACT.items():
            self._library.Highs_setDoubleOptionValue(self._model, name.encode(), ctypes.c_double(gap))
        self._pass(bounds, whole)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._library.Highs_destroy(self._model)

    @property
    def size(self) -> int:
        return self._columns + len(self._rows)

    def set_bounds(self, column: int, least: float, most: float) -> None:
        self._library.Highs_changeColBounds(self._model, column, ctypes.c_double(least), ctypes.c_double(most))

    def add_row(self, row: Constraint) -> None:
        self._rows.append(row)
        self._library.Highs_addRow(
            self._model, ctypes.c_double(row.least), ctypes.c_double(row.most), len(row.factors),
            _ints(row.factors), _doubles(row.factors.values()),
        )  # fmt: skip

    def solve(self, costs: Mapping[int, float]) -> Solution | None:
        """The cheapest values; None where no values fit."""
        for column in self._costs.keys() | costs.keys():
            cost = costs.get(column, 0.0)
            if self._costs.get(column) != cost:
                self._library.Highs_changeColCost(self._model, column, ctypes.c_double(cost))
        self._costs = dict(costs)
        self._library.Highs_run(self._model)
        status = self._library.Highs_getModelStatus(self._model)
        self.gave_up = status not in (_OPTIMAL, _INFEASIBLE)
        if status != _OPTIMAL:
            return None
        values, row_duals = (ctypes.c_double * self._columns)(), (ctypes.c_double * len(self._rows))()
        self._library.Highs_getSolution(self._model, values, None, None, row_duals)
        return Solution(sum(cost * values[c] for c, cost in costs.items()), list(values), list(row_duals))

    def _pass(self, bounds: Sequence[tuple[float, float]], whole: bool) -> None:
        starts: list[int] = [0]
        columns: list[int] = []
        factors: list[float] = []
        for row in self._rows:
            columns += row.factors.keys()
            factors += row.factors.values()
            starts.append(len(columns))
        self._library.Highs_passMip(
            self._model, self._columns, len(self._rows), len(columns), _ROWWISE, _MINIMISE, ctypes.c_double(0),
            _doubles([0.0] * self._columns), _doubles(one for one, _ in bounds), _doubles(one for _, one in bounds),
            _doubles(row.least for row in self._rows), _doubles(row.most for row in self._rows),
            _ints(starts), _ints(columns), _doubles(factors), _ints([1] * self._columns) if whole else None,
        )  # fmt: skip


def _doubles(numbers: Iterable[float]) -> "ctypes.Array[ctypes.c_double]":
    values = array("d", numbers)
    return (ctypes.c_double * len(values)).from_buffer(values) if values else (ctypes.c_double * 1)()


def _ints(numbers: Iterable[int]) -> "ctypes.Array[ctypes.c_int]":
    values = array("i", numbers)
    return (ctypes.c_int * len(values)).from_buffer(values) if values else (ctypes.c_int * 1)()


@cache
def _library() -> ctypes.CDLL:
    """HiGHS, as the package `highsbox` brings it; loaded when the first program is made."""
    folder = Path(highsbox.highs_dist_dir())
    library = ctypes.CDLL(str(folder / "bin" / "highs.dll" if os.name == "nt" else folder / "lib" / "libhighs.so"))
    library.Highs_create.restype = ctypes.c_void_p
    return library
