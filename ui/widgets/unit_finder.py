"""A field that always names one unit: typed to find another, left alone it shows the one in force."""

from collections.abc import Callable

from desktop_app.domain.org_unit import OrgUnits
from ui.widgets.finder import Finder
from ui.widgets.options import Option, search_in


def unit_finder(units: OrgUnits, root: str, name: str, chosen: Callable[[str], object]) -> Finder:
    """Over `root` and the units below it, `root` at first; hidden where there is none to choose."""
    options = tree_options(units, root)
    finder = Finder(search_in(lambda: options))
    finder.setAccessibleName(name)
    in_force = root

    def pick(code: str, _: str) -> None:
        nonlocal in_force
        in_force = code
        chosen(code)

    finder.show_choice(units.name(root))
    finder.picked.connect(pick)
    finder.left.connect(lambda _: finder.show_choice(units.name(in_force)))
    if len(options) == 1:  # shown by whoever takes it in: without a parent it would be a window of its own
        finder.hide()
    return finder


def tree_options(units: OrgUnits, root: str | None = None, *, living: bool = False) -> list[Option]:
    """The units from `root` (or all roots) down as shifted lines; a code finds its unit too. `living`: those into which
    something may still be entered.
    """
    found: list[Option] = []

    def add(code: str, depth: int) -> None:
        if not (living and units.is_retired(code)):
            found.append(Option(code, units.name(code), depth))
        for below in units.children(code):
            add(below, depth + 1)

    for code in [root] if root else units.children(None):
        add(code, 0)
    return found
