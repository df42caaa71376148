import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app.ts';
import { connectTo } from '../../server/database/connection.ts';
import { startEngine } from '../../server/engine/engine.ts';
import { findActor } from '../../server/identity/accounts.ts';
import { press } from '../../server/press/press.ts';
import { getStock } from '../../server/press/stocks.ts';
import { jobFor } from '../server/press/checker.ts';
import { aThread } from '../server/provenance/makers.ts';
import { testConfig } from '../support/services.ts';

// Run as a process of its own by labels.bench.ts, with a data directory: a market with one batch, which prints as many labels as
// it is told to and says when they are done.
const [, , dataDir = ''] = process.argv;
const engine = await startEngine({ dataDir, noSync: true });
await connectTo(engine.uri, 'bench');
const { batch } = await aThread({ lot: 'BENCH' });
const server = http.createServer(createApp({ config: testConfig(), now: () => new Date() }, findActor));
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));

process.on('message', (count: number) => {
  const job = jobFor({ template: 'bag-62x33', stock: getStock('avery-l7159'), count });
  void press({ kind: 'pdf', job, dpi: 203, feedGap: 0 }, () => {}).then(() => process.send?.('printed'));
});
process.on('disconnect', () => process.exit(0));
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/t/${batch.code}`);
