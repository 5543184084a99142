"""Who may put something into the database gets nothing of what is published there."""

import psycopg

from tests.db.office import Office
from tests.server.postgres import Postgres, rows
from tests.server.published import rows_here, rows_there, send

# each is a nearer fit than the function of PostgreSQL's that is meant
_TRAPS = """
CREATE TABLE public.caught (what text);
GRANT INSERT ON public.caught TO PUBLIC;
CREATE FUNCTION public.add_one(several text[], one text) RETURNS text[] LANGUAGE plpgsql AS
  $$BEGIN INSERT INTO public.caught VALUES (one); RETURN several || one; END$$;
CREATE AGGREGATE public.array_agg(text) (SFUNC = public.add_one, STYPE = text[], INITCOND = '{}');
CREATE FUNCTION public.num_nulls(a bigint, b bigint) RETURNS integer LANGUAGE plpgsql AS
  $$BEGIN INSERT INTO public.caught VALUES (a); RETURN 0; END$$
"""


def test_functions_that_somebody_put_into_public_are_never_called(lan: Office, postgres: Postgres) -> None:
    address = postgres.database()
    place = lan.create("place", name="Chợ", unit="11")
    send(lan.file, address)
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS stranger")
        owner.execute("CREATE ROLE stranger LOGIN")
        owner.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")  # as every server before PostgreSQL 15 has it
    with psycopg.connect(address.replace("postgres@", "stranger@"), autocommit=True) as stranger:
        stranger.execute(_TRAPS)
    lan.create("visit", date="2022-05-01", place=place, n=5)
    send(lan.file, address)
    assert rows(address, "SELECT what FROM public.caught") == []
    assert rows_there(lan.file, address) == rows_here(lan.file)
