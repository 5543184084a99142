"""What was taken in by a merge, and what it leaves to be decided, in sentences."""

from desktop_app.domain.merging import MergeResult
from desktop_app.domain.plan_offers import OFFERED
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say


def taken_in(result: MergeResult) -> str:
    """All that is to be said once it is done."""
    open_now = sum(report.conflicts for report in result.reports)
    asked = sum(item.decision is None for item in result.erasures)
    said = (
        _how_much(result),
        plan_came(result),
        say("exchange.source_missing", files=", ".join(result.missing_sources)) if result.missing_sources else "",
        say("exchange.source_refused", files=", ".join(result.refused_sources)) if result.refused_sources else "",
        say("exchange.merged_conflicts", count=show_number(open_now)) if open_now else "",
        say("erasures.merged", count=show_number(asked)) if asked else "",
        in_words(result.notice),
    )
    return " ".join(part for part in said if part)


def plan_came(result: MergeResult) -> str:
    """Which editions of the plan wait for an answer now."""
    offered = {r.plan.edition for r in result.reports if r.plan is not None and r.plan.status == OFFERED}
    return " ".join(say("edition.came", edition=edition) for edition in sorted(offered))


def _how_much(result: MergeResult) -> str:
    """Erasures alone are not said as changes."""
    files = show_number(sum(report.changes > 0 for report in result.reports))
    changes, erasures = result.changes_of_records, sum(report.erasures for report in result.reports)
    if erasures and not changes:
        return say("erasures.taken", count=show_number(erasures), files=files)
    return say("exchange.merged", changes=show_number(changes), files=files)
