import { Router } from 'express';
import mongoose from 'mongoose';
import { withPatience } from '../patience.ts';

/** `/healthz`: the process runs. `/readyz`: it can reach its database. */
export function health(): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    const ready = await databaseAnswers();
    if (!ready) response.setHeader('Retry-After', '5');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'database-unavailable' });
  });
  return router;
}

const patienceMs = 2000;

async function databaseAnswers(): Promise<boolean> {
  try {
    await withPatience(Promise.resolve(mongoose.connection.db?.command({ ping: 1 })), patienceMs);
    return mongoose.connection.readyState === mongoose.ConnectionStates.connected;
  } catch {
    return false;
  }
}
