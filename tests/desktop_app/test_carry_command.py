"""The command line carries an earlier year's ledger, and says what goes on and what stays."""

import json
from pathlib import Path

import pytest

from tests.carried_years import new_ledger
from tests.desktop_app.conftest import Run
from tests.filled_files import put

PLACE = {"name": "Quán Thử", "business_type": "karaoke", "unit": "03388", "first_listed_date": "2019-03-01"}
OUTLET = {"name": "Đài Tam Đường", "media_type": "phat_thanh", "unit": "106", "counts": True}


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    """The ledgers of 2025 and of 2022."""
    with new_ledger(tmp_path / "2022.db", 2022) as old, new_ledger(tmp_path / "2025.db", 2025) as now:
        put(old, {"kind": "establishment", "fields": PLACE}, {"kind": "media_outlet", "fields": OUTLET})
        put(
            old,
            {"kind": "comm_activity", "fields": {"unit": "03388", "date": "2022-05-14", "form": "loa", "title": "A"}},
        )
    return now.path, old.path


def test_a_dry_run_says_what_would_be_carried_and_writes_nothing(run: Run, years: tuple[Path, Path]) -> None:
    now, old = years
    before = now.read_bytes()
    code, out, err = run("carry", now, old, "--dry-run")
    assert code == 0
    assert "Cơ sở kinh doanh dịch vụ\t1\t1 mới\n" in out
    assert "Hoạt động tuyên truyền\t1\t1 ở lại năm trước\n" in out
    assert "Đơn vị cần chọn\t106\tHuyện Tam Đường\t1\t03390 Xã Bình Lư" in out
    assert "--unit MÃ CŨ=MÃ MỚI" in err
    assert "Chưa ghi gì. Sẽ chuyển từ sổ năm 2022: 1 phiếu mới" in err
    assert now.read_bytes() == before


def test_what_was_carried_is_one_act_and_json_says_all(run: Run, years: tuple[Path, Path]) -> None:
    now, old = years
    said = json.loads(run("carry", now, old, "--unit", "2022:106=2025:03390", "--json")[1])
    assert {kind["kind"]: kind["new"] for kind in said["kinds"] if kind["new"]} == {
        "establishment": 1,
        "media_outlet": 1,
    }
    assert said["asked"] == []
    (act,) = json.loads(run("acts", now, "--json")[1])
    assert (act["kind"], act["act"]) == ("carry", said["act"])
    assert json.loads(run("carry", now, old, "--json")[1])["act"] is None


def test_a_wrong_answer_or_file_is_one_sentence(run: Run, years: tuple[Path, Path]) -> None:
    now, old = years
    for arguments, sentence in (
        ((old, "--unit", "106"), "phải có dạng MÃ CŨ=MÃ MỚI"),
        ((old, "--unit", "03388=12"), "nay thuộc “Phường Đoàn Kết”"),
        ((now,), "chính là sổ đang mở"),
        ((now.with_name("không có.db"),), "Không tìm thấy tệp"),
    ):
        code, out, err = run("carry", now, *arguments)
        assert (code, out) == (1, "")
        assert sentence in err
