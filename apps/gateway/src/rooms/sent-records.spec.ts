import { SentRecords, unknown } from './sent-records.js';

const user = { id: 'bob', name: 'Bob', guest: false };

describe('the records of what was sent', () => {
  const ask = (records: SentRecords) => records.sentAs('lobby', user, 'c1');

  it('are waited for once while the service is away, then left alone for a while, then asked again', async () => {
    const patience: unknown[] = [];
    const clock = { now: 0 };
    const answers = { ok: false };
    const sentAs = (_: unknown, options?: { patienceMs?: number }) => {
      patience.push(options?.patienceMs);
      return Promise.resolve(answers.ok ? { ok: true as const } : { ok: false as const, code: 'unavailable' as const });
    };
    const sent = () => Promise.resolve({ ok: false as const, code: 'unavailable' as const });
    const records = new SentRecords({ messages: { sentAs, sent }, now: () => clock.now });
    expect(await ask(records)).toBe(unknown);
    expect(await ask(records)).toBe(unknown);
    expect(patience).toEqual([1_000]);
    clock.now = 1_000;
    answers.ok = true;
    expect(await ask(records)).toBeUndefined();
    expect(await ask(records)).toBeUndefined();
    expect(patience).toEqual([1_000, 0, 1_000]);
  });
});
