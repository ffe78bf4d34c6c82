const allowed = new Set(['http:', 'https:', 'mailto:']);

/** An address that may be followed from a message; undefined for any that could run or read something here. */
export function safeLink(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return allowed.has(protocol) ? href : undefined;
}
