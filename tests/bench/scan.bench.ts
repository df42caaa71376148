import { median } from './row.ts';
import { html, type Market, type Shot, shoot, startMarket, type Variant } from './scan-load.ts';

/** One line of the table: a way of answering, beside bare Express sending the same bytes in the same run. */
export interface Row {
  name: string;
  requestsPerSecond: number;
  /** Milliseconds. */
  p99: number;
  /** Share of bare Express's requests per second; 1 is the same. */
  share: number;
  /** Processor time of the server process with its database engine, microseconds a request. */
  cpuMicroseconds: number;
  /** Bare Express's processor time as a share of this one's: the figure that a busy machine disturbs least. */
  cpuShare: number;
  /** p99 as a share of bare Express's. */
  p99Share: number;
  /** The least share that passes, and the share aimed at. */
  bar: number | null;
  aim: number | null;
}

interface Judged extends Variant {
  bar: number | null;
  aim: number | null;
}

const rounds = 5;
/**
 * Public scans as shares of bare Express: medians of five interleaved rounds at 50 connections (performance.md).
 * @param seconds how long each of the rounds lasts
 */
export async function scanBench(seconds = 2): Promise<Row[]> {
  const market = await startMarket(5000);
  try {
    const variants = await variantsOf(market);
    const shots = new Map(variants.map(({ name }) => [name, [] as Shot[]]));
    for (const variant of variants) await shoot(market, variant, { duration: 1 });
    for (let round = 0; round < rounds; round += 1) {
      for (const variant of variants)
        shots.get(variant.name)?.push(await shoot(market, variant, { duration: seconds }));
    }
    return variants.map((variant) => rowOf(variant, shots));
  } finally {
    market.stop();
  }
}

async function variantsOf({ path, unit, others, ports }: Market): Promise<Judged[]> {
  const page = await fetch(`http://127.0.0.1:${ports.front}${path}`, { headers: html });
  const etag = page.headers.get('etag') ?? '';
  return [
    { name: 'bare Express', server: 'bare', paths: ['/page'], headers: html, bar: null, aim: null },
    { name: 'batch, warm', server: 'front', paths: [path], headers: html, bar: 2.5, aim: 4 },
    {
      name: 'batch, warm, brotli',
      server: 'front',
      paths: [path],
      headers: { ...html, 'accept-encoding': 'br' },
      bar: 2.5,
      aim: 4,
    },
    {
      name: 'batch, 304',
      server: 'front',
      paths: [path],
      headers: { ...html, 'if-none-match': etag },
      bar: 4,
      aim: null,
    },
    { name: 'unit, warm', server: 'front', paths: [unit], headers: html, bar: 1, aim: null },
    { name: 'batch, cold, full path', server: 'front', paths: others, headers: html, bar: 0.15, aim: 0.2 },
  ];
}

function rowOf(variant: Judged, shots: ReadonlyMap<string, Shot[]>): Row {
  const mid = (name: string, key: keyof Shot) => median((shots.get(name) ?? []).map((shot) => shot[key]));
  const own = (key: keyof Shot) => mid(variant.name, key);
  const bare = (key: keyof Shot) => mid('bare Express', key);
  return {
    name: variant.name,
    requestsPerSecond: Math.round(own('requestsPerSecond')),
    p99: own('p99'),
    share: twoPlaces(own('requestsPerSecond') / bare('requestsPerSecond')),
    cpuMicroseconds: Math.round(own('cpuMicroseconds')),
    cpuShare: twoPlaces(bare('cpuMicroseconds') / own('cpuMicroseconds')),
    p99Share: twoPlaces(own('p99') / bare('p99')),
    bar: variant.bar,
    aim: variant.aim,
  };
}

const twoPlaces = (value: number): number => Math.round(value * 100) / 100;
