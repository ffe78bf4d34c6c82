import { grown, memoryByNameOf, parseResident } from './process-memory.js';

describe('the memory of processes', () => {
  it('is what is resident, in bytes', () => {
    expect(parseResident('Name:\tnode\nVmHWM:\t  9000 kB\nVmRSS:\t  1234 kB\nThreads:\t7\n')).toBe(1234 * 1024);
    expect(parseResident('Name:\tkthreadd\n')).toBe(0);
  });

  it('is told by name, and this process has some', () => {
    const used = Object.values(memoryByNameOf(process.pid) ?? { all: 1 });
    expect(Math.max(...used)).toBeGreaterThan(0);
  });

  it('grows from one look to the next, from nothing when it is new', () => {
    expect(grown({ gateway: 10, gone: 5 }, { gateway: 30, rooms: 7 })).toEqual({ gateway: 20, rooms: 7 });
  });
});
