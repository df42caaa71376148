import { lookup } from '../lookup.ts';
import type { Account } from './account.ts';
import { formatPhone } from './phone.ts';

const looks = lookup<'done' | 'wait' | 'stop'>({ active: 'done', invited: 'wait', disabled: 'stop' });

/** A person's sign-in as a page shows it. */
export const showPerson = <P extends Account>(person: P) => ({
  ...person,
  phone: person.phone === null ? null : formatPhone(person.phone),
  look: looks[person.state] ?? null,
  isDisabled: person.state === 'disabled',
  isOfficer: person.role === 'officer',
});
