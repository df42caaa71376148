import { Router } from 'express';
import mongoose from 'mongoose';

/** `/healthz`: the process runs. `/readyz`: it can reach its database. */
export function health(): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    const ready = await databaseAnswers();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'database-unavailable' });
  });
  return router;
}

async function databaseAnswers(): Promise<boolean> {
  try {
    await mongoose.connection.db?.command({ ping: 1 }, { timeoutMS: 2000 });
    return mongoose.connection.readyState === mongoose.ConnectionStates.connected;
  } catch {
    return false;
  }
}
