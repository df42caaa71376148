import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Language, type Localized, pick } from '../language.ts';
import { WrittenWords } from '../localized.ts';
import { fromRoot } from '../root.ts';
import type { Bank } from './bank.ts';

/** What a message may be proved by: a key that it brings, or a secret that it is signed with. */
export type Proof = (typeof proofs)[number];
const proofs = ['apiKey', 'secret'] as const;

// What a provider says of itself: `bank.json` in its folder.
const About = z.strictObject({
  title: WrittenWords,
  /** Where it stands among the others, the first on top. */
  place: z.number().int(),
  /** Where a seller opens an account with it. */
  site: z.string().optional(),
  /** One that everybody can pretend to be, so it exists on marked demonstration databases only and nobody connects to it. */
  isDemonstration: z.literal(true).optional(),
  /** What its messages can be proved by, and how its own pages call that; one of them is enough. */
  proofs: z.strictObject({ apiKey: z.string().optional(), secret: z.string().optional() }),
});

/** A provider of bank messages: one folder in `banks/`, whose name is its own in addresses and records. */
export interface Provider {
  name: string;
  title: Localized;
  site: string | null;
  isDemonstration: boolean;
  proofs: readonly Proof[];
  /** How its own pages call a proof. */
  called: Readonly<Partial<Record<Proof, string | undefined>>>;
  bank: Bank;
}

const providers = await readProviders();

/** Those a seller can connect to. */
export const connectable: readonly Provider[] = [...providers.values()].filter(({ proofs: some }) => some.length > 0);

export const findProvider = (name: string): Provider | null => providers.get(name) ?? null;

/** @throws Error for a name that has no folder */
export function getProvider(name: string): Provider {
  const provider = findProvider(name);
  if (provider === null) throw new Error(`No provider of bank messages ${name}`);
  return provider;
}

/** A provider as people call it; its bare name once its folder is gone. */
export function titleOfProvider(name: string, language: Language): string {
  const provider = findProvider(name);
  return provider === null ? name : pick(provider.title, language);
}

async function readProviders(): Promise<Map<string, Provider>> {
  const folder = fromRoot('server/payments/banks');
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = await Promise.all(names.map(({ name }) => readProvider(path.join(folder, name), name)));
  return new Map(found.sort((a, b) => a.place - b.place).map((provider) => [provider.name, provider]));
}

async function readProvider(folder: string, name: string): Promise<Provider & { place: number }> {
  const about = readAbout(path.join(folder, 'bank.json'));
  const { bank } = (await import(codeOf(name))) as { bank: Bank };
  return {
    ...about,
    name,
    site: about.site ?? null,
    isDemonstration: about.isDemonstration ?? false,
    proofs: proofs.filter((proof) => about.proofs[proof] !== undefined),
    called: about.proofs,
    bank,
  };
}

function readAbout(file: string): z.output<typeof About> {
  const read = About.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
}

// Beside this file, whether it runs as it was written or as it was built.
function codeOf(name: string): string {
  const written = path.join(import.meta.dirname, 'banks', name, 'bank.ts');
  return pathToFileURL(existsSync(written) ? written : written.replace(/\.ts$/, '.js')).href;
}
