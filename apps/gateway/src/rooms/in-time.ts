import { EventLogUnavailable } from '@noroshi/event-sourcing';

/**
 * What `made` gives, unless that takes too long: then it is closed as soon as it is there.
 *
 * @throws EventLogUnavailable
 */
export async function inTime<T extends { close(): void }>(
  made: readonly Promise<T>[],
  timeoutMs: number,
): Promise<T[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  try {
    const all = await Promise.race([Promise.all(made), tooLate]);
    if (all) return all;
  } finally {
    clearTimeout(timer);
  }
  // Never made, if the connection is closed before.
  for (const each of made)
    each.then(
      (late) => late.close(),
      () => undefined,
    );
  throw new EventLogUnavailable(`nothing is heard within ${timeoutMs} ms`);
}
