/** A payload as another process would get it: plain JSON, nothing shared. */
export function overTheWire(payload: unknown): unknown {
  const json = JSON.stringify(payload) as string | undefined;
  return json === undefined ? undefined : JSON.parse(json);
}
