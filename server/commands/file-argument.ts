import { OperatorError } from '../errors.ts';

/** The file that a command was called with. @param given what it was called with, without its options @throws OperatorError saying how to call it */
export function fileArgument(command: string, [file]: readonly string[] = process.argv.slice(2)): string {
  if (file === undefined) throw new OperatorError(`Name the file: npm run ${command} -- FILE`);
  return file;
}
