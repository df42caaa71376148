import { fold } from '../codes.ts';
import type { Config } from '../config.ts';
import { databaseAnswers } from '../database/answers.ts';
import { DomainError } from '../errors.ts';
import { withPatience } from '../patience.ts';
import { isSerial, readUnitSerial, type UnitNumbers } from '../traceability/unit-serial.ts';
import { isVoid, type UnitRange } from '../traceability/units.ts';
import { noteCopied } from './copies.ts';
import { isBatchGuessed, refuseGuesser } from './guesses.ts';
import { latestCache } from './page-cache.ts';
import type { ScannedUnit } from './passport-view.ts';
import { isCopied } from './scan.ts';
import { countScan, findScans } from './scans.ts';

export interface Look {
  /** The key of the browser that looks, or null when this look does not count. */
  browser: string | null;
  /** Where it comes from. */
  address: string;
  at: Date;
}

type Keys = Pick<Config, 'labelKeys' | 'sessionSecret'>;

/**
 * What a scanned serial is worth; null when our key did not make it. A genuine one is counted. While guesses at the batch's
 * serials are over the limit, a serial that nobody scanned before gets the same answer whether it is right or wrong, so that
 * nothing is learnt from more guesses.
 * @param units what its batch knows of the numbers it gave
 * @throws tooMany('too-many-guesses') where the address is over its limit and the serial was never scanned
 */
export async function examineUnit(
  units: UnitNumbers,
  serial: string,
  keys: Keys,
  look: Look,
): Promise<ScannedUnit | null> {
  const { code } = units;
  const { browser, address, at } = look;
  if (!isSerial(serial)) return null;
  const number = readUnitSerial(units, serial, keys.labelKeys);
  const canonical = fold(serial);
  const unit = `${code}/${canonical}`;
  const before = number === null ? null : await findScans(unit);
  if (before === null) {
    await refuseGuesser(address, keys.sessionSecret, at);
    // No number either: it would tell the right ones.
    if (await isBatchGuessed(code, at)) return { serial: canonical, number: 0, state: 'unsure', scans: null };
  }
  if (number === null) return null;
  const scans = browser === null ? before : await countScan(unit, browser, at);
  if (browser !== null && scans && isCopied(scans)) await noteCopied(code, canonical, scans.count, at);
  return { serial: canonical, number, state: 'genuine', scans };
}

/**
 * The unit as its batch knows it: a serial that is ours says nothing good when its label was thrown away. Asked with the batch as
 * it was just read, so that a voided run shows as fast as a recall, and also while the scans cannot be counted.
 */
export function unitOf(unit: ScannedUnit, { voidUnits }: { voidUnits: readonly UnitRange[] }): ScannedUnit {
  if (unit.state !== 'genuine') return unit;
  if (isVoid(voidUnits, unit.number)) return { ...unit, state: 'voided' };
  return unit.scans !== null && isCopied(unit.scans) ? { ...unit, state: 'copied' } : unit;
}

interface KnownUnit {
  unit: ScannedUnit;
  browsers: Set<string>;
  until: number;
}

/** A look that waits for the count of scans while nothing is heard of the database for so many milliseconds. */
interface PatientLook extends Look {
  patienceMs: number;
}

const knownForMs = 5000;

/** More left than there ever was: the clock was set back. */
function isStillKnown({ until }: KnownUnit, at: Date): boolean {
  const left = until - at.getTime();
  return left > 0 && left <= knownForMs;
}

/**
 * As `examineUnit`, but a look that would change nothing is answered from memory for five seconds, and a database that does
 * not answer leaves the scans uncounted: whether the label is ours is known without it.
 */
export function cachedUnits(keys: Keys, now: () => Date) {
  const known = latestCache<KnownUnit>(5000);
  const ask = async (units: UnitNumbers, serial: string, look: PatientLook): Promise<ScannedUnit | null> => {
    try {
      return await withPatience(examineUnit(units, serial, keys, look), look.patienceMs, databaseAnswers);
    } catch (error) {
      // Who is refused hears it from the app.
      const number = error instanceof DomainError ? null : readUnitSerial(units, serial, keys.labelKeys);
      return number === null ? null : { serial: fold(serial), number, state: 'genuine', scans: null };
    }
  };
  return {
    examine: async (units: UnitNumbers, serial: string, look: PatientLook): Promise<ScannedUnit | null> => {
      const { browser } = look;
      const key = `${units.code}/${fold(serial)}`;
      const before = known.get(key);
      const isKnown = before !== undefined && isStillKnown(before, now());
      if (isKnown && (browser === null || before.browsers.has(browser))) return before.unit;
      const unit = await ask(units, serial, look);
      if (unit?.state !== 'genuine') return unit;
      const browsers = isKnown ? before.browsers : new Set<string>();
      if (browser !== null && unit.scans !== null) browsers.add(browser);
      known.set(key, { unit, browsers, until: now().getTime() + knownForMs });
      return unit;
    },
  };
}
