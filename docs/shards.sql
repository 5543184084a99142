-- One database that shows what several PostgreSQL servers hold, as if it stood here: their tables are its partitions, one
-- root unit to a shard. It holds no rows of its own; ledgers are published to the shards. docs/SERVER.md says how.
-- Run this in an empty database (PostgreSQL 14 or later), name the shards, then:
--     SELECT sokehoach.join_shards('lai-chau-2022');
-- and again whenever a root unit was published for the first time, or an edition that has another field.

CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE SCHEMA IF NOT EXISTS sokehoach;
CREATE TABLE IF NOT EXISTS sokehoach.marker (format integer PRIMARY KEY, made timestamptz NOT NULL DEFAULT now());
INSERT INTO sokehoach.marker VALUES (1) ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION sokehoach.join_shards(plan text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  server text;
  shard text; -- the schema of its tables here
  found record;
  roots text;
BEGIN
  EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', plan);
  EXECUTE format('CREATE SCHEMA %I', plan);
  FOR server IN SELECT s.srvname FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
      WHERE w.fdwname = 'postgres_fdw' ORDER BY 1 LOOP
    shard := server || ' ' || plan;
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', shard);
    EXECUTE format('CREATE SCHEMA %I', shard);
    BEGIN
      EXECUTE format('IMPORT FOREIGN SCHEMA %I FROM SERVER %I INTO %I', plan, server, shard);
    EXCEPTION WHEN fdw_schema_not_found THEN CONTINUE; -- nothing was published there yet
    END;
    EXECUTE format('SELECT string_agg(quote_literal(root), '', '') FROM %I._ledger', shard) INTO roots;
    CONTINUE WHEN roots IS NULL;
    -- every table of the shard, with its column of root units; a few have none, and are the same in all or numbered apart
    FOR found IN SELECT c.relname AS name, min(a.attname) AS key FROM pg_class c
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('root', '_root')
        WHERE c.relnamespace = quote_ident(shard)::regnamespace AND c.relkind = 'f' GROUP BY c.relname LOOP
      IF found.key IS NULL THEN
        PERFORM sokehoach.show_too(plan, shard, found.name);
      ELSE
        IF to_regclass(format('%I.%I', plan, found.name)) IS NULL THEN
          EXECUTE format('CREATE TABLE %I.%I (LIKE %I.%I) PARTITION BY LIST (%I)', plan, found.name, shard, found.name,
            found.key);
        END IF;
        EXECUTE format('ALTER TABLE %I.%I ATTACH PARTITION %I.%I FOR VALUES IN (%s)', plan, found.name, shard, found.name,
          roots);
      END IF;
    END LOOP;
  END LOOP;
END $$;

-- A view of a table without root units, with what one more shard holds.
CREATE OR REPLACE FUNCTION sokehoach.show_too(plan text, shard text, name text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before text := '';
BEGIN
  IF to_regclass(format('%I.%I', plan, name)) IS NOT NULL THEN
    before := rtrim(pg_get_viewdef(format('%I.%I', plan, name)::regclass), ';') || ' UNION ';
  END IF;
  EXECUTE format('CREATE OR REPLACE VIEW %I.%I AS %s SELECT * FROM %I.%I', plan, name, before, shard, name);
END $$;
