import os from 'node:os';
import { offered } from '../../server/integration.ts';
import { engineBench } from './engine.bench.ts';
import { familyBench } from './family.bench.ts';
import { goodsBench } from './goods.bench.ts';
import { growthBench } from './growth.bench.ts';
import { guessingBench } from './guessing.bench.ts';
import { intentsBench } from './intents.bench.ts';
import { labelsBench } from './labels.bench.ts';
import { loadBench } from './load.bench.ts';
import { paymentsBench, type Row as WorkRow } from './payments.bench.ts';
import { reportsBench } from './reports.bench.ts';
import { atLeast, type Row } from './row.ts';
import { scanBench } from './scan.bench.ts';
import { stallsBench } from './stalls.bench.ts';

// `npm run bench [-- engine family goods growth guessing intents labels load payments reports scan stalls, and each integration that has one] [--json]`: everything as a ratio against a named baseline in the same run.

/** Without a bar it is only told. */
const toldOr = (bar: number | null, name: string, ratio: number, detail: string): Row =>
  bar === null ? { name, ratio, bar: '', isMet: true, detail } : atLeast(name, ratio, bar, detail);

const rowOf = ({ name, perSecond, share, bar }: WorkRow): Row =>
  toldOr(bar, name, share, `${perSecond.toFixed(0)} a second`);

const sections: Record<string, () => Promise<Row[]>> = {
  engine: engineBench,
  family: familyBench,
  goods: goodsBench,
  growth: growthBench,
  guessing: guessingBench,
  labels: labelsBench,
  load: loadBench,
  reports: reportsBench,
  stalls: stallsBench,
  intents: async () => (await intentsBench()).map(rowOf),
  payments: async () => (await paymentsBench()).map(rowOf),
  scan: async () =>
    (await scanBench()).map(({ name, share, bar, requestsPerSecond, cpuShare, cpuMicroseconds, p99, p99Share }) =>
      toldOr(
        bar,
        `${name}, as a share of bare Express`,
        share,
        `${requestsPerSecond.toFixed(0)} a second; by processor time ${cpuShare.toFixed(2)} ` +
          `(${cpuMicroseconds.toFixed(0)} µs); p99 ${p99.toFixed(0)} ms, ${p99Share.toFixed(2)} of bare`,
      ),
    ),
};

for (const { by, offer } of await offered<() => Promise<Row[]>>('bench', 'tests/integration.bench'))
  sections[by] = offer;

const wanted = process.argv.slice(2).filter((name) => name !== '--json');
const unknown = wanted.filter((name) => !(name in sections));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}; there are ${Object.keys(sections).sort().join(', ')}.\n`);
  process.exit(1);
}
const results: Record<string, Row[]> = {};
for (const name of wanted.length > 0 ? wanted : Object.keys(sections)) {
  results[name] = (await sections[name]?.()) ?? [];
  if (!process.argv.includes('--json')) print(name, results[name]);
}
const machine = { cpu: os.cpus()[0]?.model ?? '', cores: os.cpus().length, node: process.version };
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ machine, results }, null, 2)}\n`);
else process.stdout.write(`\n${machine.cores} × ${machine.cpu}, Node ${machine.node}\n`);

function print(section: string, lines: readonly Row[]): void {
  process.stdout.write(`\n${section}\n`);
  for (const { name, ratio, bar, isMet, detail } of lines) {
    const mark = bar === '' ? '    ' : isMet === null ? ' ?? ' : isMet ? ' ok ' : 'MISS';
    process.stdout.write(
      `${mark} ${(isMet === null ? '–' : ratio.toFixed(2)).padStart(8)} ${bar.padEnd(8)} ${name} (${detail})\n`,
    );
  }
}
