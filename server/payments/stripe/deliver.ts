import type { Config } from '../../config.ts';
import type { Services } from '../../services.ts';
import { onDue } from '../due.ts';
import { oneAtATime } from './deliver-rounds.ts';
import { claimDelivery, deliver, type Shop } from './deliveries.ts';
import { dropOldEvents, keepDueEvents, type Telling } from './events.ts';
import { presentIntent } from './payment-intent-view.ts';
import { presentRefund } from './refund-view.ts';

const everySeconds = 5;
const cleanEverySeconds = 3600;
const sentAtOnce = 8;
/** What happens within this time is written down together. */
const togetherMs = 50;

type Clock = Services['now'];

/**
 * Makes events of what has happened and delivers them, as long as the process lives: at once when this process has changed
 * an intent, every five seconds for what other processes or a crash left. It runs beside everything else: nobody waits for it.
 * @returns how to stop; resolves when what was being sent has ended
 */
export function startTelling({ config, now }: Services, onError: (error: unknown) => void): () => Promise<void> {
  const shop = shopOf(config);
  const telling = tellingOf(config);
  const sender = shop === null ? null : sending(shop, now, onError);
  const keep = oneAtATime(async () => {
    while (await keepDueEvents(telling, now()));
    sender?.send();
  }, onError);
  const clean = oneAtATime(() => dropOldEvents(now()), onError);
  const rounds = [setInterval(keep, everySeconds * 1000), setInterval(clean, cleanEverySeconds * 1000)];
  let soon: NodeJS.Timeout | null = null;
  const stopListening = onDue(() => {
    soon ??= setTimeout(() => {
      soon = null;
      keep();
    }, togetherMs);
  });
  keep();
  return async () => {
    for (const round of rounds) clearInterval(round);
    stopListening();
    if (soon) clearTimeout(soon);
    await Promise.all([keep.ended(), clean.ended()]);
    await sender?.stop();
  };
}

/** What events show of intents, and whether somebody is to be told of them. */
export const tellingOf = (config: Config): Telling => ({
  present: (intent) => presentIntent(intent, config),
  presentRefund: (refund, intentId) => presentRefund(refund, intentId, config),
  hasReceiver: shopOf(config) !== null,
});

/** The receiver of the settings; null: events are only kept. */
export function shopOf({ production, payments: { webhookUrl, webhookSecret } }: Config): Shop | null {
  if (webhookUrl === null || webhookSecret === null) return null;
  return { url: webhookUrl, secret: webhookSecret, publicOnly: production };
}

/** Sends what is waiting, a few at once, so that one slow answer does not hold the others up. */
function sending(shop: Shop, now: Clock, onError: (error: unknown) => void) {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const send = oneAtATime(async () => {
    while (!stopping.signal.aborted && running.size < sentAtOnce) {
      const event = await claimDelivery(now());
      if (event === null) return;
      const work = deliver(event, shop, now)
        .catch(onError)
        .finally(() => {
          running.delete(work);
          send();
        });
      running.add(work);
    }
  }, onError);
  const stop = async () => {
    stopping.abort();
    await send.ended();
    await Promise.all(running);
  };
  return { send, stop };
}
