import os from 'node:os';
import path from 'node:path';
import { type Config, readConfig } from '../../server/config.ts';
import type { Services } from '../../server/services.ts';

/** A noon that tests can rely on: Monday 16 November 2026, 12:00 in Vietnam. */
export const noon = new Date('2026-11-16T05:00:00Z');

/** The settings of a test: as with no settings at all, with keys that are known. */
export const testConfig = (): Config =>
  readConfig({
    SESSION_SECRET: 'a-session-secret-for-tests-only-0123456789',
    LABEL_KEY: 'a-label-key-for-tests-only-0123456789abcdef',
    LOG_KEY: 'a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00',
    LOG_LEVEL: 'silent',
    DATA_DIR: path.join(os.tmpdir(), 'cho-tests-data'),
  });

/** Services as at a known noon, for what needs no app. */
export const testServices = (): Services => ({ config: testConfig(), now: () => noon });
