import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { OrderModel } from '../../../server/orders/order-record.ts';

// What a workbook holds its CSV holds too: in a short run that is enough.
const endings = process.env.FULL ? 'csv|docx|json|pdf|xlsx|xml|zip' : 'csv|docx|json|pdf|xml|zip';

/** Every file that may be taken away without naming a thing, as the list of all routes has it: new ones come by themselves. */
export const files: readonly string[] = readFileSync('tests/server/legal/mode-matrix.txt', 'utf8')
  .split('\n')
  .flatMap((line) => new RegExp(`^GET (/[^\\s:]+\\.(?:${endings}))\\s`).exec(line)?.[1] ?? []);

/** The papers of the last orders: the summary of the contract, and what goes with the parcel. */
export async function papersOfOrders(): Promise<string[]> {
  const last = await OrderModel.find({}, { number: 1 }).sort({ _id: -1 }).limit(2).lean();
  return last.flatMap(({ number }) => [`/don/${number}/tom-tat.pdf`, `/don/${number}/phieu-giao`]);
}

/** What can be read in a file, whatever it is packed as: archives part by part, also those within. */
export function textOf(bytes: Buffer): string {
  const beginning = bytes.subarray(0, 4).toString('latin1');
  if (beginning === '%PDF') return execFileSync('pdftotext', ['-raw', '-', '-'], { input: bytes }).toString();
  if (!beginning.startsWith('PK')) return bytes.toString('utf8');
  return Object.entries(unzipSync(bytes))
    .map(([name, part]) => `${name}\n${textOf(Buffer.from(part))}`)
    .join('\n');
}
