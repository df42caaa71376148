import type { Actor } from '../actor.ts';
import { listProducts } from '../catalog/products.ts';
import { getSeller } from '../identity/sellers.ts';
import { hasLabelRun } from '../labels/label-runs.ts';
import { findReceivingAccount } from '../payments/receiving-accounts.ts';
import { listBatches } from '../traceability/batches.ts';

/** One of the first things that a seller does here, in their order. */
interface FirstStep {
  key: 'goods' | 'account' | 'batch' | 'labels' | 'phone';
  url: string;
  isDone: boolean;
}

/**
 * The first five things of somebody who sells, while the first four are not all done; none after that, nor for who sells nothing.
 * A seller who has just been invited sees where to begin instead of a desk full of ways.
 */
export async function firstSteps(actor: Actor, at: Date): Promise<FirstStep[]> {
  const { sellerId } = actor;
  if (sellerId === null) return [];
  const [goods, account, [newest], isLabelled, { publicPhone }] = await Promise.all([
    listProducts({ sellerIds: [sellerId], limit: 1 }),
    findReceivingAccount(sellerId, at),
    listBatches(actor, { limit: 1 }),
    hasLabelRun(sellerId),
    getSeller(sellerId),
  ]);
  const steps: FirstStep[] = [
    { key: 'goods', url: '/hang-cua-toi/moi', isDone: goods.length > 0 },
    { key: 'account', url: '/tai-khoan-nhan-tien', isDone: account !== null },
    { key: 'batch', url: '/lo/moi', isDone: newest !== undefined },
    { key: 'labels', url: newest ? `/lo/${newest.code}` : '/lo', isDone: isLabelled },
    { key: 'phone', url: '/so-dien-thoai', isDone: publicPhone !== null },
  ];
  return steps.slice(0, -1).every(({ isDone }) => isDone) ? [] : steps;
}
