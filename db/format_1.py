"""The tables of a data file of format 1 as the first steps made them: added to by later steps, never edited."""

# what the file is and whose: one row each (unit, author, unit_version, plan, log_count, log_digest); the plans as JSON,
# their units included, and the unit lists again as a table for other programs
FILE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE plan (id TEXT, edition INTEGER, digest TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (id, edition));

CREATE TABLE org_unit (
  version TEXT, code TEXT, parent TEXT, level TEXT NOT NULL, type TEXT, name TEXT NOT NULL,
  PRIMARY KEY (version, code)
) WITHOUT ROWID;
"""

# Names met once and numbered, so that a change stays small; what follows from the log for each record; who did what;
# and the log itself, only ever added to.
# - record: deleted: covered by its deletions; held: deleted, but a live record refers to it, so it shows all the same;
#   joined_into: the record that stands for it
# - act: unit and author are those of the office that acted, time is its PC's own clock, for people; target is the act
#   that an undo takes back; made_here: whether this file's own office acted
# - change_log: stamp: 6 bytes of time, 2 of counter, 6 random ones; replaces, covers: stamps one after the other
LOG = """
CREATE TABLE kind (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE field (
  no INTEGER PRIMARY KEY, kind INTEGER NOT NULL REFERENCES kind, name TEXT NOT NULL,
  UNIQUE (kind, name)
);

CREATE TABLE record (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL REFERENCES kind,
  deleted INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0, joined_into TEXT,
  UNIQUE (id, kind)
);

CREATE TABLE act (
  no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, unit TEXT, author TEXT NOT NULL,
  time TEXT NOT NULL, target BLOB, made_here INTEGER NOT NULL
);

CREATE INDEX act_target ON act (target) WHERE target IS NOT NULL;

CREATE TABLE change_log (
  record INTEGER NOT NULL REFERENCES record, field INTEGER NOT NULL REFERENCES field, stamp BLOB NOT NULL, value,
  replaces BLOB, covers BLOB, act INTEGER NOT NULL REFERENCES act,
  PRIMARY KEY (record, field, stamp)
) WITHOUT ROWID;

CREATE INDEX change_log_act ON change_log (act);
"""

# derived from the log, rebuilt at any time: open conflicts and what the search looks through; and half-typed text of
# this file's own window, never merged
DERIVED = """
CREATE TABLE conflict (
  record INTEGER NOT NULL REFERENCES record, field TEXT NOT NULL,
  PRIMARY KEY (record, field)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE search_text USING fts5 (exact, folded, tokenize = 'unicode61 remove_diacritics 0');

CREATE TABLE draft (
  record TEXT, field TEXT, text TEXT NOT NULL, time TEXT NOT NULL,
  PRIMARY KEY (record, field)
) WITHOUT ROWID;
"""

# the bytes of this office's own locked reports, by the SHA-256 that the log has; never merged
LOCKED_PDF = "CREATE TABLE locked_pdf (sha256 TEXT PRIMARY KEY, pdf BLOB NOT NULL)"

# the merges done in this file and the files that each took in; never merged itself
MERGED_FILE = """
CREATE TABLE merged_file (
  act BLOB, no INTEGER, author TEXT NOT NULL, time TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
  changes INTEGER NOT NULL,
  PRIMARY KEY (act, no)
) WITHOUT ROWID
"""

# the copies of this file that were handed over, since they still hold what is erased here later; never merged
SENT_FILE = """
CREATE TABLE sent_file (
  no INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
  records INTEGER NOT NULL, sha256 TEXT NOT NULL
)
"""

# pairs of records that look alike and that a person called different, with the state of their changes when that was
# said, which holds nothing of any value; never merged
NOT_SAME = """
CREATE TABLE not_same (
  kind TEXT, first TEXT, second TEXT, state INTEGER NOT NULL,
  PRIMARY KEY (kind, first, second)
) WITHOUT ROWID
"""

# What this file alone knows of its merges, so that each can be reverted; never merged.
# - merge_act: the merges in their order: the largest number of an act before, the later edition of the plan that was
#   adopted, and since when it is reverted
# - merge_span: the acts that were first met in a file of a merge: all their changes came with it, but for those in
#   brought: changes of acts that were known before, and changes that came again: every merge that brought them
# - set_aside: changes that are out of the log as long as their merge is reverted; their record may not be in the file
MERGES = """
CREATE TABLE merge_act (
  act BLOB PRIMARY KEY, no INTEGER NOT NULL, before INTEGER NOT NULL, edition INTEGER, undone TEXT
) WITHOUT ROWID;

CREATE TABLE merge_span (
  first INTEGER PRIMARY KEY, last INTEGER NOT NULL, merge INTEGER NOT NULL, file INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE brought (
  act INTEGER REFERENCES act, stamp BLOB, merge INTEGER, file INTEGER NOT NULL,
  PRIMARY KEY (act, stamp, merge)
) WITHOUT ROWID;

CREATE TABLE set_aside (
  record TEXT, field INTEGER REFERENCES field, stamp BLOB, value, replaces BLOB, covers BLOB,
  act INTEGER NOT NULL REFERENCES act,
  PRIMARY KEY (record, field, stamp)
) WITHOUT ROWID;

CREATE INDEX set_aside_act ON set_aside (act);
"""

# the files that merges took in whole, by the digest of their bytes; never merged, emptied when a merge is reverted
SEEN_FILE = """
CREATE TABLE seen_file (
  sha256 BLOB PRIMARY KEY, unit TEXT NOT NULL, author TEXT NOT NULL, records INTEGER NOT NULL
) WITHOUT ROWID
"""

# in which order merges were reverted, and behind which act of this file each was; never merged
TURNED_MERGE = "CREATE TABLE turned_merge (no INTEGER PRIMARY KEY, act BLOB NOT NULL UNIQUE, after INTEGER NOT NULL)"

# behind which act of this file a merge was reverted and behind which it was done again, so that a report that was
# locked meanwhile is known not to rest on it; never merged
LAIN_ASIDE = """
CREATE TABLE lain_aside (
  act BLOB, out INTEGER, back INTEGER NOT NULL,
  PRIMARY KEY (act, out)
) WITHOUT ROWID
"""
