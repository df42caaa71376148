import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, type DomainError, forbidden, missing } from '../errors.ts';
import { type Printer, PrinterModel, type PrinterRecord, presentPrinter, unnamedPrinter } from './printer.ts';

export type { Printer } from './printer.ts';

const mostPrinters = 20;

/**
 * The printers that somebody can choose, their own first, then their cooperative's. Who has named none has the unnamed one: there
 * is always something to print with, and no question to ask about it.
 */
export async function printersFor(actor: Actor): Promise<Printer[]> {
  const owners = [actor.sellerId, actor.cooperativeId].filter((id) => id !== null);
  const records = await PrinterModel.find({ sellerId: { $in: owners } })
    .sort({ _id: 1 })
    .lean();
  const printers = records.map((record) => presentPrinter(record, actor.sellerId));
  const own = printers.filter((printer) => printer.own);
  const unnamed: Printer = { id: unnamedPrinter, name: null, first: true, own: true };
  return [...(own.length > 0 ? own : [unnamed]), ...printers.filter((printer) => !printer.own)];
}

/** One of the printers that the actor can choose. @throws missing('label-printer-not-found') */
export async function getPrinter(actor: Actor, id: string): Promise<Printer> {
  const printer = (await printersFor(actor)).find((one) => one.id === id);
  if (!printer) throw await absentPrinter(id);
  return printer;
}

/** Gives a printer a name. The first one named is the one used so far. @throws forbidden('not-yours'), conflict('too-many-printers') */
export async function addPrinter(actor: Actor, name: string, requestId: string | null, at: Date): Promise<Printer> {
  const { sellerId } = actor;
  if (sellerId === null) throw forbidden('not-yours');
  const earlier = requestId === null ? null : await PrinterModel.findOne({ requestId }).lean();
  if (earlier) return presentPrinter(earlier, sellerId);
  const others = await PrinterModel.countDocuments({ sellerId });
  if (others >= mostPrinters) throw conflict('too-many-printers', { most: mostPrinters });
  const record: PrinterRecord = {
    _id: new Types.ObjectId(),
    sellerId,
    name,
    first: others === 0,
    createdAt: at,
    ...(requestId === null ? {} : { requestId }),
  };
  await PrinterModel.create(record);
  return presentPrinter(record, sellerId);
}

/** Calls one's own printer something else; what was adjusted stays. @throws missing('label-printer-not-found') */
export async function renamePrinter(actor: Actor, id: string, name: string): Promise<void> {
  const { matchedCount } = await PrinterModel.updateOne(ownOne(actor, id), { $set: { name } });
  if (matchedCount === 0) throw await absentPrinter(id);
}

/** Takes one's own printer away. @throws missing('label-printer-not-found') */
export async function removePrinter(actor: Actor, id: string): Promise<void> {
  const { deletedCount } = await PrinterModel.deleteOne(ownOne(actor, id));
  if (deletedCount === 0) throw await absentPrinter(id);
}

/** One that the actor cannot choose. */
export const absentPrinter = (id: string): Promise<DomainError> =>
  absent(PrinterModel, { _id: id }, 'label-printer-not-found');

function ownOne({ sellerId }: Actor, id: string): { _id: string; sellerId: string } {
  if (sellerId === null || !isObjectIdOrHexString(id)) throw missing('label-printer-not-found');
  return { _id: id, sellerId };
}
