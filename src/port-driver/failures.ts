/** For what must be done to its end though parts of it fail: each part is tried, and the first failure is thrown last. */

/** Does `attempt`, and adds to `failures` what it throws. */
export function collectFailure(failures: unknown[], attempt: () => void): void {
  try {
    attempt();
  } catch (error) {
    failures.push(error);
  }
}

/** @throws the first of `failures`, if there is one. */
export function throwFirst(failures: readonly unknown[]): void {
  if (failures.length > 0) throw failures[0];
}
