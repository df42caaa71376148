import { invalid } from '../../errors.ts';
import type { MetadataEntry } from '../intent.ts';
import type { Value } from './form-body.ts';

/** What is to become of a shop's notes: `null` takes one away. */
export interface MetadataChange {
  /** Take all away first. */
  clear: boolean;
  set: ReadonlyMap<string, string | null>;
}

export const noChange: MetadataChange = { clear: false, set: new Map() };

// Stripe's limits: https://docs.stripe.com/api/metadata
const mostKeys = 50;
const longestKey = 40;
const longestValue = 500;

/**
 * Reads the parameter `metadata`: an object of texts, '' taking one away; '' or null for the whole takes all away.
 * @throws invalid('api-metadata-…') naming the key
 */
export function readMetadata(value: Value | undefined): MetadataChange {
  if (value === undefined) return noChange;
  if (value === '' || value === null) return { clear: true, set: new Map() };
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid('api-metadata-invalid', { param: 'metadata' });
  return {
    clear: false,
    set: new Map(Object.entries(value).map(([key, text]) => [checkedKey(key), textOf(key, text)])),
  };
}

/**
 * The notes with the change made, in the order of their keys: the same notes are always written the same way.
 * @throws invalid('api-metadata-too-many') beyond 50
 */
export function changeMetadata(entries: readonly MetadataEntry[], { clear, set }: MetadataChange): MetadataEntry[] {
  const kept = new Map<string, string | null>(clear ? [] : entries.map(({ key, value }) => [key, value]));
  for (const [key, value] of set) kept.set(key, value);
  const changed = [...kept].flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
  if (changed.length > mostKeys) throw invalid('api-metadata-too-many', { param: 'metadata', max: mostKeys });
  return changed.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function checkedKey(key: string): string {
  const param = `metadata[${key.slice(0, longestKey)}]`;
  if (lengthOf(key) > longestKey) throw invalid('api-metadata-key-too-long', { param, max: longestKey });
  if (key === '' || /[[\]]/.test(key)) throw invalid('api-metadata-invalid', { param });
  return wellFormed(key);
}

function textOf(key: string, value: Value): string | null {
  const param = `metadata[${key}]`;
  if (value === '' || value === null) return null;
  if (typeof value === 'object') throw invalid('api-metadata-invalid', { param });
  const text = wellFormed(String(value));
  if (lengthOf(text) > longestValue) throw invalid('api-metadata-value-too-long', { param, max: longestValue });
  return text;
}

// Half a character, which JSON can carry and UTF-8 cannot.
const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\uFFFD');

const lengthOf = (text: string): number => Array.from(text).length;
