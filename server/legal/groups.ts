import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from '../root.ts';

const GroupsFile = z.strictObject({
  source: z.string().min(1),
  asOf: z.string().min(1),
  groups: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z]+$/),
      slug: z.string().regex(/^[a-z-]+$/),
      /** of the decree that asks for it */
      article: z.string(),
      /** a change of what was published is told so many days before it holds (peers: 5; fees of sellers: 20) */
      noticeDays: z.int().positive(),
      /** what the operator has to say of it, each in a field of its own */
      facts: z.array(z.string()).default([]),
      /** what may be said so; where the first of them is not said, the page says that there is none */
      mayTell: z.array(z.string()).default([]),
    }),
  ),
});

const file = GroupsFile.parse(JSON.parse(readFileSync(fromRoot('server/legal/groups.json'), 'utf8')));

/** What a market has to publish of itself, a page each. */
export type Group = z.output<typeof GroupsFile>['groups'][number];

export const groups: readonly Group[] = file.groups;
export const groupsSource = { source: file.source, asOf: file.asOf };

export const findGroup = (slug: string): Group | null => groups.find((group) => group.slug === slug) ?? null;
