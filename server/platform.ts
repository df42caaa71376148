import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from './root.ts';

/**
 * As what the market is run (law 122/2025, by way of `law.md` 1.1 and 1.5): `direct`, the cooperatives sell and households appear
 * as makers; `intermediary`, households sell by themselves; `showcase`, nothing is ordered here.
 */
export const modes = ['direct', 'intermediary', 'showcase'] as const;
export type Mode = (typeof modes)[number];

const ModeRulesFile = z.strictObject({
  /** whose goods may be ordered */
  orders: z.enum(['nobody', 'cooperatives', 'everybody']),
  /** groups of published facts that have to be confirmed before the market opens so */
  needs: z.array(z.string()),
  /** whether nothing is ordered of a seller before somebody looked at who it is */
  identifies: z.boolean(),
  /** whether goods show only after an officer looked at what their page says */
  screens: z.boolean(),
});

const PlatformFile = z.strictObject({
  source: z.string().min(1),
  asOf: z.string().min(1),
  modes: z.record(z.enum(modes), ModeRulesFile),
  closedWithoutOrders: z.array(z.strictObject({ method: z.enum(['all', 'post']), path: z.string().startsWith('/') })),
});

const file = PlatformFile.parse(JSON.parse(readFileSync(fromRoot('server/platform.json'), 'utf8')));

export type ModeRules = z.output<typeof ModeRulesFile>;

/** Where the rules come from, and as of when: shown to whoever chooses. */
export const platformSource = { source: file.source, asOf: file.asOf };

/** The one table that decides what a mode changes. */
export const rulesOf = (mode: Mode): ModeRules => file.modes[mode];

/** What is not there while nothing can be ordered. */
export const closedWithoutOrders = file.closedWithoutOrders;

/** Who runs the market, as its footer says. */
export interface Operator {
  name: string;
  responsible: string;
  phone: string;
  email: string;
}

export interface Platform {
  /** Null until somebody chooses: then everything is as it was before there were modes. */
  mode: Mode | null;
  operator: Operator | null;
  /** faces, exact places and the people somebody belongs to are neither taken nor shown (law 91/2025, `law.md` section 3) */
  refusesSensitive?: boolean;
}

let now: Platform = { mode: null, operator: null };

/** As what this process runs the market; every process asks the database anew each second. */
export const platformNow = (): Platform => now;

/** What was read of it, or a test's own. */
export function setPlatform(platform: Platform): void {
  now = platform;
}

/** The rules of the mode that the market is run as; none before there is one: everything is as it was before there were modes. */
export const rulesNow = (): Pick<ModeRules, 'orders' | 'identifies' | 'screens'> =>
  now.mode === null ? { orders: 'everybody', identifies: false, screens: false } : rulesOf(now.mode);

/** Whether sensitive data are neither taken nor shown now. */
export const refusesSensitive = (): boolean => now.refusesSensitive === true;

/** Whose goods may be ordered now. */
export const ordersNow = (): ModeRules['orders'] => rulesNow().orders;
