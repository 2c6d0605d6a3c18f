/** A key that prints as dots and is lent to one call at a time. It never leaves the engine. */

export type Secret = {
  readonly lend: <T>(use: (value: string) => T) => T;
  readonly toString: () => string;
  readonly toJSON: () => string;
};

export function createSecret(value: string): Secret {
  return {
    lend: (use) => use(value),
    toString: () => '••••',
    toJSON: () => '••••',
  };
}
