import { z } from 'zod';
import { keptSecret } from './kept-secret.ts';
import { type KeyRing, lostWord, readKeyRing } from './key-ring.ts';

const keySettings = ['SESSION_SECRET', 'LABEL_KEY', 'LOG_KEY'] as const;

/** The settings whose keys belong to a database and change by standing side by side. */
export type KeySetting = (typeof keySettings)[number];

/** One key, or several with commas, the newest first; the word `lost` may stand behind it. */
export const secrets = (name: string) =>
  z
    .string(`${name} is needed`)
    .transform(readKeyRing)
    .refine(({ keys }) => keys.length > 0, `${name}: “${lostWord}” stands behind a new key: NEW,${lostWord}`)
    .refine(
      ({ keys }) => keys.every((key) => key.length >= 32),
      `${name} needs at least 32 characters, each key of it`,
    );

type Given = Partial<Record<KeySetting, KeyRing | undefined>>;

/** The keys as they are used; those that nobody gave are made once and kept in the data folder. */
export function keysOf(dataDir: string, given: Given) {
  const rings = Object.fromEntries(
    keySettings.map((name) => [name, given[name] ?? readKeyRing(keptSecret(dataDir, fileOf(name)))]),
  ) as Record<KeySetting, KeyRing>;
  const [sessionSecret = '', ...formerSessionSecrets] = rings.SESSION_SECRET.keys;
  return {
    sessionSecret,
    formerSessionSecrets,
    labelKeys: rings.LABEL_KEY.keys,
    logKeys: rings.LOG_KEY.keys.map((key) => key.toLowerCase()),
    lostKeys: keySettings.filter((name) => rings[name].lost),
  };
}

const fileOf = (name: KeySetting): string => name.toLowerCase().replace('_', '-');

/** A line where one key serves twice. */
export function sameKeys(given: Given): string[] {
  const keys = keySettings.flatMap((name) => given[name]?.keys ?? []);
  const differ = new Set(keys).size === keys.length;
  return differ
    ? []
    : ['SESSION_SECRET, LABEL_KEY and LOG_KEY must differ, and so must the keys of each: none is derived from another'];
}
