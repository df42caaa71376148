import { onSignal } from '../../server/ending.ts';
import { log } from '../../server/http/log.ts';

// A process whose database never answers again, and one that cannot be put away in order.
const [how] = process.argv.slice(2);
const keptAlive = setInterval(() => undefined, 1000);
onSignal(
  async () => {
    if (how === 'throws') throw new Error('the database is gone');
    if (how === 'hangs') await new Promise(() => undefined);
    clearInterval(keptAlive);
  },
  log,
  200,
);
process.send?.('ready');
