import { hash, verify } from '@node-rs/argon2';
import { unavailable } from '../errors.ts';
import { readTyped } from '../reading/text.ts';

// argon2id with m = 19 MiB, t = 2, p = 1: OWASP Password Storage Cheat Sheet, "Argon2id". About 30 ms on one core.
// Algorithm 2 is argon2id; the package's const enum cannot be imported by erasable TypeScript.
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** Two at a time leave threads of the pool to files and pictures; a crowd beyond the queue is told to come back. */
const running = { now: 0, most: 2, queue: [] as (() => void)[], longest: 64 };

/**
 * What is kept of a PIN or password: argon2id in the PHC text form.
 * @throws unavailable('sign-in-busy') when too many wait
 */
export const hashSecret = (secret: string): Promise<string> => inTurn(() => hash(meant(secret), cost));

/**
 * Whether the secret is the one that was hashed. Without a hash the same work is done against a decoy, so that nobody
 * learns from the time it takes which phone numbers have an account (bar 8).
 * @throws unavailable('sign-in-busy') when too many wait
 */
export async function verifySecret(kept: string | null, secret: string): Promise<boolean> {
  const known = kept ?? (await decoy());
  const right = await inTurn(() => verify(known, meant(secret)));
  return right && kept !== null;
}

// A password is taken as it was typed; six digits are a PIN, however wide the keyboard wrote them and whatever was pasted along.
const meant = (secret: string): string => readPin(secret) ?? secret.normalize('NFC');

/** Six digits as typed or pasted; null when it is no PIN. */
export function readPin(text: string): string | null {
  const typed = readTyped(text);
  return /^\d{6}$/.test(typed) ? typed : null;
}

let decoyHash: Promise<string> | undefined;
const decoy = (): Promise<string> => (decoyHash ??= hash('nobody has this one', cost));

/** PINs that a thief tries first: six equal digits, or one up or one down all along. */
export const isEasyPin = (pin: string): boolean => isEven(pin, 0) || isEven(pin, 1) || isEven(pin, -1);

/** Passwords made of one character, of a run, of the own name or number, or of the words everybody takes. */
export function isEasyPassword(password: string, known: readonly string[]): boolean {
  const plain = password.toLowerCase();
  if (isEven(plain, 0) || isEven(plain, 1) || isEven(plain, -1)) return true;
  const words = [...known.filter((word) => word.length > 3), 'password', 'matkhau', 'mật khẩu', 'qwerty', 'binhlu'];
  return words.some((word) => plain.replaceAll(word.toLowerCase(), '').length < 4);
}

const isEven = (text: string, step: number): boolean =>
  Array.from(text).every((character, i) => i === 0 || character.charCodeAt(0) === text.charCodeAt(i - 1) + step);

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running.now >= running.most) {
    if (running.queue.length >= running.longest) throw unavailable('sign-in-busy');
    await new Promise<void>((resolve) => running.queue.push(resolve));
  } else {
    running.now += 1;
  }
  try {
    return await work();
  } finally {
    const next = running.queue.shift();
    if (next) next();
    else running.now -= 1;
  }
}
