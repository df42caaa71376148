import { writePdf } from '../../server/press/pdf.ts';
import { getStock } from '../../server/press/stocks.ts';
import { jobFor } from '../server/press/checker.ts';

// One PDF of so many labels, streamed as the press does, in a process of its own: says in megabytes what is taken at the peak, by
// heap and buffers and by the whole process, Node and the reading of TypeScript included.

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
const taken = (): number => process.memoryUsage().heapUsed + process.memoryUsage().external;

const job = jobFor({ template: 'bag-62x33', stock: getStock('avery-l7159'), count: Number(process.argv[2]) });
let peak = taken();
const watch = setInterval(() => (peak = Math.max(peak, taken())), 1);
await writePdf(job, () => {});
clearInterval(watch);
const whole = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ heapMb: megabytes(Math.max(peak, taken())), wholeMb: megabytes(whole) }));
