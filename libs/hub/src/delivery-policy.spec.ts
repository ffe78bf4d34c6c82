import { readFileSync } from 'node:fs';
import { deliveryPolicy } from './delivery-policy.js';

describe('docs/delivery.md', () => {
  const page = readFileSync(new URL('../../../docs/delivery.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| (replayed|conflated|dropped|latest|held|queued) +\|[^|]*\|([^|]*)\|$/gm);
  const told: Record<string, string> = Object.fromEntries(
    [...rows].flatMap(([, delivery = '', frames = '']) =>
      [...frames.matchAll(/`(\w+)`/g)].map(([, kind = '']) => [kind, delivery] as const),
    ),
  );

  it('says of every frame what a slow client gets of it', () => {
    expect(told).toEqual(deliveryPolicy);
  });
});
