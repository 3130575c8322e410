-- The search reads the words of passages from "terms"; PostgreSQL's own full-text search is not asked any more.

-- DropIndex
DROP INDEX "passages_search_idx";

-- AlterTable
ALTER TABLE "passages" DROP COLUMN "length",
DROP COLUMN "search";
