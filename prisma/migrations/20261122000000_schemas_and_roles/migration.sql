-- A schema and a group role for each service that owns tables. Group roles cannot log in: installing the product makes
-- one login role per service and grants it its group. Roles belong to the whole server, so another database of the same
-- server may have made them already (a shadow database always finds them made).
DO $$
DECLARE
  service text;
BEGIN
  FOREACH service IN ARRAY ARRAY['auth_service', 'call_service'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', service);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
END
$$;

CREATE SCHEMA IF NOT EXISTS "auth";
CREATE SCHEMA IF NOT EXISTS "call";

GRANT USAGE ON SCHEMA "auth" TO auth_service;
GRANT USAGE ON SCHEMA "call" TO call_service;

-- Tables and sequences that later migrations add.
ALTER DEFAULT PRIVILEGES IN SCHEMA "auth" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO auth_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA "auth" GRANT USAGE, SELECT ON SEQUENCES TO auth_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA "call" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO call_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA "call" GRANT USAGE, SELECT ON SEQUENCES TO call_service;

-- Nobody else makes objects here.
REVOKE ALL ON SCHEMA "public" FROM PUBLIC;
