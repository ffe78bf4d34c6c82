/**
 * Browsers send their page's origin and can't lie about it; who sends none is no browser and is let through.
 * An empty list allows the page that this very host serves.
 */
export function isAllowedOrigin(
  { origin, host }: { readonly origin: string | undefined; readonly host: string },
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.length === 0) return origin === `http://${host}` || origin === `https://${host}`;
  return allowed.includes('*') || allowed.includes(origin);
}
