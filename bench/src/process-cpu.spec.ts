import { cpuByNameOf, nameOf, parseStat, total, treeOf } from './process-cpu.js';

describe('CPU time of a process tree', () => {
  it('is read past a name with brackets and spaces', () => {
    const line = '42 (a ) b (c) d) R 17 42 42 0 -1 4194304 100 0 0 0 250 50 9 9 20 0 1 0 100';
    expect(parseStat(line)).toEqual({ pid: 42, parent: 17, ticks: 300 });
  });

  it('belongs to the root, its children and theirs, and to nobody else', () => {
    const stats = [
      { pid: 1, parent: 0, ticks: 1 },
      { pid: 4, parent: 3, ticks: 1 },
      { pid: 3, parent: 2, ticks: 1 },
      { pid: 2, parent: 1, ticks: 1 },
      { pid: 5, parent: 1, ticks: 1 },
    ];
    expect(treeOf(2, stats).map(({ pid }) => pid)).toEqual([2, 3, 4]);
  });

  it.each([
    [['/usr/bin/node', '--enable-source-maps', '/x/apps/rooms/dist/main.js', ''], 'rooms'],
    [['node', '/x/tools/stack/start.mjs', ''], 'stack'],
    [['/x/.noroshi/bin/nats-server', '--port', '1', ''], 'nats-server'],
  ])('%j is told by its name', (commandLine, name) => {
    expect(nameOf(commandLine)).toBe(name);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('grows with work', () => {
    const before = total(cpuByNameOf(process.pid) ?? {});
    const until = process.cpuUsage().user + 100_000;
    while (process.cpuUsage().user < until);
    expect(total(cpuByNameOf(process.pid) ?? {}) - before).toBeGreaterThanOrEqual(0.05);
  });
});
