/**
 * What the sandbox bank tells of an order's money: a transfer of exactly its amount to the account it shows.
 * @param id the transfer's own number, which no other may have
 * @param day `YYYY-MM-DD`
 */
export function sandboxMessage({ payment, totalVnd }: Record<string, unknown>, id: number, day: string) {
  const { reference, account } = payment as { reference: string; account: { number: string } };
  return {
    id,
    gateway: 'SANDBOX',
    transactionDate: `${day} 10:00:00`,
    accountNumber: account.number,
    code: null,
    content: reference,
    transferType: 'in',
    transferAmount: totalVnd,
    accumulated: 0,
    subAccount: null,
    referenceCode: `SB.${id}`,
    description: '',
  };
}
