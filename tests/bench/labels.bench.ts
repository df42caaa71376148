import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { htmlOf } from '../../server/press/html.ts';
import { pdfOf } from '../../server/press/pdf.ts';
import type { PrintJob } from '../../server/press/print-job.ts';
import { getStock } from '../../server/press/stocks.ts';
import { jobFor } from '../server/press/checker.ts';
import { chromiumPath } from '../support/tools.ts';
import { answersMeanwhile } from './labels-meanwhile.ts';
import { reportlabScript, textOnly } from './labels-rivals.ts';
import { atLeast, atMost, median, type Row } from './row.ts';

const run = promisify(execFile);
const rounds = 5;
const jobOf = (count: number): PrintJob => jobFor({ template: 'bag-62x33', stock: getStock('avery-l7159'), count });

/** Labels of 24-up A4 sheets against what else could print them; medians of interleaved rounds in one run. */
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
      atMost(
        'whole PDF beside pdfkit setting only the text',
        own / median(words.slice(1)),
        2,
        `${show(own)} beside ${show(median(words.slice(1)))}`,
      ),
      await besideChromium(job, own, folder),
      ...(await besideReportlab(job, own, folder)),
      ...large,
      await memoryOf(1000),
      await memoryOf(10_000),
      await pagesMeanwhile(),
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
    return atLeast(
      'times faster than Chromium printing our HTML',
      seconds / own,
      8,
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
    atLeast('times faster than reportlab with libqrencode', seconds / own, 1.5, `${show(own)} beside ${show(seconds)}`),
  ];
}

async function sizes(job: PrintJob): Promise<Row[]> {
  const bytes = (await pdfOf(job)).length;
  const tenfold = jobOf(10_000);
  const few: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    few.push(await secondsOf(() => pdfOf(job)));
    many.push(await secondsOf(() => pdfOf(tenfold)));
  }
  const [own, ten] = [median(few), median(many)];
  return [
    atMost('kilobytes of a PDF with 1,000 labels', bytes / 1000, 500, `${bytes} bytes`),
    atMost('10,000 labels cost so many times 1,000', ten / own, 10.5, `${show(ten)} beside ${show(own)}`),
  ];
}

async function memoryOf(count: number): Promise<Row> {
  const file = fileURLToPath(new URL('labels-memory.ts', import.meta.url));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', file, String(count)]);
  const { heapMb, wholeMb } = JSON.parse(stdout) as { heapMb: number; wholeMb: number };
  const labels = count.toLocaleString('en');
  return atMost(`megabytes at the peak of ${labels} labels`, heapMb, 120, `${wholeMb} with Node itself`);
}

/** A page while the press is at work in its thread, beside the same page when nothing prints. */
async function pagesMeanwhile(): Promise<Row> {
  const { idle, busy, looks } = await answersMeanwhile();
  const detail = `${busy.toFixed(2)} ms of ${looks} looks beside ${idle.toFixed(2)} ms`;
  return atMost('p99 of a page while labels print, beside idle', busy / idle, 2, detail);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

const show = (seconds: number): string => `${seconds.toFixed(2)} s`;
