import type { Branch } from '../database/newest.ts';
import { sellersNamed } from '../identity/sellers.ts';
import { readAmount } from '../reading/amounts.ts';
import type { TransferRecord } from './transfer-record.ts';

/** What was typed may be an order's number, a sum as people write it, a bank's reference, or the name of a seller. */
export async function transfersNamed(typed: string): Promise<Branch<TransferRecord>[]> {
  const sum = readAmount(typed);
  const sellers = await sellersNamed(typed);
  return [
    { orderNumber: typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '') },
    { reference: typed },
    ...('value' in sum ? [{ amountVnd: sum.value }] : []),
    ...(sellers.length === 0 ? [] : [{ sellerId: { $in: sellers } }]),
  ];
}
