"""The tables that every data file has, whatever its plan: the schema of format 1, changed in place until a release."""

import re
from contextlib import closing

from db.connection import FILE_FORMAT, Connection, connect_to_memory, run_script

# what the file is and whose: one row each (unit, author, unit_version, plan, log_count, log_digest); the plans as JSON,
# their units included, and the unit lists again as a table for other programs
_FILE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE plan (id TEXT, edition INTEGER, digest TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (id, edition));

CREATE TABLE org_unit (
  version TEXT, code TEXT, parent TEXT, level TEXT NOT NULL, type TEXT, name TEXT NOT NULL,
  PRIMARY KEY (version, code)
) WITHOUT ROWID;
"""

# Names numbered, so that a change stays small; what follows from the log for each record; who did what; and the log
# itself, only ever added to. Foreign keys name their column, without which some programs can't show a table.
# - record: deleted: covered by its deletions; retained: deleted, but a live record refers to it, so it shows all the
#   same; joined_into: the record that stands for it
# - act: unit and author are those of the office that acted, time is its PC's own clock, for people; target is the act
#   that an undo takes back; made_here: whether this file's own office acted
# - change_log: stamp: 6 bytes of time, 2 of counter, 6 random ones; replaces, covers: stamps one after the other
_LOG = """
CREATE TABLE kind (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE field (
  no INTEGER PRIMARY KEY, kind INTEGER NOT NULL REFERENCES kind (no), name TEXT NOT NULL,
  UNIQUE (kind, name)
);

CREATE TABLE record (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL REFERENCES kind (no),
  deleted INTEGER NOT NULL DEFAULT 0, retained INTEGER NOT NULL DEFAULT 0, joined_into TEXT,
  UNIQUE (id, kind)
);

CREATE TABLE act (
  no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, unit TEXT, author TEXT NOT NULL,
  time TEXT NOT NULL, target BLOB, made_here INTEGER NOT NULL
);

CREATE INDEX act_target ON act (target) WHERE target IS NOT NULL;

CREATE TABLE change_log (
  record INTEGER NOT NULL REFERENCES record (no), field INTEGER NOT NULL REFERENCES field (no), stamp BLOB NOT NULL,
  value, replaces BLOB, covers BLOB, act INTEGER NOT NULL REFERENCES act (no),
  PRIMARY KEY (record, field, stamp)
) WITHOUT ROWID;

CREATE INDEX change_log_act ON change_log (act);
"""

FULL_TEXT = "fts5 (exact, folded, tokenize = 'unicode61 remove_diacritics 0')"
# derived from the log and the plan, rebuilt at any time: open conflicts, what the search looks through, the labels of
# choices, and what tables and columns hold
_DERIVED = f"""
CREATE TABLE _conflict (
  record INTEGER NOT NULL REFERENCES record (no), field TEXT NOT NULL,
  PRIMARY KEY (record, field)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE _search_text USING {FULL_TEXT};

CREATE TABLE choice (
  list TEXT, value TEXT, vi TEXT NOT NULL, en TEXT NOT NULL, valid_from TEXT, valid_to TEXT,
  retired INTEGER NOT NULL, PRIMARY KEY (list, value)
) WITHOUT ROWID;

CREATE TABLE data_dictionary (
  table_name TEXT, column_name TEXT, type TEXT, unit_vi TEXT, unit_en TEXT, refers_to TEXT, list TEXT, vi TEXT,
  en TEXT, about_vi TEXT, about_en TEXT,
  PRIMARY KEY (table_name, column_name)
) WITHOUT ROWID;
"""

# Known to this file alone, never merged.
# - _draft: half-typed text of this file's own window
# - _locked_pdf: the bytes of this office's own locked reports, by the SHA-256 that the log has
# - _sent_copy: the copies that were handed over, since they still hold what is erased here later
# - _distinct_pair: records that look alike and that a person called different, with the state of their changes when
#   that was said, which holds nothing of any value
# - _erasure_item: what another office's erasure would take that this file holds, and what an erasure left elsewhere:
#   why it is asked, from which file of which office, and what was decided: `itself` (it ran by itself), `accepted`,
#   `declined`, NULL (not yet)
# - _offered_plan: editions that came with other files or the program, and are not in force: `declined`, NULL (not yet)
# - _foreign_part: what another program put into this file, taken out of its schema
_LOCAL = """
CREATE TABLE _draft (
  record TEXT, field TEXT, text TEXT NOT NULL, time TEXT NOT NULL,
  PRIMARY KEY (record, field)
) WITHOUT ROWID;

CREATE TABLE _locked_pdf (sha256 TEXT PRIMARY KEY, pdf BLOB NOT NULL);

CREATE TABLE _sent_copy (
  no INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
  records INTEGER NOT NULL, sha256 TEXT NOT NULL
);

CREATE TABLE _distinct_pair (
  kind TEXT, first TEXT, second TEXT, state INTEGER NOT NULL,
  PRIMARY KEY (kind, first, second)
) WITHOUT ROWID;

CREATE TABLE _erasure_item (
  erasure TEXT, stamp BLOB, kind TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, why TEXT NOT NULL,
  file TEXT NOT NULL, unit TEXT NOT NULL, time TEXT NOT NULL, decision TEXT,
  PRIMARY KEY (erasure, stamp)
) WITHOUT ROWID;

CREATE TABLE _offered_plan (
  id TEXT, edition INTEGER, digest TEXT, body TEXT NOT NULL, file TEXT NOT NULL, unit TEXT NOT NULL,
  time TEXT NOT NULL, decision TEXT,
  PRIMARY KEY (id, edition, digest)
);

CREATE TABLE _foreign_part (
  type TEXT, name TEXT, sql TEXT NOT NULL,
  PRIMARY KEY (type, name)
) WITHOUT ROWID;
"""

# What this file alone knows of its merges, so that each can be reverted; never merged.
# - _merge: the merges in their order: the largest number of an act before, the later edition of the plan that was
#   adopted, and since when it is reverted; _merge_source: the files that each took in
# - _merge_range: the acts that were first met in a file of a merge: all their changes came with it, but for those in
#   _merge_change: changes of acts that were known before, and changes that came again: every merge that brought them
# - _reverted_change: changes that are out of the log as long as their merge is reverted; their record may not be here
# - _reverted_merge: in which order merges were reverted, and behind which act of this file each was
# - _reverted_interval: behind which act of this file a merge was reverted and behind which it was done again, so that a
#   report that was locked meanwhile is known not to rest on it
# - _absorbed_file: the files that merges took in whole, by the digest of their bytes; emptied when a merge is reverted
_MERGES = """
CREATE TABLE _merge (
  act BLOB PRIMARY KEY, no INTEGER NOT NULL, acts_before INTEGER NOT NULL, adopted_edition INTEGER, reverted TEXT
) WITHOUT ROWID;

CREATE TABLE _merge_source (
  act BLOB, no INTEGER, author TEXT NOT NULL, time TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
  changes INTEGER NOT NULL,
  PRIMARY KEY (act, no)
) WITHOUT ROWID;

CREATE TABLE _merge_range (
  first_act INTEGER PRIMARY KEY, last_act INTEGER NOT NULL, merge INTEGER NOT NULL, source INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE _merge_change (
  act INTEGER REFERENCES act (no), stamp BLOB, merge INTEGER, source INTEGER NOT NULL,
  PRIMARY KEY (act, stamp, merge)
) WITHOUT ROWID;

CREATE TABLE _reverted_change (
  record TEXT, field INTEGER REFERENCES field (no), stamp BLOB, value, replaces BLOB, covers BLOB,
  act INTEGER NOT NULL REFERENCES act (no),
  PRIMARY KEY (record, field, stamp)
) WITHOUT ROWID;

CREATE INDEX _reverted_change_act ON _reverted_change (act);

CREATE TABLE _reverted_merge (no INTEGER PRIMARY KEY, act BLOB NOT NULL UNIQUE, after_act INTEGER NOT NULL);

CREATE TABLE _reverted_interval (
  act BLOB, reverted_after INTEGER, restored_after INTEGER NOT NULL,
  PRIMARY KEY (act, reverted_after)
) WITHOUT ROWID;

CREATE TABLE _absorbed_file (
  sha256 BLOB PRIMARY KEY, unit TEXT NOT NULL, author TEXT NOT NULL, records INTEGER NOT NULL
) WITHOUT ROWID;
"""

SCHEMA = "\n".join((_FILE, _LOG, _DERIVED, _LOCAL, _MERGES))
LEDGER = frozenset({"meta", "plan", "kind", "field", "record", "act", "change_log"})
TABLES = frozenset(re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", SCHEMA))
INDEXES = dict(re.findall(r"CREATE INDEX (\w+) (ON \w+ \(.*);", SCHEMA))  # by name, what each is of


def make_tables(connection: Connection) -> None:
    """Make the tables of a new file, and say of which format it is, inside the caller's transaction."""
    run_script(connection, SCHEMA)
    connection.execute(f"PRAGMA user_version = {FILE_FORMAT}")


def schema_of_format() -> dict[str, tuple[str, str]]:
    """Return by name the table and the SQL of all tables and indexes that a new file has, tables first."""
    with closing(connect_to_memory()) as memory:
        run_script(memory, SCHEMA)
        query = "SELECT name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC"
        return {name: (table, sql) for name, table, sql in memory.execute(query)}
