/** Why a database did not do what was asked, when nobody who asked is to blame: it is out of reach, or its disk is full. */
export type Unavailable = 'lost' | 'disk-full';

// Codes of MongoDB's error_codes.yml: no primary just now, one that steps down or shuts down, a member out of reach, most of
// the members not answering in time. Whether a write was made shows when it is sent again.
const lostCodes: ReadonlySet<unknown> = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  9001, // SocketException
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
]);

const outOfDiskSpace = 14_031;

// What the driver and mongoose call it when no server answers: https://mongodb.github.io/node-mongodb-native/7.0/
const lostNames =
  /^Mongo(ose)?(ServerSelection|Network|NetworkTimeout|NotConnected|TopologyClosed|ServerClosed|PoolCleared|PoolClearedOnNetwork|PoolClosed|WaitQueueTimeout|ClientClosed|OperationTimeout)(Error)?$/;

// A write of many documents keeps only the words of what its socket met.
const waitedInVain =
  /buffering timed out|before initial connection is complete|connection .*(closed|timed out|cleared|interrupted)|connection pool .*(closed|cleared|interrupted)|server selection timed out|\bE(CONN\w+|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH)\b|topology (is|was) closed/i;

interface Thrown {
  /** Parts of an answer, such as a write concern's error, have none. */
  name?: string;
  code?: unknown;
  message?: string;
  cause?: unknown;
  /** What a write of many documents wraps. */
  err?: unknown;
  result?: { writeConcernError?: unknown; getWriteConcernError?: () => unknown };
  writeErrors?: unknown;
}

/**
 * Tells a database that is gone, changing its primary or full from one that refuses. Also inside a write of many documents,
 * which wraps what its socket met.
 * @returns null when the database is well and said no
 */
export function whyUnavailable(thrown: unknown, depth = 3): Unavailable | null {
  if (typeof thrown !== 'object' || thrown === null || depth === 0) return null;
  if ((thrown as Thrown).code === outOfDiskSpace) return 'disk-full';
  if (isLost(thrown)) return 'lost';
  return (
    insideOf(thrown)
      .map((one) => whyUnavailable(one, depth - 1))
      .find((why) => why !== null) ?? null
  );
}

const insideOf = ({ cause, err, result, writeErrors }: Thrown): unknown[] => [
  cause,
  err,
  result?.writeConcernError,
  result?.getWriteConcernError?.(),
  ...[writeErrors ?? []].flat(),
];

const isLost = ({ name = 'Mongo', code, message = '' }: Thrown): boolean =>
  /^(Mongo|PoolClear|WriteConcern)/.test(name) &&
  (lostCodes.has(code) || lostNames.test(name) || waitedInVain.test(message));
