import { formatPhone } from '../identity/phone.ts';
import type { CallOutcome, RecallCall } from '../orders/recall-calls.ts';
import type { ScopedBatch } from '../traceability/recall-scope.ts';
import type { Names } from './names.ts';

/** A buyer to tell, with the words; without name and number once the buyer has been erased. */
export interface BuyerToTell {
  recallId: string;
  number: string;
  outcome: CallOutcome;
  noted: RecallCall['noted'];
  buyer: { name: string; phone: string; phoneText: string; message: string; smsUrl: string; zaloUrl: string } | null;
}

/** A recall as a message tells it. */
export interface RecallWords {
  reason: string;
  advice: string;
  publicUrl: string;
  sellers: Names;
  /** All that the recall reaches, by code. */
  batches: ReadonlyMap<string, ScopedBatch>;
}

type Say = (key: string, facts: Record<string, string>) => string;

/**
 * A buyer who must hear of a recall, with a message ready to send: it names the goods and lots of this order alone.
 * @param say the catalogue's sentence for a key of `desk.recall`
 */
export function buyerToTell(
  { recallId, order, outcome, noted }: RecallCall,
  words: RecallWords,
  say: Say,
): BuyerToTell {
  const { number, buyer } = order;
  const row = { recallId, number, outcome, noted };
  if (buyer === null) return { ...row, buyer: null };
  const { name, phone } = buyer;
  const message = say('message', { ...wordsFor(order, words), name, number });
  const smsUrl = `sms:${phone}?body=${encodeURIComponent(message)}`;
  const zaloUrl = `https://zalo.me/${phone.replace('+', '')}`;
  return { ...row, buyer: { name, phone, phoneText: formatPhone(phone), message, smsUrl, zaloUrl } };
}

function wordsFor({ items, sellerId }: RecallCall['order'], words: RecallWords): Record<string, string> {
  const hit = items.filter(({ taken }) => taken.some(({ batchCode }) => words.batches.has(batchCode)));
  const codes = hit.flatMap(({ taken }) => taken.map(({ batchCode }) => batchCode));
  const batches = [...new Set(codes)].flatMap((code) => words.batches.get(code) ?? []);
  const { reason, advice, publicUrl, sellers } = words;
  return {
    product: [...new Set(hit.map((item) => item.name))].join(', '),
    lot: batches.map(({ lot }) => lot).join(', '),
    reason,
    advice,
    url: `${publicUrl}/t/${batches[0]?.code ?? ''}`,
    seller: sellers.get(sellerId) ?? '',
  };
}
