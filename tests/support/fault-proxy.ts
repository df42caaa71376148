import net from 'node:net';

/** What stands between the program and its database. */
export type Fault = 'none' | 'hangs' | 'drops' | 'refuses';

export interface FaultProxy {
  /** What the program connects to instead. */
  uri: string;
  /** From now on: everything passes; nothing passes, either way; answers are cut off in the middle; nobody is there. */
  set: (fault: Fault) => void;
  stop: () => Promise<void>;
}

/**
 * Lets a database fail as networks and disks make it fail: a TCP proxy before it.
 * @param uri where the database is: `mongodb://host:port/…`, or a socket's path in its place
 * @param seed of where answers are cut off, so that a failure can be had again
 */
export async function startFaultProxy(uri: string, seed = 20261130): Promise<FaultProxy> {
  const target = targetOf(uri);
  const pairs = new Set<[net.Socket, net.Socket]>();
  const chance = numbersFrom(seed);
  let fault: Fault = 'none';
  const server = net.createServer((client) => {
    if (fault === 'refuses') return client.destroy();
    const database = net.connect(target);
    const pair: [net.Socket, net.Socket] = [client, database];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    client.on('data', (bytes) => fault !== 'hangs' && database.write(bytes));
    database.on('data', (bytes) => {
      if (fault === 'hangs') return;
      if (fault !== 'drops') return void client.write(bytes);
      client.write(bytes.subarray(0, Math.floor(chance() * bytes.length)), end);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const cut = () => pairs.forEach((pair) => pair.forEach((socket) => socket.destroy()));
  return {
    uri: `mongodb://127.0.0.1:${port}/?${new URL(uri.replace(/^mongodb/, 'http').replace(/\/\/[^/]*/, '//here')).searchParams.toString()}`,
    set: (wanted) => {
      // What hung is not let go of later: its requests were lost.
      if (fault === 'hangs' || wanted === 'refuses') cut();
      fault = wanted;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

function targetOf(uri: string): net.NetConnectOpts {
  const [, host = ''] = /^mongodb:\/\/(?:[^@/]*@)?([^/,?]+)/.exec(uri) ?? [];
  const name = decodeURIComponent(host);
  if (name.startsWith('/') || name.includes('.sock')) return { path: name };
  const [address = '', port = '27017'] = name.split(':');
  return { host: address, port: Number(port) };
}

/** Numbers from 0 up to 1, the same for the same seed (Park and Miller's generator). */
function numbersFrom(seed: number): () => number {
  let state = seed % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
