import { pointedBy } from '../errors.ts';
import type { ComplaintRecord } from './complaint.ts';
import { type Filing, fileComplaint, type WantedComplaint } from './filing.ts';

/** A complaint as a form has it: flat. */
export type TypedComplaint = Omit<WantedComplaint, 'contact'> & WantedComplaint['contact'];

/** As `fileComplaint`, for a form: its mistakes point at the form's fields. */
export const fileTyped = (
  { name, phone, email, ...wanted }: TypedComplaint,
  how: Filing,
  at: Date,
): Promise<ComplaintRecord> =>
  pointedBy(
    (pointer) => pointer.replace('/contact', ''),
    fileComplaint({ ...wanted, contact: { name, phone, email } }, how, at),
  );
