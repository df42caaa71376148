import type { MongoClient } from 'mongodb';

let answers = 0;

/** Counts from now on what this client's database answers. */
export function listenTo(client: MongoClient): void {
  // A connection is given back with each answer, and with each failure too: who hears of that asks no longer.
  client.on('connectionCheckedIn', () => {
    answers += 1;
  });
}

/** How often the database answered this process so far, whatever was asked: a number that stands still is its silence. */
export const databaseAnswers = (): number => answers;
