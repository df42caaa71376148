import type { BatchRow, KeptBook, Kind, Product, Stage } from './book.ts';
import { heldCodes } from './codes.ts';
import { type Draft, draftKeys, draftPhotos } from './draft.ts';
import { dayIn, Entries, type Entry, entryId, nextPlace, said } from './entries.ts';
import type { Writer } from './people.ts';
import { dayAt, numberText } from './words.ts';

export const productOf = (book: KeptBook, id: string): Product | undefined =>
  book.products.find((one) => one.id === id);

export const kindOf = (book: KeptBook, kind: string): Kind | undefined => book.kinds.find((one) => one.kind === kind);

export const stageOf = (book: KeptBook, draft: Draft): Stage | undefined =>
  kindOf(book, productOf(book, draft.productId)?.kind ?? '')?.stages.find(({ id }) => id === draft.stage);

const blank = {
  code: '',
  stage: '',
  quantity: null,
  expiresOn: null,
  noExpiry: false,
  answers: {},
  packs: {},
  photos: 0,
  mends: null,
};

/** A new batch of a product, of today; the last day as its goods usually keep. */
export const newBatch = (product: Product): Draft =>
  withExpiry({ ...blank, kind: 'batch', productId: product.id, day: dayAt(Date.now()) }, product);

/** A batch like the last one of its product. */
export const likeLast = (product: Product): Draft => ({ ...newBatch(product), quantity: product.last });

export const newStep = (batch: BatchRow, stage: string): Draft => ({
  ...blank,
  kind: 'step',
  productId: batch.productId,
  code: batch.code,
  stage,
  day: dayAt(Date.now()),
});

/** The last day that follows from the day of making, where it is known how long the goods keep. */
export function withExpiry(draft: Draft, { expiry, keepsDays }: Product): Draft {
  if (expiry === 'nothing' || keepsDays === null)
    return { ...draft, noExpiry: expiry === 'day-or-none' && draft.expiresOn === null };
  return { ...draft, expiresOn: dayAt(Date.parse(`${draft.day}T00:00:00+07:00`), keepsDays), noExpiry: false };
}

/** The batches that can be written about: those that the server told of, and those that still wait here. */
export async function batchesHere(book: KeptBook, writer: Writer): Promise<BatchRow[]> {
  const entries = new Entries(writer);
  const left = await entries.all();
  const known = new Set(book.batches.map(({ code }) => code));
  const written = left
    .filter(({ kind, code }) => kind === 'batch' && !known.has(code))
    .map((entry) => rowOf(book, entry));
  const steps = left.filter(({ kind }) => kind === 'step');
  return [...written.reverse(), ...book.batches].map((row) => ({
    ...row,
    stages: [...(row.stages ?? []), ...steps.filter(({ code }) => code === row.code).map((one) => said(one, 'stage'))],
    steps: [
      ...row.steps,
      ...steps
        .filter(
          ({ code, sentAt }) => code === row.code && (sentAt === null || !known.has(code) || sentAt > book.phoneNow),
        )
        .map(stepOf),
    ].slice(-3),
  }));
}

const stepOf = (entry: Entry) => ({ title: entry.title, day: dayIn(entry) });

function rowOf(book: KeptBook, entry: Entry): BatchRow {
  const { code, body } = entry;
  const product = productOf(book, said(entry, 'productId'));
  const kind = product?.kind ?? '';
  return {
    code,
    productId: said(entry, 'productId'),
    kind,
    producedOn: dayIn(entry),
    quantity: body.quantity as BatchRow['quantity'],
    recalled: false,
    next: kindOf(book, kind)?.stages[0]?.id ?? null,
    steps: [],
    answers: {},
    place: null,
  };
}

/**
 * Keeps what was answered as an entry that waits to be sent. The draft goes by the same change, and a batch uses up its code.
 * @returns the batch's code; null when no code is left on the phone
 */
export async function keepEntry(book: KeptBook, writer: Writer, draft: Draft): Promise<string | null> {
  const entries = new Entries(writer);
  if (draft.mends !== null) return mend(book, entries, draft);
  const [code = null] = draft.kind === 'step' ? [draft.code] : await heldCodes(writer);
  if (code === null) return null;
  const photos = await draftPhotos(writer, draft);
  const entry: Entry = {
    id: entryId(await nextPlace()),
    kind: draft.kind,
    code,
    ...saidBy(book, { ...draft, code }),
    writtenAt: Date.now(),
    ahead: null,
    clockSeen: false,
    photoIds: photos.map(() => null),
    revision: 0,
    refusal: null,
    sentAt: null,
  };
  const used: ['codes', string][] = draft.kind === 'batch' ? [['codes', code]] : [];
  await entries.add(entry, photos, { drop: [...used, ...draftKeys(writer, draft)] });
  return code;
}

// What was refused made nothing: mended it is another request.
async function mend(book: KeptBook, entries: Entries, draft: Draft): Promise<string | null> {
  const entry = (await entries.list('refused')).find(({ id }) => id === draft.mends);
  if (!entry) return null;
  const mended = { ...entry, ...saidBy(book, draft), refusal: null, clockSeen: true, revision: entry.revision + 1 };
  await entries.set(mended, 'waiting');
  return entry.code;
}

const saidBy = (book: KeptBook, draft: Draft): Pick<Entry, 'title' | 'body'> =>
  draft.kind === 'batch' ? batchSaid(book, draft) : stepSaid(book, draft);

function batchSaid(book: KeptBook, { code, productId, quantity, day, expiresOn, noExpiry }: Draft) {
  const amount = quantity ? `${numberText(quantity.value)} ${quantity.unit}` : '';
  const last = expiresOn === null ? (noExpiry ? { noExpiry } : {}) : { expiresOn };
  return {
    title: `${productOf(book, productId)?.name ?? ''}, ${amount}`,
    body: { code, productId, quantity, producedOn: day, ...last },
  };
}

function stepSaid(book: KeptBook, draft: Draft) {
  const stage = stageOf(book, draft);
  const measurements = (stage?.questions ?? []).flatMap((question) => {
    const { key } = question;
    const answer = draft.answers[key];
    const unit = question.unit ?? '';
    return answer === undefined ? [] : [{ key, value: unit === '' ? answer : Number(answer), unit }];
  });
  const packs = Object.keys(draft.packs).map((packId) => ({ packId, count: draft.packs[packId] }));
  const body = { batchCode: draft.code, stage: draft.stage, occurredOn: draft.day, measurements, packs };
  return { title: stage?.title ?? draft.stage, body };
}

/** Opens a refused entry again, to be mended. */
export function draftOf(entry: Entry, productId: string): Draft {
  const { body } = entry;
  const measured = (body.measurements ?? []) as { key: string; value: string | number }[];
  const packs = (body.packs ?? []) as { packId: string; count: number }[];
  const draft: Draft = { ...blank, kind: entry.kind, productId, code: entry.code, day: '', mends: entry.id };
  draft.day = dayIn(entry);
  draft.stage = said(entry, 'stage');
  draft.quantity = (body.quantity as Draft['quantity']) ?? null;
  draft.expiresOn = said(entry, 'expiresOn') || null;
  draft.noExpiry = body.noExpiry === true;
  for (const { key, value } of measured) draft.answers = { ...draft.answers, [key]: String(value) };
  for (const { packId, count } of packs) draft.packs = { ...draft.packs, [packId]: count };
  return draft;
}
