import { failedToParse } from '../errors.ts';
import { isDocument } from '../values.ts';
import { argumentsOf, type Operators, withVariables } from './operator.ts';

/** A user's variable starts with a small letter; system variables are in capitals (MongoDB manual, "$let"). */
export function checkVariableName(name: string): void {
  if (!/^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/.test(name))
    throw failedToParse(`'${name}' is not a valid variable name`);
}

export const variableOperators: Operators = {
  $literal: (operand) => () => operand,
  $let: (operand, compiler, name) => {
    const { vars, in: body } = argumentsOf(name, operand, ['vars', 'in'], []);
    if (!isDocument(vars)) throw failedToParse('$let needs an object of vars');
    const names = Object.keys(vars);
    names.forEach(checkVariableName);
    const values = names.map((variable) => [variable, compiler.compile(vars[variable])] as const);
    const result = compiler.compile(body, names);
    return (frame) =>
      result(withVariables(frame, Object.fromEntries(values.map(([variable, value]) => [variable, value(frame)]))));
  },
};
