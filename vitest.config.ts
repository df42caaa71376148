import { defineConfig } from 'vitest/config';

const globalSetup = ['tests/support/global-setup.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.ts', 'tests/qr-templates/**/*.test.ts', 'tests/seed/**/*.test.ts'],
          globalSetup,
          // Each file has a database of its own; loading the program anew for each took most of the time.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'web', include: ['tests/web/**/*.test.ts'], environment: 'happy-dom' } },
      {
        test: {
          name: 'house',
          include: ['tests/house/**/*.test.ts'],
          globalSetup,
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
