import mongoose from 'mongoose';

/** How often something happened in one window of time; a row goes by itself when its window is over. */
export interface WindowRecord {
  _id: string;
  count: number;
  until: Date;
}

const schema = new mongoose.Schema<WindowRecord>(
  { _id: String, count: Number, until: Date },
  { versionKey: false, strict: 'throw' },
);
schema.index({ until: 1 }, { expireAfterSeconds: 60 });

// The collection has the name of what was counted first.
export const WindowModel = mongoose.model<WindowRecord>('Window', schema, 'guesses');

/** A window begins with a round time of the clock, such as a full hour. */
export interface Window {
  /** Length in seconds. */
  seconds: number;
  /** So many are let through; the next is refused. */
  most: number;
}

/** When the window that `at` lies in is over. */
export const endOf = ({ seconds }: Window, at: Date): Date =>
  new Date((Math.floor(at.getTime() / 1000 / seconds) + 1) * seconds * 1000);

/** Seconds until then, at least one. */
export const secondsLeft = (window: Window, at: Date): number =>
  Math.max(1, Math.ceil((endOf(window, at).getTime() - at.getTime()) / 1000));

/** The window that `at` lies in, of what is counted. */
export const windowKey = (counted: string, window: Window, at: Date): string =>
  `${counted} ${endOf(window, at).toISOString()}`;
