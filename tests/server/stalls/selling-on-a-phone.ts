import type { Express } from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BankMessage } from '../../../server/payments/bank.ts';
import { findIntentForOrder } from '../../../server/payments/intents.ts';
import { aPhone } from '../../support/browser.ts';
import { countTaps } from '../../support/phone-screen.ts';
import { phoneWalk } from '../../support/phone-walk.ts';
import { aCooperative, aHousehold, aSignedIn, pin } from '../identity/makers.ts';
import { aBatch, aProduct } from '../orders/makers.ts';
import { aMessageFor, anAccount, connectSepay, sepayBody, sepayProof } from '../payments/makers.ts';

/** What a test file lends that has the program and a browser running. */
interface Lent {
  app: Express;
  /** Sets what time the program thinks it is. */
  clock: { now: Date };
  chromium: () => Browser;
  /** Cuts every connection that is open, as a lost network does. */
  cut: () => void;
  origin: () => string;
}

// A phone's voice as far as it matters: a sentence takes its time, and a page that is left goes silent in the middle of it.
const voice = `
  const queue = [];
  const next = () => {
    const [one] = queue;
    if (!one) return;
    window.noteSpoken('begun', one.text);
    setTimeout(() => { window.noteSpoken('ended', one.text); queue.shift(); one.dispatchEvent(new Event('end')); next(); }, 300);
  };
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => [],
    speak: (one) => { queue.push(one); if (queue.length === 1) next(); },
  } });
`;

/** Sells at a stall with a phone in one hand, whose voice is heard. */
export function sellsOnAPhone({ app, clock, chromium, cut, origin }: Lent): void {
  const ended: string[] = [];
  let context: BrowserContext;
  let page: Page;
  let webhook = '';
  let screen = '';
  const walk = phoneWalk(
    () => page,
    () => origin(),
  );

  beforeAll(async () => {
    const seller = await aHousehold((await aCooperative()).id);
    const person = await aSignedIn(seller, clock.now);
    const { number } = await anAccount(seller.id);
    const program = supertest
      .agent(app)
      .set('Accept', 'application/json')
      .set('Authorization', `Bearer ${person.token}`);
    ({ webhook } = await connectSepay(program, number));
    for (let one = 0; one < 6; one += 1) await aBatch(person.actor, await aProduct(person.actor), 50);
    screen = `/quay/${seller.slug}/ban`;
    context = await aPhone(chromium());
    await context.exposeFunction('noteSpoken', (what: string, words: string) => what === 'ended' && ended.push(words));
    await context.addInitScript(countTaps + voice);
    page = await context.newPage();
    await walk.enter(person.phone, pin);
  });
  afterAll(async () => {
    await context.close();
  });

  const open = () => page.goto(origin() + screen);
  const saleNow = () => /\/ban\/(DH\w+)/.exec(page.url())?.[1] ?? '';
  const sell = async (): Promise<string> => {
    await page.locator('.pick__tap').first().tap();
    await walk.press('Hiện mã QR', /\/ban\/DH\w+/);
    return saleNow();
  };
  const tell = async (sale: string, changed: Partial<BankMessage> = {}) => {
    const intent = await findIntentForOrder(sale);
    if (!intent) throw new Error(`${sale} has no code`);
    const message = aMessageFor(intent);
    const body = sepayBody({ ...message, reference: `FT${message.providerId}`, ...changed });
    await supertest(app).post(webhook).set(sepayProof(body, clock.now)).send(body).expect(200);
  };
  const heardAfter = async (count: number): Promise<string[]> => {
    await expect.poll(() => ended.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
    return ended.splice(0);
  };
  /** Until the page asks in vain: a question that was on its way before may come to the server after its lines were cut. */
  async function loseNetwork(): Promise<void> {
    let inVain = 0;
    page.on('requestfailed', (request) => {
      if (request.url().includes('/stall-verdicts')) inVain += 1;
    });
    await context.setOffline(true);
    await expect
      .poll(
        () => {
          cut();
          return inVain;
        },
        { timeout: 15_000 },
      )
      .toBeGreaterThan(0);
  }
  const enough = 'Đủ rồi: sáu mươi nghìn đồng';

  describe('a sale on a phone', () => {
    it('is three taps from the desk’s screen to the code, and two in cash', async () => {
      await open();
      await page.evaluate("sessionStorage.setItem('taps', '0')");
      await sell();
      await page.getByRole('link', { name: 'Khách tiếp theo' }).tap();
      await page.waitForURL(/\/ban#ban$/);
      expect(await walk.taps()).toBe(3);
      await page.evaluate("sessionStorage.setItem('taps', '0')");
      await page.locator('.pick__tap').first().tap();
      await walk.press('Tiền mặt', /\?xong=DH/);
      expect(await walk.taps()).toBe(2);
    });

    it('hides the price of nothing that it shows under its bar of buttons', async () => {
      await open();
      // Before anything is chosen there is nothing to press: the bar stands below all goods and covers none.
      const [top, below] = await page.evaluate<[number, number]>(`[
        document.querySelector('.till').getBoundingClientRect().top,
        [...document.querySelectorAll('.pick')].at(-1).getBoundingClientRect().bottom,
      ]`);
      expect(top).toBeGreaterThanOrEqual(below);
      await page.locator('.pick__tap').first().tap();
      const hidden = await page.evaluate(`(() => {
        const till = document.querySelector('.till').getBoundingClientRect().top;
        const shown = [...document.querySelectorAll('.pick')].filter((one) => one.getBoundingClientRect().top + 48 < till);
        const isHidden = (one) => one.querySelector('.pick__price').getBoundingClientRect().bottom > till;
        return [shown.length > 0, till < innerHeight, shown.filter(isHidden).length];
      })()`);
      expect(hidden).toEqual([true, true, 0]);
    });
  });

  describe('the spoken verdict', () => {
    it('says of every sale what the bank told, though the seller has gone on to the next screen', async () => {
      await open();
      await page.getByRole('button', { name: 'Bật tiếng' }).tap();
      await heardAfter(1);
      for (let sale = 0; sale < 3; sale += 1) {
        const number = await sell();
        // At the very moment at which the page is left.
        await Promise.all([tell(number), page.getByRole('link', { name: 'Khách tiếp theo' }).tap()]);
        expect(await heardAfter(1)).toEqual([enough]);
      }
    });

    it('says them in their order, and against what was expected, never the bare amount', async () => {
      await open();
      const [first, second, third] = [await sell(), (await open(), await sell()), (await open(), await sell())];
      await tell(first, { amountVnd: 60 });
      await tell(second, { amountVnd: 70_000 });
      await tell(third, { content: 'CHUYEN TIEN' });
      await tell(third);
      expect(await heardAfter(4)).toEqual([
        'Thiếu năm mươi chín nghìn chín trăm bốn mươi đồng, chưa đủ',
        'Thừa mười nghìn đồng, nhớ trả lại khách',
        'Tiền này không rõ của ai',
        enough,
      ]);
    });

    it('says late what was missed without network, and nothing twice in two windows', async () => {
      const sale = (await open(), await sell());
      await loseNetwork();
      await tell(sale);
      clock.now = new Date(clock.now.getTime() + 120_000);
      await context.setOffline(false);
      expect(await heardAfter(1)).toEqual([`Báo muộn, lúc 12:00. ${enough}`]);
      const other = await context.newPage();
      await other.goto(origin() + screen);
      await tell((await open(), await sell()));
      expect(await heardAfter(1)).toEqual([enough]);
      await other.getByRole('status').getByText(enough).first().waitFor();
      expect(ended).toEqual([]);
    });
  });
}
