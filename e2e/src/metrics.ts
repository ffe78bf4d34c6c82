import type { Stack } from './stack.js';

/** Each scrape meets one of the gateways. */
const SCRAPES = 12;

/** A metric without labels of all gateways together. */
export async function metricOfAll(stack: Stack, name: string): Promise<number> {
  const seen = new Map<string, number>();
  for (let scrape = 0; scrape < SCRAPES; scrape += 1) {
    const text = await (await fetch(`${stack.url}/metrics`, { headers: { connection: 'close' } })).text();
    const gateway = /^noroshi_gateway_info\{gateway="([^"]+)"\}/m.exec(text)?.[1] ?? '';
    seen.set(gateway, Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]));
  }
  return [...seen.values()].reduce((sum, value) => sum + value, 0);
}
