import { retryAfterMs } from './retry-after.js';

const NOW = Date.UTC(2026, 0, 1);

it.each([
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  ['-1', undefined],
  ['0', 0],
  ['7', 7_000],
  [' 7 ', 7_000],
  ['999999999', 3_600_000],
  [new Date(NOW + 5_000).toUTCString(), 5_000],
  [new Date(NOW - 5_000).toUTCString(), 0],
])('Retry-After: %s asks for %s ms', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});
