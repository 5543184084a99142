"""A country in a simulation: made, merged level by level on one PC, published, asked; on one server and on three.

`python -m tests.harness.country PROVINCES LEVELS RECORDS`: so many whole provinces of a country of 34 with 3,321
communes, with so many records each, in hundreds; LEVELS 3 puts districts between. What was measured at 1, 2, 3, 4, 8 …
provinces is printed each time, fitted to the whole country with 2,000 records in each commune, and drawn.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from desktop_app.session import opening
from tests.harness.bench.merge_sources import TODAY, commune_lines, make_another, write_template
from tests.harness.bench.place import ROOT
from tests.harness.country import fitting
from tests.harness.country.made_units import (
    COUNTRY,
    THREE_LEVELS,
    TWO_LEVELS,
    codes,
    country_source,
    province_source,
)
from tests.harness.country.steps import FailedError, Step, done, megabytes, megabytes_there, run
from tests.server.postgres import Postgres, free_place, running
from tests.server.shards import join, joined, made_shards

PLAN = "ca-nuoc"
SETTINGS = "-c fsync=off -c shared_buffers=256MB -c work_mem=64MB -c max_wal_size=2GB -c maintenance_work_mem=128MB"
EVERYTHING = ("names", "authors", "text", "history", "supported")
SHARDS = 3


class Country(Struct):
    """The simulation under way: its plan, its files, where it is published, and what each kind of step took."""

    source: dict[str, Any]
    folder: Path
    one: str
    shards: Sequence[str]
    clusters: Sequence[Postgres]
    front: str = ""
    steps: dict[str, Step] = field(default_factory=dict)
    communes: int = 0
    lines: Sequence[dict[str, Any]] = ()  # what an office of a commune enters in a year

    @property
    def file(self) -> Path:
        return self.folder / "country.db"

    @property
    def year(self) -> str:
        return str(self.source["plan"]["year"])

    def note(self, name: str, step: Step) -> None:
        self.steps.setdefault(name, Step()).add(step)
        print(f"  {name}: {step.seconds:.0f} s, {step.processor:.0f} s of processor, {step.memory} MB", flush=True)


def main(provinces: int, levels: int, records: int) -> None:
    if records % 100:
        sys.exit("RECORDS are given in hundreds: what offices write day by day is shared out in percent")
    source = country_source(THREE_LEVELS if levels == 3 else TWO_LEVELS)
    with ExitStack() as stack:
        clusters = [stack.enter_context(running(SETTINGS)) for _ in range(SHARDS)]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sokehoach-country-", dir=free_place())))
        country = Country(source, folder, clusters[0].database(), made_shards(clusters), clusters)
        country.lines = list(commune_lines(province_source(source, codes(source, "tinh")[0]), records))
        _create(country.file, source, COUNTRY)
        for address in (country.one, country.shards[0]):
            _publish(country, country.file, address)
        country.front = joined(clusters[0], country.shards, PLAN)
        points: list[fitting.Point] = []
        for point in _measured(country, provinces):
            points.append(point)
            print(fitting.table(points), flush=True)
            drawing = ROOT / f"resources/screenshots/country-{levels}.svg"
            drawing.write_text(fitting.drawing(points), encoding="utf-8")


def _measured(country: Country, provinces: int) -> Iterator[fitting.Point]:
    for number, code in enumerate(codes(country.source, "tinh")[:provinces], 1):
        print(f"province {number} of {provinces}", flush=True)
        _add_province(country, number, code)
        if number <= 4 or number & (number - 1) == 0 or number == provinces:
            yield _point(country, number)


def _add_province(country: Country, number: int, code: str) -> None:
    """A province's year: its communes' files, merged into its own, that into the country's, and published twice."""
    source = province_source(country.source, code)
    province = country.folder / f"{code}.db"
    _create(province, source, code)
    sources = _made(country, source)
    for above, files in _merges(country, source, province, sources):
        country.note("merged below the province" if above != province else "merged into the province",
                     run("merge", str(above), *map(str, files)))  # fmt: skip
    country.note("merged into the country", run("merge", str(country.file), str(province)))
    for name, address in (("published to one server", country.one),
                          ("published to three", country.shards[number % SHARDS])):  # fmt: skip
        country.note(name, _publish(country, province, address))
    join(country.front, PLAN)
    shutil.rmtree(country.folder / "communes")


def _made(country: Country, source: dict[str, Any]) -> list[Path]:
    """The files of the communes of a province."""
    folder, units = country.folder / "communes", codes(source, "xa")
    folder.mkdir()
    files = [folder / f"{unit}.db" for unit in units]

    def make() -> None:
        template = folder / "template.part"
        write_template(template, source, units[0], country.lines)
        for number, (unit, file) in enumerate(zip(units, files, strict=True), country.communes):
            make_another(template, file, unit, number)

    country.note("made", done(make))
    country.communes += len(files)
    return files


def _merges(
    country: Country, source: dict[str, Any], province: Path, communes: Sequence[Path]
) -> Iterator[tuple[Path, Sequence[Path]]]:
    """What is merged into what, the lowest level first."""
    above = {row[0]: row[1] for row in source["units"][source["plan"]["unit_version"]]}
    districts = []
    for code in codes(source, "huyen"):
        districts.append(country.folder / "communes" / f"{code}.db")
        _create(districts[-1], source, code)
        yield districts[-1], [file for file in communes if above[file.stem] == code]
    yield province, districts or communes


def _point(country: Country, provinces: int) -> fitting.Point:
    """What was measured up to here, and what the country's twelve figures take now."""
    asked: dict[str, tuple[str, ...]] = {"asked of one file": ("progress", str(country.file), "--period", country.year)}
    for name, address in (("asked of one server", country.one), ("asked of three", country.front)):
        asked[name] = ("progress", "--server", address, "--period", country.year, "--unit", COUNTRY)
    for name, arguments in asked.items():
        country.steps[name] = Step()
        try:
            country.note(name, run(*arguments, clusters=country.clusters))
        except FailedError as error:  # a figure has a deadline, which a busy machine misses
            print(f"  {name}: {error}", flush=True)
    files = [country.file, *(country.folder / f"{code}.db" for code in codes(country.source, "tinh")[:provinces])]
    disk = {"file of the country": megabytes(files[:1]), "files of the provinces": megabytes(files[1:]),
            "one server": megabytes_there([country.one]), "three servers": megabytes_there(country.shards)}  # fmt: skip
    taken = {name: (step.seconds, step.processor, step.memory) for name, step in country.steps.items()}
    return fitting.Point(provinces, country.communes, country.communes * len(country.lines), taken, disk)


def _create(path: Path, source: dict[str, Any], unit: str) -> None:
    day = TODAY.replace(year=source["plan"]["year"])
    opening.create_file(path, source, unit, "Cán bộ", now=lambda: day).close()


def _publish(country: Country, path: Path, address: str) -> Step:
    return run("publish", str(path), address, "--send", "--include", *EVERYTHING, clusters=country.clusters)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
