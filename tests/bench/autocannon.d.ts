// autocannon has no types of its own; these are what the benchmarks use of it.
declare module 'autocannon' {
  interface Request {
    path?: string;
    headers?: Record<string, string>;
  }
  interface Wanted {
    url: string;
    connections: number;
    /** Seconds. */
    timeout: number;
    /** Seconds. */
    duration?: number;
    /** Of requests, instead. */
    amount?: number;
    /** Threads of its own that send, so that they take nothing from whoever answers in this one. */
    workers?: number;
    requests?: { setupRequest: (request: Request) => Request }[];
  }
  interface Result {
    requests: { total: number };
    latency: { p50: number; p99: number };
    /** Seconds. */
    duration: number;
    errors: number;
    '4xx': number;
    '5xx': number;
  }
  export default function autocannon(wanted: Wanted): Promise<Result>;
}
