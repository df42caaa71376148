import { connectDatabase } from '../../../../server/database/connection.ts';
import { startTelling } from '../../../../server/payments/stripe/deliver.ts';
import { receiveTransfer } from '../../../../server/payments/transfers.ts';
import { noon, testConfig } from '../../../support/services.ts';
import { aCommune } from '../../identity/makers.ts';
import { aConnection, aMessageFor, anAccount, aPack, aWaitingOrder } from '../makers.ts';

/** What this process says before it dies. */
export interface LastWord {
  intent: string;
}

// A process that tells a receiver of payments, makes an order, takes its money and dies in the same breath.

const [dataDir = '', webhookUrl = ''] = process.argv.slice(2);
const payments = { apiKey: null, defaultSeller: null, webhookUrl, webhookSecret: 'whsec_of_tests' };
const now = () => noon;

await connectDatabase({ mongodbUri: null, dataDir });
startTelling({ config: { ...testConfig(), payments }, now }, (error) => console.error(error));

const { sellers, household } = await aCommune();
const { number } = await anAccount(sellers.household.id);
const { id, provider, sellerId, accounts } = await aConnection(household.actor, number);
const { intent } = await aWaitingOrder(await aPack(household.actor, 1));
await new Promise((resolve) => {
  process.send?.({ intent: intent.id } satisfies LastWord, resolve);
});
await receiveTransfer({ id, provider, sellerId, accounts }, aMessageFor(intent), now());
process.kill(process.pid, 'SIGKILL');
