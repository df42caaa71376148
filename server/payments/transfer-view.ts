import type { Actor } from '../actor.ts';
import { mayActFor } from '../identity/sellers.ts';
import { requestOf } from './owed-view.ts';
import { partsWith } from './parts.ts';
import { ordersTogether } from './share-suggestions.ts';
import { partsFrom } from './shares.ts';
import { type Suggestion, suggestionsFor } from './suggestions.ts';
import { getTransfer, type Transfer } from './transfers.ts';

/** What the person takes as good when the two are put together. */
const differenceOf = ({ amountVnd }: Transfer, wanted: Suggestion) => ({
  shortVnd: Math.max(0, wanted.amountVnd - amountVnd),
  overVnd: Math.max(0, amountVnd - wanted.amountVnd),
});

/** A transfer with its book, and what can be done about it. @throws missing('transfer-not-found') */
export async function transferPage(actor: Actor, id: string) {
  const transfer = await getTransfer(actor, id);
  const suggestions = await suggestionsFor(transfer);
  return {
    transfer: await viewOf(actor, transfer, suggestions),
    history: transfer.history.map(bookView),
    parts: await partsWith(transfer),
    isAside: transfer.state === 'set-aside' && !transfer.isMerged,
    mayUndo: transfer.state === 'matched' && transfer.orderNumber !== null,
    mayMatch: transfer.state !== 'matched' && !transfer.isShared && !transfer.isMerged,
    shares: transfer.isShared ? await Promise.all((await partsFrom(id)).map((one) => transferView(actor, one))) : null,
    together: transfer.state === 'review' ? await ordersTogether(transfer) : null,
    suggestions: suggestions.map((one) => ({ ...one, ...differenceOf(transfer, one) })),
    acting: await mayActFor(actor, transfer.sellerId ?? ''),
    defaults: {
      orderNumber: transfer.orderNumber ?? nameOf(suggestions[0]),
      ...(transfer.reason === 'late' && { returned: 'yes' }),
    },
  };
}

/** A transfer as the desk shows it. */
export const transferView = async (actor: Actor, transfer: Transfer) =>
  viewOf(actor, transfer, await suggestionsFor(transfer));

async function viewOf(actor: Actor, transfer: Transfer, [first]: readonly Suggestion[]) {
  return {
    id: transfer.id,
    provider: transfer.provider,
    reference: transfer.reference,
    amountVnd: transfer.amountVnd,
    accountNumber: transfer.accountNumber,
    content: transfer.content,
    receivedAt: transfer.receivedAt,
    ...standingOf(transfer),
    reason: transfer.reason,
    orderNumber: transfer.orderNumber,
    partOf: transfer.partOf,
    request: await requestOf(transfer),
    suggestion: first ?? null,
    oneTap: first?.why === 'only' && (await mayActFor(actor, transfer.sellerId ?? '')) ? nameOf(first) : null,
  };
}

/** What a person types to name it. */
const nameOf = (suggestion: Suggestion | undefined): string => suggestion?.orderNumber ?? suggestion?.reference ?? '';

function standingOf({ state, reason }: Transfer) {
  const shownState = state === 'kept' ? 'review' : state;
  const asks = shownState === 'review';
  return {
    look: shownState === 'matched' ? 'done' : asks ? 'wait' : null,
    says: `payments.transfers.state.${shownState}`,
    isMatched: shownState === 'matched',
    asks,
    asksBecause: asks ? reason : null,
  };
}

/** A line of its book; the bank and the program need no name, and why it had to be looked at stands above. */
const bookView = ({ at, by, did, note, photoId }: Transfer['history'][number]) => ({
  at,
  by: by === 'bank' || by === 'system' ? null : by,
  did,
  note: did === 'review' ? null : note,
  photoId,
});
