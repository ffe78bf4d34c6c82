const PATIENCE_MS = 2_000;

/** What the cluster says is down of all it depends on, in words; undefined when all is up. */
export async function unreadiness(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(new URL('/readyz', url), {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    return answer.ok ? undefined : `/readyz says ${answer.status} ${text}`;
  } catch (cause) {
    return `/readyz does not answer: ${String(cause)}`;
  }
}
