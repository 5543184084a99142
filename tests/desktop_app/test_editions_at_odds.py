"""Editions that don't agree: rivals under one number, renamed issuers, two windows, texts that are damaged."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from db.connection import connect
from db.merging import merge_plans
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_offers import DECLINED, FROM_FILE, FROM_PROGRAM, OFFERED, TAKEN_BACK
from desktop_app.plan_bundle import bundle_text
from desktop_app.plan_files import load_plan
from desktop_app.session import (
    OpenFile,
    editing,
    exchange,
    figures,
    maintenance,
    offered_plans,
    opening,
    plans,
    records,
)  # fmt: skip
from desktop_app.session.open_record import OpenRecord, half_typed, save_unreadable
from desktop_app.texts import in_words
from tests.new_files import new_file
from tests.own_folders import use_settings
from tests.sentences import refused

TINY = Path(__file__).parent.parent / "data" / "plans" / "tiny"
ROOT, BRANCH, OTHER = "H", "011", "012"
PLANTING: dict[str, Any] = {"day": "2023-03-01", "place": BRANCH, "tree": "lim", "trees": 5}
Change = Callable[[dict[str, Any]], object]


@cache
def plan() -> dict[str, Any]:
    return dict(load_plan(TINY))


def later(change: Change = lambda _: None, number: int = 4) -> dict[str, Any]:
    source = deepcopy(plan())
    source["plan"]["edition"] = number
    change(source)
    assert [in_words(mistake) for mistake in check_plan(source)] == []
    return source


def by(issuer: str) -> Change:
    return lambda source: source["plan"].update(issuer=issuer)


FORGED, TRUE = later(by("Ai đó")), later(by("Hội Xanh Mới"))


@pytest.fixture
def lan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenFile]:
    """The file of a branch."""
    use_settings(monkeypatch, tmp_path / "config")
    with new_file(tmp_path / "lan.db", plan(), BRANCH, "Lan") as file:
        yield file


def carrier(folder: Path, source: dict[str, Any], name: str, unit: str = ROOT) -> Path:
    folder.mkdir(exist_ok=True)
    new_file(folder / name, source, unit, "Nam").close()
    return folder / name


def take(file: OpenFile, *paths: Path) -> tuple[str, str]:
    """The status of the edition that a file brings, and why."""
    (report,) = exchange.merge(file, exchange.find_sources(file, paths)).reports
    assert report.plan
    return report.plan.status, in_words(report.plan.reason)


def adopt(file: OpenFile, source: dict[str, Any]) -> None:
    path = file.path.with_name(f"{plan_digest(source)[:8]}.sokehoach-plan")
    path.write_text(bundle_text(source), encoding="utf-8")
    plans.adopt(file, plans.find_offer(file, str(path)))


def known(file: OpenFile) -> list[tuple[int, str, str]]:
    return [(one.edition, one.origin, one.decision) for one in plans.offers(file)]


# --- another text under the number of one that was taken back ---------------------------------------------------------


def test_an_edition_that_was_taken_back_does_not_keep_the_true_one_of_its_number_out(
    lan: OpenFile, tmp_path: Path
) -> None:
    adopt(lan, FORGED)
    plans.take_back(lan)
    assert take(lan, carrier(tmp_path, TRUE, "thật.db")) == (OFFERED, "")
    assert known(lan) == [(4, FROM_FILE, ""), (4, TAKEN_BACK, "")]
    assert [one.rival for one in plans.offers(lan)] == [True, True]
    plans.adopt(lan, plans.open_offers(lan)[0])
    assert (lan.plan.issuer, maintenance.check(lan)) == ("Hội Xanh Mới", [])
    with opening.open_file(lan.path) as again:
        assert again.plan.issuer == "Hội Xanh Mới"
    plans.take_back(lan)
    (forged,) = (one for one in plans.offers(lan) if one.digest == plan_digest(FORGED))
    assert (forged.decision, forged.file) == (DECLINED, "lan.db")
    plans.adopt(lan, forged)
    assert (lan.plan.issuer, maintenance.check(lan)) == ("Ai đó", [])


def test_a_province_that_had_the_true_one_may_issue_what_follows(lan: OpenFile, tmp_path: Path) -> None:
    adopt(lan, FORGED)
    plans.take_back(lan)
    with new_file(tmp_path / "tỉnh.db", plan(), ROOT, "Nam") as root:
        adopt(root, TRUE)
        adopt(root, later(by("Hội Xanh Mới"), 5))
    assert take(lan, tmp_path / "tỉnh.db") == (OFFERED, "")


def test_a_carrier_of_what_was_taken_back_is_told_so_and_can_be_chosen_by_hand(lan: OpenFile, tmp_path: Path) -> None:
    path = carrier(tmp_path, FORGED, "ai.db")
    plans.adopt(lan, plans.find_offer(lan, str(path)))
    plans.take_back(lan)
    assert take(lan, path) == (DECLINED, "Cơ quan này đã áp dụng rồi thôi áp dụng.")
    plans.adopt(lan, plans.find_offer(lan, str(path)))
    assert lan.plan.issuer == "Ai đó"


def test_while_one_is_in_force_another_text_of_its_number_stays_out(lan: OpenFile, tmp_path: Path) -> None:
    adopt(lan, FORGED)
    assert take(lan, carrier(tmp_path, TRUE, "thật.db"))[0] == DECLINED
    with refused("đối chiếu mã"):
        adopt(lan, TRUE)


def test_the_program_s_edition_is_offered_though_another_text_of_its_number_was_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_app.plan_files import plan_folder

    use_settings(monkeypatch, tmp_path / "config")
    shipped = load_plan(plan_folder("lai-chau-2022"))
    before, forged = deepcopy(shipped), deepcopy(shipped)
    before["plan"]["edition"] -= 1
    forged["plan"]["issuer"] = "Ai đó"
    with new_file(tmp_path / "xã.db", before, "03388", "Lan") as file:
        adopt(file, forged)
        plans.take_back(file)
        assert [one.origin for one in plans.open_offers(file)] == [FROM_PROGRAM]


def test_no_folder_of_files_fills_ours_with_editions_that_nobody_answered(
    lan: OpenFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_plans, "MOST_WAITING", 2)
    paths = [carrier(tmp_path, later(by(f"Người {n}"), 4 + n), f"{n}.db") for n in range(3)]
    assert [take(lan, path)[0] for path in paths] == [OFFERED, OFFERED, DECLINED]
    assert take(lan, paths[2]) == (
        DECLINED, "Đã có 2 lần ban hành chờ quyết định; hãy trả lời rồi nhận lại tệp này."
    )  # fmt: skip
    assert plans.find_offer(lan, str(paths[2])).edition == 6  # chosen by hand
    for offer in plans.open_offers(lan):
        plans.decline(lan, offer)
    assert take(lan, carrier(tmp_path, later(by("Ai nữa"), 7), "7.db"))[0] == OFFERED


def test_whatever_a_file_calls_its_unit_only_units_of_the_list_are_said_to_have_an_edition(
    lan: OpenFile, tmp_path: Path
) -> None:
    path = carrier(tmp_path, TRUE, "ai.db")
    with opening.open_file(path) as file:
        file.connection.execute("UPDATE meta SET value = 'nowhere' WHERE key = 'unit'")
    assert take(lan, path)[0] == OFFERED
    assert "nowhere" not in str(lan.connection.execute("SELECT key, value FROM meta").fetchall())


# --- who issues, by whatever code -------------------------------------------------------------------------------------


def renamed(old: str, new: str) -> Change:
    def change(source: dict[str, Any]) -> None:
        source["plan"]["root"] = new if source["plan"]["root"] == old else source["plan"]["root"]
        source["units"]["a"] = [[new if cell == old else cell for cell in row] for row in source["units"]["a"]]
        source["renamed_units"] = {"a": {new: old}}
        source["lineage"] = [pair for pair in source["lineage"] if pair[0] != f"a:{old}"]
        source["aliases"].get("a", {}).pop(old, None)

    return change


def test_a_root_that_got_another_code_still_issues(lan: OpenFile, tmp_path: Path) -> None:
    adopt(lan, later(renamed(ROOT, "HX")))
    carrier(tmp_path / "usb", later(renamed(ROOT, "HX"), 5), "hội.db", "HX")
    assert take(lan, tmp_path / "usb") == (OFFERED, "")


def test_a_unit_that_got_another_code_still_does_not_issue_even_picked_by_hand(lan: OpenFile, tmp_path: Path) -> None:
    adopt(lan, later(renamed(OTHER, "012X")))
    path = carrier(tmp_path, later(renamed(OTHER, "012X"), 5), "nhánh.db", "012X")
    assert take(lan, path)[0] == DECLINED
    with refused("chỉ Hội Xanh ban hành kế hoạch"):
        plans.find_offer(lan, str(path))


def test_a_file_in_a_zip_file_of_its_own_is_picked_by_hand(lan: OpenFile, tmp_path: Path) -> None:
    path = carrier(tmp_path, TRUE, "bộ.db")
    with opening.open_file(path) as file:
        file.connection.execute("UPDATE meta SET value = 'bo' WHERE key = 'unit'")
    with ZipFile(tmp_path / "bộ.zip", "w") as packed:
        packed.write(path, "bộ.db")
    plans.adopt(lan, plans.find_offer(lan, str(tmp_path / "bộ.zip")))
    assert lan.plan.issuer == "Hội Xanh Mới"


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "", "\ud800"])
def test_a_name_that_no_disk_takes_names_no_edition(lan: OpenFile, name: str) -> None:
    with refused("Không có lần ban hành"):
        plans.find_offer(lan, name)


# --- two windows ------------------------------------------------------------------------------------------------------


def other_columns(source: dict[str, Any]) -> None:
    fields = source["kinds"]["planting"]["fields"]
    fields["weather"] = {"type": "text", "label": {"vi": "Thời tiết"}, "privacy": "P0"}
    fields["cost"]["type"] = "text"
    del fields["note"]


def test_a_window_that_knows_another_edition_writes_nothing_until_it_follows(lan: OpenFile) -> None:
    record = editing.new_record(lan, "planting", {**PLANTING, "note": "Mưa phùn", "cost": 7}).record
    with opening.open_file(lan.path) as other:
        adopt(lan, later(other_columns))
        assert editing.set_value(lan, record, "weather", "Mưa").saved
        for write in (
            lambda: editing.set_value(other, record, "cost", 9),
            lambda: editing.new_record(other, "planting", PLANTING),
            lambda: editing.save_draft(other, record, "note", "dở"),
            lambda: figures.progress(other, figures.read_period(other, "2023")),
            lambda: maintenance.check(other),
        ):
            with refused("đã được đổi ở cửa sổ khác"):
                write()
        assert maintenance.check(lan) == []
        assert offered_plans.follow(other)
        assert not offered_plans.follow(other)
        assert editing.set_value(other, record, "weather", "Nắng").saved
        plans.take_back(other)
        assert offered_plans.follow(lan)
        for file in (lan, other):
            found = records.find(file, record)
            assert found
            assert (found.values["note"], found.values["cost"]) == ("Mưa phùn", 7)
            assert maintenance.check(file) == []


def test_a_window_that_put_the_edition_in_force_itself_goes_on(lan: OpenFile) -> None:
    with opening.open_file(lan.path) as other:
        adopt(lan, TRUE)
        assert offered_plans.follow(other)
        assert editing.new_record(other, "planting", PLANTING).saved
        assert editing.new_record(lan, "planting", PLANTING).saved
        assert not offered_plans.follow(lan)


def washing(source: dict[str, Any]) -> None:
    """Cleanings are called washings, and what was a beach is a shore."""
    kind = source["kinds"].pop("cleaning")
    shore = kind["fields"].pop("beach")
    kind |= {"was": "cleaning", "title": "{shore} - {day}", "columns": ["day", "shore", "bags"]}
    kind["fields"]["shore"] = {**shore, "was": "beach", "checks": []}
    source["kinds"]["washing"] = kind
    for part in ("indicators", "statistics", "sets"):
        source[part] = json.loads(json.dumps(source[part]).replace("cleaning", "washing"))


def test_text_for_a_record_that_is_not_made_yet_goes_on_under_the_new_names(lan: OpenFile) -> None:
    before = OpenRecord("cleaning")
    save_unreadable(lan, before, "beach", "nửa chừng")
    adopt(lan, later(washing))
    assert half_typed(lan, OpenRecord("washing")) == {"shore": "nửa chừng"}
    plans.take_back(lan)
    assert half_typed(lan, before) == {"beach": "nửa chừng"}


# --- a text that is damaged -------------------------------------------------------------------------------------------


def harm(path: Path, query: str) -> None:
    with closing(connect(path)) as connection:
        connection.execute(query)


HARM = {
    "another number": "replace(body, '\"threshold\":50', '\"threshold\":51')",
    "no JSON": "replace(body, '\"areas\":', '\"areas\";')",
    "no text": "CAST(x'ff00' AS TEXT)",
}


@pytest.mark.parametrize("how", HARM)
def test_an_offered_edition_that_is_damaged_is_never_put_in_force_and_comes_again(
    lan: OpenFile, tmp_path: Path, how: str
) -> None:
    path = carrier(tmp_path, TRUE, "hội.db")
    take(lan, path)
    harm(lan.path, f"UPDATE _offered_plan SET body = {HARM[how]}")
    (offer,) = plans.open_offers(lan)
    for use in (plans.changes, plans.try_out, plans.adopt):
        with refused("không còn giữ nguyên văn kế hoạch lần ban hành 4"):
            use(lan, offer)
    exchange.merge(lan, exchange.find_sources(lan, [carrier(tmp_path, plan(), "khác.db", OTHER)]))
    plans.adopt(lan, plans.find_offer(lan, str(path)))
    assert (lan.plan.source, maintenance.check(lan)) == (TRUE, [])


@pytest.mark.parametrize("how", HARM)
def test_an_edition_of_before_that_is_damaged_is_found_and_never_put_in_force(
    lan: OpenFile, tmp_path: Path, how: str
) -> None:
    adopt(lan, TRUE)
    harm(lan.path, f"UPDATE plan SET body = {HARM[how]} WHERE edition = 3")
    assert maintenance.check(lan) == ["plan"]
    with refused("không còn giữ nguyên văn kế hoạch lần ban hành 3"):
        plans.take_back(lan)
    exchange.merge(lan, exchange.find_sources(lan, [carrier(tmp_path, plan(), "khác.db", OTHER)]))
    (tmp_path / "gửi").mkdir()
    assert exchange.send(lan, tmp_path / "gửi", BRANCH).path.exists()
    with opening.open_file(lan.path) as again:
        assert (again.plan.source, again.certain) == (TRUE, True)


@pytest.mark.parametrize("back", [True, False])
def test_salvage_goes_on_with_the_edition_that_was_in_force(lan: OpenFile, tmp_path: Path, *, back: bool) -> None:
    adopt(lan, FORGED)
    if back:
        plans.take_back(lan)
    lan.close()
    opening.salvage(lan.path, tmp_path / "cứu.db")
    with opening.open_file(tmp_path / "cứu.db") as saved:
        assert (saved.plan.edition, maintenance.check(saved)) == (3 if back else 4, [])
        assert known(saved) == ([(4, TAKEN_BACK, "")] if back else [])


# --- more than any plan needs -----------------------------------------------------------------------------------------


def many_fields(source: dict[str, Any]) -> None:
    field = source["kinds"]["nursery"]["fields"]["name"]
    source["kinds"]["planting"]["fields"] |= {f"f{n}": field for n in range(2000)}


def many_checks(source: dict[str, Any]) -> None:
    checks = [{"expr": f"trees >= {n}", "vi": f"Câu {n}."} for n in range(2501)]
    source["kinds"]["planting"]["fields"]["trees"]["checks"] = checks


def many_kinds(source: dict[str, Any]) -> None:
    source["kinds"] |= {f"k{n}": source["kinds"]["nursery"] for n in range(501)}


def many_units(source: dict[str, Any]) -> None:
    source["units"]["a"] += [[f"9{n}", BRANCH, "to", "Tổ", f"Tổ {n}"] for n in range(20_001)]


@pytest.mark.parametrize("change", [many_fields, many_checks, many_kinds, many_units])
def test_a_plan_that_holds_more_than_any_needs_is_not_looked_at_further(change: Change) -> None:
    source = deepcopy(plan())
    change(source)
    (said,) = [in_words(mistake) for mistake in check_plan(source)]
    assert "nhiều nhất là" in said


def test_no_edition_has_a_number_by_which_receivers_take_files_for_damaged() -> None:
    assert later(number=(1 << 31) - 1)
    source = deepcopy(plan())
    source["plan"]["edition"] = 1 << 31
    assert [in_words(mistake) for mistake in check_plan(source)] == [
        "Tệp plan.toml, plan.edition: số lần ban hành không quá 2.147.483.647."
    ]


def test_an_edition_for_which_a_table_has_no_room_is_refused_in_a_sentence(lan: OpenFile) -> None:
    """Columns of earlier editions stay."""

    def more(source: dict[str, Any]) -> None:
        field = {"type": "text", "label": {"vi": "Chữ"}, "privacy": "P0"}
        source["kinds"]["nursery"]["fields"] |= {f"f{n}": {**field, "label": {"vi": f"Chữ {n}"}} for n in range(20)}

    columns = ", ".join(["id TEXT PRIMARY KEY", "name TEXT", "place TEXT", *(f"e{n} TEXT" for n in range(1990))])
    lan.connection.execute("DROP TABLE nursery")
    lan.connection.execute(f"CREATE TABLE nursery ({columns}, _state INTEGER NOT NULL) WITHOUT ROWID")
    with refused("sổ không dùng được với kế hoạch này"):
        adopt(lan, later(more))
    assert lan.plan.edition == 3
