/** Whoever holds this lock is there; the browser lets go of it when the page or the worker ends, however it ends. */
export interface Life {
  readonly name: string;
  end(): void;
}

/** Resolves when others may be told the name. */
export const beginLife = (): Promise<Life> => {
  const name = `noroshi:life:${crypto.randomUUID()}`;
  return new Promise((resolve, reject) => {
    const lived = () => new Promise<void>((end) => resolve({ name, end }));
    navigator.locks.request(name, lived).catch(reject);
  });
};

/** Calls when that life is over: no timer, no heartbeat. @returns stops it */
export function whenOver(name: string, run: () => void): () => void {
  const stop = new AbortController();
  navigator.locks.request(name, { signal: stop.signal }, () => undefined).then(run, () => undefined);
  return () => stop.abort();
}
