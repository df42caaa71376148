import { fold } from '../codes.ts';
import { readUnitSerial } from '../traceability/unit-serial.ts';
import { isBatchGuessed } from './guesses.ts';
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
  if (readUnitSerial(code, serial, labelKey) === null) return null;
  const canonical = fold(serial);
  const unit = `${code}/${canonical}`;
  if (await isBatchGuessed(code, at)) {
    const before = await findScans(unit);
    if (before === null) return { serial: canonical, state: 'unsure', scans: null };
  }
  const scans = browser === null ? await findScans(unit) : await countScan(unit, browser, at);
  return { serial: canonical, state: 'genuine', scans };
}
