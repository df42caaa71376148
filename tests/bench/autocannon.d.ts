// autocannon has no types of its own; these are what the benchmarks use of it.
declare module 'autocannon' {
  interface Request {
    method?: 'GET' | 'POST';
    path?: string;
    body?: string;
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
    /** Requests a second of all connections together. */
    overallRate?: number;
    /** Threads of its own that send, so that they take nothing from whoever answers in this one. */
    workers?: number;
    requests?: {
      setupRequest: (request: Request) => Request;
      onResponse?: (status: number, body: string) => void;
    }[];
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
  function autocannon(wanted: Wanted): Promise<Result>;
  namespace autocannon {
    export type { Request };
  }
  export default autocannon;
}
