import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import type { Agreed } from '../agreed.ts';
import { absent } from '../database/absent.ts';
import { upsert } from '../database/upsert.ts';
import { conflict, invalid } from '../errors.ts';
import { requireActFor, sellersActedFor } from '../identity/sellers.ts';
import { refusesSensitive } from '../platform.ts';
import type { Position } from '../reading/positions.ts';
import { type Plot, PlotModel, type PlotRecord, presentPlot } from './plot.ts';

export { answersTo, type Plot, plotUses } from './plot.ts';

/** What is said of a plot; the exact position goes in here and comes out of `ownPosition` alone. */
export type WantedPlot = Omit<Plot, 'id' | 'sellerId' | 'hasPosition'> & { position: Position | null };

const mostPlots = 50;

/** The plots of those somebody acts for, by name. */
export const ownPlots = async (actor: Actor): Promise<Plot[]> =>
  plotsOfSellers((await sellersActedFor(actor)).map(({ id }) => id));

/** The plots of one seller by name, without their positions. */
export const plotsOfSeller = (sellerId: string): Promise<Plot[]> => plotsOfSellers([sellerId]);

async function plotsOfSellers(sellerIds: readonly string[]): Promise<Plot[]> {
  const records = await PlotModel.find({ sellerId: { $in: [...sellerIds] } })
    .sort({ name: 1, _id: 1 })
    .lean<PlotRecord[]>();
  return records.map(presentPlot);
}

/**
 * Where exactly it lies: for who acts for the household, and for nobody else.
 * @throws missing('plot-not-found')
 */
export async function ownPosition(actor: Actor, id: string): Promise<Position | null> {
  const { position } = await findOwn(actor, id);
  return refusesSensitive() ? null : position && { latitude: position.latitude, longitude: position.longitude };
}

/** @throws missing('plot-not-found') for everybody else's */
export const ownPlot = async (actor: Actor, id: string): Promise<Plot> => presentPlot(await findOwn(actor, id));

/**
 * @param id one that was given before, so that what is repeated makes one plot
 * @returns its id @throws missing('seller-not-found'), forbidden('not-yours'), conflict('too-many-plots')
 */
export async function addPlot(
  actor: Actor,
  sellerId: string,
  wanted: WantedPlot,
  { at, id, agreed }: { at: Date; id?: string; agreed?: Agreed | undefined },
): Promise<string> {
  await requireActFor(actor, sellerId, 'seller-not-found');
  requireNoPosition(wanted);
  if ((await PlotModel.countDocuments({ sellerId })) >= mostPlots)
    throw conflict('too-many-plots', { most: mostPlots });
  const _id = new Types.ObjectId(id);
  await upsert(() =>
    PlotModel.updateOne(
      { _id },
      { $setOnInsert: { ...wanted, ...agreeing(actor, wanted, { at, agreed }), sellerId, createdAt: at } },
      { upsert: true },
    ),
  );
  return _id.toHexString();
}

/** @throws missing('plot-not-found') */
export async function changePlot(
  actor: Actor,
  id: string,
  wanted: WantedPlot,
  given?: { at: Date; agreed: Agreed | undefined },
): Promise<void> {
  await findOwn(actor, id);
  requireNoPosition(wanted);
  // A position that is hidden is not taken away by who changes the rest.
  const { position: _hidden, ...rest } = wanted;
  await PlotModel.updateOne(
    { _id: id },
    { $set: refusesSensitive() ? rest : { ...wanted, ...agreeing(actor, wanted, given) } },
  );
}

// Without a position there is nothing that anybody agrees to.
const agreeing = (
  { name: by }: Actor,
  { position }: WantedPlot,
  given: { at: Date; agreed: Agreed | undefined } | undefined,
): Pick<PlotRecord, 'placeAgreed'> => {
  if (position === null) return { placeAgreed: null };
  return given?.agreed ? { placeAgreed: { ...given.agreed, at: given.at, by } } : {};
};

/** Forgets a plot, its position too. Steps that named it keep its name. Safe to repeat. @throws missing('plot-not-found') */
export async function removePlot(actor: Actor, id: string): Promise<void> {
  await findOwn(actor, id);
  await PlotModel.deleteOne({ _id: id });
}

/** Forgets the plots that a list made. @param ids those that are gone are passed over */
export async function takeBackPlots(actor: Actor, ids: readonly string[]): Promise<void> {
  const sellerIds = (await sellersActedFor(actor)).map(({ id }) => id);
  const known = ids.filter((id) => isObjectIdOrHexString(id));
  await PlotModel.deleteMany({ _id: { $in: known }, sellerId: { $in: sellerIds } });
}

/** @throws invalid('no-sensitive-data') for an exact place while none are taken */
function requireNoPosition({ position }: WantedPlot): void {
  if (position !== null && refusesSensitive())
    throw invalid('no-sensitive-data', {}, [{ pointer: '/position', code: 'no-sensitive-data' }]);
}

async function findOwn(actor: Actor, id: string): Promise<PlotRecord> {
  const record = isObjectIdOrHexString(id) ? await PlotModel.findById(id).lean<PlotRecord>() : null;
  if (!record) throw await absent(PlotModel, { _id: id }, 'plot-not-found');
  await requireActFor(actor, record.sellerId, 'plot-not-found');
  return record;
}
