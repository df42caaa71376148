import { beforeAll } from 'vitest';
import type { BankMessage } from '../../../server/payments/bank.ts';
import { findIntentForOrder } from '../../../server/payments/intents.ts';
import { noon } from '../../support/services.ts';
import { useBrowsers } from '../identity/browsers.ts';
import { aBatch, aProduct, firstPack } from '../orders/makers.ts';
import { aMessageFor, anAccount, connectSepay, sepayBody, sepayProof } from '../payments/makers.ts';

/** A household's stall with two batches of one pack, the first to expire with three of them, whose bank tells of its money. */
export function useStall() {
  const { people, program, signedIn, clock, browser } = useBrowsers();
  const at = { packId: '', soon: '', later: '', webhook: '', stall: '', slug: '', account: '' };
  let known: string[] = [];

  beforeAll(async () => {
    const { sellers, household } = people();
    const { id, slug } = sellers.household;
    const { number } = await anAccount(id);
    const product = await aProduct(household.actor);
    const later = await aBatch(household.actor, product, 500, { expiresOn: '2027-12-01' });
    const soon = await aBatch(household.actor, product, 3, { expiresOn: '2027-01-01' });
    const { webhook } = await connectSepay(program(household.token), number);
    Object.assign(at, {
      packId: firstPack(product),
      later: later.code,
      soon: soon.code,
      webhook,
      stall: id,
      slug,
      account: number,
    });
  });

  const seller = () => program(people().household.token);
  return {
    at,
    people,
    program,
    signedIn,
    browser,
    clock,
    seller,
    sell: async (body: object) => (await seller().post(`/api/v1/stalls/${at.stall}/sales`).send(body).expect(201)).body,
    look: async (id: string) => (await seller().get(`/api/v1/stalls/${at.stall}/sales/${id}`).expect(200)).body,
    /** The bank tells of the sale's money, unless something about it is changed. */
    tell: async (saleId: string, changed: Partial<BankMessage> = {}): Promise<BankMessage> => {
      const intent = await findIntentForOrder(saleId);
      if (!intent) throw new Error(`${saleId} has no code`);
      const message = aMessageFor(intent);
      const told = { ...message, reference: `FT${message.providerId}`, ...changed };
      const body = sepayBody(told);
      await program().post(at.webhook).set(sepayProof(body, clock.now)).send(body).expect(200);
      return told;
    },
    /** What a phone says that has not said it yet. */
    heard: async (token = people().household.token) => {
      const query = `since=${noon.toISOString()}&known=${known.join(',')}`;
      const { body } = await program(token).get(`/api/v1/stall-verdicts?${query}`).expect(200);
      const told = body.data as { id: string; kind: string; saleId?: string; said: { vi: string } }[];
      known = [...known, ...told.map(({ id }) => id)];
      return told.map(({ kind, saleId, said }) => ({ kind, saleId, said: said.vi }));
    },
    forget: () => {
      known = [];
    },
  };
}
