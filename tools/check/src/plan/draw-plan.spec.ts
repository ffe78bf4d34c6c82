import { drawPlan } from './draw-plan.js';
import { kindOf } from './draw-faults.js';
import { harmKinds, type PlanOptions, type Step } from './plan.js';

const targets = {
  gateway: ['gateway-1', 'gateway-2'],
  rooms: ['rooms'],
  messages: ['messages'],
  nats: ['nats'],
};

const options = (more: Partial<PlanOptions> = {}): PlanOptions => ({
  seed: 7,
  durationMs: 60_000,
  rooms: 4,
  clients: 16,
  targets,
  harms: harmKinds,
  ...more,
});

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

describe('a plan', () => {
  it('is the same for the same seed, to the last word', () => {
    expect(drawPlan(options())).toEqual(drawPlan(options()));
  });

  it('is another for another seed', () => {
    const [one, other] = [drawPlan(options()), drawPlan(options({ seed: 8 }))];
    expect(one.steps).not.toEqual(other.steps);
    expect(one.faults).not.toEqual(other.faults);
  });

  it.each(SEEDS)('keeps everybody where they can do what they do (seed %i)', (seed) => {
    const { clients, steps } = drawPlan(options({ seed }));
    const inside = clients.map(({ rooms }) => new Set(rooms));
    const impossible = steps.filter((step) => !isPossible(inside[step.client] ?? new Set(), step));
    expect(impossible).toEqual([]);
  });

  it.each(SEEDS)('leaves somebody in each room all the time (seed %i)', (seed) => {
    const { clients, steps } = drawPlan(options({ seed, clients: 5 }));
    const left = steps.flatMap((step) => (step.do === 'leave' ? [`${step.client} ${step.room}`] : []));
    for (const room of [0, 1, 2, 3]) {
      const stayers = clients.filter(
        ({ rooms }, client) => rooms.includes(room) && !left.includes(`${client} ${room}`),
      );
      expect(stayers.length).toBeGreaterThan(0);
    }
  });

  it('has tabs: several clients of one user', () => {
    const users = drawPlan(options()).clients.map(({ user }) => user);
    expect(new Set(users).size).toBeLessThan(users.length);
  });

  it('never says the same twice', () => {
    const said = drawPlan(options()).steps.flatMap((step) =>
      step.do === 'post' ? [`${step.client} ${step.words}`] : [],
    );
    expect(new Set(said).size).toBe(said.length);
  });
});

function isPossible(inside: Set<number>, step: Step): boolean {
  if (!('room' in step)) return true;
  if (step.do === 'join') return !inside.has(step.room) && inside.add(step.room).size > 0;
  if (step.do === 'leave') return inside.delete(step.room);
  return inside.has(step.room);
}

describe('the faults of a plan', () => {
  it.each(SEEDS)('begin with a kill of each kind, so that a short run has them all (seed %i)', (seed) => {
    const { faults } = drawPlan(options({ seed }));
    const first = faults
      .slice(0, 4)
      .map((fault) => ('target' in fault ? `${fault.do} ${kindOf(fault.target)}` : fault.do));
    expect(first.sort()).toEqual(['kill gateway', 'kill messages', 'kill nats', 'kill rooms']);
  });

  it('come in order, and none in the quiet at the end', () => {
    const times = drawPlan(options()).faults.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(57_000);
  });

  it.each(SEEDS)('do not strike the same again before its supervisor has forgiven (seed %i)', (seed) => {
    const { faults } = drawPlan(options({ seed, durationMs: 180_000 }));
    const last = new Map<string, number>();
    for (const fault of faults) {
      if (!('target' in fault)) continue;
      expect(fault.at - (last.get(fault.target) ?? -Infinity)).toBeGreaterThanOrEqual(11_000);
      last.set(fault.target, fault.at);
    }
  });

  it.each(SEEDS)('never take two servers of a cluster at a time (seed %i)', (seed) => {
    const cluster = { ...targets, nats: ['nats-leader', 'nats-1', 'nats-2', 'nats-3'] };
    const { faults } = drawPlan(options({ seed, targets: cluster, durationMs: 180_000 }));
    const both = faults.filter((fault, index) => {
      const before = faults[index - 1];
      return fault.overlaps && [fault, before].every((one) => one && 'target' in one && kindOf(one.target) === 'nats');
    });
    expect(both).toEqual([]);
  });

  it('are only those asked for', () => {
    const kills = drawPlan(options({ harms: ['kill'], targets: { rooms: ['rooms'] } })).faults;
    expect(kills.length).toBeGreaterThan(1);
    expect(new Set(kills.map((fault) => `${fault.do} ${'target' in fault ? fault.target : ''}`))).toEqual(
      new Set(['kill rooms']),
    );
    expect(drawPlan(options({ harms: ['kill'], targets: {} })).faults).toEqual([]);
  });
});
