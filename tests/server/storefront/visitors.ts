import { beforeAll } from 'vitest';
import { formKey, testApp } from '../../support/app.ts';
import { aCommune } from '../identity/makers.ts';
import { anAccount, onSale } from '../orders/makers.ts';

type Commune = Awaited<ReturnType<typeof aCommune>>;
type Browser = ReturnType<ReturnType<typeof testApp>['browser']>;

export const form = { name: 'Nguyễn Thị Lan', phone: '0912345678', method: 'pickup', payBy: 'vietqr' };

/** The lines that a checkout shows, as its form brings them back. */
export const toldOn = (html: string): string => /name="told" value="([^"]*)"/.exec(html)?.[1] ?? '';

/** The market with its people, and a household that takes transfers. Call it once, at the top of the file. */
export function visitors() {
  const { browser, clock } = testApp();
  let people: Commune | null = null;
  beforeAll(async () => {
    people = await aCommune();
    await anAccount(people.sellers.household);
  });
  const commune = (): Commune => {
    if (!people) throw new Error('nobody is there before the tests begin');
    return people;
  };
  const sale = (count = 10) => onSale(commune().household.actor, count);
  return {
    browser,
    clock,
    commune,
    sale,
    /** The browser of somebody signed in. */
    browserOf: ({ token }: { token: string }): Browser => {
      const agent = browser();
      agent.set('Cookie', `session=${token}`);
      return agent;
    },
    /** A browser with so many packs in its cart. */
    filledCart: async (count = 10, quantity = 2) => {
      const { packId, batch, product } = await sale(count);
      const agent = browser();
      await agent
        .post('/gio-hang')
        .type('form')
        .send({ packId, quantity: String(quantity) })
        .expect(303);
      return { agent, packId, batch, product };
    },
    /** Sends the checkout's form. */
    order: async (agent: Browser, fields: object = form) => {
      const page = await agent.get('/thanh-toan');
      return await agent
        .post('/thanh-toan')
        .type('form')
        .send({ _key: formKey(page.text), told: toldOn(page.text), ...fields });
    },
  };
}

/** What a page says, without its marks. */
export const wordsOn = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
