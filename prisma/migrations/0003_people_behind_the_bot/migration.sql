-- The people behind the bot: queue, desk, translation, training.

-- CreateEnum
CREATE TYPE "TrainingKind" AS ENUM ('KNOWLEDGE_INDEX', 'HANDOFF_DETECTOR', 'OPENAI_FINE_TUNE');

-- CreateEnum
CREATE TYPE "TrainingStatus" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "SuggestionKind" AS ENUM ('DRAFT', 'SUPPRESSED');

-- CreateEnum
CREATE TYPE "SuggestionStatus" AS ENUM ('PENDING', 'ACCEPTED', 'EDITED', 'DISMISSED', 'OUTDATED');

-- CreateEnum
CREATE TYPE "ProposalStatus" AS ENUM ('PENDING', 'APPROVED', 'REJECTED');

-- AlterTable
ALTER TABLE "bots" ADD COLUMN     "glossary" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "handoff" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "operators" ADD COLUMN     "bot_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "last_given_at" TIMESTAMPTZ(6),
ADD COLUMN     "translation" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "dialogues" ADD COLUMN     "doubts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "memory" TEXT;

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "quote" TEXT,
ADD COLUMN     "reply_to_id" TEXT;

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "edition" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sent_edition" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "handoffs" ADD COLUMN     "rating" INTEGER,
ADD COLUMN     "summary_seq" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "given_at" TIMESTAMPTZ(6),
ADD COLUMN     "assigned" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "first_reply_at" TIMESTAMPTZ(6),
ADD COLUMN     "last_question" TEXT,
ADD COLUMN     "left_message_at" TIMESTAMPTZ(6),
ADD COLUMN     "offered_at" TIMESTAMPTZ(6),
ADD COLUMN     "passed_over" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "reminders" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "topic" TEXT,
ADD COLUMN     "waiting_since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "message_translations" (
    "message_id" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_translations_pkey" PRIMARY KEY ("message_id","language")
);

-- CreateTable
CREATE TABLE "canned_replies" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT,
    "title" TEXT NOT NULL,
    "texts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "canned_replies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suggestions" (
    "id" TEXT NOT NULL,
    "dialogue_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" "SuggestionKind" NOT NULL,
    "status" "SuggestionStatus" NOT NULL DEFAULT 'PENDING',
    "text" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "citations" JSONB NOT NULL DEFAULT '[]',
    "operator_id" TEXT,
    "message_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(6),

    CONSTRAINT "suggestions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "knowledge_proposals" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "dialogue_id" TEXT,
    "handoff_id" TEXT,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "status" "ProposalStatus" NOT NULL DEFAULT 'PENDING',
    "document_id" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "knowledge_proposals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_runs" (
    "id" TEXT NOT NULL,
    "kind" "TrainingKind" NOT NULL,
    "bot_id" TEXT,
    "status" "TrainingStatus" NOT NULL DEFAULT 'QUEUED',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "metrics" JSONB,
    "error" TEXT,
    "requested_by" TEXT NOT NULL,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "training_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_examples" (
    "id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "wants_human" BOOLEAN NOT NULL,
    "language" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_examples_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "detector_versions" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,
    "model" BYTEA NOT NULL,
    "metrics" JSONB NOT NULL,
    "training_run_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "detector_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "telegram_invites" (
    "secret_hash" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "operator_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "telegram_invites_pkey" PRIMARY KEY ("secret_hash")
);

-- CreateTable
CREATE TABLE "telegram_desks" (
    "bot_id" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "bound_by" TEXT NOT NULL,
    "broken_at" TIMESTAMPTZ(6),
    "fault" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "telegram_desks_pkey" PRIMARY KEY ("bot_id")
);

-- CreateTable
CREATE TABLE "desk_places" (
    "dialogue_id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "thread_id" INTEGER,
    "card_id" INTEGER,
    "card_shown" TEXT,
    "shown_seq" INTEGER NOT NULL DEFAULT 0,
    "handoff_id" TEXT,
    "topic_shown" TEXT,
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "desk_places_pkey" PRIMARY KEY ("dialogue_id","chat_id")
);

-- CreateTable
CREATE TABLE "desk_messages" (
    "bot_id" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "telegram_id" INTEGER NOT NULL,
    "dialogue_id" TEXT NOT NULL,
    "message_id" TEXT,
    "shown" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "desk_messages_pkey" PRIMARY KEY ("bot_id","chat_id","telegram_id")
);

-- CreateTable
CREATE TABLE "desk_relays" (
    "bot_id" TEXT NOT NULL,
    "operator_id" TEXT NOT NULL,
    "dialogue_id" TEXT,

    CONSTRAINT "desk_relays_pkey" PRIMARY KEY ("bot_id","operator_id")
);

-- CreateIndex
CREATE INDEX "suggestions_dialogue_id_status_idx" ON "suggestions"("dialogue_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "suggestions_dialogue_id_seq_kind_key" ON "suggestions"("dialogue_id", "seq", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "knowledge_proposals_handoff_id_key" ON "knowledge_proposals"("handoff_id");

-- CreateIndex
CREATE INDEX "knowledge_proposals_bot_id_status_id_idx" ON "knowledge_proposals"("bot_id", "status", "id");

-- CreateIndex
CREATE INDEX "training_runs_kind_status_idx" ON "training_runs"("kind", "status");

-- CreateIndex
CREATE UNIQUE INDEX "detector_versions_number_key" ON "detector_versions"("number");

-- CreateIndex
CREATE INDEX "telegram_invites_expires_at_idx" ON "telegram_invites"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "telegram_desks_bot_id_chat_id_key" ON "telegram_desks"("bot_id", "chat_id");

-- CreateIndex
CREATE INDEX "desk_places_bot_id_chat_id_thread_id_idx" ON "desk_places"("bot_id", "chat_id", "thread_id");

-- CreateIndex
CREATE INDEX "desk_messages_message_id_idx" ON "desk_messages"("message_id");

-- CreateIndex
CREATE INDEX "desk_messages_dialogue_id_idx" ON "desk_messages"("dialogue_id");

-- CreateIndex
CREATE INDEX "handoffs_requested_at_idx" ON "handoffs"("requested_at");

-- AddForeignKey
ALTER TABLE "message_translations" ADD CONSTRAINT "message_translations_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_dialogue_id_fkey" FOREIGN KEY ("dialogue_id") REFERENCES "dialogues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge_proposals" ADD CONSTRAINT "knowledge_proposals_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge_proposals" ADD CONSTRAINT "knowledge_proposals_dialogue_id_fkey" FOREIGN KEY ("dialogue_id") REFERENCES "dialogues"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "telegram_invites" ADD CONSTRAINT "telegram_invites_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "telegram_invites" ADD CONSTRAINT "telegram_invites_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operators"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "telegram_desks" ADD CONSTRAINT "telegram_desks_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desk_places" ADD CONSTRAINT "desk_places_dialogue_id_fkey" FOREIGN KEY ("dialogue_id") REFERENCES "dialogues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desk_messages" ADD CONSTRAINT "desk_messages_dialogue_id_fkey" FOREIGN KEY ("dialogue_id") REFERENCES "dialogues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desk_relays" ADD CONSTRAINT "desk_relays_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operators"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- One detector is active at a time.
CREATE UNIQUE INDEX detector_versions_one_active ON detector_versions (active) WHERE active;

-- Only what waits for somebody is looked for by its state.
CREATE INDEX suggestions_pending ON suggestions (dialogue_id, seq) WHERE status = 'PENDING';

ALTER TABLE handoffs ADD CONSTRAINT handoffs_rating_is_of_five CHECK (rating BETWEEN 1 AND 5);
