import { manualClock } from './testing/manual-clock.js';
import { VisitorGrace } from './visitor-grace.js';

const GRACE_MS = 30_000;

function graceOf(graceMs = GRACE_MS) {
  const clock = manualClock();
  const visitors = new Set(['ann', 'bob']);
  const present = new Set<string>();
  const left: string[] = [];
  const failures: unknown[] = [];
  const world = { logIsUp: true };
  const grace = new VisitorGrace({
    graceMs,
    clock,
    isVisitor: (_, userId) => visitors.has(userId),
    isPresent: (_, userId) => present.has(userId),
    leave: (_, userId) => {
      if (!world.logIsUp) return Promise.reject(new Error('no log'));
      left.push(userId);
      return Promise.resolve();
    },
    onFailure: (cause) => failures.push(cause),
  });
  const tell = (kind: 'joined' | 'left', id: string) => {
    if (kind === 'joined') present.add(id);
    else present.delete(id);
    const user = { id, name: id, guest: false };
    grace.onPresence({ kind, roomId: 'lobby', user, connectionId: 'c', count: present.size });
  };
  return { clock, grace, left, tell, world, failures };
}

describe('the visitor grace', () => {
  it('ends a visit when the visitor has been out for the grace', () => {
    const { clock, left, tell } = graceOf();
    tell('joined', 'ann');
    tell('left', 'ann');
    clock.pass(GRACE_MS - 1);
    expect(left).toEqual([]);
    clock.pass(1);
    expect(left).toEqual(['ann']);
  });

  it('lets a visitor come back within the grace, any number of times', () => {
    const { clock, left, tell } = graceOf();
    for (let times = 0; times < 3; times += 1) {
      tell('joined', 'ann');
      tell('left', 'ann');
      clock.pass(GRACE_MS - 1);
    }
    tell('joined', 'ann');
    clock.pass(10 * GRACE_MS);
    expect(left).toEqual([]);
  });

  it('does not concern lasting members', () => {
    const { clock, left, tell } = graceOf();
    tell('joined', 'owner');
    tell('left', 'owner');
    clock.pass(GRACE_MS);
    expect(left).toEqual([]);
  });

  it('sweeps a visitor whom the log knows and nobody has seen since', () => {
    const { clock, grace, left, tell } = graceOf();
    grace.expect('lobby', 'ann');
    grace.expect('lobby', 'bob');
    tell('joined', 'bob');
    clock.pass(GRACE_MS);
    expect(left).toEqual(['ann']);
  });

  it('gives somebody who is admitted time to come in, however short the grace', () => {
    const { clock, grace, left } = graceOf(0);
    grace.expect('lobby', 'ann');
    clock.pass(9_999);
    expect(left).toEqual([]);
    clock.pass(1);
    expect(left).toEqual(['ann']);
  });

  it('tries again when the log could not be reached', async () => {
    const { clock, left, tell, world, failures } = graceOf();
    tell('joined', 'ann');
    tell('left', 'ann');
    world.logIsUp = false;
    clock.pass(GRACE_MS);
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toHaveLength(1);
    world.logIsUp = true;
    clock.pass(GRACE_MS);
    expect(left).toEqual(['ann']);
  });

  it('ends nobody after it was stopped', () => {
    const { clock, grace, left, tell } = graceOf();
    tell('joined', 'ann');
    tell('left', 'ann');
    grace.stop();
    tell('left', 'bob');
    clock.pass(GRACE_MS);
    expect(left).toEqual([]);
  });
});
