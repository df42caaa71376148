import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type BankMessage, hashOf } from '../../../server/payments/bank.ts';
import { connectable, findProvider, getProvider, titleOfProvider } from '../../../server/payments/bank-providers.ts';
import { fromRoot } from '../../../server/root.ts';

interface Vectors {
  secrets: { apiKey?: string; secret?: string };
  at: string;
  /** Said of a provider that signs no time: its messages stay right for ever. */
  isUntimed?: true;
  vectors: {
    name: string;
    headers: Record<string, string>;
    body: string;
    /** What the message tells of; null: of no money that came in; a code: it is proved and cannot be read. */
    says: object | string | null;
  }[];
}

const folder = fromRoot('server/payments/banks');
const names = readdirSync(folder);
const vectorsOf = (name: string) => JSON.parse(readFileSync(`${folder}/${name}/vectors.json`, 'utf8')) as Vectors;

const cases = names.flatMap((provider) => {
  const { secrets, at, isUntimed, vectors } = vectorsOf(provider);
  const known = { apiKeyHash: secrets.apiKey ? hashOf(secrets.apiKey) : null, secret: secrets.secret ?? null };
  return vectors.map((vector) => ({
    ...vector,
    provider,
    isUntimed,
    at: new Date(at),
    read: (headers: Record<string, string>, body = vector.body, now = new Date(at), secretsKnown = known) =>
      getProvider(provider).bank.read(Buffer.from(body), headers, secretsKnown, now),
  }));
});

const thrown = (work: () => BankMessage | null): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe.each(cases)('$provider: $name', ({ says, headers, read }) => {
  it('is read as its vector says', () => {
    expect(JSON.parse(JSON.stringify(thrown(() => read(headers))))).toEqual(says);
  });

  it('is refused without its proof and with any letter of it changed', () => {
    expect(thrown(() => read({}))).toBe('bank-proof-wrong');
    for (const [header, value] of Object.entries(headers)) {
      const last = value.endsWith('0') ? '1' : '0';
      expect(thrown(() => read({ ...headers, [header]: value.slice(0, -1) + last }))).toBe('bank-proof-wrong');
    }
  });
});

const signed = cases.filter(({ headers }) => Object.keys(headers).some((header) => header.endsWith('signature')));

describe.each(signed)('$provider: $name, being signed', ({ headers, body, read, at, isUntimed }) => {
  it('is refused by another seller’s secret, with another body and ten minutes later', () => {
    const others = { apiKeyHash: hashOf('another key'), secret: 'another secret' };
    const later = new Date(at.getTime() + 600_000);
    expect(thrown(() => read(headers, body, at, others))).toBe('bank-proof-wrong');
    expect(thrown(() => read(headers, body.replace('{', '{"more":1,')))).toBe('bank-proof-wrong');
    if (!isUntimed) expect(thrown(() => read(headers, body, later))).toBe('bank-proof-wrong');
  });
});

describe('a provider of bank messages', () => {
  it.each(names)('%s has money in among its vectors, by each proof that it says it takes', (name) => {
    const paid = vectorsOf(name).vectors.filter(({ says }) => typeof says === 'object' && says !== null);
    expect(paid.length).toBeGreaterThanOrEqual(Math.max(1, getProvider(name).proofs.length));
  });

  it('can be connected to in the order they stand in, the demonstration bank never', () => {
    expect(connectable.map(({ name }) => name)).toEqual(
      names.filter((name) => !getProvider(name).isDemonstration).sort((a, b) => place(a) - place(b)),
    );
  });

  it('is its bare name once its folder is gone, and never another’s', () => {
    expect(findProvider('gone')).toBeNull();
    expect(findProvider('constructor')).toBeNull();
    expect(titleOfProvider('gone', 'vi')).toBe('gone');
    expect(() => getProvider('gone')).toThrow('gone');
  });
});

const place = (name: string): number =>
  (JSON.parse(readFileSync(`${folder}/${name}/bank.json`, 'utf8')) as { place: number }).place;
