import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Config } from '../../../../server/config.ts';
import { type TestApp, testApp } from '../../../support/app.ts';

export const settingKey = 'sk_test_a_key_from_the_setting_0123456789';

/** What `send` sends. */
interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A shop that uses Stripe's own client against our listening app. */
export interface Shop extends TestApp {
  url: string;
  /** Stripe's client with a key, the setting's unless said otherwise. */
  stripe: (key?: string) => Stripe;
  /** A request as it is, with the setting's key. */
  send: (path: string, options?: Sent) => Promise<Response>;
}

/** The app on a port of its own while the test file runs. Call it once, at the top of the file. */
export function useShop(payments: Partial<Config['payments']> = {}, settings: Partial<Config> = {}): Shop {
  const app = testApp({
    ...settings,
    payments: { apiKey: settingKey, defaultSeller: null, webhookUrl: null, webhookSecret: null, ...payments },
  });
  const server: Server = createServer(app.app);
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = () => (server.address() as AddressInfo).port;
  return {
    ...app,
    get url() {
      return `http://127.0.0.1:${port()}`;
    },
    stripe: (key = settingKey) =>
      new Stripe(key, { host: '127.0.0.1', port: port(), protocol: 'http', telemetry: false, maxNetworkRetries: 0 }),
    send: (path, options = {}) =>
      fetch(`http://127.0.0.1:${port()}${path}`, {
        ...options,
        headers: { Authorization: `Bearer ${settingKey}`, ...options.headers },
      }),
  };
}

/** What Stripe's client throws when we refuse a request, with these facts. */
export const refused = (facts: object): unknown =>
  expect.objectContaining({ type: 'StripeInvalidRequestError', ...facts });

interface ShownCode {
  data: string;
  expires_at: number;
  hosted_instructions_url: string;
  image_url_png: string;
  image_url_svg: string;
}

/** The VietQR code that an intent shows; Stripe's types do not know it. */
export const shownBy = ({ next_action: next }: Stripe.PaymentIntent): ShownCode =>
  (next as unknown as { vietqr_display_qr_code: ShownCode }).vietqr_display_qr_code;
