import type { Actor } from '../actor.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import { type Calibration, noCalibration } from '../press/sheet.ts';
import { LabelRunModel } from './label-run.ts';
import { unnamedPrinter } from './printer.ts';
import { absentPrinter, type Printer, printersFor } from './printers.ts';

/**
 * How a printer was adjusted the last time that it printed on a stock: whoever has measured once need not measure again. Nothing
 * to adjust when it never did.
 */
export async function lastCalibration(actor: Actor, stockId: string, printer: Printer): Promise<Calibration> {
  const last = await LabelRunModel.findOne({ stockId, ...(await runsOf(actor, printer)) }, { calibration: 1 })
    .sort({ createdAt: -1, _id: -1 })
    .lean();
  return last ? { ...last.calibration } : noCalibration;
}

/**
 * The printer that was asked for, else the one that this person used last, else the first; and all that can be chosen.
 * @throws missing('label-printer-not-found')
 */
export async function chosenPrinter(
  actor: Actor,
  wanted: string | undefined,
): Promise<{ printer: Printer; printers: Printer[] }> {
  const printers = await printersFor(actor);
  const id = wanted ?? (printers.length > 1 ? await lastUsed(actor) : printers[0]?.id);
  const printer = printers.find((one) => one.id === id) ?? (wanted === undefined ? printers[0] : undefined);
  if (!printer) throw await absentPrinter(id ?? '');
  return { printer, printers };
}

async function lastUsed(actor: Actor): Promise<string | null> {
  const own = { createdBy: actor.name, sellerIds: { $in: await seenBy(actor) }, printer: { $ne: null } };
  const last = await LabelRunModel.findOne(own, { printer: 1 }).sort({ createdAt: -1, _id: -1 }).lean();
  return last?.printer ?? null;
}

/** Runs that say nothing of a printer are older than their names: they count for the unnamed one, and for the first that got a name. */
async function runsOf(actor: Actor, { id, first, own }: Printer): Promise<object> {
  if (!first || !own) return { printer: id };
  const older = { printer: { $exists: false } };
  return { sellerIds: { $in: await seenBy(actor) }, $or: [{ printer: id }, { printer: unnamedPrinter }, older] };
}

async function seenBy(actor: Actor): Promise<string[]> {
  const seen = await sellersSeenBy(actor);
  return seen === 'all' ? [] : seen;
}
