import { jest } from '@jest/globals';
import { Ledger } from './ledger.js';
import { Outbox } from './outbox.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function setUp() {
  const ledger = new Ledger('c1', 'u1');
  const sent: string[] = [];
  const network = { up: true };
  const outbox = new Outbox({
    ledger,
    now: () => Date.now(),
    send: (_roomId, frame) => {
      if (network.up) sent.push((frame as { clientMessageId: string }).clientMessageId);
      return network.up;
    },
    onAccepted: () => undefined,
  });
  const accept = (clientMessageId: string, offset = 'e-1') =>
    outbox.accepted({ type: 'accepted', clientMessageId, offset, messageId: `m${offset}` });
  return { ledger, sent, network, outbox, accept };
}

describe('an outbox', () => {
  it('sends again, under the same id, what is not acknowledged', () => {
    const { outbox, sent, accept } = setUp();
    outbox.add('a', 'hello');
    jest.advanceTimersByTime(2_600);
    expect(sent).toEqual(['c1-1', 'c1-1']);
    accept('c1-1');
    jest.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(2);
    expect(outbox.size).toBe(0);
  });

  it('sends again after a new connection, in the order things were said', () => {
    const { outbox, sent, network } = setUp();
    outbox.add('a', 'one');
    outbox.disconnected();
    network.up = false;
    outbox.add('a', 'two');
    network.up = true;
    outbox.flush();
    expect(sent).toEqual(['c1-1', 'c1-1', 'c1-2']);
  });

  it('waits a moment after a refusal, and gives up what is refused for good', () => {
    const { outbox, sent } = setUp();
    outbox.add('a', 'one');
    outbox.refused('c1-1', true);
    expect(sent).toHaveLength(1);
    jest.advanceTimersByTime(500);
    expect(sent).toHaveLength(2);
    outbox.refused('c1-1', false);
    expect(outbox.size).toBe(0);
  });

  it('keeps every different acknowledgement: a second one is for the verdict', () => {
    const { outbox, ledger, accept } = setUp();
    outbox.add('a', 'one');
    accept('c1-1', 'e-1');
    accept('c1-1', 'e-1');
    accept('c1-1', 'e-2');
    expect(ledger.posts.get('c1-1')?.accepted.map(({ offset }) => offset)).toEqual(['e-1', 'e-2']);
  });

  it('tells of an acknowledgement of what was never sent', () => {
    const { ledger, accept } = setUp();
    accept('c1-9');
    expect(ledger.misdeeds).toHaveLength(1);
  });

  it('sends no more than its window at a time', () => {
    const { outbox, sent, accept } = setUp();
    for (let index = 0; index < 20; index += 1) outbox.add('a', `line ${index}`);
    expect(sent).toHaveLength(16);
    accept('c1-1');
    expect(sent).toHaveLength(17);
  });
});
