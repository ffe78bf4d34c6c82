import type { SystemEventHappened } from './dashboard-events.js';
import type { ProcessReport, ProcessRun } from './process-report.js';
import type { SystemEvent } from './system-event.js';

interface Member {
  readonly run: ProcessRun;
  /** Absent until it is heard: the log says that it was up. */
  report?: ProcessReport;
  heardAt: number;
}

/** Reports come once a second: several lost ones, and a machine that is busy. Presence gives a gateway up at the same time. */
export const SILENCE_MS = 5_000;
/** A process that says it has run for longer when it is first heard did not just come up: the listener did. */
const JUST_BEGUN_MS = 15_000;
/** In containers each start has a name of its own. */
const REMEMBERED_GONE = 1_000;

/** Who of the processes is up, by what they tell and when it was heard; finds out who came and who went. */
export class Roster {
  readonly #members = new Map<string, Member>();
  /** The last runs of those that are gone: what comes late of them counts for nothing. */
  readonly #gone = new Map<string, { readonly epoch: number; readonly ended: boolean }>();
  #users = 0;

  /** @param told what is known from before, oldest first: who was up by then has to be heard from now on */
  constructor(told: readonly SystemEventHappened[], now: number) {
    for (const { event, process } of told) {
      if (!process) continue;
      if (event.kind === 'service_up') this.#members.set(process.name, { run: process, heardAt: now });
      if (event.kind === 'service_down') this.#forget(process, false);
    }
  }

  /** Of each process that is up and was heard. */
  *reports(): IterableIterator<ProcessReport> {
    for (const { report } of this.#members.values()) if (report) yield report;
  }

  /** Distinct users as they were last told. */
  get connectedUsers(): number {
    return this.#users;
  }

  hear(report: ProcessReport, now: number): readonly SystemEventHappened[] {
    const { process, state, connectedUsers } = report;
    if (this.#isOver(process)) return [];
    const known = this.#members.get(process.name);
    const events = [...this.#arrival(process, known, now), ...drainOf(report, known, now)];
    if (state === 'ending') return [...events, this.#leave(process, { now, ended: true, how: 'stopped' })];
    this.#users = connectedUsers ?? this.#users;
    this.#members.set(process.name, { run: process, report, heardAt: now });
    return events;
  }

  /** Who has fallen silent. @param deaf nothing could be heard lately: then silence means nothing */
  sweep(now: number, deaf: boolean): readonly SystemEventHappened[] {
    const members = [...this.#members.values()];
    if (deaf) for (const member of members) member.heardAt = now;
    return members
      .filter(({ heardAt }) => now - heardAt >= SILENCE_MS)
      .map(({ run }) => this.#leave(run, { now, ended: false, how: 'is not heard any more' }));
  }

  #isOver({ name, epoch }: ProcessRun): boolean {
    const gone = this.#gone.get(name);
    const here = this.#members.get(name)?.run.epoch ?? 0;
    return epoch < here || (gone !== undefined && (epoch < gone.epoch || (epoch === gone.epoch && gone.ended)));
  }

  #arrival(process: ProcessRun, known: Member | undefined, now: number): SystemEventHappened[] {
    if (known?.run.epoch === process.epoch) return [];
    const left = known ? [this.#leave(known.run, { now, ended: true, how: 'ended and was started again' })] : [];
    return [...left, ...this.#rise(process, now)];
  }

  #rise(process: ProcessRun, now: number): SystemEventHappened[] {
    const gone = this.#gone.get(process.name);
    if (gone?.epoch === process.epoch) return [happened(process, { what: 'up', id: now, how: 'is heard again', now })];
    // Whoever listens has just begun, and this one was up all the while.
    if (!gone && now - process.epoch > JUST_BEGUN_MS) return [];
    return [happened(process, { what: 'up', id: process.epoch, how: 'is up', now })];
  }

  #leave(
    run: ProcessRun,
    { now, ended, how }: { readonly now: number; readonly ended: boolean; readonly how: string },
  ): SystemEventHappened {
    this.#forget(run, ended);
    return happened(run, { what: 'down', id: ended ? run.epoch : now, how, now });
  }

  #forget({ name, epoch }: ProcessRun, ended: boolean): void {
    this.#members.delete(name);
    this.#gone.delete(name);
    this.#gone.set(name, { epoch, ended });
    if (this.#gone.size > REMEMBERED_GONE) this.#gone.delete(this.#gone.keys().next().value ?? '');
  }
}

interface Happening {
  readonly what: 'up' | 'down';
  /** What makes it another event than the one before of the same process. */
  readonly id: number;
  readonly how: string;
  readonly now: number;
}

function happened(process: ProcessRun, { what, id, how, now }: Happening): SystemEventHappened {
  const event: SystemEvent = {
    id: `${what}-${process.name}-${id.toString(36)}`,
    kind: `service_${what}`,
    message: `${process.name} ${how}`,
    ...gatewayOf(process),
    timestamp: now,
  };
  return { type: 'SystemEventHappened', event, process };
}

function drainOf({ process, state }: ProcessReport, known: Member | undefined, now: number): SystemEventHappened[] {
  const isKnown = known?.run.epoch === process.epoch && known.report?.state === 'draining';
  if (process.role !== 'gateway' || state !== 'draining' || isKnown) return [];
  const event: SystemEvent = {
    id: `drain-${process.name}-${process.epoch.toString(36)}`,
    kind: 'gateway_drain',
    message: `${process.name} sends its clients to other gateways`,
    gateway: process.name,
    timestamp: now,
  };
  return [{ type: 'SystemEventHappened', event }];
}

const gatewayOf = ({ role, name }: ProcessRun): { gateway?: string } => (role === 'gateway' ? { gateway: name } : {});
