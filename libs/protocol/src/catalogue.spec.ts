import { disconnects, errors, type Disconnect } from './catalogue.js';

const all: readonly [string, Disconnect][] = Object.entries(disconnects);

describe('the catalogue', () => {
  it.each(all)('disconnect %s has a code that existing clients understand', (_, { code, reason, reconnect }) => {
    expect(code).not.toBe(1000);
    expect(new TextEncoder().encode(reason).length).toBeLessThanOrEqual(123);
    if (code >= 4000) expect(reconnect).toBe(code >= 4400 && code <= 4402);
  });

  it.each(Object.entries(errors))('error %s has a status and a sentence', (code, { status, message }) => {
    expect(code).toMatch(/^[a-z_]+$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(message).not.toBe('');
  });
});
