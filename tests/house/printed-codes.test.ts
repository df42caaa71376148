import { describe, expect, it } from 'vitest';
import { importsOf, sourcesBelow } from './imports.ts';

// What the codes carry that somebody prints or posts: once out, an address of one of these forms goes on leading to its own.
// Whoever makes codes in a new place writes here what they carry, and a test that it is answered.
const carried: Readonly<Record<string, readonly string[]>> = {
  'labels/label-jobs': ['/T/{code}', '/T/{code}/{serial}', '/01/{gtin}/10/{lot}', '/01/{gtin}/10/{lot}/21/{serial}'],
  'labels/label-plan': ['as label-jobs: measured'],
  'labels/labels.pages': ['as label-jobs: shown before it is printed'],
  'labels/gallery.pages': ['/T/{code}, as a sample'],
  'labels/card.pages': ['/ho/{slug}'],
  'outreach/kit-pictures': ['/k/{code}', '/go/{link}'],
  'outreach/posts': ['/k/{code}', '/go/{link}'],
  'identity/invite-cards.pages': ['/moi/{token}, good for its days'],
  'identity/invite.pages': ['/moi/{token}, good for its days', 'otpauth:'],
  'payments/poster.pages': ['VietQR of the account'],
  'payments/qr-picture': ['VietQR of a payment'],
  'stalls/merchant.pages': ['VIETQRPay, as the bank gave it'],
};

const makers = /^server\/press\/(qr|poster|cards|picture|print-job)\.ts$/;
// Of these files only what they say of sizes is asked for.
const onlyMeasure = ['labels/run.pages', 'labels/labels.routes'];

describe('what printed codes carry', () => {
  it('is written down for each file that makes codes, and for no other', () => {
    const found = importsOf(sourcesBelow('server'))
      .filter(({ from, to }) => makers.test(to) && !from.startsWith('server/press/') && !from.includes('/tests/'))
      .map(({ from }) => from.replace(/^server\//, '').replace(/\.ts$/, ''));
    const files = [...new Set(found)].filter((file) => !onlyMeasure.includes(file));
    expect(files.toSorted()).toEqual(Object.keys(carried).toSorted());
  });
});
