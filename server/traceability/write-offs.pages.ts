import type { Router } from 'express';
import { findPacks } from '../catalog/products.ts';
import { amountText } from '../catalog/profiles.ts';
import { invalid, pointedBy } from '../errors.ts';
import { dayOf } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { lookup } from '../lookup.ts';
import { balanceOf } from './balance.ts';
import type { Batch } from './batches.ts';
import { WriteOffForm } from './forms.schemas.ts';
import { ownBatch } from './step.pages.ts';
import { occurredAt } from './step-form.ts';
import { writeOff, writeOffReasons } from './write-offs.ts';

/** Of the goods that are not packed yet. */
const bulk = 'bulk';

/** `/lo/{code}/hao-hut`: what is gone otherwise than by a sale, beside what remains of each. */
export const writeOffPages = (): Router =>
  formPage({
    path: '/lo/:code/hao-hut',
    who: sellers,
    schema: WriteOffForm,
    view: 'traceability/write-off',
    load: async (context: PageContext<typeof sellers>) => ({ batch: await ownBatch(context) }),
    shown: async ({ actor, at, language }, { batch }) => {
      const { left, unit } = await balanceOf(actor, batch.code);
      const options = [...(await packOptions(batch, language)), bulkOption({ value: left, unit }, language)];
      return {
        options,
        reasons: writeOffReasons.map((value) => ({ value, title: sentence(language, `genealogy.reason.${value}`) })),
        defaults: { occurredOn: dayOf(at), what: options.length === 1 ? bulk : '' },
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'genealogy.write-off.title') }),
    submit: async ({ actor, body, at, requestId }, { batch }) => {
      const { what, amount, reason, note, occurredOn } = body;
      const unit = batch.quantity.unit;
      const gone = what === bulk ? { quantity: { value: amount, unit } } : { packId: what, count: whole(amount) };
      const wanted = { ...gone, reason, note, occurredAt: occurredAt(occurredOn, at), requestId };
      await pointedBy(onForm, writeOff(actor, batch.code, wanted, at));
      return `/lo/${batch.code}`;
    },
  });

const fields = lookup<string>({
  '/count': '/amount',
  '/quantity/value': '/amount',
  '/quantity/unit': '/amount',
  '/packId': '/what',
  '/packs/0/packId': '/what',
  '/occurredAt': '/occurredOn',
});

const onForm = (pointer: string): string => fields[pointer] ?? pointer;

/** Packs are counted. @throws invalid('write-off-mistaken') */
function whole(amount: number): number {
  if (Number.isInteger(amount)) return amount;
  throw invalid('write-off-mistaken', {}, [{ pointer: '/amount', code: 'not-a-whole-number' }]);
}

async function packOptions({ stock }: Batch, language: Language) {
  const rows = stock.filter(({ onHand, held }) => onHand > held);
  const known = await findPacks(
    rows.map(({ packId }) => packId),
    { withRetired: true },
  );
  return rows.map(({ packId, onHand, held }) => ({
    value: packId,
    title: known.find(({ pack }) => pack.id === packId)?.pack.name ?? packId,
    hint: sentence(language, 'genealogy.write-off.packs-left', { n: onHand - held }),
  }));
}

function bulkOption(amount: { value: number; unit: string }, language: Language) {
  const left = amountText(amount, language);
  return {
    value: bulk,
    title: sentence(language, 'genealogy.write-off.bulk'),
    hint: sentence(language, 'genealogy.inputs.left', { left }),
  };
}
