import fc from 'fast-check';
import { ScriptedRun } from '../testing/scripted-run.js';
import { ConnectionChanges } from './connection-changes.js';
import type { SessionEvent } from './session-events.js';

/** What is told of these events, in short. */
function told(...events: readonly SessionEvent[]): string[] {
  const changes = new ConnectionChanges();
  return events.flatMap((event) =>
    changes.apply(event).map(({ kind, connection }) => `${connection.connectionId} ${kind}`),
  );
}

/** A gateway's run that has begun. */
function begun(epoch: number, gateway = 'gateway-1') {
  const run = new ScriptedRun(gateway, epoch);
  return { run, start: [run.started(), run.introduced()] };
}

describe('who comes and goes', () => {
  it('is told once each', () => {
    const { run, start } = begun(1);
    const events = [...start, run.opened('b1'), run.entered('b1'), run.idled('b1'), run.exited('b1'), run.closed('b1')];
    expect(told(...events)).toEqual(['b1 opened', 'b1 closed']);
    expect(told(...events, ...events)).toEqual(['b1 opened', 'b1 closed']);
  });

  it('is told in the order in which the gateway numbered it, however it was stored', () => {
    const { run, start } = begun(1);
    const [opened, closed, again] = [run.opened('b1'), run.closed('b1'), run.opened('b2')];
    expect(told(...start, again, closed, opened)).toEqual(['b1 opened', 'b1 closed', 'b2 opened']);
  });

  it('is not told again when the gateway introduces itself anew', () => {
    const { run, start } = begun(1);
    const next = new ScriptedRun('gateway-1', 2);
    const introduction = [next.started(), next.opened('b1'), next.introduced()];
    expect(told(...start, run.opened('b1'), ...introduction, next.closed('b1'))).toEqual(['b1 opened', 'b1 closed']);
  });

  it('is told of those whose gateway was killed, when it is started again', () => {
    const { run, start } = begun(1);
    const { start: restart } = begun(2);
    expect(told(...start, run.opened('b1'), run.opened('e1'), run.closed('e1'), ...restart)).toEqual([
      ...['b1 opened', 'e1 opened', 'e1 closed', 'b1 lost'],
    ]);
  });

  it('is told of those whose gateway has fallen silent, once, whatever it says afterwards', () => {
    const { run, start } = begun(1);
    const { start: restart } = begun(2);
    const events = [...start, run.opened('b1'), run.opened('e1')];
    const late = [run.lost('b1'), run.closed('b1'), run.opened('g1'), run.lost('e1'), ...restart, run.lost('b1')];
    expect(told(...events, ...late)).toEqual(['b1 opened', 'e1 opened', 'b1 lost', 'e1 lost']);
  });

  it('is told again of who is back after having been lost', () => {
    const { run, start } = begun(1);
    const next = new ScriptedRun('gateway-1', 2);
    const thawed = [next.started(), next.opened('b1'), next.introduced()];
    expect(told(...start, run.opened('b1'), run.lost('b1'), ...thawed)).toEqual(['b1 opened', 'b1 lost', 'b1 opened']);
  });

  it('is told of a guest that proves to be a user', () => {
    const { run, start } = begun(1);
    const user = { id: 'gus', name: 'Gus', guest: false };
    expect(told(...start, run.opened('g1'), run.opened('g1', user), run.closed('g1'))).toEqual([
      ...['g1 opened', 'g1 opened', 'g1 closed'],
    ]);
  });

  it('is not told of those whose coming has aged out of the log', () => {
    const { run } = begun(1);
    expect(told(run.closed('b1'), run.opened('e1'))).toEqual(['e1 opened']);
  });

  it('of one gateway is no matter of another', () => {
    const [one, other] = [begun(1), begun(5, 'gateway-2')];
    expect(told(...one.start, one.run.opened('b1'), ...other.start, other.run.closed('b1'))).toEqual(['b1 opened']);
  });

  it('ends with everybody gone, however often the gateway dies', () => {
    const wish = fc.tuple(fc.constantFrom('open', 'close', 'die', 'lose'), fc.constantFrom('b1', 'b2', 'e1'));
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 40 }), (wishes) => {
        let { run, start } = begun(1);
        const events: SessionEvent[] = [...start];
        const die = () => {
          ({ run, start } = begun(run.run.epoch + 1));
          events.push(...start);
        };
        for (const [what, id] of wishes) {
          if (what === 'open') events.push(run.opened(id));
          else if (what === 'close') events.push(run.closed(id));
          else if (what === 'lose') events.push(run.lost(id));
          else die();
        }
        die();
        const open = new Set<string>();
        for (const [id = '', kind] of told(...events).map((change) => change.split(' '))) {
          expect(open.has(id)).toBe(kind !== 'opened');
          if (kind === 'opened') open.add(id);
          else open.delete(id);
        }
        expect(open.size).toBe(0);
      }),
    );
  });
});
