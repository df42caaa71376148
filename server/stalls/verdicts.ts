import type { Actor } from '../actor.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import { findOrder, type Order } from '../orders/orders.ts';
import { type Heard, heardSince, heardSoon, standingOf } from '../payments/heard.ts';
import { type Saying, sayingOf, type VerdictKind } from './sale.ts';

/** What a bank's message means for who sold at a stall. */
export interface Verdict extends Saying {
  /** The same whenever it is told again. */
  id: string;
  kind: VerdictKind;
  at: Date;
  /** The sale it is about; null: nobody knows. */
  saleId: string | null;
}

export interface Listening {
  since: Date;
  /** The ids of those told before. */
  known: readonly string[];
  /** How long to wait for the first. */
  waitSeconds: number;
}

/** What another process heard nudges nobody here: then it is looked for so often. */
const lookAgainMs = 400;

/**
 * What banks told from then on of sales that this account opened, and of money that nobody knows the sale of, oldest first. When
 * there is nothing yet, it waits for it. What a person says is no verdict, nor is anything before its message has proved itself.
 */
export async function listenForVerdicts(actor: Actor, { since, known, waitSeconds }: Listening): Promise<Verdict[]> {
  const sellerIds = (await sellersActedFor(actor)).map(({ id }) => id);
  const judged = new Set(known);
  for (let round = Math.ceil((waitSeconds * 1000) / lookAgainMs); ; round -= 1) {
    // Listened to before it looks: what comes while it looks is not waited for.
    const soon = heardSoon(sellerIds, lookAgainMs);
    const fresh = (await heardSince(sellerIds, since)).filter(({ id }) => !judged.has(id)).toReversed();
    for (const { id } of fresh) judged.add(id);
    const verdicts = await Promise.all(fresh.map((one) => verdictOn(actor, one)));
    const told = verdicts.filter((verdict) => verdict !== null);
    if (told.length > 0 || round <= 0) return told;
    await soon;
  }
}

async function verdictOn(actor: Actor, heard: Heard): Promise<Verdict | null> {
  const order = heard.orderNumber === null ? null : await findOrder(heard.orderNumber);
  // What a shop asked for through the API is that shop's to tell; of an order of the market the order bell tells.
  const isElsewhere = order ? order.stall?.accountId !== actor.accountId : heard.intentId !== null;
  if (isElsewhere) return null;
  const saying = order ? await onSale(order, heard) : unclear;
  return saying && { id: heard.id, at: heard.at, saleId: order?.number ?? null, ...saying };
}

type Judged = Saying & { kind: VerdictKind };

const unclear: Judged = { kind: 'unclear', amountVnd: 0 };

async function onSale(order: Order, { reason }: Heard): Promise<Judged | null> {
  // Said before anything else is done: the buyer is waiting for it. The goods are handed over by the sale's page or the sweep.
  if (reason === null) return { kind: 'enough', amountVnd: order.totalVnd };
  if (reason === 'doubled') return { kind: 'again', amountVnd: order.totalVnd };
  if (reason === 'late') return { kind: 'late', amountVnd: order.totalVnd };
  if (reason !== 'short' && reason !== 'over') return unclear;
  const { kind, amountVnd } = sayingOf(order, await standingOf(order));
  return kind === 'short' || kind === 'over' || kind === 'parts' ? { kind, amountVnd } : null;
}
