-- What the bot does and may do, halls and their bookings, payments, and what apps are told.

-- CreateEnum
CREATE TYPE "ToolCallStatus" AS ENUM ('RUNNING', 'DONE', 'PROPOSED', 'REFUSED', 'FAILED');

-- CreateEnum
CREATE TYPE "ToolProposalStatus" AS ENUM ('OPEN', 'CONFIRMED', 'CHANGED', 'REPLACED', 'EXPIRED', 'FAILED');

-- CreateEnum
CREATE TYPE "BookingStatus" AS ENUM ('AWAITING_PAYMENT', 'PAID', 'CANCELLED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('OPEN', 'SUCCEEDED', 'REFUND_DUE', 'REFUNDED', 'FAILED');

-- CreateEnum
CREATE TYPE "WebhookDeliveryStatus" AS ENUM ('PENDING', 'DELIVERED', 'FAILED');

-- AlterEnum
ALTER TYPE "EventKind" ADD VALUE 'BOOKING_CHANGED';

-- AlterTable
ALTER TABLE "bots" ADD COLUMN     "tools" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "booking_id" TEXT,
ALTER COLUMN "dialogue_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "tool_calls" (
    "id" TEXT NOT NULL,
    "dialogue_id" TEXT NOT NULL,
    "turn_seq" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "arguments" JSONB NOT NULL,
    "status" "ToolCallStatus" NOT NULL DEFAULT 'RUNNING',
    "result" JSONB,
    "error" TEXT,
    "duration_ms" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tool_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tool_proposals" (
    "id" TEXT NOT NULL,
    "dialogue_id" TEXT NOT NULL,
    "turn_seq" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "preview" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "status" "ToolProposalStatus" NOT NULL DEFAULT 'OPEN',
    "result" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_at" TIMESTAMPTZ(6),

    CONSTRAINT "tool_proposals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "http_tools" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "secrets" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "http_tools_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mcp_servers" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "secrets" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mcp_servers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "halls" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "names" JSONB NOT NULL,
    "aliases" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "descriptions" JSONB NOT NULL,
    "rules" JSONB NOT NULL,
    "capacity" INTEGER NOT NULL,
    "price_per_hour" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "opening_hours" JSONB NOT NULL,
    "time_zone" TEXT NOT NULL,
    "step_minutes" INTEGER NOT NULL DEFAULT 30,
    "min_minutes" INTEGER NOT NULL DEFAULT 60,
    "max_minutes" INTEGER NOT NULL DEFAULT 720,
    "archived_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "halls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hall_occupancies" (
    "id" TEXT NOT NULL,
    "hall_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "booking_id" TEXT,
    "note" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hall_occupancies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bookings" (
    "id" TEXT NOT NULL,
    "hall_id" TEXT NOT NULL,
    "user_id" TEXT,
    "dialogue_id" TEXT,
    "key" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "client_phone" TEXT,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "total" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "status" "BookingStatus" NOT NULL DEFAULT 'AWAITING_PAYMENT',
    "language" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "cancelled_by" TEXT,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "reminded_at" TIMESTAMPTZ(6),
    "paid_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bookings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" TEXT NOT NULL,
    "booking_id" TEXT NOT NULL,
    "booking_version" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "checkout" TEXT,
    "url" TEXT,
    "charge" TEXT,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "status" "PaymentStatus" NOT NULL DEFAULT 'OPEN',
    "reason" TEXT,
    "refund" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "charged_at" TIMESTAMPTZ(6),
    "refunded_at" TIMESTAMPTZ(6),

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "event_types" TEXT[],
    "bot_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "secret" TEXT NOT NULL,
    "position" BIGINT NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(6),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "disabled_at" TIMESTAMPTZ(6),
    "disabled_for" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" "EventKind" NOT NULL,
    "dialogue_id" TEXT,
    "body" TEXT NOT NULL,
    "status" "WebhookDeliveryStatus" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(6),
    "response_code" INTEGER,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tried_at" TIMESTAMPTZ(6),
    "delivered_at" TIMESTAMPTZ(6),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tool_calls_created_at_idx" ON "tool_calls"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "tool_calls_dialogue_id_turn_seq_number_hash_key" ON "tool_calls"("dialogue_id", "turn_seq", "number", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "tool_proposals_dialogue_id_hash_key" ON "tool_proposals"("dialogue_id", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "http_tools_bot_id_name_key" ON "http_tools"("bot_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "mcp_servers_bot_id_name_key" ON "mcp_servers"("bot_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "halls_bot_id_slug_key" ON "halls"("bot_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "hall_occupancies_booking_id_key" ON "hall_occupancies"("booking_id");

-- CreateIndex
CREATE INDEX "hall_occupancies_hall_id_starts_at_idx" ON "hall_occupancies"("hall_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "bookings_key_key" ON "bookings"("key");

-- CreateIndex
CREATE INDEX "bookings_hall_id_starts_at_id_idx" ON "bookings"("hall_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "bookings_user_id_idx" ON "bookings"("user_id");

-- CreateIndex
CREATE INDEX "bookings_dialogue_id_idx" ON "bookings"("dialogue_id");

-- CreateIndex
CREATE INDEX "payments_booking_id_created_at_idx" ON "payments"("booking_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "payments_provider_charge_key" ON "payments"("provider", "charge");

-- CreateIndex
CREATE UNIQUE INDEX "payments_provider_checkout_key" ON "payments"("provider", "checkout");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_status_next_at_idx" ON "webhook_deliveries"("endpoint_id", "status", "next_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_dialogue_id_idx" ON "webhook_deliveries"("dialogue_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_endpoint_id_position_key" ON "webhook_deliveries"("endpoint_id", "position");

-- AddForeignKey
ALTER TABLE "tool_calls" ADD CONSTRAINT "tool_calls_dialogue_id_fkey" FOREIGN KEY ("dialogue_id") REFERENCES "dialogues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool_proposals" ADD CONSTRAINT "tool_proposals_dialogue_id_fkey" FOREIGN KEY ("dialogue_id") REFERENCES "dialogues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "http_tools" ADD CONSTRAINT "http_tools_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mcp_servers" ADD CONSTRAINT "mcp_servers_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "halls" ADD CONSTRAINT "halls_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hall_occupancies" ADD CONSTRAINT "hall_occupancies_hall_id_fkey" FOREIGN KEY ("hall_id") REFERENCES "halls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hall_occupancies" ADD CONSTRAINT "hall_occupancies_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_hall_id_fkey" FOREIGN KEY ("hall_id") REFERENCES "halls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_dialogue_id_fkey" FOREIGN KEY ("dialogue_id") REFERENCES "dialogues"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- Two occupancies of a hall never overlap, whoever is quickest. The end is not part of the time.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE "hall_occupancies"
    ADD CONSTRAINT "hall_occupancies_no_overlap" EXCLUDE USING gist ("hall_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&),
    ADD CONSTRAINT "hall_occupancies_forward" CHECK ("starts_at" < "ends_at");
ALTER TABLE "bookings"
    ADD CONSTRAINT "bookings_forward" CHECK ("starts_at" < "ends_at"),
    ADD CONSTRAINT "bookings_total" CHECK ("total" >= 0);
ALTER TABLE "payments" ADD CONSTRAINT "payments_amount" CHECK ("amount" >= 0);
ALTER TABLE "halls"
    ADD CONSTRAINT "halls_price" CHECK ("price_per_hour" >= 0),
    ADD CONSTRAINT "halls_minutes" CHECK ("step_minutes" > 0 AND "min_minutes" > 0 AND "max_minutes" >= "min_minutes");

-- One dialogue has one thing at a time that waits for the user's word.
CREATE UNIQUE INDEX "tool_proposals_one_open" ON "tool_proposals" ("dialogue_id") WHERE "status" = 'OPEN';
-- A booking is paid by one charge; what else comes in for it is given back.
CREATE UNIQUE INDEX "payments_one_charge" ON "payments" ("booking_id") WHERE "status" = 'SUCCEEDED';
-- An event is of a dialogue, or of a booking that has none.
ALTER TABLE "events" ADD CONSTRAINT "events_subject" CHECK ("dialogue_id" IS NOT NULL OR "booking_id" IS NOT NULL);
