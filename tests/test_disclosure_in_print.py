"""Nobody can work a small count out from all that is public of a file, corrections and other offices' papers too."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import structs

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.count_cells import ALL, CountCell, Days
from desktop_app.domain.disclosure import WHOLE
from desktop_app.plan_files import released_plan
from desktop_app.report.contents import build
from desktop_app.report.data import ReportData
from desktop_app.report.disclosed_counts import disclosed_counts
from desktop_app.report.extras import CHARTS, TASKS, TO_DATE, ZEROS
from desktop_app.report.lock_format import read_report
from desktop_app.report.masking import statistic_key
from desktop_app.session import editing, figures, plans, records, report_disclosure, report_extras, reports
from desktop_app.session.report_data import PDF, collect
from desktop_app.session.report_disclosure import marks_of
from desktop_app.session.report_locks import print_locked
from tests.disclosure_readers import Readers, lock_public
from tests.disclosure_world import CLOCK, DISTRICTS, PROVINCE, SOURCE, THRESHOLDS, WINDOWS, World
from tests.filled_files import put
from tests.new_files import new_file, of_office
from tests.printed_charts import bars_of_pdf
from tests.printed_pages import EARLIER, NOW, OWN, YEAR, blocks_of, counts_said

pytestmark = pytest.mark.no_cover


def lock_some(world: World, seed: int, *, wanted: tuple[str, ...] = (), correcting: bool = False) -> Readers:
    """Some offices lock public reports on their own units, one after the other; a reader takes them all."""
    readers, choice = Readers(world), Random(seed)
    for code in choice.sample(list(WINDOWS), 3):
        for unit in choice.sample((PROVINCE, *DISTRICTS, "03386"), 2):
            office = of_office(world.file, unit)
            report_extras.set_wanted(office, figures.read_period(office, f"2022-{code}"), wanted, unit)
            lock, marks = lock_public(office, figures.read_period(office, f"2022-{code}"))
            readers.takes_as_told(marks)
            readers.read(blocks_of(read_report(lock.report, lock.format)), unit, code)
            if correcting:
                world.correct()
    return readers


@pytest.fixture
def world(tmp_path: Path, seed: int) -> Iterator[World]:
    with new_file(tmp_path / "a.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        yield World(file, seed)


@pytest.mark.parametrize("seed", [0])
@pytest.mark.parametrize("wanted", [(), (ZEROS, TASKS, TO_DATE)])
@pytest.mark.parametrize("unit", [PROVINCE, "105", "03386"])
def test_what_is_kept_as_public_is_what_the_page_says(world: World, unit: str, wanted: tuple[str, ...]) -> None:
    file = world.file
    report_extras.set_wanted(file, figures.read_period(file, "2022-Q1"), wanted, unit)
    names = {file.units.name(one): one for one in file.units.descendants(PROVINCE)} | {OWN: f"={unit}"}
    tables = {statistic_key(file.plan, s): s.label.vi for s in world.statistics.values()}
    shorts = {s.short.vi for s in world.statistics.values()}
    for code in WINDOWS:
        data = collect(file, figures.read_period(file, f"2022-{code}"), unit, PUBLIC)
        assert data.extras == wanted
        days = {NOW: data.days, YEAR: data.year_days, EARLIER: data.earlier_days}
        said = {
            (world.label_of(one), one.part, names[one.unit], days[one.when], one.text)
            for one in counts_said(blocks_of(build(data)), file.units.name(unit), set(tables.values()), shorts)
            if one.unit in names and one.text and (one.text != "0" or one.when == EARLIER)
        }
        kept = {(tables[name], *cell, text) for name, cell, text in disclosed_counts(data) if name in tables and text}
        assert said == kept


@pytest.mark.parametrize(("seed", "wanted"), [(0, ()), (1, (TO_DATE,)), (2, ())])
def test_no_hidden_count_has_fewer_than_four_values_for_who_reads_all_that_is_public(
    world: World, seed: int, wanted: tuple[str, ...]
) -> None:
    readers = lock_some(world, seed, wanted=wanted)
    assert readers.hidden
    assert readers.told() == {}


@pytest.mark.parametrize("seed", [3, 4])
def test_nor_does_it_where_numbers_are_corrected_between(world: World, seed: int) -> None:
    assert lock_some(world, seed, correcting=True).told() == {}


def lock_figures(folder: Path, seed: int, papers: str) -> tuple[Readers, int]:
    """Who reads these papers of a province of figures alone, and how many bars they draw."""
    with new_file(folder / "a.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        readers, bars = Readers(World(file, seed, only_figures=True)), 0
        for unit, code in (one.split() for one in papers.split(", ")):
            office, period = of_office(file, unit), figures.read_period(file, f"2022-{code}")
            report_extras.set_wanted(office, period, (CHARTS,), unit)
            lock, marks = lock_public(office, period)
            readers.takes_as_told(marks)
            drawn = list(bars_of_pdf(print_locked(office, lock, PDF), THRESHOLDS))
            readers.read(blocks_of(read_report(lock.report, lock.format)), unit, code, drawn)
            bars += len(drawn)
        assert readers.hidden
        return readers, bars


@pytest.mark.parametrize(
    ("seed", "papers"),
    [(2, "03386 02, 105 H1"), (4, "12 Q1, 105 Q2, 106 Q1, 12 H1"), (9, "106 01, 12 01, 12 H1, 105 Q1")],
)
def test_nor_do_figures_that_move_within_the_year_with_every_bar_of_their_charts(
    tmp_path: Path, seed: int, papers: str
) -> None:
    readers, bars = lock_figures(tmp_path, seed, papers)
    assert bars or seed == 2
    assert readers.told() == {}


@pytest.mark.parametrize(
    ("seed", "papers"),
    [
        (202, "03386 H1, 105 Q1"), (230, "12 Q2, 106 Q2"), (242, "12 Q1, 03386 02"),
        (248, "105 01, 12 Q2, 105 H1, 105 02"), (258, "03386 Q1, 105 01, 03386 Q2, 12 02, 105 02, 106 01"),
    ],
)  # fmt: skip
def test_nor_does_a_figure_of_which_papers_gave_a_share_or_all_but_a_rest(
    tmp_path: Path, seed: int, papers: str
) -> None:
    assert lock_figures(tmp_path, seed, papers)[0].told() == {}


@pytest.mark.parametrize("seed", [7, 8])
def test_a_report_for_the_superior_hides_supported_people_alone_and_within_itself(world: World) -> None:
    plan, period = world.file.plan, figures.read_period(world.file, "2022-Q2")
    supported = {s.label.vi for s in plan.statistics if s.supported} | {"4.2"}
    for unit in (PROVINCE, "105"):
        readers = Readers(world, audience=SUPERIOR)
        readers.read(blocks_of(build(collect(world.file, period, unit))), unit, "Q2")
        assert readers.told() == {}
        assert readers.hidden.keys() <= supported
        assert readers.hidden


@pytest.mark.parametrize("seed", [0])
def test_few_men_are_told_where_women_are_hidden_without_looking_at_all_of_them(
    world: World, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_disclosure, "subset_pairs", lambda *_: [])
    assert any(key[0] == "not" for key in lock_some(world, seed).told())


@pytest.mark.parametrize("left_out", [True, False])
def test_those_who_make_up_a_figure_would_be_told_by_it_and_are_in_no_public_paper(
    tmp_path: Path, left_out: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not left_out:
        monkeypatch.setattr(report_disclosure, "makes_up_a_figure", lambda *_: False)
    with new_file(tmp_path / "a.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        readers = Readers(World(file, 4, only_figures=True))
        for unit, code in (("105", "Q1"), ("105", "Q2"), ("105", "H1")):
            lock, _ = lock_public(of_office(file, unit), figures.read_period(file, f"2022-{code}"))
            readers.read(blocks_of(read_report(lock.report, lock.format)), unit, code)
        assert bool(readers.told()) is not left_out


WEAK: dict[str, Callable[[ReportData], ReportData]] = {
    "hides small counts only": lambda data: structs.replace(data, marks=None),
    "forgets what is public": lambda data: data,
}


@pytest.mark.parametrize("seed", [2])
@pytest.mark.parametrize("weak", WEAK)
def test_the_solver_breaks_a_weaker_rule(world: World, weak: str) -> None:
    readers = Readers(world)
    for code in ("Q1", "Q2", "H1"):
        for unit in (PROVINCE, "105"):
            period = figures.read_period(world.file, f"2022-{code}")
            readers.read(blocks_of(build(WEAK[weak](collect(world.file, period, unit, PUBLIC)))), unit, code)
    assert readers.told()


def test_what_was_printed_before_it_was_known_to_count_people_is_public_too(tmp_path: Path) -> None:
    old = released_plan(SOURCE["plan"]["id"], 7)
    with new_file(tmp_path / "a.db", old, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        staff = {"position": "x", "duty": "chuyen_trach", "in_denominator": True, "from_date": "2021-01-05"}
        course = {"date": "2021-12-20", "title": "x", "topics": ["khac"], "organiser_level": "tinh", "attend_total": 3}
        lines: list[Any] = [{"kind": "training", "id": "lop", "fields": {"unit": PROVINCE, **course}}]
        for unit, level, below, above in ((DISTRICTS[0], "huyen", 5, 3), (DISTRICTS[1], "huyen", 8, 6)):
            lines += [{"kind": "staff", "fields": {"unit": unit, **staff}}] * below
            new = {"training": "lop", "unit": unit, "trainee_level": level, "persons_new": above}
            lines.append({"kind": "training_count", "fields": new})
        put(file, *lines)
        quarter = figures.read_period(file, "2022-Q1")
        report = reports.lock(of_office(file, DISTRICTS[0]), quarter, DISTRICTS[0], PUBLIC)
        assert report.out is not None
        assert not any(table.startswith("5.1") for table, _, _ in report.out), "edition 7 notes no people of 5.1"
        reports.lock(file, quarter, PROVINCE, PUBLIC)
        plans.adopt(file, plans.offers(file)[0])
        days = Days(quarter.first_day, quarter.last_day)
        for unit in (DISTRICTS[0], PROVINCE):
            away = marks_of(file, quarter, unit, PUBLIC).given_away
            assert ("5.1/above", CountCell(ALL, DISTRICTS[0], days)) in away, unit


def test_a_paper_whose_verdict_holds_no_more_speaks_of_the_number_before_it_was_corrected(tmp_path: Path) -> None:
    """`<5` is true of three and of two, but both verdicts leave either fewer than four values."""
    with new_file(tmp_path / "a.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        unit = DISTRICTS[0]
        staff = {"position": "x", "duty": "chuyen_trach", "in_denominator": True, "from_date": "2021-01-05"}
        course = {"date": "2021-12-20", "title": "x", "topics": ["khac"], "organiser_level": "tinh", "attend_total": 3}
        new = {"training": "lop", "unit": unit, "trainee_level": "huyen", "persons_new": 3}
        lines: list[Any] = [{"kind": "training", "id": "lop", "fields": {"unit": PROVINCE, **course}}]
        lines += [{"kind": "staff", "fields": {"unit": unit, **staff}}] * 3
        lines.append({"kind": "training_count", "fields": new})
        put(file, *lines)
        january, february = (figures.read_period(file, f"2022-{code}") for code in ("01", "02"))
        reports.lock(of_office(file, unit), january, unit, PUBLIC)
        (trained,) = records.rows(file, "training_count")
        editing.set_value(file, trained.id, "persons_new", 2)
        assert WHOLE in marks_of(of_office(file, unit), february, unit, PUBLIC).left_out["5.1/above"]
