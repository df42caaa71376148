import { z } from 'zod';
import { batchCode, day, lines, objectId, readBy, text, wholeNumber } from '../http/fields.ts';
import { isSaidIn, spoken, wordsIn } from '../localized.ts';
import { readPosition } from '../reading/positions.ts';
import { type BlockKind, emptyBlock, type WantedBlock } from './block.ts';
import { readBooking } from './booking.ts';
import { visitKinds } from './visit.ts';
import { blockMoves } from './visit-blocks.ts';

const version = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const position = readBy(readPosition, 100);
const booking = readBy((typed) => {
  const url = readBooking(typed);
  return url === null ? { code: 'booking-host' } : { value: url };
}, 500);

// What is said in another language is said in Vietnamese too: it is what everybody else reads.
const saidFirst =
  (...names: string[]) =>
  (form: object, context: z.RefinementCtx): void => {
    for (const name of names)
      if ((form as Record<string, unknown>)[name] === undefined && isSaidIn(form, name))
        context.addIssue({ code: 'custom', path: [name], message: 'required' });
  };

export const AddVisitForm = z.strictObject({
  kind: z.enum(visitKinds, 'not-a-choice'),
  title: text(80),
  village: text(60).optional(),
});

export const FactsForm = z
  .strictObject({
    ...spoken('title', text(80)),
    ...spoken('lead', lines(300).optional()),
    ...spoken('when', text(160).optional()),
    ...spoken('price', text(160).optional()),
    village: text(60).optional(),
    bookingUrl: booking.optional(),
    firstDay: day.optional(),
    lastDay: day.optional(),
    position: position.optional(),
    version,
  })
  .superRefine(saidFirst('lead', 'when', 'price'));

const month = wholeNumber.pipe(z.number().min(1, 'month-of-year').max(12, 'month-of-year'));

const BlockFields = z.strictObject({
  ...spoken('heading', text(80).optional()),
  ...spoken('words', lines(2000).optional()),
  photo: objectId.optional(),
  second: objectId.optional(),
  product: objectId.optional(),
  batch: batchCode.optional(),
  seller: objectId.optional(),
  clipUrl: text(500).optional(),
  fromMonth: month.optional(),
  toMonth: month.optional(),
  position: position.optional(),
  version,
});
export type BlockFields = z.output<typeof BlockFields>;

/** The fields that each kind cannot be without. */
export const neededFields: Readonly<Record<BlockKind, readonly (keyof BlockFields)[]>> = {
  text: ['words'],
  photo: ['photo'],
  pair: ['photo', 'second'],
  product: ['product'],
  batch: ['batch'],
  seller: ['seller'],
  clip: ['heading', 'clipUrl', 'photo'],
  place: ['heading', 'position'],
  season: ['heading', 'fromMonth', 'toMonth'],
};

export const blockForm = (kind: BlockKind) =>
  BlockFields.superRefine(saidFirst('heading', 'words')).superRefine((form, context) => {
    for (const field of neededFields[kind])
      if (form[field] === undefined) context.addIssue({ code: 'custom', path: [field], message: 'required' });
  });

/** What a form says of a block of its kind; fields of other kinds are left. */
export const blockIn = (kind: BlockKind, form: BlockFields): WantedBlock => ({
  ...emptyBlock(kind),
  heading: form.heading === undefined ? null : wordsIn(form, 'heading'),
  words: kind === 'text' && form.words !== undefined ? wordsIn(form, 'words') : null,
  photoIds: [form.photo, kind === 'pair' ? form.second : undefined].filter((id) => id !== undefined),
  ...orNull({
    productId: form.product,
    sellerId: form.seller,
    batchCode: form.batch,
    clipUrl: form.clipUrl,
    from: form.fromMonth,
    to: form.toMonth,
    position: form.position,
  }),
});

const orNull = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null])) as {
    [K in keyof T]: Exclude<T[K], undefined> | null;
  };

/** The button that shows a page, with the word of who presses it. */
export const ShowForm = z.strictObject({ version, agreed: z.literal('yes', 'names-not-agreed') });
export const HideForm = z.strictObject({ version });

/** A button beside a block: `up 64f…`. */
export const MoveForm = z.strictObject({
  version,
  move: z
    .string()
    .regex(new RegExp(`^(?:${blockMoves.join('|')}) [0-9a-f]{24}$`))
    .transform((said) => {
      const [move = '', block = ''] = said.split(' ');
      return { move: blockMoves.find((one) => one === move) ?? 'up', block };
    }),
});
