import type { Config } from './config.ts';

/** What a room's routes and pages are given: the settings and the clock. Tests pass their own. */
export interface Services {
  config: Config;
  now: () => Date;
}
