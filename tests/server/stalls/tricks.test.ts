import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sweepOrders } from '../../../server/orders/orders.ts';
import { bareSvg } from '../../../server/payments/qr-picture.ts';
import { payPicture } from '../../../server/payments/sandbox.ts';
import { encode } from '../../../server/payments/vietqr/encode.ts';
import { noon } from '../../support/services.ts';
import { aBatch, aProduct, firstPack } from '../orders/makers.ts';
import { sepayProof } from '../payments/makers.ts';
import { type Sale, useTricks } from './a-trickster.ts';

const stall = useTricks();
const { at, people, program, clock, seller, look, tell, heard, known, open, post, bodyFor } = stall;

const changed = (fields: Parameters<typeof tell>[1]) => async (sale: Sale) => void (await tell(sale.id, fields));
const written = (fields: object) => async (sale: Sale) => void (await post(bodyFor(sale, fields)));

/** Each plays a trick upon a sale. @returns the sale that must not pass as paid, when it is another than that one */
const play = {
  closedAccount: async (sale: Sale) => {
    const body = bodyFor(sale, {}, { accountNumber: known.oldNumber });
    expect(await post(body, sepayProof(body, clock.now), known.oldWebhook)).toBe(200);
  },
  forged: async (sale: Sale) => {
    const body = bodyFor(sale);
    expect(await post(body, sepayProof(body, clock.now, 'another-secret'))).toBe(401);
  },
  oldSignature: async (sale: Sale) => {
    const body = bodyFor(sale);
    expect(await post(body, sepayProof(body, new Date(noon.getTime() - 600_000)))).toBe(401);
  },
  changedOnItsWay: async (sale: Sale) => {
    const body = bodyFor(sale, { transferAmount: 200 });
    const proof = sepayProof(body, clock.now);
    expect(await post(body.replace('"transferAmount":200,', '"transferAmount":200000,'), proof)).toBe(401);
  },
  pictureOfAnother: async ({ intent }: Sale) => {
    const payload = encode({ bin: '970436', number: known.strangers, amountVnd: 200_000, purpose: intent.reference });
    const picture = await sharp(Buffer.from(bareSvg({ payload })))
      .resize(600)
      .png()
      .toBuffer();
    await post((await payPicture(picture, clock.now)).body);
  },
  twoBuyers: async (sale: Sale) => {
    const other = await open();
    await tell(sale.id, { content: `${sale.intent.reference} ${other.intent.reference}` });
    expect((await look(other.id)).state).toBe('waiting');
  },
  onceMore: async (sale: Sale) => {
    const body = bodyFor(sale);
    const next = await open();
    await post(body);
    expect(await post(body)).toBe(200);
    return next;
  },
  underANewNumber: async (sale: Sale) => {
    const first = await tell(sale.id);
    const next = await open();
    await tell(sale.id, { ...first, providerId: String(Number(first.providerId) + 500_000) });
    return next;
  },
  underTheLastNumber: async (sale: Sale) => {
    const { providerId, reference } = await tell(sale.id);
    const next = await open();
    await tell(next.id, { providerId, reference });
    return next;
  },
  byAnotherProvider: async (sale: Sale) => {
    const { reference } = await tell(sale.id);
    const next = await open();
    expect(await stall.byCasso(sale, reference ?? '')).toBe(200);
    return next;
  },
  byAStatementFirst: async (sale: Sale) => {
    await stall.byStatement(sale, 'FT77001');
    expect((await look(sale.id)).state).toBe('paid');
    const next = await open();
    await tell(sale.id, { reference: 'FT77001' });
    return next;
  },
  sameReferenceElsewhere: async (sale: Sale) => {
    const { reference } = await tell(sale.id);
    const next = await open();
    const body = bodyFor(next, {}, { reference, accountNumber: known.oldNumber });
    expect(await post(body, sepayProof(body, clock.now), known.oldWebhook)).toBe(200);
    return next;
  },
  paidCode: async (sale: Sale) => {
    await tell(sale.id);
    const next = await open();
    await tell(sale.id);
    return next;
  },
  halves: async (sale: Sale) => {
    await tell(sale.id, { amountVnd: 100_000 });
    await tell(sale.id, { amountVnd: 100_000 });
  },
  letGo: async (sale: Sale) => {
    await seller().post(`/api/v1/orders/${sale.id}/cancellation`).send({}).expect(201);
    await tell(sale.id);
  },
  outOfTime: async () => {
    const product = await aProduct(people().household.actor, [200_000]);
    await aBatch(people().household.actor, product, 1);
    const lines = [{ packId: firstPack(product), quantity: 1 }];
    const sale = await open({ lines });
    clock.now = new Date(noon.getTime() + 60 * 60_000);
    await sweepOrders(clock.now);
    await open({ lines });
    await tell(sale.id);
    return sale;
  },
  givenBack: async (sale: Sale) => {
    const first = await tell(sale.id);
    await look(sale.id);
    await seller().post(`/api/v1/orders/${sale.id}/refund`).send({ note: 'Trả tiền mặt' }).expect(201);
    await tell(sale.id, first);
  },
  anotherStalls: async () => {
    const url = `/api/v1/stalls/${people().sellers.stranger.id}/sales`;
    const { body } = await program(people().stranger.token).post(url).send({ amountVnd: 200_000 }).expect(201);
    await tell(body.id, { accountNumber: at.account });
  },
  pastedOver: async (sale: Sale) => {
    const code = encodeURIComponent(encode({ bin: '970436', number: known.strangers }));
    const judged = await seller().get(`/quay/${at.slug}/kiem-tra?ma=${code}`).set('Accept', 'text/html');
    expect(judged.text).toContain('KHÔNG phải mã của quầy');
    await tell(sale.id, { accountNumber: known.strangers });
  },
};

type Trick = (sale: Sale) => Promise<Sale | void>;

describe('no trick passes as paid', () => {
  // What the phone says meanwhile, in its order, and how the sale stands that must not be taken for paid.
  it.each<[name: string, play: Trick, said: string[], state: string]>([
    ['200 đ for 200.000 đ', changed({ amountVnd: 200 }), ['short'], 'short'],
    ['more, to be given back', changed({ amountVnd: 2_000_000 }), ['over'], 'over'],
    ['to somebody else’s account', changed({ accountNumber: '5550001' }), [], 'waiting'],
    ['to an account of the seller that is closed', play.closedAccount, ['unclear'], 'waiting'],
    ['a forged message', play.forged, [], 'waiting'],
    ['an old signature', play.oldSignature, [], 'waiting'],
    ['a body that was changed on its way', play.changedOnItsWay, [], 'waiting'],
    ['a picture of a payment to somebody else', play.pictureOfAnother, [], 'waiting'],
    ['without our words', changed({ content: 'CHUYEN TIEN' }), ['unclear'], 'waiting'],
    ['with words of no sale', changed({ content: 'BL01234568' }), ['unclear'], 'waiting'],
    ['money that goes out', written({ transferType: 'out' }), [], 'waiting'],
    ['half a đồng', written({ transferAmount: 200_000.5 }), [], 'waiting'],
    ['two hundred that look like thousands', written({ transferAmount: '200.000' }), [], 'waiting'],
    ['one payment, and two buyers of one amount', play.twoBuyers, ['unclear'], 'waiting'],
    ['the last buyer’s message once more', play.onceMore, ['enough'], 'waiting'],
    ['the last buyer’s message under a new number', play.underANewNumber, ['enough'], 'waiting'],
    ['the last message’s number with other words', play.underTheLastNumber, ['enough'], 'waiting'],
    ['the same told by another provider', play.byAnotherProvider, ['enough'], 'waiting'],
    ['the same told by a statement first', play.byAStatementFirst, [], 'waiting'],
    ['another bank’s transfer of the same number', play.sameReferenceElsewhere, ['enough', 'unclear'], 'waiting'],
    ['the code that the last buyer paid', play.paidCode, ['enough', 'again'], 'waiting'],
    ['a half, and the same half again', play.halves, ['parts', 'parts'], 'waiting'],
    ['a code that was let go', play.letGo, ['late'], 'cancelled'],
    ['a code whose time is over and whose goods are gone', play.outOfTime, ['late'], 'cancelled'],
    ['money that was given back, told once more', play.givenBack, ['enough'], 'cancelled'],
    ['the code of another stall', play.anotherStalls, ['unclear'], 'waiting'],
    ['a stand pasted over with another’s code', play.pastedOver, [], 'waiting'],
  ])('%s', async (_name, trick, said, state) => {
    await heard();
    const sale = await open();
    const victim = (await trick(sale)) ?? sale;
    expect((await look(victim.id)).state).toBe(state);
    expect((await heard()).map(({ kind }) => kind)).toEqual(said);
  });
});
