"""Publishes an open ledger to a server whose address a person gives; what would leave is shown before anything does.

What speaks to a server is imported when somebody does: the driver takes its time.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from db import data_file
from db.open_file import OpenFile
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan_examples import is_example
from desktop_app.domain.publication_scope import PublicationScope, PublishedKind, published_kinds
from desktop_app.errors import AppError

if TYPE_CHECKING:
    from desktop_app.server.address import AskPassword
    from desktop_app.server.figure_rows import ServerFigure as ServerFigure
    from desktop_app.server.publication import Published as Published

NO_ROLES: Mapping[str, str] = {}


def what_leaves(file: OpenFile, include: Collection[str]) -> list[PublishedKind]:
    """Kind by kind how many records would leave, and which values stay; `include`: what else is to leave. Nothing is
    connected.
    """
    file.refuse_uncertain()
    return published_kinds(PublicationScope(file.plan, frozenset(include)), data_file.describe(file)["records"])


def check_address(address: str) -> None:
    """AppError: nothing can be published there, as the address stands. Nothing is connected."""
    from desktop_app.server.address import read_address

    read_address(address)


def publish(
    file: OpenFile, address: str, include: Collection[str], ask_password: "AskPassword", *,
    as_source: bool = False, roles: Mapping[str, str] = NO_ROLES,
    roles_away: Collection[str] = (), report_progress: ProgressCallback = ignore_progress,
) -> "Published":  # fmt: skip
    """Bring what was published of the file's root unit up to date; all of it or nothing. `as_source`: what
    differs between files of this root unit goes by this one from now on; `roles`: the units that database roles may
    read from now on.
    """
    from desktop_app.server.address import read_address
    from desktop_app.server.publication import Publication
    from desktop_app.server.publication import publish as publish_there

    if file.practice:
        raise AppError("server.practice")
    if is_example(file.plan.id):
        raise AppError("server.example")
    where, staying = read_address(address), [one.kind for one in what_leaves(file, include) if not one.leaves]
    scope = PublicationScope(file.plan, frozenset(include))
    ordered = Publication(scope, staying, as_source, roles, list(roles_away))
    return publish_there(file, where, ordered, ask_password, report_progress)


def progress_there(
    address: str, ask_password: "AskPassword", period: str, unit: str | None, reading: str | None, plan: str | None
) -> "list[ServerFigure]":
    """The plan's indicators as the server works them out of all that was published; `unit` None: the root unit."""
    from desktop_app.server.address import read_address
    from desktop_app.server.server_figures import progress

    return progress(read_address(address), ask_password, period, unit, reading, plan)
