import { describe, expect, it } from 'vitest';
import { foldText, searchWords, slugOf } from '../../server/fold.ts';

describe('slugOf', () => {
  it.each([
    ['Hộ bà Lò Thị Đôi', 'ho-ba-lo-thi-doi'],
    ['  Mật ong  Séng-Cù! ', 'mat-ong-seng-cu'],
    ['???', 'ho'],
    ['Ｍｉến 𝗱𝗼𝗻𝗴', 'mien-dong'],
  ])('writes %j as %j', (name, slug) => expect(slugOf(name, 'ho')).toBe(slug));

  it('keeps to sixty characters and ends on none but letters and digits', () => {
    expect(slugOf(`${'a'.repeat(59)} b`, 'ho')).toBe('a'.repeat(59));
  });
});

describe('foldText', () => {
  it('finds Miến dong by mien dong, and đ by d, however the marks are composed', () => {
    expect(foldText('  Miến  DONG ')).toBe('mien dong');
    expect(foldText('Đường'.normalize('NFD'))).toBe('duong');
  });
});

describe('searchWords', () => {
  it('are patterns in which nothing has a meaning of its own', () => {
    expect(searchWords('gạo (1.5 kg)*')).toEqual(['gao', '\\(1\\.5', 'kg\\)\\*']);
  });
});
