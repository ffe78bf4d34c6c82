const PATIENCE_MS = 2_000;

/** Whether the cluster says that all it depends on is up. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/readyz', url), {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}
