import { describe, expect, it } from 'vitest';
import { readSound } from '../../../server/voice/sound.ts';
import { mp3, ogg, webm } from './makers.ts';

describe('a recording', () => {
  it.each([
    ['Opus in Ogg', ogg(3), 'audio/ogg', 3],
    ['WebM', webm(4000), 'audio/webm', 4],
    ['MP3', mp3(100), 'audio/mpeg', 2.61],
  ])('is known by its bytes: %s', (_name, bytes, type, seconds) => {
    const sound = readSound(bytes);
    expect(sound?.type).toBe(type);
    expect(sound?.seconds).toBeCloseTo(seconds, 1);
  });

  it.each([
    ['text', Buffer.from('hello')],
    ['Ogg without Opus', Buffer.from('OggS and nothing')],
    ['nothing', Buffer.alloc(0)],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ])('is none: %s', (_name, bytes) => {
    expect(readSound(bytes)).toBeNull();
  });
});
