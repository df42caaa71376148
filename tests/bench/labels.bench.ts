import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { htmlOf } from '../../server/labels/html.ts';
import { pdfOf } from '../../server/labels/pdf.ts';
import { press } from '../../server/labels/press.ts';
import type { PrintJob } from '../../server/labels/print-job.ts';
import { getStock } from '../../server/labels/stocks.ts';
import { jobFor } from '../server/labels/checker.ts';
import { chromiumPath } from '../support/tools.ts';
import { reportlabScript, textOnly } from './labels-rivals.ts';

/** Labels of 24-up A4 sheets against what else could print them; medians of interleaved rounds in one run. */
export interface Row {
  name: string;
  /** How it compares; what "good" means stands in `bar`. */
  ratio: number;
  bar: string;
  /** null: it could not be measured here. */
  isMet: boolean | null;
  detail: string;
}

const run = promisify(execFile);
const rounds = 5;
const jobOf = (count: number): PrintJob => jobFor({ template: 'bag-62x33', stock: getStock('avery-l7159'), count });

export async function labelsBench(): Promise<Row[]> {
  const job = jobOf(1000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'labels-bench-'));
  try {
    // First, while nothing else has left its garbage behind.
    const large = await sizes(job);
    const whole: number[] = [];
    const words: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      whole.push(await secondsOf(() => pdfOf(job)));
      words.push(await secondsOf(() => textOnly(job)));
    }
    const own = median(whole.slice(1));
    return [
      row(
        'whole PDF beside pdfkit setting only the text',
        own / median(words.slice(1)),
        { most: 2 },
        `${show(own)} beside ${show(median(words.slice(1)))}`,
      ),
      await besideChromium(job, own, folder),
      ...(await besideReportlab(job, own, folder)),
      ...large,
      await memoryOf1000(),
      await answersMeanwhile(),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From loading the page to the last byte of the PDF, in a browser that is already open. */
async function besideChromium(job: PrintJob, own: number, folder: string): Promise<Row> {
  const file = path.join(folder, 'sheet.html');
  writeFileSync(file, htmlOf(job));
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const print = async () => {
      await page.goto(pathToFileURL(file).href);
      await page.pdf({ preferCSSPageSize: true, printBackground: true });
    };
    const seconds = median([await secondsOf(print), await secondsOf(print), await secondsOf(print)]);
    return row(
      'times faster than Chromium printing our HTML',
      seconds / own,
      { least: 8 },
      `${show(own)} beside ${show(seconds)}`,
    );
  } finally {
    await browser.close();
  }
}

/** Only where Debian's python3-reportlab and qrencode are installed; else the row says that nothing was measured. */
async function besideReportlab(job: PrintJob, own: number, folder: string): Promise<Row[]> {
  const there =
    spawnSync('python3', ['-c', 'import reportlab']).status === 0 && spawnSync('qrencode', ['--version']).status === 0;
  if (!there)
    return [
      {
        name: 'times faster than reportlab',
        ratio: Number.NaN,
        bar: '≥ 1.5',
        isMet: null,
        detail: 'not measured: python3-reportlab and qrencode are not installed',
      },
    ];
  const script = path.join(folder, 'labels.py');
  writeFileSync(script, reportlabScript(job, folder));
  const seconds = median([
    await secondsOf(() => run('python3', [script])),
    await secondsOf(() => run('python3', [script])),
    await secondsOf(() => run('python3', [script])),
  ]);
  return [
    row(
      'times faster than reportlab with libqrencode',
      seconds / own,
      { least: 1.5 },
      `${show(own)} beside ${show(seconds)}`,
    ),
  ];
}

async function sizes(job: PrintJob): Promise<Row[]> {
  const bytes = (await pdfOf(job)).length;
  const tenfold = jobOf(10_000);
  const few: number[] = [];
  const many: number[] = [];
  let peak = memory();
  const watch = setInterval(() => (peak = Math.max(peak, memory())), 5);
  for (let round = 0; round < 3; round += 1) {
    few.push(await secondsOf(() => pdfOf(job)));
    many.push(await secondsOf(() => pdfOf(tenfold)));
  }
  clearInterval(watch);
  const [own, ten] = [median(few), median(many)];
  return [
    row('kilobytes of a PDF with 1,000 labels', bytes / 1000, { most: 500 }, `${bytes} bytes`),
    row('10,000 labels cost so many times 1,000', ten / own, { most: 10.5 }, `${show(ten)} beside ${show(own)}`),
    row('megabytes at the peak of 10,000 labels', peak, { most: 120 }, 'heap and buffers of the thread that draws'),
  ];
}

async function memoryOf1000(): Promise<Row> {
  const file = fileURLToPath(new URL('labels-memory.ts', import.meta.url));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', file]);
  const { heapMb, wholeMb } = JSON.parse(stdout) as { heapMb: number; wholeMb: number };
  return row('megabytes at the peak of 1,000 labels', heapMb, { most: 120 }, `${wholeMb} with Node itself`);
}

const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
};

/** A keyed page while the press is at work in its thread, beside the same page when nothing prints. */
async function answersMeanwhile(): Promise<Row> {
  const server = http.createServer((_request, response) => void response.end('x'.repeat(2000)));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await press({ kind: 'pdf', job: jobOf(24), dpi: 203, feedGap: 0 }, () => {});
  await p99Of(url, () => false, 300);
  const idle = await p99Of(url, () => false, 1000);
  let busy = true;
  const printing = press({ kind: 'pdf', job: jobOf(10_000), dpi: 203, feedGap: 0 }, () => {}).finally(
    () => (busy = false),
  );
  const during = await p99Of(url, () => !busy, 1000);
  await printing;
  await new Promise((resolve) => server.close(resolve));
  return row(
    'p99 of a page while 10,000 labels print, beside idle',
    during / idle,
    { most: 2 },
    `${during.toFixed(2)} ms beside ${idle.toFixed(2)} ms`,
  );
}

async function p99Of(url: string, isOver: () => boolean, count: number): Promise<number> {
  const times: number[] = [];
  while (times.length < count && !isOver()) {
    const began = performance.now();
    await (await fetch(url)).text();
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

function row(name: string, ratio: number, limit: { most: number } | { least: number }, detail: string): Row {
  const isMet = 'most' in limit ? ratio <= limit.most : ratio >= limit.least;
  return { name, ratio, bar: 'most' in limit ? `≤ ${limit.most}` : `≥ ${limit.least}`, isMet, detail };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const show = (seconds: number): string => `${seconds.toFixed(2)} s`;
