import { beforeAll, describe, expect, it } from 'vitest';
import { aThread, serialOf, type Thread } from '../../../../tests/server/provenance/makers.ts';
import { noon, testApp } from '../../../../tests/support/app.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { changeProduct } from '../../../catalog/products.ts';
import { correctEvent } from '../../../traceability/events.ts';
import addresses from './addresses.json' with { type: 'json' };

// One example of every form of address that a label ever carried. A form is added here when labels begin to carry it; none is
// ever taken away: what was printed goes on leading to its own batch, whatever becomes of its number or its lot.

useDatabase();
const market = testApp();
let thread: Thread;
beforeAll(async () => {
  thread = await aThread({ gtin: '09506000134352', lot: "LO'1(A)/B" });
});

const filled = (address: string): string =>
  address
    .replace('{code}', thread.batch.code)
    .replace('{code lower}', thread.batch.code.toLowerCase())
    .replace('{serial}', serialOf(thread.batch.code))
    .replace('{gtin}', '09506000134352')
    .replace('{lot}', 'LO%271%28A%29%2FB')
    // As the first labels with GS1's addresses had it.
    .replace('{lot bare}', "LO'1(A)%2FB");

async function leadsTo(address: string): Promise<string> {
  const answer = await market.browser().get(filled(address)).redirects(2);
  expect([address, answer.status]).toEqual([address, 200]);
  return answer.text;
}

describe('an address that was printed once', () => {
  it.each(addresses)('%s leads to its own batch', async (address) => {
    expect(await leadsTo(address)).toContain(thread.batch.code);
  });

  it.each(addresses)(
    '%s does so after the number and the lot were changed, and the number given to other goods',
    async (address) => {
      const { farmer, product, batch } = thread;
      if (product.gtin !== null) {
        await changeProduct(farmer, product.id, { gtin: null }, noon);
        const other = await aThread({ name: 'Miến khác', lot: 'KHAC-1' });
        await changeProduct(other.farmer, other.product.id, { gtin: '09506000134352' }, noon);
        for (const lot of ['SUA-1', 'SUA-2'])
          await correctEvent(farmer, batch.code, { eventId: 'registration', reason: 'Ghi nhầm', facts: { lot } }, noon);
        thread.product = { ...product, gtin: null };
      }
      expect(await leadsTo(address)).toContain(batch.code);
    },
  );

  it('of a household’s card leads to its page', async () => {
    expect(await leadsTo(`/ho/${thread.household.slug}`)).toContain(thread.household.name);
  });

  it('asks which is meant when the number went to other goods that have a batch of the same lot', async () => {
    const first = await aThread({ gtin: '09506000117843', lot: 'CHUNG-1' });
    await changeProduct(first.farmer, first.product.id, { gtin: null }, noon);
    const second = await aThread({ name: 'Miến khác nữa', gtin: '09506000117843', lot: 'CHUNG-1' });
    const page = await leadsTo('/01/09506000117843/10/CHUNG-1');
    for (const { code } of [first.batch, second.batch]) expect(page).toContain(`/t/${code}`);
    expect(page).toContain('Miến khác nữa');
  });
});
