import type { Router } from 'express';
import { getProduct } from '../catalog/products.ts';
import { getProfile, mustSayExpiry, unitOptions } from '../catalog/profiles.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { writeNumber } from '../reading/numbers.ts';
import { unitsLike } from './amount.ts';
import type { PackCount } from './event.ts';
import { correctEvent } from './events.ts';
import { correctRegistrationForm } from './forms.schemas.ts';
import { plainFacts, type RegisteredFacts } from './registered-facts.ts';
import { firstPacksOf } from './registration-corrections.ts';
import { ownBatch } from './step.pages.ts';
import { packRowsOf } from './step-form.ts';

/** `/lo/{code}/dinh-chinh-dang-ky`: what a batch should have been registered with. */
export const registrationCorrectionPages = (): Router =>
  formPage({
    path: '/lo/:code/dinh-chinh-dang-ky',
    who: sellers,
    schema: ({ mustSay }) => correctRegistrationForm(mustSay),
    view: 'traceability/correct-registration',
    load: async (context: PageContext<typeof sellers>) => {
      const batch = await ownBatch(context);
      // What is only taken in to be worked further needs no last day yet.
      const mustSay = mustSayExpiry(getProfile(batch.kind)) && batch.deliveredBy === undefined;
      return { batch, mustSay, before: plainFacts(batch), first: await firstPacksOf(batch.code) };
    },
    shown: async ({ language }, { batch, before, first }) => {
      const product = await getProduct(batch.productId);
      const rows = packRowsOf(product.packs);
      const counts = new Map(first.map(({ packId, count }) => [packId, count]));
      const units = [...new Set([...unitsLike(before.quantity.unit), ...getProfile(batch.kind).units])];
      return {
        productName: product.name,
        packs: rows,
        units: unitOptions(units, language),
        defaults: {
          ...fieldsOf(before),
          ...Object.fromEntries(rows.map(({ packId, countField }) => [countField, counts.get(packId) ?? ''])),
        },
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'genealogy.registration.title') }),
    submit: async ({ actor, body, at, requestId }, { batch, before, first }) => {
      const { reason, packs, ...typed } = body;
      const facts = plainFacts({ ...typed, expiresOn: typed.expiresOn ?? null, note: typed.note ?? null });
      const wanted = { eventId: 'registration', reason, facts: changed(before, facts), requestId };
      await correctEvent(actor, batch.code, { ...wanted, packs: samePacks(first, packs) ? undefined : packs }, at);
      return `/lo/${batch.code}`;
    },
  });

const fieldsOf = ({ quantity, ...facts }: RegisteredFacts) => ({
  ...facts,
  'quantity.value': writeNumber(quantity.value),
  'quantity.unit': quantity.unit,
});

// What stands as it was is not said again: somebody else may have corrected it meanwhile.
const changed = (before: RegisteredFacts, after: RegisteredFacts): Partial<RegisteredFacts> =>
  Object.fromEntries(
    Object.entries(after).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof RegisteredFacts]),
    ),
  );

function samePacks(before: readonly PackCount[], after: readonly PackCount[]): boolean {
  const counted = (packs: readonly PackCount[]) =>
    packs
      .filter(({ count }) => count > 0)
      .map(({ packId, count }) => `${packId} ${count}`)
      .sort((a, b) => a.localeCompare(b));
  return counted(before).join() === counted(after).join();
}
