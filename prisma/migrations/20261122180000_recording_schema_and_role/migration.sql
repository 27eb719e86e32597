-- A schema and a group role for recorder, as the first migration made them for the other services.
DO $$
BEGIN
  CREATE ROLE recording_service NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;

CREATE SCHEMA IF NOT EXISTS "recording";

GRANT USAGE ON SCHEMA "recording" TO recording_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA "recording" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO recording_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA "recording" GRANT USAGE, SELECT ON SEQUENCES TO recording_service;
