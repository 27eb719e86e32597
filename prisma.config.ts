import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma',
  migrations: { path: 'prisma/migrations' },
  // Only commands that touch a database need it; `npm run migrate` sets it.
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
