import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fromRoot } from '../../server/root.ts';
import { testApp } from '../support/app.ts';
import { settingNames } from '../support/setting-names.ts';

// What an operator puts beside the program says nothing that the program does not.

const read = (file: string): string => readFileSync(fromRoot(file), 'utf8');

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; action: string };
}
const rules = (parse(read('server/operations/alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (one) => one.rules,
);
const dashboard = JSON.parse(read('server/operations/dashboard.json')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};

/** The figures that the program shows, with those that are counted only once it serves. */
async function figures(): Promise<Set<string>> {
  const { text } = await testApp().program().get('/metrics').expect(200);
  const shown = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => name + end) : [name],
  );
  return new Set([...shown, 'up', ...shownOnceItServes()]);
}

const shownOnceItServes = (): string[] =>
  [...read('server/run.ts').matchAll(/showFigures\('(\w+)'/g)].map(([, name = '']) => name);

/** Names of figures in an expression: what is no function, no keyword and no label. */
const namesIn = (expr: string): string[] =>
  [...expr.replaceAll(/\{[^}]*\}|\b(?:by|without) *\([^)]*\)|\[[^\]]*\]/g, ' ').matchAll(/[a-z_][a-z0-9_]*(?! *\()\b/g)]
    .map(([name]) => name)
    .filter((name) => !['or', 'and', 'unless', 'sum', 'rate', 'increase', 'histogram_quantile'].includes(name));

describe('what is watched', () => {
  it('is told by the program, in each alert and each panel', async () => {
    const known = await figures();
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ];
    expect(asked.length).toBeGreaterThan(12);
    expect(asked.flatMap(namesIn).filter((name) => !known.has(name))).toEqual([]);
    expect(asked.flatMap(namesIn).length).toBeGreaterThanOrEqual(asked.length);
  });

  it('says what has happened and what to do', () => {
    for (const { alert, annotations } of rules) {
      expect(annotations.summary, alert).toMatch(/\S{2}/);
      expect(annotations.action, alert).toMatch(/\S{2}/);
    }
  });
});

describe('compose.yaml', () => {
  interface Service {
    image?: string;
    build?: string;
    environment?: Record<string, string>;
    volumes?: string[];
  }
  const { services, volumes } = parse(read('compose.yaml')) as { services: Record<string, Service>; volumes: object };

  it('names images that stay the same, as the Dockerfile does', () => {
    const images = Object.values(services).flatMap(({ image }) => image ?? []);
    const bases = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image);
    expect(images.length + bases.length).toBeGreaterThan(3);
    const isPinned = (image: string) => /:\d+\.\d+\.\d+(?:-|$)|@sha256:[0-9a-f]{64}$/.test(image);
    expect([...images, ...bases].filter((image) => !isPinned(image))).toEqual([]);
  });

  it('sets nothing that is no setting, and keeps what it writes', () => {
    const known = new Set(settingNames());
    const set = Object.keys(services.app?.environment ?? {});
    expect(set.filter((name) => !known.has(name))).toEqual([]);
    const kept = Object.values(services).flatMap(
      (one) => one.volumes?.map((volume) => volume.split(':')[0] ?? '') ?? [],
    );
    expect(kept.filter((name) => !(name in volumes))).toEqual([]);
  });
});
