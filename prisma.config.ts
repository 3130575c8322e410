import path from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's schema engine comes from npm as WebAssembly instead of a binary from another host: the same offline and on every machine.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= path.join(__dirname, 'tools/schema-engine.mjs');

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://postgres@127.0.0.1:15432/besedka' },
});
