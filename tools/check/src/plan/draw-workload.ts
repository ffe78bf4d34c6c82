import type { Random } from '../random.js';
import type { Action, ClientPlan, PlanOptions, Step } from './plan.js';

/** Every so manieth client is a second tab of the one before. */
const TAB_EVERY = 4;
const SLOW_READERS = 0.2;
/** Milliseconds between two things that a client does: lively ones and quiet ones. */
const PACE = [250, 500, 1200];

const WORDS = ['signal', 'fire', 'hill', 'smoke', 'relay', 'watch', 'dawn', 'のろし', 'torch', 'valley', '🔥', 'ridge'];
const EMOJI = ['👍', '🔥', '👀'];

const CHANCES = { post: 60, edit: 7, delete: 3, react: 10, typing: 8, read: 4, leave: 3, drop: 1.5 };
const STALLS = 3;

type Size = Pick<PlanOptions, 'rooms' | 'clients'>;

/** Two clients stay in each room all the time, so that there is always somebody to be served. */
const isAnchor = ({ rooms, clients }: Size, { client, room }: { client: number; room: number }): boolean =>
  room < rooms && (room % clients === client || (room + Math.ceil(clients / 2)) % clients === client);

export function drawClients(random: Random, size: Size): ClientPlan[] {
  return Array.from({ length: size.clients }, (_, client) => {
    const isTab = client % TAB_EVERY === TAB_EVERY - 1;
    const home = random.below(size.rooms);
    const rooms = indexes(size.rooms).filter(
      (room) => room === home || isAnchor(size, { client, room }) || random.chance(0.3),
    );
    return { name: `c${client + 1}`, user: `u${isTab ? client : client + 1}`, rooms };
  });
}

export function drawSteps(
  random: Random,
  options: Omit<PlanOptions, 'clients'> & { readonly clients: readonly ClientPlan[] },
): Step[] {
  const size = { rooms: options.rooms, clients: options.clients.length };
  return options.clients
    .flatMap((plan, client) => {
      const person = new Person({ random: random.fork(plan.name), size, client, rooms: plan.rooms });
      return person.live(options.durationMs);
    })
    .sort((a, b) => a.at - b.at || a.client - b.client);
}

interface PersonOptions {
  readonly random: Random;
  readonly size: Size;
  readonly client: number;
  readonly rooms: readonly number[];
}

/** One client as the plan sees it: it knows where it is, so that what it does makes sense. */
class Person {
  readonly #options: PersonOptions;
  readonly #inside: Set<number>;
  readonly #isSlow: boolean;
  readonly #pace: number;
  #said = 0;

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#inside = new Set(options.rooms);
    this.#isSlow = options.random.chance(SLOW_READERS);
    this.#pace = options.random.pick(PACE);
  }

  live(durationMs: number): Step[] {
    const { random, client } = this.#options;
    const steps: Step[] = [];
    for (let at = random.gap(this.#pace); at < durationMs; at += random.gap(this.#pace)) {
      steps.push({ ...this.#next(), at: Math.round(at), client });
    }
    return steps;
  }

  #next(): Action {
    const { random } = this.#options;
    const outside = indexes(this.#options.size.rooms).filter((room) => !this.#inside.has(room));
    if (this.#inside.size === 0 || (outside.length > 0 && random.chance(0.04))) return this.#join(random.pick(outside));
    const chosen = random.weighted({ ...CHANCES, stall: this.#isSlow ? STALLS : 0 });
    return chosen === 'stall' || chosen === 'drop' || chosen === 'leave' ? this.#absence(chosen) : this.#talk(chosen);
  }

  #join(room: number): Action {
    this.#inside.add(room);
    return { do: 'join', room };
  }

  #absence(kind: 'stall' | 'drop' | 'leave'): Action {
    const { random, size, client } = this.#options;
    if (kind === 'stall') return { do: 'stall', ms: Math.round(random.between(500, 4_000)) };
    if (kind === 'drop') return { do: 'drop' };
    const free = [...this.#inside].filter((room) => !isAnchor(size, { client, room }));
    if (free.length === 0) return { do: 'drop' };
    const room = random.pick(free);
    this.#inside.delete(room);
    return { do: 'leave', room };
  }

  #talk(kind: Exclude<keyof typeof CHANCES, 'drop' | 'leave'>): Action {
    const { random } = this.#options;
    const room = random.pick([...this.#inside]);
    switch (kind) {
      case 'post':
        return { do: kind, room, words: this.#words() };
      case 'edit':
        return { do: kind, room, pick: random.next(), words: this.#words() };
      case 'delete':
        return { do: kind, room, pick: random.next() };
      case 'react':
        return { do: kind, room, pick: random.next(), emoji: random.pick(EMOJI), remove: random.chance(0.3) };
      case 'typing':
        return { do: kind, room };
      case 'read':
        return { do: kind, room };
    }
  }

  /** Never twice the same, and of many lengths. */
  #words(): string {
    const { random } = this.#options;
    this.#said += 1;
    const count = random.chance(0.05) ? random.below(300) : 1 + random.below(8);
    return [String(this.#said), ...Array.from({ length: count }, () => random.pick(WORDS))].join(' ');
  }
}

const indexes = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
