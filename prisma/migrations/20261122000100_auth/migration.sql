-- Identity: users, AuthSessions, signing keys, the audit log, and what auth tells the others.

CREATE TABLE "auth"."users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "admin" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth"."auth_sessions" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "ip_address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "auth_sessions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth"."refresh_tokens" (
    "hash" TEXT NOT NULL,
    "auth_session_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "sealed_successor" BYTEA,

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("hash")
);

CREATE TABLE "auth"."register_requests" (
    "request_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "auth_session_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "register_requests_pkey" PRIMARY KEY ("request_id")
);

CREATE TABLE "auth"."login_throttles" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_failure_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "login_throttles_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "auth"."service_accounts" (
    "id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "service_accounts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth"."signing_keys" (
    "kid" TEXT NOT NULL,
    "active_from" TIMESTAMPTZ(3) NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_private_jwk" BYTEA NOT NULL,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

CREATE TABLE "auth"."audit_events" (
    "id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "ip_address" TEXT NOT NULL,
    "source_event_id" TEXT,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth"."stream_positions" (
    "stream" TEXT NOT NULL,
    "stream_id" TEXT NOT NULL,

    CONSTRAINT "stream_positions_pkey" PRIMARY KEY ("stream")
);

CREATE TABLE "auth"."parked_events" (
    "stream" TEXT NOT NULL,
    "stream_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,
    "error" TEXT NOT NULL,
    "parked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "parked_events_pkey" PRIMARY KEY ("stream","stream_id")
);

CREATE UNIQUE INDEX "users_email_key" ON "auth"."users"("email");

CREATE INDEX "auth_sessions_user_id_idx" ON "auth"."auth_sessions"("user_id");

CREATE INDEX "auth_sessions_ended_at_expires_at_idx" ON "auth"."auth_sessions"("ended_at", "expires_at");

CREATE INDEX "refresh_tokens_auth_session_id_idx" ON "auth"."refresh_tokens"("auth_session_id");

CREATE UNIQUE INDEX "service_accounts_client_id_key" ON "auth"."service_accounts"("client_id");

CREATE UNIQUE INDEX "audit_events_source_event_id_key" ON "auth"."audit_events"("source_event_id");

CREATE INDEX "audit_events_occurred_at_id_idx" ON "auth"."audit_events"("occurred_at" DESC, "id" DESC);

ALTER TABLE "auth"."auth_sessions" ADD CONSTRAINT "auth_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "auth"."refresh_tokens" ADD CONSTRAINT "refresh_tokens_auth_session_id_fkey" FOREIGN KEY ("auth_session_id") REFERENCES "auth"."auth_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "auth"."register_requests" ADD CONSTRAINT "register_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Successors that are still to be forgotten are few among many used tokens.
CREATE INDEX "refresh_tokens_sealed_idx" ON "auth"."refresh_tokens" ("used_at") WHERE "sealed_successor" IS NOT NULL;

-- The audit log only grows: the service reads and appends, and nothing else, whoever broke into it (AUTH-7).
REVOKE ALL ON "auth"."audit_events" FROM auth_service;
GRANT SELECT, INSERT ON "auth"."audit_events" TO auth_service;

-- What auth tells the others (libs/platform/database/outbox.sql).
CREATE TABLE "auth"."outbox" (
    "id" BIGSERIAL PRIMARY KEY,
    "event_id" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,
    "payload" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    "stream_id" TEXT
);
CREATE UNIQUE INDEX "outbox_event_id_key" ON "auth"."outbox" ("event_id");
CREATE INDEX "outbox_unpublished_idx" ON "auth"."outbox" ("id") WHERE "published_at" IS NULL;

-- Wakes the relay when the transaction commits.
CREATE FUNCTION "auth"."notify_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox_auth', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_notify" AFTER INSERT ON "auth"."outbox"
    FOR EACH STATEMENT EXECUTE FUNCTION "auth"."notify_outbox"();
