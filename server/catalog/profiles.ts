import { readdirSync, readFileSync } from 'node:fs';
import { invalid } from '../errors.ts';
import { formatQuantity } from '../format.ts';
import { inAll, type Language, type Localized, pick } from '../language.ts';
import { fromRoot } from '../root.ts';
import { type Limit, type Profile, ProfileFile, type Stage } from './profile.ts';
import { englishUnit, isCommonUnit } from './unit-names.ts';

export { limitOn, limitsInForce, type StageLimit, sided } from './limits.ts';
export { type Limit, legalParticulars, type Measurement, type Profile, type Stage } from './profile.ts';
export { isInSeason } from './season.ts';
export { lastYieldChange, type StageYield, yieldsInForce } from './yields.ts';

const profiles = readProfiles();
const ownUnits = new Map(listProfiles().flatMap(({ unitNames = {} }) => Object.entries(unitNames)));

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

/** Whether goods of a kind have a last day, as its file says: food does, cloth does not. */
export const expires = ({ shelfLifeDays, shelfLifeUnsourced }: Profile): boolean =>
  shelfLifeUnsourced || shelfLifeDays !== null;

/** Whether the law has every label of goods of this kind say a last day (Decree 37/2026/NĐ-CP, Art. 42, in the kind's file). */
export const mustSayExpiry = (profile: Profile): boolean =>
  expires(profile) && profile.labelContents.required.some(({ field }) => field === 'expiresOn');

/** Whether an amount of goods can be given in this unit. */
export const isGoodsUnit = (unit: string): boolean => isCommonUnit(unit) || ownUnits.has(unit);

/** A unit as people read it. */
export const unitName = (unit: string): Localized => inAll(unit, { en: englishUnit(unit) ?? ownUnits.get(unit) });

/** An amount with its unit as people read it. */
export const inPeoplesUnit = ({ value, unit }: { value: number; unit: string }, language: Language) => ({
  value,
  unit: pick(unitName(unit), language),
});

/** An amount as people read it: `1.250 kg`. */
export const amountText = (amount: { value: number; unit: string }, language: Language): string =>
  formatQuantity(inPeoplesUnit(amount, language), language);

/** Units as a form offers them. */
export const unitOptions = (units: readonly string[], language: Language) =>
  units.map((unit) => ({ value: unit, title: pick(unitName(unit), language) }));

function readProfiles(): Map<string, Profile> {
  const folder = fromRoot('server', 'catalog', 'profiles');
  const read = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ProfileFile.parse(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.kind.localeCompare(b.kind));
  return new Map(read.map((profile) => [profile.kind, profile]));
}

function placeOf({ place = Number.MAX_SAFE_INTEGER }: Profile): number {
  return place;
}
