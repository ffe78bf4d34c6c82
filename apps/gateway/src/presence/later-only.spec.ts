import type { PresenceNews } from '@noroshi/domain';
import { laterOnly } from './later-only.js';

const news = (position: number, part = 0, epoch = 'e'): PresenceNews => ({
  place: { epoch, position, part },
  news: { kind: 'crowd', roomId: 'lobby', count: position * 10 + part, people: [] },
});

it('what was told before is not told again, whatever a restarted service repeats', () => {
  const told: number[] = [];
  const hear = laterOnly(({ count }) => told.push(count));
  for (const each of [news(1), news(2), news(2, 1), news(1), news(2), news(2, 1), news(3)]) hear(each);
  expect(told).toEqual([10, 20, 21, 30]);
});

it('positions of another log can not be compared', () => {
  const told: number[] = [];
  const hear = laterOnly(({ count }) => told.push(count));
  for (const each of [news(9), news(1, 0, 'other'), news(2, 0, 'other')]) hear(each);
  expect(told).toEqual([90, 10, 20]);
});
