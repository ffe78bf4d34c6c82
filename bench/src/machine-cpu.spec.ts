import { cpuBetween, parseBusySeconds } from './machine-cpu.js';

describe('what others did with the machine meanwhile', () => {
  it('is busy time without idling, waiting and interrupts', () => {
    const stat = 'cpu  1000 100 300 99999 5000 70 80 200 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n';
    expect(parseBusySeconds(stat)).toBe(16);
  });

  it('is what is left of the cores when the bench and its peers are taken away', () => {
    const before = { at: 0, server: { rooms: 1, gateway: 2 }, bench: 2, machine: 100 };
    const after = { at: 2000, server: { rooms: 1.25, gateway: 2.75 }, bench: 4, machine: 103 };
    const byProcess = { rooms: 0.25, gateway: 0.75 };
    expect(cpuBetween(before, after, 2)).toEqual({ serverCpuSeconds: 1, byProcess, othersCpu: 0.25 });
  });

  it('is never less than nothing, whatever the clock ticks round to', () => {
    const before = { at: 0, server: { ws: 1 }, bench: 2, machine: 100 };
    expect(cpuBetween(before, { ...before, at: 1000, bench: 2.01 }, 2).othersCpu).toBe(0);
  });
});
