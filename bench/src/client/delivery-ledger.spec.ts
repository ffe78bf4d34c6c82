import { CONTENT_BYTES, contentOf } from './content.js';
import { DeliveryLedger, faultOf } from './delivery-ledger.js';

type Message = readonly [sender: number, sequence: number];

const ledgerOf = (messages: readonly Message[], options = { senders: 2 }): DeliveryLedger => {
  const ledger = new DeliveryLedger(options);
  for (const [sender, sequence] of messages) record(ledger, { content: contentOf(sender, sequence) });
  return ledger;
};

const record = (ledger: DeliveryLedger, frame: object): boolean => {
  const bytes = Buffer.from(`....${JSON.stringify(frame)}....`);
  return ledger.record(bytes, 4, bytes.length - 4);
};

const SENT: Message[] = [
  [0, 0],
  [1, 0],
  [0, 1],
];

describe('a content', () => {
  it('has the bytes the targets speak of, whatever the sequence', () => {
    expect(contentOf(0, 0)).toHaveLength(CONTENT_BYTES);
    expect(contentOf(99, 999_999_999)).toHaveLength(CONTENT_BYTES);
  });
});

describe('what a member was delivered', () => {
  it('is without fault when everyone got everything once in one order', () => {
    expect(faultOf([ledgerOf(SENT), ledgerOf(SENT)], 3)).toBeUndefined();
  });

  it('shows a message lost in the middle', () => {
    const ledger = ledgerOf([
      [0, 0],
      [0, 2],
    ]);
    expect(faultOf([ledger], 3)).toBe('member 0: sender 0: expected message 1, got 2');
  });

  it('shows messages lost at the end', () => {
    expect(faultOf([ledgerOf(SENT), ledgerOf(SENT.slice(0, 2))], 3)).toBe('member 1: 2 of 3 messages');
  });

  it('shows a message delivered twice', () => {
    expect(faultOf([ledgerOf([...SENT, [0, 1]])], 4)).toBe('member 0: sender 0: expected message 2, got 1');
  });

  it('shows members who saw different orders, each of them possible', () => {
    const other: Message[] = [
      [1, 0],
      [0, 0],
      [0, 1],
    ];
    expect(faultOf([ledgerOf(SENT), ledgerOf(other)], 3)).toBe('members 0 and 1 saw different orders');
  });

  it('shows a sender nobody has', () => {
    expect(ledgerOf([[7, 0]]).fault).toContain('sender 7');
  });

  it('counts payload bytes, also when the fields before the content change length', () => {
    const ledger = new DeliveryLedger({ senders: 1 });
    const frames = [9, 10, 100].map((id, sequence) => ({ id, content: contentOf(0, sequence) }));
    expect(frames.map((frame) => record(ledger, frame))).toEqual([true, true, true]);
    expect(ledger.payloadBytes).toBe(frames.reduce((sum, frame) => sum + JSON.stringify(frame).length, 0));
    expect(faultOf([ledger], 3)).toBeUndefined();
  });

  it('leaves out what is no message, also when a message follows in the same read', () => {
    const ledger = new DeliveryLedger({ senders: 1 });
    const aside = JSON.stringify({ type: 'memberJoined' });
    const bytes = Buffer.from(aside + JSON.stringify({ content: contentOf(0, 0) }));
    expect(ledger.record(bytes, 0, aside.length)).toBe(false);
    expect(ledger.record(bytes, aside.length, bytes.length)).toBe(true);
    expect(ledger.count).toBe(1);
  });

  it('takes up a prepared sequence from its beginning', () => {
    const ledger = new DeliveryLedger({ senders: 1, wrap: 2 });
    for (const sequence of [0, 1, 0, 1]) record(ledger, { content: contentOf(0, sequence) });
    expect(ledger.fault).toBeUndefined();
  });
});
