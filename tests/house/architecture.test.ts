import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { engineFloors } from './engine-floors.ts';
import { doors, floors } from './floors.ts';
import { ground, keepers } from './ground.ts';
import { findCircle, type Import, importsIn, importsOf, scriptFiles, serverFiles, sourcesBelow } from './imports.ts';

const server = importsOf(serverFiles());
const inside = server.filter(({ to }) => to.startsWith('server/'));
const rooms = floors.flat() as string[];
const roomOf = (file: string): string => file.split('/')[1]?.replace(/\.ts$/, '') ?? '';
const floorOf = (room: string): number => floors.findIndex((floor) => (floor as readonly string[]).includes(room));
const nameOf = (file: string): string => file.split('/').slice(2).join('/').replace(/\.ts$/, '');
const touchesOutside = (file: string): boolean => /\.(routes|pages)\.ts$/.test(file);
const say = ({ from, to }: Import): string => `${from} -> ${to}`;

const crossing = inside.filter(({ from, to }) => rooms.includes(roomOf(to)) && roomOf(from) !== roomOf(to));
const isKept = ({ from, to }: Import): boolean => (keepers[roomOf(to)] ?? []).includes(roomOf(from));
const betweenRooms = crossing.filter(({ from }) => rooms.includes(roomOf(from)));

describe('the house', () => {
  it('has imports to look at', () => {
    expect(betweenRooms.length).toBeGreaterThan(20);
  });

  it('lets a room look only down', () => {
    const wrong = betweenRooms.filter(({ from, to }) => floorOf(roomOf(to)) >= floorOf(roomOf(from)));
    expect(wrong.map(say)).toEqual([]);
  });

  it('lets a room enter another only by its doors', () => {
    const isDoor = (file: string) => (doors[roomOf(file)] ?? []).includes(nameOf(file));
    expect(betweenRooms.filter(({ to }) => !isDoor(to)).map(say)).toEqual([]);
  });

  it('keeps the ground free of rooms', () => {
    const wrong = crossing.filter(({ from, to }) => ground.includes(roomOf(from)) && !isKept({ from, to }));
    expect(wrong.map(say)).toEqual([]);
  });

  it('lets nobody but its keeper know a kept tool', () => {
    const wrong = crossing.filter((one) => roomOf(one.to) in keepers && !isKept(one));
    expect(wrong.map(say)).toEqual([]);
  });

  it('looks words up in nothing that answers to more than its entries', () => {
    const literal = /^(?:export )?const \w+: (?:Readonly<)?Record<string, .*= \{$/gm;
    const wrong = serverFiles()
      .filter((file) => !/^server\/(engine|press)\//.test(file))
      .flatMap((file) => (readFileSync(fromRoot(file), 'utf8').match(literal) ?? []).map((line) => `${file}: ${line}`));
    expect(wrong).toEqual([]);
  });

  it('keeps HTTP out of the business', () => {
    const mayKnow = (file: string) =>
      file.startsWith('server/http/') ||
      touchesOutside(file) ||
      /^server\/(app|rooms|run|sweeping|index|decisions)\b/.test(file);
    const isFields = ({ from, to }: Import) =>
      from.endsWith('.schemas.ts') && /^server\/http\/(fields|endpoint)\.ts$/.test(to);
    const wrong = server.filter(
      (one) => (one.to.startsWith('server/http/') || one.to === 'express') && !mayKnow(one.from) && !isFields(one),
    );
    expect(wrong.map(say)).toEqual([]);
  });

  it('lets a floor of the engine look only down, and the engine know nothing of the house', () => {
    const floorIn = (file: string) =>
      (engineFloors as readonly string[]).indexOf(file.split('/')[2] ?? '') + 1 || Infinity;
    const inEngine = inside.filter(({ from }) => from.startsWith('server/engine/'));
    expect(new Set(inEngine.map(({ from }) => floorIn(from))).size).toBe(engineFloors.length + 1);
    const isDown = ({ from, to }: Import) => floorIn(from) >= floorIn(to);
    const wrong = inEngine.filter((one) => !one.to.startsWith('server/engine/') || !isDown(one));
    expect(wrong.map(say)).toEqual([]);
  });

  it('has no circles of imports, of types either: two files that know each other cannot be read alone', () => {
    expect(findCircle(server)).toBeNull();
  });

  it('sees a circle that only types make', () => {
    const [forth, back] = ["import type { B } from './b.ts';", "import { type A } from './a.ts';"];
    const circle = [...importsIn('server/x/a.ts', forth), ...importsIn('server/x/b.ts', back)];
    expect(findCircle(circle)).toEqual(['server/x/a.ts', 'server/x/b.ts', 'server/x/a.ts']);
  });

  it('keeps server and web apart', () => {
    const isOfBrowsers = (file: string): boolean => /^web\/|^server\/integrations\/[^/]+\/scripts\//.test(file);
    const scripts = importsOf(scriptFiles());
    expect(scripts.length).toBeGreaterThan(50);
    const wrong = [
      ...server.filter(({ to }) => isOfBrowsers(to)),
      ...scripts.filter(({ to }) => /^(?:web|server)\//.test(to) && !isOfBrowsers(to)),
    ];
    expect(wrong.map(say)).toEqual([]);
  });

  it('lets the seed use doors only', () => {
    const seed = importsOf(sourcesBelow('seed')).filter(
      ({ to }) => rooms.includes(roomOf(to)) && to.startsWith('server/'),
    );
    expect(seed.filter(({ to }) => !(doors[roomOf(to)] ?? []).includes(nameOf(to))).map(say)).toEqual([]);
  });
});
