import mongoose, { Types } from 'mongoose';
import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { removeCertificate } from '../../../server/catalog/certificates.ts';
import { withdrawConsent } from '../../../server/catalog/consents.ts';
import { removeShopLink } from '../../../server/catalog/shop-links.ts';
import { removeStoryPhoto } from '../../../server/catalog/story-photos.ts';
import { DomainError } from '../../../server/errors.ts';
import { createInvite } from '../../../server/identity/invites.ts';
import { getMember, getPerson } from '../../../server/identity/members.ts';
import { chosenPrinter } from '../../../server/labels/calibrations.ts';
import { getLabelRun, voidLabelRun } from '../../../server/labels/label-runs.ts';
import { getStockFor, removeOwnStock } from '../../../server/labels/own-stocks.ts';
import { getPrinter, removePrinter, renamePrinter } from '../../../server/labels/printers.ts';
import { removeBankConnection } from '../../../server/payments/bank-connections.ts';
import { importStatement, mapColumns, previewStatement } from '../../../server/payments/statements.ts';
import { closeDoubt, photoOfDoubt } from '../../../server/provenance/doubts.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

const refusalOf = async (asked: Promise<unknown>) => {
  const error: unknown = await asked.then(() => null).catch((thrown: unknown) => thrown);
  if (!(error instanceof DomainError)) throw error ?? new Error('It was not refused');
  return { kind: error.kind, refused: error.refused };
};

type Asked = (actor: Actor, id: string, own: { sellerId: string }) => Promise<unknown>;

/** What somebody else's cooperative asks for, by its id; the record is of the household. */
const table: [name: string, thing: string, model: string, ask: Asked][] = [
  ['see a run of labels', 'label-run', 'LabelRun', (actor, id) => getLabelRun(actor, id)],
  ['void a run of labels', 'label-run', 'LabelRun', (actor, id) => voidLabelRun(actor, id, noon)],
  ['choose a printer', 'label-printer', 'LabelPrinter', (actor, id) => getPrinter(actor, id)],
  ['print with a printer', 'label-printer', 'LabelPrinter', (actor, id) => chosenPrinter(actor, id)],
  ['rename a printer', 'label-printer', 'LabelPrinter', (actor, id) => renamePrinter(actor, id, 'x')],
  ['remove a printer', 'label-printer', 'LabelPrinter', (actor, id) => removePrinter(actor, id)],
  ['preview a statement', 'statement', 'Statement', (actor, id) => previewStatement(actor, id, noon)],
  ['read the columns of a statement', 'statement', 'Statement', (actor, id) => mapColumns(actor, id, [])],
  ['import a statement', 'statement', 'Statement', (actor, id) => importStatement(actor, id, noon)],
  ['cut a bank', 'bank-connection', 'BankConnection', (actor, id) => removeBankConnection(actor, id, noon)],
  ['remove a paper', 'certificate', 'Certificate', (actor, id, own) => removeCertificate(actor, own, id)],
  ['remove a link', 'shop-link', 'ShopLink', (actor, id, own) => removeShopLink(actor, own, id)],
  ['close a doubt', 'doubt', 'Doubt', (actor, id) => closeDoubt(actor, id, 'x', noon)],
  ['see the photo of a doubt', 'doubt', 'Doubt', (actor, id) => photoOfDoubt(actor, id, 320)],
  ['remove a photo', 'image', 'Story', (actor, id, own) => removeStoryPhoto(actor, own, id)],
  ['withdraw a consent', 'consent', 'Story', (actor, id, own) => withdrawConsent(actor, own, id, noon)],
  ['use a sheet', 'label-stock', 'LabelStock', (actor, id) => getStockFor(actor, `own-${id}`)],
  ['remove a sheet', 'label-stock', 'LabelStock', (actor, id) => removeOwnStock(actor, `own-${id}`)],
];

it.each(table)('to %s of another seller is answered “not there”, and noted', async (_what, thing, name, ask) => {
  const model = mongoose.model(name);
  const { actor } = commune.otherCooperative;
  const own = { sellerId: commune.sellers.theirs.id };
  const id = new Types.ObjectId();
  const text = id.toHexString();
  expect(await refusalOf(ask(actor, text, own))).toEqual({ kind: 'missing', refused: null });
  const sellerId = commune.sellers.household.id;
  const isText = model.schema.path('_id')?.instance === 'String';
  const key = (isText ? text : id) as Types.ObjectId;
  await model.collection.insertOne({
    _id: key,
    sellerId,
    sellerIds: [sellerId],
    photos: [{ imageId: text }],
    consents: [{ id: text }],
    slug: text,
    key: text,
    requestId: text,
    productId: text,
  });
  expect(await refusalOf(ask(actor, text, own))).toEqual({ kind: 'missing', refused: thing });
  await model.collection.deleteOne({ _id: key });
});

it('so are members, people and invites of another cooperative', async () => {
  const { actor } = commune.otherCooperative;
  const { account } = commune.household;
  const nobody = new Types.ObjectId().toHexString();
  for (const [id, thing] of [
    [account.id, 'account'],
    [nobody, null],
    ['x', null],
  ] as const) {
    expect(await refusalOf(getPerson(actor, id, noon))).toEqual({ kind: 'missing', refused: thing });
    expect(await refusalOf(createInvite(actor, id, noon))).toEqual({ kind: 'missing', refused: thing });
  }
  expect(await refusalOf(getMember(actor, commune.sellers.household.id, noon))).toEqual({
    kind: 'missing',
    refused: 'member',
  });
  expect(await refusalOf(getMember(actor, nobody, noon))).toEqual({ kind: 'missing', refused: null });
});
