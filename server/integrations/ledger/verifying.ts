import { readCode } from '../../codes.ts';
import { OperatorError } from '../../errors.ts';
import { readJson } from '../../reading/json.ts';
import { faultIn, forkBetween, ProofFile, readHead } from './checking.ts';
import type { Known } from './key-changes.ts';
import { readVkey } from './note.ts';
import { type OutsideLog, outsideLog } from './outside.ts';

/** What came of checking a batch from outside, line by line. */
export interface Checked {
  whole: boolean;
  lines: string[];
}

/**
 * Checks the public proof of a batch, as anybody can without believing the market.
 * @param address of the batch's page
 * @param key the log's key as it is known from elsewhere; without it the market's own word is taken for it, and that is said
 * @param since a head of the log that was kept earlier
 * @throws OperatorError when something is not to be had or not to be read
 */
export async function verifyBatch(address: string, key: string | null, since: string | null): Promise<Checked> {
  const { origin, code } = readAddress(address);
  const log = outsideLog(origin);
  const keys = await keysOf(log, key);
  const read = ProofFile.safeParse(readJson(await log.text(`/t/${code}/proof`)));
  if (!read.success) return broken('the proof has not the form of a proof');
  const head = readHead(read.data.checkpoint, keys);
  if (typeof head === 'string') return broken(head);
  const fault = faultIn(read.data, code, head) ?? (await forkSince(since, { keys, head, log }));
  if (fault !== null) return broken(fault);
  const sealed = read.data.links.filter((link) => link.sealed === null).length;
  return {
    whole: true,
    lines: [
      `batch ${code}: ${read.data.links.length} links stand in the log as they were written; of ${sealed} only the seal is shown`,
      `log ${head.origin}: ${head.size} lines, root ${head.root.toString('base64')}`,
      ...(since === null ? [] : ['the log continues the head that was kept']),
      ...(key === null ? ['the key was taken from the market itself; give --key to check against one you keep'] : []),
      'not checked: whether what was written is true',
    ],
  };
}

const broken = (what: string): Checked => ({ whole: false, lines: [`BROKEN: ${what}`] });

function readAddress(address: string): { origin: string; code: string } {
  const url = URL.canParse(address) ? new URL(address) : null;
  const code = readCode(/^\/t\/([^/]+)/i.exec(url?.pathname ?? '')?.[1] ?? '');
  if (url === null || code === null)
    throw new OperatorError(`“${address}” is not the address of a batch: https://…/t/CODE`);
  return { origin: url.origin, code };
}

async function keysOf(log: OutsideLog, key: string | null): Promise<Known[]> {
  if (key === null) return log.follow(await log.keys());
  const verifier = readVkey(key);
  if (verifier === null) throw new OperatorError('--key is not a key of a log: name+hash+base64');
  return log.follow([verifier]);
}

async function forkSince(
  since: string | null,
  { keys, head, log }: { keys: Known[]; head: Exclude<ReturnType<typeof readHead>, string>; log: OutsideLog },
): Promise<string | null> {
  if (since === null) return null;
  const before = readHead(since, keys);
  if (typeof before === 'string') return `of what was kept ${before}`;
  if (before.size > head.size) return `the log had ${before.size} lines and has ${head.size}`;
  return forkBetween(before, head, log.readTile);
}
