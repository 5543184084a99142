"""What who knows that people are counted in whole numbers can work out: of a share with all its digits few may fit."""

from collections.abc import Callable, Iterable, Sequence

from desktop_app.linear_programs import Constraint, Program

_WORK = 15  # a search for one value takes as long as so many attacks


class WholeValues:
    """Which whole values of counts fit all rows. Each solution found is whole, so it tells of all counts at once.

    `doubtful_fits`: whether a value of which the solver does not find out is taken for one that fits.
    """

    def __init__(
        self, bounds: Sequence[tuple[int, int]], rows: Sequence[Constraint], truths: Sequence[int],
        spend: Callable[[int], None], *, doubtful_fits: bool,
    ) -> None:  # fmt: skip
        self._bounds, self._spend, self._doubtful_fits = list(bounds), spend, doubtful_fits
        self._program = Program(bounds, rows, whole=True)
        self._solutions: list[Sequence[int]] = [truths]

    def close(self) -> None:
        self._program.close()

    def learn(self, solutions: Iterable[Sequence[float]]) -> None:
        """Whole ones that were found in another way."""
        self._solutions += [[round(value) for value in values] for values in solutions]

    def fits(self, count: int, value: int) -> bool:
        return value in self._seen(count) or self._least(count, value, value) is not None

    def some(self, count: int, wanted: int) -> set[int]:
        """As many values as are wanted, or all; one after the other, since between two not every number must fit."""
        found, (low, high) = self._seen(count), self._bounds[count]
        while len(found) < wanted and (value := self._least(count, low, high)) is not None:
            found.add(value)
            low = value + 1
        return found

    def _seen(self, count: int) -> set[int]:
        return {values[count] for values in self._solutions}

    def _least(self, count: int, low: int, high: int) -> int | None:
        if low > high:
            return None
        self._spend(_WORK * len(self._bounds))
        self._program.set_bounds(count, low, high)
        solution = self._program.solve({count: 1})
        self._program.set_bounds(count, *self._bounds[count])
        if solution is None:
            return low if self._doubtful_fits and self._program.gave_up else None
        self._solutions.append([round(value) for value in solution.values])
        return self._solutions[-1][count]
