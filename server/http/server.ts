import http from 'node:http';

/** How long a client may keep a connection without doing its part. */
export interface ClientLimits extends http.ServerOptions {
  /** neither sending nor reading, in milliseconds */
  silenceMs: number;
  /** a body that comes at fewer bytes a second than this, counted over each such while after the first */
  slowest: { bytesPerSecond: number; whileMs: number };
}

/**
 * Heads of requests are given up after 10 seconds (looked at every second); a body takes as long as it takes while it comes:
 * four photographs at 100 kbit/s need a minute, at the 2 kB/s of one bar of 3G ten. Who sends less than a quarter of that for
 * two minutes sends nothing in earnest. A proxy keeps idle connections for a minute: ours stay open longer, or it
 * would send into one that was just closed.
 */
export const clientLimits: ClientLimits = {
  headersTimeout: 10_000,
  requestTimeout: 60 * 60_000,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 75_000,
  silenceMs: 30_000,
  slowest: { bytesPerSecond: 500, whileMs: 120_000 },
};

/** A server that nobody keeps busy by silence: neither who sends nothing, or next to nothing, nor who reads nothing. */
export function createServer(answer: http.RequestListener, limits = clientLimits): http.Server {
  const { silenceMs, slowest, ...options } = limits;
  const server = http.createServer(options, (request, response) => {
    keepPace(request, slowest);
    answer(request, response);
  });
  server.setTimeout(silenceMs, (socket) => socket.destroy());
  return server;
}

/** Gives up a client whose body comes more slowly than the floor; a request that is whole is waited for as long as it takes. */
function keepPace(request: http.IncomingMessage, { bytesPerSecond, whileMs }: ClientLimits['slowest']): void {
  const { socket, headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  let before = socket.bytesRead;
  const timer = setInterval(() => {
    if (request.complete) return clearInterval(timer);
    if ((socket.bytesRead - before) * 1000 < bytesPerSecond * whileMs) socket.destroy();
    before = socket.bytesRead;
  }, whileMs);
  timer.unref();
  request.once('close', () => clearInterval(timer));
}
