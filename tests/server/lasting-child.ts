import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { log } from '../../server/http/log.ts';
import { outlastFaults } from '../../server/lasting.ts';

// A process that serves, and loses a promise or throws out of an event when it is asked to; SIGTERM ends it in order.
outlastFaults(log);
const server = http.createServer((request, response) => {
  if (request.url === '/promise') void Promise.reject(new Error('nobody waits for this'));
  if (request.url === '/exception') setImmediate(() => http.get('no address at all'));
  response.end('served');
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('SIGTERM', () => process.exit());
