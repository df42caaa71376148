import { atMost, median, type Row } from './row.ts';
import { html, type Market, type Shot, shoot, startMarket } from './scan-load.ts';

const sizes = (process.env.SIZES ?? '100,10000,1000000').split(',').map(Number);
const rounds = 5;
const goods = 50;
const most = 1.2;

/**
 * Scans that nothing is kept for (read, checked, drawn and sent by the whole app) in markets of growing size; medians of five
 * interleaved rounds at 50 connections. Filling the greatest takes minutes.
 * @param amount scans in each round
 */
export async function growthBench(amount = 1000): Promise<Row[]> {
  const markets: Market[] = [];
  try {
    for (const size of sizes) markets.push(await startMarket(size, goods));
    const shots = markets.map(() => [] as Shot[]);
    for (const market of markets) await cold(market, amount);
    for (let round = 0; round < rounds; round += 1) {
      for (const [place, market] of markets.entries()) shots[place]?.push(await cold(market, amount));
    }
    return shots.map((own, place) => rowOf(sizes[place] ?? 0, own, shots[0] ?? []));
  } finally {
    for (const market of markets) market.stop();
  }
}

const cold = (market: Market, amount: number): Promise<Shot> =>
  shoot(market, { name: 'cold', server: 'app', paths: market.others, headers: html }, { amount });

function rowOf(size: number, own: readonly Shot[], least: readonly Shot[]): Row {
  const cpu = (shots: readonly Shot[]) => median(shots.map(({ cpuMicroseconds }) => cpuMicroseconds));
  const perSecond = median(own.map(({ requestsPerSecond }) => requestsPerSecond));
  const detail = `${cpu(own).toFixed(0)} µs of processor time, ${perSecond.toFixed(0)} a second`;
  return atMost(`cold scan at ${size} batches, as a multiple of ${sizes[0]}`, cpu(own) / cpu(least), most, detail);
}
