import { OperatorError } from '../errors.ts';

/** The file that a command was called with. @throws OperatorError saying how to call it */
export function fileArgument(command: string): string {
  const [, , file] = process.argv;
  if (file === undefined) throw new OperatorError(`Name the file: npm run ${command} -- FILE`);
  return file;
}
