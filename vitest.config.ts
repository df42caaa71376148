import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const globalSetup = ['tests/support/global-setup.ts'];
const setupFiles = ['tests/support/equal-bytes.ts'];
// The same few people sign in in every file: their PINs are hashed once a process.
const alias = { '@node-rs/argon2': fileURLToPath(new URL('tests/support/argon2.ts', import.meta.url)) };

export default defineConfig({
  test: {
    // By default a machine with two cores tests one file at a time, and most files wait for the database half of theirs.
    maxWorkers: 2,
    // One project after the other: a worker that changes projects loads the program anew.
    projects: [
      {
        test: {
          name: 'server',
          setupFiles,
          include: ['tests/server/**/*.test.ts', 'tests/qr-templates/**/*.test.ts', 'tests/seed/**/*.test.ts'],
          globalSetup,
          alias,
          // Each file has a database of its own; loading the program anew for each took most of the time.
          isolate: false,
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'web',
          setupFiles,
          include: ['tests/web/**/*.test.ts'],
          environment: 'happy-dom',
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          name: 'house',
          setupFiles,
          include: ['tests/house/**/*.test.ts'],
          globalSetup,
          alias,
          isolate: false,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          setupFiles,
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup: ['tests/support/begun-market.ts'],
          sequence: { groupOrder: 3 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
