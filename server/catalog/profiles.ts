import { readdirSync, readFileSync } from 'node:fs';
import { invalid } from '../errors.ts';
import { fromRoot } from '../root.ts';
import { type Limit, type Profile, ProfileFile, type Stage } from './profile.ts';

export { limitOn, limitsInForce, type StageLimit, sided } from './limits.ts';
export type { Limit, Measurement, Profile, Stage } from './profile.ts';
export { isGoodsUnit, unitName } from './unit-names.ts';

// The order in which they are offered; a kind without a place here comes after, so a new file needs no code.
const first = ['mien-dong', 'gao-seng-cu', 'mat-ong', 'tho-cam'];
const profiles = readProfiles();

/** The profile of every kind of product, as the files in `server/catalog/profiles/` say. */
export function listProfiles(): Profile[] {
  return [...profiles.values()];
}

/** The profile of one kind; null for a kind without a file. */
export const findProfile = (kind: string): Profile | null => profiles.get(kind) ?? null;

/** The profile of one kind; a kind without a file is `invalid('kind-unknown')`. */
export function getProfile(kind: string): Profile {
  const profile = findProfile(kind);
  if (!profile) throw invalid('kind-unknown', { kind }, [{ pointer: '/kind', code: 'kind-unknown' }]);
  return profile;
}

/** One stage of a profile; null for a stage it does not have. */
export function findStage(profile: Profile, id: string): Stage | null {
  return profile.stages.find((stage) => stage.id === id) ?? null;
}

/** Whether a measured number keeps to a limit; the limit itself still does. */
export const isWithin = (value: number, { min, max }: Limit): boolean =>
  (min === undefined || value >= min) && (max === undefined || value <= max);

function readProfiles(): Map<string, Profile> {
  const folder = fromRoot('server', 'catalog', 'profiles');
  const read = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ProfileFile.parse(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.kind.localeCompare(b.kind));
  return new Map(read.map((profile) => [profile.kind, profile]));
}

function placeOf({ kind }: Profile): number {
  const place = first.indexOf(kind);
  return place < 0 ? first.length : place;
}
