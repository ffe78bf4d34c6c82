import { GatewayLedger } from './gateway-ledger.js';

const run = { gateway: 'g1', epoch: 1 };
const item = (change: number, connectionId = 'c') => ({ change, connectionId });

describe('the ledger of a gateway run', () => {
  it('admits each change once', () => {
    const ledger = new GatewayLedger(run, 0);
    expect([item(1), item(1), item(2), item(1)].map((seen) => ledger.admit(seen))).toEqual([true, false, true, false]);
  });

  it('misses what a lease counts and nobody told', () => {
    const ledger = new GatewayLedger(run, 0);
    ledger.admit(item(1));
    ledger.admit(item(3));
    expect(ledger.misses(1)).toBe(false);
    expect(ledger.misses(3)).toBe(true);
    ledger.admit(item(2));
    expect(ledger.misses(3)).toBe(false);
  });

  it('does not admit an entry that the exit of the same connection has overtaken', () => {
    const ledger = new GatewayLedger(run, 0);
    expect(ledger.admit(item(2, 'ann'))).toBe(true);
    expect(ledger.admit(item(1, 'ann'))).toBe(false);
  });

  it('admits what another connection has overtaken', () => {
    const ledger = new GatewayLedger(run, 0);
    expect(ledger.admit(item(2, 'ann'))).toBe(true);
    expect(ledger.admit(item(1, 'bob'))).toBe(true);
  });

  it('starts over from a roster, and gives back what was seen after it', () => {
    const ledger = new GatewayLedger(run, 0);
    for (const change of [3, 7, 5]) ledger.admit(item(change));
    expect(ledger.adopt(4).map(({ change }) => change)).toEqual([5, 7]);
    expect(ledger.misses(5)).toBe(false);
    expect(ledger.misses(6)).toBe(true);
    expect(ledger.admit(item(4))).toBe(false);
  });

  it('of a run that was given up misses everything until there is a roster', () => {
    const ledger = new GatewayLedger(run, 0, true);
    expect(ledger.misses(0)).toBe(true);
    ledger.adopt(0);
    expect(ledger.misses(0)).toBe(false);
  });
});
