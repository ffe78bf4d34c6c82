import type { Api } from './api.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** A whole list, read page by page. `path` has a query already. @throws CliError */
export async function readAll<T>(api: Pick<Api, 'request'>, path: string): Promise<readonly T[]> {
  const all: T[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const page = (await api.request(
      'GET',
      after === '' ? path : `${path}&after=${encodeURIComponent(after)}`,
    )) as Page<T>;
    all.push(...page.items);
    after = page.next;
  }
  return all;
}
