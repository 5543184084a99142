"""Rows out of pages that were put together by hand, whole ones and such as no program writes."""

import pytest

from db.rescue.pages import PageRow, Pages

PAGE = 4096
TABLE, INDEX, INNER = 0x0D, 0x0A, 0x02


def page(kind: int, *cells: bytes) -> bytes:
    """A page of one kind with these cells."""
    at, pointers, content = PAGE, b"", b""
    for cell in cells:
        at -= len(cell)
        pointers += at.to_bytes(2)
        content = cell + content
    head = bytes([kind]) + bytes(2) + len(cells).to_bytes(2) + bytes(3 if kind != INNER else 7) + pointers
    return head + bytes(PAGE - len(head) - len(content)) + content


def rows(*pages: bytes) -> list[PageRow]:
    head = (b"SQLite format 3\x00" + PAGE.to_bytes(2)).ljust(PAGE, b"\0")
    whole = Pages(head + b"".join(pages))
    return [row for number in range(1, whole.count + 1) for row in whole.rows(number)]


@pytest.mark.parametrize(
    ("payload", "value"),
    [
        (b"\x02\x00", None),
        (b"\x02\x08", 0),
        (b"\x02\x09", 1),
        (b"\x02\x01\xff", -1),
        (b"\x02\x05\x00\x00\x00\x00\x01\x00", 256),
        (b"\x02\x0e\x01", b"\x01"),
        (b"\x02\x0fa", "a"),
    ],
)
def test_each_kind_of_value_is_read(payload: bytes, value: object) -> None:
    size = bytes([len(payload)])
    assert rows(page(TABLE, size + b"\x07" + payload)) == [PageRow(7, (value,))]
    assert rows(page(INDEX, size + payload)) == [PageRow(None, (value,))]
    assert rows(page(INNER, bytes(4) + size + payload)) == [PageRow(None, (value,))]


@pytest.mark.parametrize(
    ("number", "value"), [(b"\xff" * 9, -1), (b"\x80" * 8 + b"\0", 0), (b"\xc0" + b"\x80" * 7 + b"\0", -(1 << 63))]
)
def test_a_number_of_nine_bytes_is_read_as_sqlite_numbers_rows(number: bytes, value: int) -> None:
    assert rows(page(TABLE, b"\x02" + number + b"\x02\x09")) == [PageRow(value, (1,))]


@pytest.mark.parametrize(
    "payload",
    [
        b"\x02\x07" + bytes(8),  # a number with a fraction
        b"\x02\x0a",  # kept for SQLite itself
        b"\x02\x0f\xff",  # no text
        b"\x02\x0f\x00",  # nor this
        b"\x02\x01\x01\x01",  # more than the head says
        b"\x02\x13a",  # less than the head says
    ],
)
def test_a_value_that_can_t_be_one_makes_no_row(payload: bytes) -> None:
    good = b"\x02\x01\x02\x09"
    assert rows(page(TABLE, bytes([len(payload)]) + b"\x01" + payload, good)) == [PageRow(1, (1,))]


def test_pointers_into_nowhere_make_no_row() -> None:
    for pointer in (b"\x00\x01", b"\xff\xff", b"\x0f\xff"):
        made = bytearray(page(TABLE, b"\x02\x01\x02\x09"))
        made[8:10] = pointer
        assert rows(bytes(made)) == []


def spread(text: bytes, first: int) -> tuple[bytes, bytes]:
    """The cell of a long text, and what is left of it for the pages from `first` on."""
    serial = len(text) * 2 + 13
    payload = b"\x04" + bytes([0x80 | serial >> 14, 0x80 | serial >> 7 & 127, serial & 127]) + text
    size = len(payload)
    least = (PAGE - 12) * 32 // 255 - 23
    local = least + (size - least) % (PAGE - 4)
    local = local if local <= PAGE - 35 else least
    return bytes([0x80 | size >> 7, size & 127]) + b"\x01" + payload[:local] + first.to_bytes(4), payload[local:]


def test_a_text_over_several_pages_is_read_and_a_broken_chain_is_not() -> None:
    text = b"abcd" * 2500
    cell, rest = spread(text, 3)
    step = PAGE - 4
    assert step < len(rest) <= 2 * step
    leaf, second = page(TABLE, cell), (4).to_bytes(4) + rest[:step]
    third = bytes(4) + rest[step:].ljust(step, b"\0")
    assert rows(leaf, second, third) == [PageRow(1, (text.decode(),))]
    assert rows(leaf, second) == []
    assert rows(leaf, second, (9).to_bytes(4) + third[4:]) == []
    assert rows(leaf, bytes(4) + second[4:], third) == []
    assert rows(leaf, second, third[:100]) == []


def test_a_row_of_unheard_size_is_none() -> None:
    assert rows(page(TABLE, b"\xff\xff\xff\xff\x7f\x01" + bytes(20))) == []


def test_the_header_tells_the_size_of_a_page() -> None:
    for stated, size in ((512, 512), (1, 65536), (4096, 4096), (100, 4096)):
        assert Pages(b"SQLite format 3\x00" + stated.to_bytes(2) + bytes(82)).size == size
    assert Pages(b"").size == PAGE
