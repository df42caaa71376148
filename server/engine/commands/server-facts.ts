import { limits } from '../ground/limits.ts';
import type { Command } from './context.ts';

export const ping: Command = { options: [], run: () => ({ ok: 1 }) };

export const buildInfo: Command = {
  options: [],
  run: () => ({
    version: '7.0.0',
    versionArray: [7, 0, 0, 0],
    gitVersion: 'embedded',
    modules: ['embedded'],
    maxBsonObjectSize: limits.documentBytes,
    bits: 64,
    debug: false,
    ok: 1,
  }),
};
