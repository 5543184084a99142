"""Who reads a report: the office above, which holds the records anyway, or everybody."""

SUPERIOR, PUBLIC = AUDIENCES = ("superior", "public")
