"""What an import would do, decided before anything is written: record edits, or every problem with its line."""

import json
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.plan_examples import is_example
from desktop_app.domain.record_ids import natural_id
from desktop_app.domain.validation import Rules, State, check, state
from desktop_app.domain.values import ERROR, Problem, Value, from_json, parse, show, to_json
from desktop_app.exchange.import_draft import Deletions, ImportDraft, Referrers
from desktop_app.exchange.json_lines import Find, JsonLine, read_lines, renamed_line, shorten
from desktop_app.exchange.same_records import SameRecords
from desktop_app.messages import Joined, Label, Message, Text, joined


class RecordEdit(Struct, frozen=True):
    """What an import does to one record: the fields it names, and whether it deletes (True) or restores (False) it.

    Values named beside a deletion say which record is meant and are not written.
    """

    record: str
    kind: str
    values: Mapping[str, Value]
    deleted: bool | None


class ImportPlan(Struct, frozen=True):
    """Edits to write together, the id of each line, how many of their records stay unfinished, how many lines say only
    what the file holds already; with problems, no edits.
    """

    edits: list[RecordEdit]
    ids: list[str]
    unfinished: int
    problems: list[Problem]
    here: int = 0


def plan_import(
    rules: Rules, lines: Iterable[str], find: Find, referrers: Referrers, same: SameRecords, new_id: Callable[[], str]
) -> ImportPlan:
    """Judge all lines as one act. `find` gives a record of the file, also a deleted one; `referrers` the live
    (record, field) pairs of the file that refer to a record; `same` those that say what a line without an id says;
    `rules.today` is the day that entry rules compare with.
    """
    reader = _LineReader(rules, find, referrers, same, new_id, rules.names)
    for line in read_lines(lines):
        reader.take(line)
    return reader.finish()


def _with_advice(of: Field, raw: object, problem: Problem) -> Text:
    """What is wrong, and how JSON writes a number or a day that can be read as an officer types it."""
    meant = parse(of, raw) if isinstance(raw, str) else problem
    if meant is None or isinstance(meant, Problem):
        return problem.message
    return Message("cli.write_as", message=problem.message, text=json.dumps(to_json(meant)))


def _names(text: Text, label: Label) -> bool:
    """Whether a text names a field by its label already."""
    if isinstance(text, Message):
        return any(value == label or _names(value, label) for _, value in text.values)
    if isinstance(text, Joined):
        return any(part == label or _names(part, label) for part in text.parts)
    return isinstance(text, Label) and f"{label.vi}: " in text.vi


class _LineReader(Struct):
    """Collects lines into drafts, so that a line may refer to one that comes later."""

    rules: Rules
    find: Find
    referrers: Referrers
    same: SameRecords
    new_id: Callable[[], str]
    names: LogNames
    drafts: dict[str, ImportDraft] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, message: Text, record: str | None = None, name: str | None = None) -> None:
        self.problems.append(Problem(name, message, record=record, line=line))

    # --- line by line ---------------------------------------------------------------------------------------------

    def take(self, line: JsonLine | Problem) -> None:
        """Add one line to the draft of its record."""
        if isinstance(line, Problem):
            self.problems.append(line)
            return
        if line.example and not is_example(self.rules.plan.id):
            self.complain(line.number, Message("cli.line_of_example"))
            return
        line = renamed_line(line, self.names)
        kind = self.rules.plan.record_kinds.get(line.kind)
        if kind is None:
            self.complain(line.number, Message("cli.unknown_kind", kind=shorten(line.kind)))
            return
        values = self._typed(line, kind)
        record = self._identify(line, kind, values)
        if record is None:
            return
        draft = self._draft(line, kind, record)
        if draft is None or not self._turn(line, draft, record):
            return
        if line.id is None:
            self._compare(line, draft, values)
        draft.values |= values
        draft.named |= dict.fromkeys(values, line.number)
        draft.line = line.number
        self.ids.append(record)

    def _typed(self, line: JsonLine, kind: RecordKind) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for name, raw in line.fields.items():
            known = kind.fields.get(name)
            if known is None:
                self.complain(line.number, Message("cli.unknown_field", kind=kind.label, field=shorten(name)), line.id)
                continue
            value = from_json(known, raw)
            if isinstance(value, Problem):
                self.complain(line.number, _with_advice(known, raw, value), line.id, name)
            else:
                values[name] = value
        return values

    def _identify(self, line: JsonLine, kind: RecordKind, values: Mapping[str, Value]) -> str | None:
        """The id of the line's record: given, or derived from the key, or that of one that says the same, or new; None
        after a complaint.
        """
        if line.id is not None:
            return line.id
        if not kind.natural_key:
            if line.deleted is None:
                return self.same.take(kind.name, values) or self.new_id()
            self.complain(line.number, Message("cli.delete_needs_id"))
            return None
        missing = [name for name in kind.natural_key if values.get(name) is None]
        unsaid = [kind.fields[name].label for name in missing if line.fields.get(name) is None]
        if unsaid:
            self.complain(line.number, Message("cli.key_missing", kind=kind.label, fields=joined(unsaid)))
        return natural_id(kind, values, self.names)

    def _draft(self, line: JsonLine, kind: RecordKind, record: str) -> ImportDraft | None:
        """The draft that a line belongs to; None after a complaint."""
        draft = self.drafts.get(record)
        if draft is None:
            known = self.find(record)
            found = self.rules.plan.record_kinds.get(known.kind) if known else kind
            draft = ImportDraft(found or kind, known, dict(known.values) if known else {})
            draft.deleted = known is not None and known.deleted
            if line.deleted is not None and known is None:
                self.complain(line.number, Message("cli.nothing_to_delete", record=record), record)
                return None
        if draft.kind.name != kind.name or (draft.known and draft.known.kind != kind.name):
            self.complain(line.number, Message("cli.other_kind", record=record, kind=draft.kind.label), record)
            return None
        self.drafts[record] = draft
        return draft

    def _turn(self, line: JsonLine, draft: ImportDraft, record: str) -> bool:
        """Delete or restore as the line says; a key found in the trash is restored, an id there is refused."""
        wanted = line.deleted
        if wanted is None and draft.deleted:
            if line.id is not None:
                self.complain(line.number, Message("cli.in_trash", record=record), record)
                return False
            wanted = False
        if wanted is not None and wanted != draft.deleted:
            draft.deleted, draft.deletion_set = wanted, True
        return True

    def _compare(self, line: JsonLine, draft: ImportDraft, values: Mapping[str, Value]) -> None:
        """Two lines that name one key, and not the record's id, may be two people's: they must not differ."""
        for name in values.keys() & draft.named.keys():
            if values[name] != draft.values[name]:
                of = draft.kind.fields[name]
                before, now = (self._shown(of, value) for value in (draft.values[name], values[name]))
                message = Message("cli.lines_differ", field=of.label, line=draft.named[name], before=before, now=now)
                self.complain(line.number, message, line.id, name)

    # --- all together ---------------------------------------------------------------------------------------------

    def finish(self) -> ImportPlan:
        """Judge every record as it will be."""
        unfinished = 0
        here = {record for record, draft in self.drafts.items() if draft.says_nothing_new}
        for record, draft in self.drafts.items():
            if draft.deleted:
                continue
            self._check_key(record, draft)
            self._check_values(record, draft)
            self._check_references(record, draft)
            unfinished += record not in here and state(draft.values, draft.kind, self.rules) is State.UNFINISHED
        deletions = Deletions(self.rules.plan, self.drafts, self.find, self.referrers)
        along = deletions.along()
        for line, message, record in deletions.complaints():
            self.complain(line, message, record)
        if self.problems:
            return ImportPlan([], [], 0, sorted(self.problems, key=lambda p: p.line or 0))
        inside = [RecordEdit(child, kind, {}, True) for child, kind in along.items()]
        return ImportPlan([*self._edits(), *inside], self.ids, unfinished, [], sum(one in here for one in self.ids))

    def _edits(self) -> Iterable[RecordEdit]:
        for record, draft in self.drafts.items():
            if draft.deleted and draft.known is None:
                continue
            named = {name: draft.values[name] for name in draft.named}
            deletion_set = draft.deleted if draft.deletion_set or draft.deleted else None
            yield RecordEdit(record, draft.kind.name, named, deletion_set)

    def _check_key(self, record: str, draft: ImportDraft) -> None:
        kind, known = draft.kind, draft.known.values if draft.known else {}
        if kind.natural_key and all(known.get(name) == draft.values.get(name) for name in kind.natural_key):
            return  # also that of a unit that has become one with others, whose ids go on
        if kind.natural_key and natural_id(kind, draft.values, self.names) != record:
            labels = joined(kind.fields[name].label for name in kind.natural_key)
            message = Message("cli.id_not_of_key", kind=kind.label, record=record, fields=labels)
            self.complain(draft.line, message, record)

    def _check_values(self, record: str, draft: ImportDraft) -> None:
        for problem in check(draft.values, draft.kind, self.rules):
            if problem.severity == ERROR and problem.field:
                line = draft.named.get(problem.field, draft.line)
                message = self._with_value(draft, problem.field, problem.message)
                self.complain(line, message, record, problem.field)

    def _with_value(self, draft: ImportDraft, name: str, message: Text) -> Text:
        """A rule's sentence, led by its field and value where it does not name them itself."""
        of = draft.kind.fields[name]
        if _names(message, of.label):
            return message
        return Message("cli.rule", field=of.label, value=self._shown(of, draft.values.get(name)), message=message)

    def _shown(self, of: Field, value: Value) -> Text:
        shown = show(of, value, self.rules.plan)
        return shorten(shown or "–") if isinstance(shown, str) else shown

    def _check_references(self, record: str, draft: ImportDraft) -> None:
        for name, of in draft.kind.fields.items():
            value = draft.values.get(name)
            if not of.type.refers or not isinstance(value, str) or not (name in draft.named or draft.deletion_set):
                continue
            target = self._target(value)
            if target == of.target:
                continue
            label, text, line = of.label, shorten(value), draft.named.get(name, draft.line)
            if target is None:
                message = Message("core.unknown_reference", field=label, text=text)
            else:
                wanted = self.rules.plan.kinds[of.target or ""].label
                message = Message("core.wrong_reference", field=label, text=text, wanted=wanted)
            self.complain(line, message, record, name)

    def _target(self, record: str) -> str | None:
        """The kind of a record that will be live; None when there is none under this id."""
        draft = self.drafts.get(record)
        if draft:
            return None if draft.deleted else draft.kind.name
        known = self.find(record)
        return None if known is None or known.deleted else known.kind
