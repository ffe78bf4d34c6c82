import * as outbox from './outbox.js';

const entry = (clientMessageId: string): outbox.Outgoing => ({
  clientMessageId,
  content: clientMessageId,
  queuedAt: 0,
});
const ids = (entries: outbox.Outbox): string[] => entries.map(({ clientMessageId }) => clientMessageId);
const two = [entry('a'), entry('b')];

/** The part of `Storage` that is used, kept in memory. */
function memory(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  };
}

describe('the outbox', () => {
  it('has everything due in the order written, and again only when no answer came for long', () => {
    const sent = outbox.markSent(two, 'a', 1_000);
    expect(ids(outbox.due(two, 1_000))).toEqual(['a', 'b']);
    expect(ids(outbox.due(sent, 1_000))).toEqual(['b']);
    expect(ids(outbox.due(sent, 1_000 + outbox.resendAfterMs))).toEqual(['a', 'b']);
  });

  it('has everything unanswered due at once after a lost connection, but not what was refused', () => {
    const sent = outbox.refuse(outbox.markSent(outbox.markSent(two, 'a', 1), 'b', 1), 'b', 'no');
    expect(ids(outbox.due(outbox.connectionLost(sent), 2))).toEqual(['a']);
  });

  it('keeps a refused message until it is sent again or let go', () => {
    const refused = outbox.refuse(two, 'a', 'no');
    expect(ids(outbox.due(outbox.retry(refused, 'a'), 0))).toEqual(['a', 'b']);
    expect(ids(outbox.settle(refused, 'a'))).toEqual(['b']);
  });

  it('survives a reload with the same client message ids, per person and room', () => {
    const storage = memory();
    outbox.saveOutbox(storage, 'ada@hill', outbox.refuse(outbox.markSent(two, 'b', 5), 'a', 'no'));
    const loaded = outbox.loadOutbox(storage, 'ada@hill', 9);
    expect(ids(loaded)).toEqual(['a', 'b']);
    expect(ids(outbox.due(loaded, 9))).toEqual(['b']);
    expect(outbox.loadOutbox(storage, 'bo@hill', 9)).toEqual([]);
    outbox.saveOutbox(storage, 'ada@hill', []);
    expect(storage.length).toBe(0);
  });
});
