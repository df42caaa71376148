/**
 * Every operator the engine knows, with what it does or how it is limited. Anything else is refused by name.
 * The refusals, the documentation and the coverage test all read this table.
 */
export const operators = {
  query: {},
  update: {},
  stage: {},
  accumulator: {},
  expression: {},
} as const satisfies Record<string, Record<string, string>>;

export type OperatorKind = keyof typeof operators;
