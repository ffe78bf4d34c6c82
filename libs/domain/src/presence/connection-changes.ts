import type { Actor } from '../actor.js';
import { RunSequence } from './run-sequence.js';
import type { Connection, GatewayEvent, SessionEvent } from './session-events.js';

/** A connection came, or went; `lost`: its gateway could not tell so itself. */
export interface ConnectionChange {
  readonly kind: 'opened' | 'closed' | 'lost';
  readonly gateway: string;
  readonly connection: Connection;
}

interface Run {
  /** Absent: the run was lost before it was heard of. */
  readonly sequence: RunSequence | undefined;
  /** Lost: what it still says came too late. */
  ended: boolean;
}

interface Gateway {
  /** The epoch of the last run that was introduced: earlier ones are over. */
  since: number;
  readonly runs: Map<number, Run>;
  /** With the last run that has named each. */
  readonly connections: Map<string, { connection: Connection; epoch: number }>;
}

/**
 * Folds the log of sessions into who comes and who goes: each connection once, however often its gateway introduces itself,
 * and gone also when nobody was left to say so. One that is back after it was lost has come once more; so has one whose guest
 * proved to be a user, with the new name.
 */
export class ConnectionChanges {
  readonly #gateways = new Map<string, Gateway>();

  apply(event: SessionEvent): readonly ConnectionChange[] {
    const { gateway: name, epoch } = event.run;
    const gateway = this.#gateways.get(name) ?? { since: 0, runs: new Map(), connections: new Map() };
    this.#gateways.set(name, gateway);
    if (epoch < gateway.since) return [];
    if (event.type === 'SessionLost') {
      runOf(gateway, epoch, undefined).ended = true;
      return remove(gateway, event, 'lost');
    }
    const run = runOf(gateway, epoch, event);
    if (run.ended) return [];
    return run.sequence?.take(event).flatMap((due) => follow(gateway, due)) ?? [];
  }
}

function runOf({ runs }: Gateway, epoch: number, first: GatewayEvent | undefined): Run {
  const run = runs.get(epoch) ?? { sequence: first && new RunSequence(first), ended: false };
  runs.set(epoch, run);
  return run;
}

function follow(gateway: Gateway, event: GatewayEvent): readonly ConnectionChange[] {
  if (event.type === 'SessionOpened') return open(gateway, event);
  if (event.type === 'SessionClosed') return remove(gateway, event, 'closed');
  return event.type === 'GatewayIntroduced' ? endBefore(gateway, event) : [];
}

function open(
  { connections }: Gateway,
  { run, connection }: Extract<GatewayEvent, { type: 'SessionOpened' }>,
): readonly ConnectionChange[] {
  const known = connections.get(connection.connectionId)?.connection;
  connections.set(connection.connectionId, { connection, epoch: run.epoch });
  const isKnown = known !== undefined && samePerson(known.user, connection.user);
  return isKnown ? [] : [{ kind: 'opened', gateway: run.gateway, connection }];
}

function remove(
  { connections }: Gateway,
  { run, connectionId }: Pick<Extract<SessionEvent, { type: 'SessionLost' }>, 'run' | 'connectionId'>,
  kind: ConnectionChange['kind'],
): readonly ConnectionChange[] {
  const known = connections.get(connectionId);
  return known && connections.delete(connectionId)
    ? [{ kind, gateway: run.gateway, connection: known.connection }]
    : [];
}

/** Whom the new run has not named is not here any more. */
function endBefore(gateway: Gateway, { run }: GatewayEvent): readonly ConnectionChange[] {
  gateway.since = run.epoch;
  for (const epoch of [...gateway.runs.keys()]) if (epoch < run.epoch) gateway.runs.delete(epoch);
  const gone = [...gateway.connections.values()].filter(({ epoch }) => epoch < run.epoch);
  return gone.flatMap(({ connection: { connectionId } }) => remove(gateway, { run, connectionId }, 'lost'));
}

const samePerson = (a: Actor, b: Actor): boolean => a.id === b.id && a.guest === b.guest;
