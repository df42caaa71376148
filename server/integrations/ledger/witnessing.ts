import { randomBytes, sign } from 'node:crypto';
import { z } from 'zod';
import { OperatorError } from '../../errors.ts';
import { forkBetween, readHead } from './checking.ts';
import { keyId, readNote, readVkey, signatureLine, signerOf, vkeyOf } from './note.ts';
import { outsideLog } from './outside.ts';

/** What a witness keeps of one log. */
export const WitnessFile = z.strictObject({
  /** Of the log, as it was first seen, and those that they handed over to. */
  keys: z.array(z.string()).min(1),
  /** The last head that continued all before it, with the witness's own line. */
  checkpoint: z.string(),
  witness: z.strictObject({ name: z.string(), seed: z.string().regex(/^[0-9a-f]{64}$/) }),
});

export type Witnessed = z.infer<typeof WitnessFile>;

/** C2SP tlog-cosignature, version 1. */
const cosignature = 4;

/**
 * Looks at a log: whether its head continues what was kept, and signs that it does.
 * @param kept from the last time, null for the first; @param others heads that other witnesses keep
 * @returns what to keep from now on
 * @throws OperatorError naming what is wrong: two histories, a shorter log, another key
 */
export async function witnessLog(
  origin: string,
  kept: Witnessed | null,
  { others, at }: { others: readonly string[]; at: Date },
): Promise<Witnessed> {
  const log = outsideLog(origin);
  const first = kept ? kept.keys.flatMap((line) => readVkey(line) ?? []) : await log.keys();
  const verifiers = await log.follow(first);
  const note = await log.text('/log/checkpoint');
  const head = refuseWrong(readHead(note, verifiers));
  const before = kept && refuseWrong(readHead(kept.checkpoint, verifiers));
  if (before && before.size > head.size)
    throw new OperatorError(`the log had ${before.size} lines and has ${head.size}`);
  const theirs = others.map((other) => refuseWrong(readHead(other, verifiers)));
  for (const earlier of [...(before ? [before] : []), ...theirs]) {
    const fork = await forkBetween(earlier, head, log.readTile);
    if (fork !== null) throw new OperatorError(fork);
  }
  const witness = kept ? kept.witness : newWitness();
  return { keys: verifiers.map(vkeyOf), checkpoint: cosigned(note, witness, at), witness };
}

function refuseWrong<T>(read: T | string): T {
  if (typeof read === 'string') throw new OperatorError(read);
  return read;
}

function newWitness(): Witnessed['witness'] {
  const seed = randomBytes(32).toString('hex');
  return { name: `witness-${seed.slice(0, 8)}.invalid`, seed };
}

/** The head with the line of the witness: that it was seen then, and continued all that was seen before. */
function cosigned(note: string, { name, seed }: Witnessed['witness'], at: Date): string {
  const signer = signerOf(name, seed);
  const seconds = Math.floor(at.getTime() / 1000);
  const text = `cosignature/v1\ntime ${seconds}\n${readNote(note)?.text ?? ''}`;
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  return (
    note +
    signatureLine(name, Buffer.concat([keyId(signer, cosignature), time, sign(null, Buffer.from(text), signer.key)]))
  );
}
