/** What a MongoDB server answers when it cannot do what was asked: `{ ok: 0, code, codeName, errmsg, …extra }`. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number;
  readonly codeName: string;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: number, codeName: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.codeName = codeName;
    this.extra = extra;
  }
}

const maker = (code: number, codeName: string) => (message: string) => new CommandError(code, codeName, message);

// Codes and names are those of MongoDB's error_codes.yml, because drivers decide by them.
export const badValue = maker(2, 'BadValue');
export const failedToParse = maker(9, 'FailedToParse');
export const typeMismatch = maker(14, 'TypeMismatch');
export const pathNotViable = maker(28, 'PathNotViable');
export const conflictingUpdate = maker(40, 'ConflictingUpdateOperators');
export const dollarPrefixed = maker(52, 'DollarPrefixedFieldName');
export const emptyFieldName = maker(56, 'EmptyFieldName');
export const immutableField = maker(66, 'ImmutableField');
export const tooMuchMemory = maker(146, 'ExceededMemoryLimit');
export const parallelArrays = maker(171, 'CannotIndexParallelArrays');
export const location = (code: number, message: string): CommandError =>
  new CommandError(code, `Location${code}`, message);

/** Refuses by name what the engine does not know; it never answers approximately. */
export function unsupported(what: string): CommandError {
  const message = `${what} is not supported by the embedded engine; operators.ts lists what it knows, or set MONGODB_URI`;
  return new CommandError(238, 'NotImplemented', message);
}
