import { Heartbeat, type Vitals } from './heartbeat.js';

function listen() {
  const told: Vitals[] = [];
  let wake = (): void => undefined;
  const heartbeat = new Heartbeat({
    role: 'rooms',
    name: 'host-rooms',
    tell: (vitals) => {
      told.push(vitals);
      wake();
    },
  });
  const count = async (wanted: number) => {
    while (told.length < wanted) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { heartbeat, told, count };
}

describe('a heartbeat', () => {
  it('tells at once who beats and how its host is doing, and again', async () => {
    const { heartbeat, told, count } = listen();
    await count(2);
    heartbeat.end();
    const [first, second] = told;
    expect(first).toMatchObject({ process: { name: 'host-rooms', role: 'rooms' }, state: 'up' });
    expect(second?.process).toEqual(first?.process);
    expect(second?.host.memory).toBeGreaterThan(0);
  });

  it('tells at once that its process drains and that it ends, and nothing after that', async () => {
    const { heartbeat, told, count } = listen();
    await count(1);
    heartbeat.drain();
    heartbeat.end();
    expect(told.map(({ state }) => state)).toEqual(['up', 'draining', 'ending']);
  });
});
