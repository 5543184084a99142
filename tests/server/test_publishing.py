"""What was published is the union of the logs, whatever was published in which order."""

import random
import shutil
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from db import store
from db.meta import set_meta
from desktop_app.domain.publication_scope import AUTHORS, HISTORY, NAMES, TEXT
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.server.server_session import Server
from tests.db.office import Office
from tests.server.postgres import Postgres, rows
from tests.server.published import everything_there, rows_here, rows_there, send
from tests.small_plan import KINDS, SOURCE


@pytest.fixture
def address(postgres: Postgres) -> str:
    return postgres.database()


def some_work(office: Office, chance: random.Random, known: list[str]) -> None:
    """One act of an office on what it knows, where that may be done."""
    with suppress(AppError):
        one_act(office, chance, known)


def one_act(office: Office, chance: random.Random, known: list[str]) -> None:
    what = chance.choice(("place", "visit", "stop", "set", "set", "delete", "restore", "join"))
    live = [record for record in known if office.is_live(record)]
    places = [record for record in live if kind_of(office, record) == "place"]
    visits = [record for record in live if kind_of(office, record) == "visit"]
    if what == "place" or not places:
        near = places[0] if places else None
        known.append(office.create("place", name=f"Nơi {chance.randint(1, 9)}", unit="11", near=near))
    elif what == "visit" or not visits:
        place, n, m = chance.choice(places), chance.randint(0, 9), chance.choice((None, 5))
        known.append(office.create("visit", date="2022-05-01", place=place, n=n, m=m))
    elif what == "stop":
        known.append(office.create("stop", visit=chance.choice(visits), note="Ghi chú"))
    elif what == "set":
        office.put(chance.choice(visits), n=chance.randint(0, 9), date=chance.choice(("2022-06-01", None)))
    elif what == "delete":
        office.delete(chance.choice(live))
    elif what == "restore":
        gone = [record for record in known if not office.is_live(record)]
        if gone and (record := chance.choice(gone)):
            office.restore(record)
    elif len(places) > 1:
        office.join(*chance.sample(places, 2))


def kind_of(office: Office, record: str) -> str:
    query = "SELECT k.name FROM record r JOIN kind k ON k.no = r.kind WHERE r.id = ?"
    return str(office.run(query, (record,)).fetchone()[0])


def copy_of(office: Office, path: Path) -> Office:
    shutil.copy(office.file.path, path)
    return Office.open(path, path.stem)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_files_old_copies_and_backups_gives_what_merging_them_gives(
    seed: int, lan: Office, tmp_path: Path, address: str
) -> None:
    chance, known = random.Random(seed), list[str]()
    for _ in range(8):
        some_work(lan, chance, known)
    old, mai = copy_of(lan, tmp_path / "cũ.db"), lan.twin("mai")
    theirs = list(known)
    for _ in range(8):
        some_work(lan, chance, known)
        some_work(mai, chance, theirs)
    backup = copy_of(lan, tmp_path / "sao lưu.db")
    for _ in range(4):
        some_work(lan, chance, known)
    files = [lan, mai, old, backup]
    order = chance.choices(files, k=4) + chance.sample(files, 4)
    for office in order:
        send(office.file, address)
    merged = copy_of(old, tmp_path / "chung.db")
    merged.absorb(*files)
    assert rows_there(lan.file, address) == rows_here(merged.file)
    for office in (mai, old, backup, merged):
        office.close()


def test_what_is_published_again_changes_nothing_and_new_work_alone_is_sent(lan: Office, address: str) -> None:
    place = lan.create("place", name="Chợ", unit="11")
    lan.create("visit", date="2022-05-01", place=place, n=5)
    assert send(lan.file, address).changes == 5
    before = everything_there(address)
    again = send(lan.file, address)
    assert (again.changes, again.records) == (0, 0)
    assert strip_times(everything_there(address)) == strip_times(before)
    lan.put(place, name="Chợ huyện")
    later = send(lan.file, address)
    assert later.changes == 1
    assert rows_there(lan.file, address) == rows_here(lan.file)


def strip_times(text: str) -> list[str]:
    return sorted(line for line in text.splitlines() if not line.startswith("_publisher"))


def test_a_merge_taken_back_in_one_file_stays_there_where_another_one_holds_it(lan: Office, address: str) -> None:
    mai = lan.twin("mai")
    place = mai.create("place", name="Của Mai", unit="11")
    merge = lan.merge(mai)
    send(lan.file, address)
    lan.undo_merge(merge)
    send(lan.file, address)
    assert rows_there(lan.file, address)["place"] == []
    send(mai.file, address)
    assert [row[0] for row in rows_there(lan.file, address)["place"]] == [place]
    send(lan.file, address)
    assert [row[0] for row in rows_there(lan.file, address)["place"]] == [place]
    mai.close()


def test_the_file_of_another_office_in_the_same_place_is_another_file(lan: Office, address: str) -> None:
    stick, mai = lan.file.path, lan.twin("mai")
    lan.create("place", name="Của Lan", unit="11")
    send(lan.file, address)
    before = rows_there(lan.file, address)
    mai.undo_merge(mai.merge(lan))
    with store.writing(mai.file):
        set_meta(mai.file.connection, {"unit": "1"})
    mai.close()
    lan.close()
    shutil.copy(mai.file.path, stick)
    of_province = Office.open(stick, "Mai")
    send(of_province.file, address)
    assert rows_there(of_province.file, address) == before
    of_province.close()


def test_a_merge_that_is_done_again_comes_back(lan: Office, address: str) -> None:
    mai = lan.twin("mai")
    mai.create("place", name="Của Mai", unit="11")
    merge = lan.merge(mai)
    for act in (lan.undo_merge, lan.redo_merge):
        act(merge)
        send(lan.file, address)
    assert rows_there(lan.file, address) == rows_here(lan.file)
    mai.close()


def test_text_names_authors_and_former_values_stay_where_nobody_ticked_them(lan: Office, address: str) -> None:
    place = lan.create("place", name="Chợ phiên", unit="11")
    visit = lan.create("visit", date="2022-05-01", place=place, n=5)
    lan.put(visit, n=77123)
    lan.put(visit, n=6)
    send(lan.file, address, frozenset())
    there = everything_there(address)
    for word in ("Chợ", "Lan", "77123"):
        assert word not in there, word
    rows_of = rows_there(lan.file, address)
    assert rows_of["place"] == [(place, None, "11", None, 0)]  # finished all the same: its name is known here
    assert rows_of["visit"] == [(visit, "2022-05-01", place, 6, None, 0)]


def test_a_reference_shows_what_stands_for_its_record_also_where_former_values_stayed(
    lan: Office, address: str
) -> None:
    first, *others = (lan.create("place", name=f"Nơi {n}", unit="11") for n in range(3))
    third, second = sorted(others)
    visit = lan.create("visit", date="2022-05-01", place=first, n=5)
    lan.put(visit, place=second)
    lan.join(second, third)
    send(lan.file, address, frozenset())
    assert rows_there(lan.file, address)["visit"] == rows_here(lan.file)["visit"]
    assert {row[0] for row in rows_there(lan.file, address)["place"]} == {first, third}


@pytest.mark.parametrize(("tick", "word"), [(TEXT, "Chợ"), (AUTHORS, "Lan"), (HISTORY, "77123")])
def test_what_is_ticked_leaves_also_later(lan: Office, address: str, tick: str, word: str) -> None:
    place = lan.create("place", name="Chợ phiên", unit="11")
    visit = lan.create("visit", date="2022-05-01", place=place, n=77123)
    lan.put(visit, n=6)
    send(lan.file, address, frozenset())
    assert word not in everything_there(address)
    send(lan.file, address, frozenset({tick, NAMES}))
    assert word in everything_there(address)
    send(lan.file, address, frozenset())
    assert word in everything_there(address)  # what left has left; an erasure takes it back


def test_a_value_that_stayed_counts_as_given_also_beside_the_records_of_others(lan: Office, address: str) -> None:
    place = lan.create("place", name="Chợ phiên", unit="11")
    mai = lan.twin("mai")
    send(lan.file, address, frozenset())
    mai.create("visit", date="2022-05-01", place=place, n=5)
    mai.put(place, unit="1")
    send(mai.file, address, frozenset())
    assert rows_there(lan.file, address)["place"] == [(place, None, "1", None, 0)]
    mai.close()


def test_what_was_erased_is_gone_from_every_table_and_does_not_come_back_with_an_old_copy(
    lan: Office, tmp_path: Path, address: str
) -> None:
    place = lan.create("place", name="Nguyễn Thị Bí Mật", unit="11")
    old = copy_of(lan, tmp_path / "cũ.db")
    send(lan.file, address)
    assert "Bí Mật" in everything_there(address)
    stamp = lan.run("SELECT stamp FROM change_log WHERE value = 'Nguyễn Thị Bí Mật'").fetchone()[0]
    lan.erase(stamp)
    assert send(lan.file, address).erased
    assert "Bí Mật" not in everything_there(address)
    send(old.file, address)
    assert "Bí Mật" not in everything_there(address)
    assert rows_there(lan.file, address)["place"] == rows_here(lan.file)["place"]
    assert rows_there(lan.file, address)["place"][0][0] == place
    old.close()


def test_a_publish_that_is_cut_off_at_any_statement_leaves_nothing_and_can_be_done_again(
    lan: Office, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = lan.create("place", name="Chợ", unit="11")
    send(lan.file, address)
    visit = lan.create("visit", date="2022-05-01", place=place, n=5)
    lan.put(visit, n=6)
    before, run, most = strip_times(everything_there(address)), Server.run, 1000
    for wanted in range(0, most, 11):
        left = [wanted]

        def cut(self: Server, *given: object, left: list[int] = left, **more: object) -> psycopg.Cursor[object]:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            return run(self, *given, **more)  # type: ignore[arg-type]  # whatever it was given

        monkeypatch.setattr(Server, "run", cut)
        try:
            send(lan.file, address)
        except KeyboardInterrupt:
            monkeypatch.setattr(Server, "run", run)
            assert strip_times(everything_there(address)) == before
        else:
            break
    assert wanted > 50
    monkeypatch.setattr(Server, "run", run)
    assert rows_there(lan.file, address) == rows_here(lan.file)


def test_an_edition_goes_by_the_source_and_what_another_file_says_of_it_is_only_noted(
    lan: Office, tmp_path: Path, address: str
) -> None:
    place = lan.create("place", name="Chợ", unit="11")
    lan.create("visit", date="2022-05-01", place=place, n=5)
    fields = KINDS["visit"]["fields"]
    asked = {**KINDS["visit"], "fields": {**fields, "m": {**fields["m"], "required": "always"}}}
    later = {**SOURCE, "plan": {**SOURCE["plan"], "edition": 2}, "kinds": {**KINDS, "visit": asked}}
    mai = Office.new(tmp_path / "mai.db", "Mai", source=later)
    mai.absorb(lan)
    send(lan.file, address)
    done = send(mai.file, address)
    assert (list(done.claims), done.source) == (["edition 2"], "lan.db")
    assert rows_there(lan.file, address) == rows_here(lan.file)
    assert send(mai.file, address, as_source=True).claims == []
    assert rows_there(mai.file, address) == rows_here(mai.file)
    assert [row[-1] for row in rows_there(mai.file, address)["visit"]] == [1]  # what is asked for now is lacking
    assert list(send(lan.file, address).claims) == ["edition 1"]
    mai.close()


def test_an_erasure_of_what_another_unit_wrote_is_only_noted(lan: Office, address: str) -> None:
    lan.create("place", name="Của tỉnh", unit="11")
    lan.run("UPDATE act SET unit = '1'")  # as the province above would have written it
    mai = lan.twin("mai")
    send(lan.file, address)
    mai.erase(mai.run("SELECT stamp FROM change_log WHERE value = 'Của tỉnh'").fetchone()[0])
    done = send(mai.file, address)
    assert [claim.split()[0] for claim in done.claims] == ["erasure"]
    assert not done.erased
    assert "Của tỉnh" in everything_there(address)
    mai.close()


@pytest.mark.parametrize("name", ["pg_catalog", "public", "sokehoach", 'x"; DROP SCHEMA public CASCADE; --', "X" * 70])
def test_a_plan_whose_name_no_schema_may_have_is_refused(name: str, tmp_path: Path, address: str) -> None:
    office = Office.new(tmp_path / "lan.db", source={**SOURCE, "plan": {**SOURCE["plan"], "id": name}})
    with pytest.raises(AppError) as caught:
        send(office.file, address)
    assert caught.value.key == "server.bad_name"
    office.close()


@pytest.mark.parametrize("name", ['x"y', "select", "Ngày họp; --", "%s", "{s}", "a b"])
def test_fields_and_kinds_of_any_name_are_only_names(name: str, tmp_path: Path, address: str) -> None:
    place = KINDS["place"]
    strange = {**place, "fields": {**place["fields"], name: KINDS["visit"]["fields"]["n"]}}
    office = Office.new(tmp_path / "lan.db", source={**SOURCE, "kinds": {**KINDS, "place": strange}})
    values: dict[str, Value] = {"name": "Chợ", "unit": "11", name: 7}
    office.create("place", **values)
    send(office.file, address)
    assert rows_there(office.file, address) == rows_here(office.file)
    office.close()


def test_nothing_is_put_into_a_database_of_somebody_else(lan: Office, address: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE payroll (name text)")
    with pytest.raises(AppError) as caught:
        send(lan.file, address)
    assert caught.value.key == "server.not_ours"
    assert caught.value.values["table"] == "public.payroll"
    assert rows(address, "SELECT nspname FROM pg_namespace WHERE nspname IN ('sokehoach', 'small')") == []


def test_what_looks_like_sql_is_only_a_text(lan: Office, address: str) -> None:
    text = '\'; DROP SCHEMA small CASCADE; -- \\ %s {s} :name \0 \t\n"x"'
    lan.create("place", name=text, unit="11")
    send(lan.file, address)
    assert rows_there(lan.file, address)["place"][0][1] == text.replace("\0", "\N{REPLACEMENT CHARACTER}")
