-- Answers worth having: knowledge in versions, memory, access, tests of answers, tuned models.

-- CreateEnum
CREATE TYPE "KnowledgeIndexStatus" AS ENUM ('BUILDING', 'READY', 'FAILED');

-- CreateEnum
CREATE TYPE "AccessKind" AS ENUM ('USER', 'USERNAME', 'DOMAIN');

-- CreateEnum
CREATE TYPE "UnansweredReason" AS ENUM ('NOTHING_FOUND', 'UNSURE', 'MODEL_AWAY');

-- CreateEnum
CREATE TYPE "TestRunStatus" AS ENUM ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED');

-- DropIndex
DROP INDEX "passages_bot_id_language_idx";

-- AlterTable
ALTER TABLE "bots" ADD COLUMN     "access" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "answers" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "commands" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "model" TEXT;

-- AlterTable
ALTER TABLE "dialogues" ADD COLUMN     "clarified_seq" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "edits" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "summary" TEXT,
ADD COLUMN     "summary_seq" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "feedback" SMALLINT;

-- AlterTable
ALTER TABLE "training_runs" ADD COLUMN     "input" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "knowledge_documents" ADD COLUMN     "fault" TEXT,
ADD COLUMN     "text" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "passages" ADD COLUMN     "index_id" TEXT,
ADD COLUMN     "revision" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "terms" BYTEA NOT NULL DEFAULT '\x',
ALTER COLUMN "search" DROP NOT NULL,
ALTER COLUMN "length" SET DEFAULT 0;

-- CreateTable
CREATE TABLE "knowledge_files" (
    "document_id" TEXT NOT NULL,
    "file_name" TEXT,
    "mime_type" TEXT,
    "size" INTEGER,
    "bytes" BYTEA,
    "url" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "read_at" TIMESTAMPTZ(6),

    CONSTRAINT "knowledge_files_pkey" PRIMARY KEY ("document_id")
);

-- CreateTable
CREATE TABLE "knowledge_indexes" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "status" "KnowledgeIndexStatus" NOT NULL DEFAULT 'BUILDING',
    "active" BOOLEAN NOT NULL DEFAULT false,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "training_run_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(6),

    CONSTRAINT "knowledge_indexes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passage_embeddings" (
    "passage_id" TEXT NOT NULL,
    "index_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "vector" BYTEA NOT NULL,

    CONSTRAINT "passage_embeddings_pkey" PRIMARY KEY ("passage_id")
);

-- CreateTable
CREATE TABLE "unanswered_questions" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "dialogue_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "reason" "UnansweredReason" NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(6),
    "resolved_by" TEXT,
    "document_id" TEXT,

    CONSTRAINT "unanswered_questions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_entries" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "kind" "AccessKind" NOT NULL,
    "value" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "access_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_invites" (
    "secret_hash" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "uses_left" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "access_invites_pkey" PRIMARY KEY ("secret_hash")
);

-- CreateTable
CREATE TABLE "tuned_models" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "training_run_id" TEXT NOT NULL,
    "base_model" TEXT NOT NULL,
    "examples" INTEGER NOT NULL,
    "file_id" TEXT,
    "job_id" TEXT,
    "model" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tuned_models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_versions" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "persona" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "texts" JSONB NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prompt_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answer_tests" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "persona" TEXT,
    "question" TEXT NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '[]',
    "documents" JSONB NOT NULL DEFAULT '[]',
    "outcome" TEXT NOT NULL DEFAULT 'answer',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "answer_tests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "test_runs" (
    "id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "status" "TestRunStatus" NOT NULL DEFAULT 'QUEUED',
    "index_id" TEXT,
    "prompt_id" TEXT,
    "model" TEXT,
    "total" INTEGER NOT NULL DEFAULT 0,
    "passed" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "started_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "test_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "test_results" (
    "run_id" TEXT NOT NULL,
    "test_id" TEXT NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "missing" JSONB NOT NULL DEFAULT '[]',
    "found" JSONB NOT NULL DEFAULT '[]',
    "cited" JSONB NOT NULL DEFAULT '[]',
    "ms" INTEGER NOT NULL,

    CONSTRAINT "test_results_pkey" PRIMARY KEY ("run_id","test_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "knowledge_indexes_bot_id_number_key" ON "knowledge_indexes"("bot_id", "number");

-- CreateIndex
CREATE INDEX "passage_embeddings_index_id_idx" ON "passage_embeddings"("index_id");

-- CreateIndex
CREATE UNIQUE INDEX "unanswered_questions_message_id_key" ON "unanswered_questions"("message_id");

-- CreateIndex
CREATE INDEX "unanswered_questions_bot_id_resolved_at_id_idx" ON "unanswered_questions"("bot_id", "resolved_at", "id");

-- CreateIndex
CREATE INDEX "unanswered_questions_dialogue_id_idx" ON "unanswered_questions"("dialogue_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_entries_bot_id_kind_value_key" ON "access_entries"("bot_id", "kind", "value");

-- CreateIndex
CREATE INDEX "access_invites_expires_at_idx" ON "access_invites"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "tuned_models_training_run_id_key" ON "tuned_models"("training_run_id");

-- CreateIndex
CREATE INDEX "tuned_models_bot_id_id_idx" ON "tuned_models"("bot_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "prompt_versions_bot_id_persona_number_key" ON "prompt_versions"("bot_id", "persona", "number");

-- CreateIndex
CREATE UNIQUE INDEX "answer_tests_bot_id_origin_key_key" ON "answer_tests"("bot_id", "origin", "key");

-- CreateIndex
CREATE INDEX "test_runs_bot_id_id_idx" ON "test_runs"("bot_id", "id");

-- What was known until now is the first index of its bot.
INSERT INTO "knowledge_indexes" ("id", "bot_id", "number", "status", "active", "activated_at")
SELECT 'index_' || md5("id"), "id", 1, 'READY', true, CURRENT_TIMESTAMP FROM "bots";
UPDATE "passages" SET "index_id" = 'index_' || md5("bot_id");
ALTER TABLE "passages" ALTER COLUMN "index_id" SET NOT NULL;
UPDATE "knowledge_documents" SET "text" = whole."text" FROM (
    SELECT "document_id", string_agg(
        CASE WHEN "heading" = '' THEN "text" ELSE '## ' || "heading" || E'\n\n' || "text" END, E'\n\n' ORDER BY "position"
    ) AS "text" FROM "passages" GROUP BY "document_id"
) whole WHERE "document_id" = "id";

-- CreateIndex
CREATE INDEX "passages_index_id_revision_idx" ON "passages"("index_id", "revision");

-- AddForeignKey
ALTER TABLE "knowledge_files" ADD CONSTRAINT "knowledge_files_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "knowledge_documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge_indexes" ADD CONSTRAINT "knowledge_indexes_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passages" ADD CONSTRAINT "passages_index_id_fkey" FOREIGN KEY ("index_id") REFERENCES "knowledge_indexes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passage_embeddings" ADD CONSTRAINT "passage_embeddings_passage_id_fkey" FOREIGN KEY ("passage_id") REFERENCES "passages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unanswered_questions" ADD CONSTRAINT "unanswered_questions_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unanswered_questions" ADD CONSTRAINT "unanswered_questions_dialogue_id_fkey" FOREIGN KEY ("dialogue_id") REFERENCES "dialogues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_entries" ADD CONSTRAINT "access_entries_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_invites" ADD CONSTRAINT "access_invites_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tuned_models" ADD CONSTRAINT "tuned_models_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompt_versions" ADD CONSTRAINT "prompt_versions_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer_tests" ADD CONSTRAINT "answer_tests_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_runs" ADD CONSTRAINT "test_runs_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_results" ADD CONSTRAINT "test_results_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "test_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_results" ADD CONSTRAINT "test_results_test_id_fkey" FOREIGN KEY ("test_id") REFERENCES "answer_tests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- At most one is in force.
CREATE UNIQUE INDEX "knowledge_indexes_active" ON "knowledge_indexes" ("bot_id") WHERE "active";
CREATE UNIQUE INDEX "prompt_versions_active" ON "prompt_versions" ("bot_id", "persona") WHERE "active";

-- Few answers are rated; counting them reads no others.
CREATE INDEX "messages_rated" ON "messages" ("created_at") WHERE "feedback" IS NOT NULL;
