"""Kinds and fields as people name them on the command line: by their codes, or by what the window calls them."""

from collections.abc import Iterable, Mapping

from desktop_app.domain.collation import fold
from desktop_app.domain.plan import RecordKind
from desktop_app.errors import AppError
from desktop_app.messages import Label
from desktop_app.session import OpenFile


def kind_named(file: OpenFile, name: str) -> RecordKind:
    """The kind of that code or name; AppError when there is none, or two."""
    kinds = file.plan.record_kinds
    return file.kind(_code(name, {code: (kind.label, kind.list_label) for code, kind in kinds.items()}))


def with_code(kind: RecordKind, text: str) -> str:
    """FIELD=TEXT with the code of the field for its name; what names none is left as it is."""
    name, equals, rest = text.partition("=")
    labels = {code: (of.label, of.heading) for code, of in kind.fields.items()}
    return f"{_code(name.strip(), labels)}{equals}{rest}" if equals else text


def _code(name: str, labels: Mapping[str, Iterable[Label]]) -> str:
    """AppError: several are called so."""
    if name in labels:
        return name
    meant = [code for code, said in labels.items() if fold(name) in {fold(w) for one in said for w in (one.vi, one.en)}]
    if len(meant) > 1:
        raise AppError("cli.several_named", name=name, codes=", ".join(meant))
    return meant[0] if meant else name
