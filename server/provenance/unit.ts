import { fold } from '../codes.ts';
import { readUnitSerial } from '../traceability/unit-serial.ts';
import { isVoid, type UnitRange } from '../traceability/units.ts';
import { isBatchGuessed } from './guesses.ts';
import { keepLatest } from './kept-pages.ts';
import type { ScannedUnit } from './passport-view.ts';
import { countScan, findScans } from './scans.ts';

export interface Look {
  /** The key of the browser that looks, or null when this look does not count. */
  browser: string | null;
  at: Date;
}

/**
 * What a scanned serial is worth; null when our key did not make it. A genuine one is counted.
 * @param code the batch's code in its canonical form
 */
export async function examineUnit(
  code: string,
  serial: string,
  labelKey: string,
  { browser, at }: Look,
): Promise<ScannedUnit | null> {
  const number = readUnitSerial(code, serial, labelKey);
  if (number === null) return null;
  const canonical = fold(serial);
  const unit = `${code}/${canonical}`;
  if (await isBatchGuessed(code, at)) {
    const before = await findScans(unit);
    if (before === null) return { serial: canonical, number, state: 'unsure', scans: null };
  }
  const scans = browser === null ? await findScans(unit) : await countScan(unit, browser, at);
  return { serial: canonical, number, state: 'genuine', scans };
}

/**
 * The unit as its batch knows it: a serial that is ours says nothing good when its label was thrown away. Asked with the batch as
 * it was just read, so that a voided run shows as fast as a recall, and also while the scans cannot be counted.
 */
export function unitOf(unit: ScannedUnit, { voidUnits }: { voidUnits: readonly UnitRange[] }): ScannedUnit {
  return unit.state === 'genuine' && isVoid(voidUnits, unit.number) ? { ...unit, state: 'voided' } : unit;
}

interface KnownUnit {
  unit: ScannedUnit;
  browsers: Set<string>;
  until: number;
}

const knownForMs = 5000;

/**
 * As `examineUnit`, but a look that would change nothing is answered from memory for five seconds, and a database that does
 * not answer leaves the scans uncounted: whether the label is ours is known without it.
 */
export function keptUnits(labelKey: string, now: () => Date) {
  const known = keepLatest<KnownUnit>(5000);
  const ask = async (code: string, serial: string, look: Look): Promise<ScannedUnit | null> => {
    try {
      return await examineUnit(code, serial, labelKey, look);
    } catch {
      const number = readUnitSerial(code, serial, labelKey);
      return number === null ? null : { serial: fold(serial), number, state: 'genuine', scans: null };
    }
  };
  return {
    examine: async (code: string, serial: string, browser: string | null, at: Date): Promise<ScannedUnit | null> => {
      const key = `${code}/${fold(serial)}`;
      const before = known.get(key);
      const isKnown = before !== undefined && now().getTime() < before.until;
      if (isKnown && (browser === null || before.browsers.has(browser))) return before.unit;
      const unit = await ask(code, serial, { browser, at });
      if (unit === null) return null;
      const browsers = isKnown ? before.browsers : new Set<string>();
      if (browser !== null && unit.scans !== null) browsers.add(browser);
      known.set(key, { unit, browsers, until: now().getTime() + knownForMs });
      return unit;
    },
  };
}
