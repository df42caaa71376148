/** What may stand in the log of an error: what kind it was and where, never what somebody typed. */
export interface LoggedError {
  type: string;
  message: string;
  code?: string | number;
  stack: string | null;
  cause?: LoggedError;
}

// These tell the value that they are about: a phone that is taken twice, a text that is no number, a body that is no JSON.
const quoting = /^(?:Mongo|Mongoose|Bulk|Validat|Cast|Strict|Syntax|Zod|BSON)/;
const phone = /(?<!\d)(?:\+?84|0)(?:[\s.-]?\d){9}(?!\d)/g;
const mail = /[^\s"'<>@]+@[^\s"'<>@]+\.[a-z]+/gi;
const quoted = /"[^"]*"|'[^']*'|“[^”]*”|`[^`]*`/g;

/** A text without phones and addresses of mail. */
export const withoutNumbers = (text: string): string => text.replaceAll(phone, '…').replaceAll(mail, '…');

/**
 * An error for the log. Errors of the database and of reading carry records, keys and bodies in fields and in their sentences: the
 * fields are left out, and of the sentences what stands in quotes.
 */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'no error was thrown', stack: null };
  const { code } = error as { code?: unknown };
  const tells = (text: string) => withoutNumbers(quoting.test(error.name) ? withoutQuotes(text, error.message) : text);
  return {
    type: error.name,
    message: tells(error.message),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    stack: error.stack === undefined ? null : tells(error.stack),
    ...(error.cause !== undefined && { cause: loggedError(error.cause) }),
  };
}

// The stack begins with the message; what follows it are places in the program, which stay readable.
const withoutQuotes = (text: string, message: string): string =>
  text.replaceAll(message, message.replaceAll(quoted, '"…"').replace(/(dup key:|value:?) .*$/s, '$1 …'));
