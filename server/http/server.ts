import http from 'node:http';

/** How long a client may keep a connection without doing its part. */
export interface ClientLimits extends http.ServerOptions {
  /** neither sending nor reading, in milliseconds */
  silenceMs: number;
}

/**
 * Heads of requests are given up after 10 seconds (looked at every second); a body takes as long as it takes while it comes:
 * four photographs at 100 kbit/s need a minute. A proxy keeps idle connections for a minute: ours stay open longer, or it
 * would send into one that was just closed.
 */
export const clientLimits: ClientLimits = {
  headersTimeout: 10_000,
  requestTimeout: 10 * 60_000,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 75_000,
  silenceMs: 30_000,
};

/** A server that nobody keeps busy by silence: neither who sends nothing nor who reads nothing. */
export function createServer(answer: http.RequestListener, limits = clientLimits): http.Server {
  const { silenceMs, ...options } = limits;
  const server = http.createServer(options, answer);
  server.setTimeout(silenceMs, (socket) => socket.destroy());
  return server;
}
