import path from 'node:path';
import { z } from 'zod';
import type { ElsewhereSettings } from './database/copies/elsewhere.ts';
import { OperatorError } from './errors.ts';
import { type KeySetting, keysOf, sameKeys, secrets } from './key-settings.ts';
import { elsewhereOf, elsewhereProblems, OperationSettings } from './operation-settings.ts';
import { type Mode, modes } from './platform.ts';
import { readWhole } from './reading/numbers.ts';
import { weakSecrets } from './weak-secrets.ts';

const flag = z
  .enum(['0', '1', ''])
  .optional()
  .transform((text) => text === '1');

/** A whole number from 0 to `max`, read as all numbers are: `3e3`, `0x10` and `80.5` are none. */
const count = (fallback: number, max: number) =>
  z
    .string()
    .transform((text, context) => {
      const reading = readWhole(text);
      if ('value' in reading && reading.value >= 0 && reading.value <= max) return reading.value;
      context.addIssue(`“${text}” is no whole number from 0 to ${max}`);
      return z.NEVER;
    })
    .default(fallback);

const Settings = z.object({
  PORT: count(3000, 65_535),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'MONGODB_URI starts with mongodb://')
    .optional(),
  NODE_ENV: z.string().default('development'),
  WORKERS: count(1, 64),
  DEMO: flag,
  PLATFORM_MODE: z.enum(modes, `PLATFORM_MODE is one of ${modes.join(', ')}`).optional(),
  SESSION_SECRET: secrets('SESSION_SECRET').optional(),
  LABEL_KEY: secrets('LABEL_KEY').optional(),
  LOG_KEY: secrets('LOG_KEY')
    .refine(
      ({ keys }) => keys.every((key) => /^[0-9a-f]{64}$/i.test(key)),
      'LOG_KEY is 64 hexadecimal digits, each key of it',
    )
    .optional(),
  PAYMENTS_API_KEY: z.string().startsWith('sk_', 'PAYMENTS_API_KEY starts with sk_').optional(),
  PAYMENTS_DEFAULT_SELLER: z.string().optional(),
  PAYMENTS_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: 'PAYMENTS_WEBHOOK_URL is an http(s) address' }).optional(),
  PAYMENTS_WEBHOOK_SECRET: z.string().startsWith('whsec_', 'PAYMENTS_WEBHOOK_SECRET starts with whsec_').optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: count(0, 10),
  ...OperationSettings,
});

/** Every setting, parsed once. The names are those of the contract's table. */
export interface Config {
  port: number;
  host: string;
  /** A bare origin without a slash at the end: what QR codes carry. */
  publicUrl: string;
  dataDir: string;
  mongodbUri: string | null;
  production: boolean;
  demo: boolean;
  /** As what the market is run; null: as the officer chose on the page for it. */
  platformMode: Mode | null;
  workers: number;
  sessionSecret: string;
  /** Those before it: what was sealed under one is sealed anew at the start. */
  formerSessionSecrets: readonly string[];
  /** What serials of units are made with: the newest first, behind it all those that printed labels were made with. */
  labelKeys: readonly string[];
  /** What the log is signed with: seeds of Ed25519 keys in hex, the newest first. */
  logKeys: readonly string[];
  /** The settings of which the operator says that an earlier key is lost. */
  lostKeys: readonly KeySetting[];
  payments: PaymentsConfig;
  metricsToken: string | null;
  logLevel: string;
  trustProxy: number;
  /** Whom to tell of a hole: an address of mail, a page or a phone, as a URI. */
  securityContact: string | null;
  /** Where sealed copies of the backups go; null: nowhere. */
  elsewhere: ElsewhereSettings | null;
}

/** What the Stripe-compatible payments API is given from outside. */
export interface PaymentsConfig {
  /** A key that is always valid and for every seller: the way in without the officer's key page. */
  apiKey: string | null;
  /** The seller (`acct_…`) of an intent that names none. */
  defaultSeller: string | null;
  /** Where events are delivered to; null: they are only kept. */
  webhookUrl: string | null;
  webhookSecret: string | null;
}

/** The settings are not usable; the message names all that is wrong at once. */
export class ConfigError extends OperatorError {}

/**
 * Reads the settings from environment variables. Outside production, missing secrets are made once and kept in DATA_DIR.
 * @throws ConfigError naming every wrong setting.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) throw new ConfigError(`The settings are not usable:\n${z.prettifyError(parsed.error)}`);
  const settings = parsed.data;
  const production = settings.NODE_ENV === 'production';
  const config: Omit<Config, keyof ReturnType<typeof keysOf>> = {
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: origin(settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`),
    dataDir: path.resolve(settings.DATA_DIR),
    mongodbUri: orNull(settings.MONGODB_URI),
    production,
    demo: settings.DEMO,
    platformMode: orNull(settings.PLATFORM_MODE),
    workers: settings.WORKERS || 1,
    payments: paymentsOf(settings),
    metricsToken: orNull(settings.METRICS_TOKEN),
    logLevel: settings.LOG_LEVEL,
    trustProxy: settings.TRUST_PROXY,
    securityContact: orNull(settings.SECURITY_CONTACT),
    elsewhere: elsewhereOf(settings),
  };
  refuse(problemsOf(config, settings));
  return Object.freeze({ ...config, ...keysOf(config.dataDir, settings) });
}

const orNull = <T>(value: T | undefined): T | null => value ?? null;

type Given = z.infer<typeof Settings>;

const paymentsOf = (given: Given): PaymentsConfig => ({
  apiKey: orNull(given.PAYMENTS_API_KEY),
  defaultSeller: orNull(given.PAYMENTS_DEFAULT_SELLER),
  webhookUrl: orNull(given.PAYMENTS_WEBHOOK_URL),
  webhookSecret: orNull(given.PAYMENTS_WEBHOOK_SECRET),
});

function problemsOf(
  config: Pick<Config, 'production' | 'demo' | 'host' | 'publicUrl' | 'dataDir' | 'mongodbUri'>,
  given: Given,
): string[] {
  const bare = isBareOrigin(given.PUBLIC_URL)
    ? []
    : ['PUBLIC_URL is a bare origin such as https://cho.example, without a path'];
  const exposed = config.production ? productionProblems(given) : exposureProblems(config);
  const copies = elsewhereProblems(given, { dataDir: config.dataDir, isEmbedded: config.mongodbUri === null });
  return [...bare, ...sameKeys(given), ...webhookProblems(given), ...exposed, ...copies];
}

// A receiver that cannot tell our events from anybody's is worse than none.
function webhookProblems({ PAYMENTS_WEBHOOK_URL: url, PAYMENTS_WEBHOOK_SECRET: secret }: Given): string[] {
  return url && !secret ? ['PAYMENTS_WEBHOOK_URL needs PAYMENTS_WEBHOOK_SECRET (whsec_…): events go out signed'] : [];
}

function productionProblems(given: Given): string[] {
  const needed = ['PUBLIC_URL', 'SESSION_SECRET', 'LABEL_KEY', 'LOG_KEY'] as const;
  const problems = needed.filter((name) => !given[name]).map((name) => `${name} is needed in production`);
  if (given.DEMO) problems.push('DEMO is not for production');
  if (given.PAYMENTS_API_KEY && given.PAYMENTS_API_KEY.length < 32) {
    problems.push('PAYMENTS_API_KEY needs at least 32 characters in production');
  }
  problems.push(...weakSecrets(given));
  if (given.PUBLIC_URL?.startsWith('http:')) problems.push('PUBLIC_URL is https in production');
  if (given.PAYMENTS_WEBHOOK_URL?.startsWith('http:')) problems.push('PAYMENTS_WEBHOOK_URL is https in production');
  return problems;
}

function exposureProblems({ demo, host, publicUrl }: Pick<Config, 'demo' | 'host' | 'publicUrl'>): string[] {
  if (demo || (isLoopback(host) && isLoopback(new URL(publicUrl).hostname))) return [];
  return ['Outside production HOST and PUBLIC_URL are loopback addresses, unless DEMO=1 marks all as a demonstration'];
}

function refuse(problems: string[]): void {
  if (problems.length > 0)
    throw new ConfigError(['The settings are not usable:', ...problems.map((line) => `✖ ${line}`)].join('\n'));
}

const origin = (url: string): string => new URL(url).origin;

const isBareOrigin = (url: string | undefined): boolean =>
  url === undefined || url.replace(/\/$/, '').toLowerCase() === origin(url);

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
