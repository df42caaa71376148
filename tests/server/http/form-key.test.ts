import type { Response } from 'express';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { newFormKey, ownerOf, readFormKey } from '../../../server/http/form-key.ts';
import { testServices } from '../../support/services.ts';

const [mai, binh] = ['a1', 'b2'].map((accountId) => ({ accountId, sessionId: `session of ${accountId}` }));
const answerTo = (actor?: Partial<Actor>): Response =>
  ({ locals: { services: testServices(), actor: actor ?? null } }) as unknown as Response;

const shown = newFormKey(answerTo(mai));
const [random = '', signature = '', ...owner] = shown.split('.');

describe('the key of a form', () => {
  it('is good for the session that it was shown to, and each is another', () => {
    expect(readFormKey(shown, answerTo(mai))).toBe(random);
    expect(newFormKey(answerTo(mai))).not.toBe(shown);
    expect(ownerOf(shown, answerTo())).toBe(mai?.accountId);
  });

  it.each<[string, unknown, Partial<Actor> | undefined]>([
    ['none, from somebody signed in', undefined, mai],
    ['an empty one', '', mai],
    ['another’s', shown, binh],
    ['one of the same person’s other session', shown, { ...mai, sessionId: 'another' }],
    ['a guest’s, from somebody signed in', newFormKey(answerTo()), mai],
    ['one shown to somebody signed in, from a guest', shown, undefined],
    ['one whose random part is changed', [`${random}x`, signature, ...owner].join('.'), mai],
    ['one without its signature', random, mai],
    ['one with another signature', [random, 'A'.repeat(signature.length), ...owner].join('.'), mai],
    ['a list', [shown], mai],
    ['an object', { toString: () => shown }, mai],
  ])('is refused: %s', (_, key, actor) => {
    expect(() => readFormKey(key, answerTo(actor))).toThrow('form-outdated');
  });

  it.each([
    [random, signature, 'b2', owner[1]],
    [`${random}x`, signature, ...owner],
    [random, signature, owner[0], 'A'.repeat(22)],
  ])('names nobody it was not shown to: %s.%s.%s.%s', (...parts) => {
    expect(ownerOf(parts.join('.'), answerTo())).toBeNull();
  });

  it('may be missing where nobody is signed in: pages that everybody gets have none', () => {
    expect(readFormKey(undefined, answerTo())).toBeNull();
  });
});
