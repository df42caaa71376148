import { describe, expect, it } from 'vitest';
import { isLook, lookerOf } from '../../server/look.ts';
import agents from './agents.json' with { type: 'json' };

const phone = 'Mozilla/5.0 (Linux; Android 10; SM-A107F) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36';
const asking = (headers: Record<string, string>, method = 'GET') => ({ method, headers });

describe('isLook', () => {
  it.each([
    ['a HEAD request', asking({ 'user-agent': phone }, 'HEAD')],
    ['a prefetch', asking({ 'user-agent': phone, 'sec-purpose': 'prefetch;prerender' })],
    ['an old prefetch', asking({ 'user-agent': phone, purpose: 'prefetch' })],
    ['a script that fetches', asking({ 'user-agent': phone, 'sec-fetch-mode': 'cors' })],
    ['a link preview', asking({ 'user-agent': 'facebookexternalhit/1.1' })],
    ['a search robot', asking({ 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' })],
    ['a program', asking({ 'user-agent': 'curl/8.0' })],
    ['nobody that says who it is', asking({})],
    ['a robot that claims a phone', asking({ 'user-agent': `${phone} (compatible; bingbot/2.0)` })],
    ['a preview by Telegram', asking({ 'user-agent': 'TelegramBot (like TwitterBot)' })],
    ['a preview by Zalo', asking({ 'user-agent': 'ZaloShare/1.0' })],
  ])('does not count %s', (_, request) => {
    expect(isLook(request)).toBe(false);
  });

  it('counts a person who opens the page, in a browser that says so and in an old WebView', () => {
    expect(isLook(asking({ 'user-agent': phone, 'sec-fetch-mode': 'navigate' }))).toBe(true);
    expect(isLook(asking({ 'user-agent': `${phone} Zalo android/12` }))).toBe(true);
    expect(isLook(asking({ 'user-agent': `${phone} Telegram-Android/11.3.3` }))).toBe(true);
  });

  it.each(['CUBOT', 'CUBOT NOTE 20', 'CUBOT_X18_Plus'])('counts who opens it on a phone called %s', (model) => {
    expect(isLook(asking({ 'user-agent': phone.replace('SM-A107F', model) }))).toBe(true);
  });

  const kinds = [
    ['person', agents.people],
    ['preview', agents.previews],
    ['robot', agents.robots],
  ] as const;
  describe.each(kinds)('knows a %s by its name', (looker, named) => {
    it.each(Object.entries(named))('%s', (_, agent) => {
      expect(lookerOf(asking({ 'user-agent': agent }))).toBe(looker);
      expect(isLook(asking({ 'user-agent': agent }))).toBe(looker === 'person');
    });
  });

  it('is decided on two hundred of them', () => {
    expect(kinds.flatMap(([, named]) => Object.keys(named)).length).toBeGreaterThanOrEqual(200);
  });
});
