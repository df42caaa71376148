import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const globalSetup = ['tests/support/global-setup.ts'];
const setupFiles = ['tests/support/each-file.ts'];
// The same few people sign in in every file: their PINs are hashed once a process.
const alias = { '@node-rs/argon2': fileURLToPath(new URL('tests/support/argon2.ts', import.meta.url)) };

const inTurn = ['server', 'house', 'journeys', 'web'];

/**
 * One project after the other, as a worker that changes projects loads the program anew; but without a halt in between, so that
 * no worker waits for the other's last file. What is quick comes last.
 */
class InTurn extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification) => inTurn.indexOf(project.name);
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: InTurn },
    // By default a machine with two cores tests one file at a time, and most files wait for the database, a browser or a program for
    // half of theirs. With three at once a slow machine gives each less: what is waited for may take as long as it would alone.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'server',
          setupFiles,
          include: [
            'tests/server/**/*.test.ts',
            'tests/qr-templates/**/*.test.ts',
            'tests/seed/**/*.test.ts',
            'server/integrations/*/tests/*.test.ts',
          ],
          globalSetup,
          alias,
          // Each file has a database of its own; loading the program anew for each took most of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'web',
          setupFiles,
          include: ['tests/web/**/*.test.ts'],
          environment: 'happy-dom',
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
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'journeys',
          setupFiles,
          include: ['tests/journeys/**/*.test.ts'],
          isolate: false,
          globalSetup: ['tests/support/begun-market.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
