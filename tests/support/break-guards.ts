import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../../server/root.ts';
import { type Guard, readGuards } from './guards.ts';

// `npm run guards [-- WORD]`: takes out the guards of tests/README.md, one after the other, and sees that the test named there
// fails. It changes the files of this tree meanwhile and puts each back.

const wanted = process.argv[2]?.toLowerCase() ?? '';
const guards = readGuards().filter((guard) => Object.values(guard).join(' ').toLowerCase().includes(wanted));
const unnoticed = guards.filter((guard) => !isNoticed(guard));
if (guards.some(isOfTheProgram)) build();
process.stdout.write(`${guards.length - unnoticed.length} of ${guards.length} noticed\n`);
process.exitCode = unnoticed.length > 0 ? 1 : 0;

function isNoticed(guard: Guard): boolean {
  const file = fromRoot(guard.file);
  const sound = readFileSync(file, 'utf8');
  let output = '';
  try {
    writeFileSync(
      file,
      sound.replace(guard.line, () => guard.broken),
    );
    if (isOfTheProgram(guard)) build();
    output = run('npx', ['vitest', 'run', guard.test, '-t', asPattern(guard.name)]);
  } finally {
    writeFileSync(file, sound);
  }
  const isSeen = /^ *Tests .*\d+ failed/m.test(output);
  process.stdout.write(`${isSeen ? 'noticed ' : 'MISSED  '} ${guard.file}: ${guard.line}\n`);
  return isSeen;
}

// Journeys start the program as it was built.
function isOfTheProgram({ test }: Guard): boolean {
  return test.startsWith('tests/journeys/');
}

function build(): void {
  run('npm', ['run', 'build']);
}

function run(program: string, words: string[]): string {
  const { stdout, stderr } = spawnSync(program, words, {
    cwd: fromRoot(),
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return stdout + stderr;
}

// The names of tests that are made from a table are known but for what the table puts into them.
function asPattern(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/%[a-z]/g, '.*');
}
