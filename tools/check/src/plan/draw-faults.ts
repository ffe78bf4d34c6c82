import type { Random } from '../random.js';
import type { Fault, Harm, PlanOptions } from './plan.js';

/** People talk before the first fault, and after the last one, so that its recovery is seen. */
const FIRST_AT_MS = 1_500;
const QUIET_END_MS = 3_000;
const GAP_MS = [1_500, 3_500] as const;
const OVERLAP_MS = [50, 800] as const;
const OVERLAPS = 0.2;
/** A supervisor waits longer and longer for what keeps dying, and forgives after this long: that is not what is checked. */
const SAME_TARGET_MS = 11_000;

/** As many as could happen if the stack healed at once: the run takes as many of them as there is time for. */
export function drawFaults(random: Random, options: PlanOptions): Fault[] {
  const faults: Fault[] = [];
  const struck = new Map<string, number>();
  const deck = new Deck(random, options);
  const end = options.durationMs - QUIET_END_MS;
  for (let at = FIRST_AT_MS; ;) {
    const overlaps = faults.length > 0 && random.chance(OVERLAPS);
    at += Math.round(between(random, overlaps ? OVERLAP_MS : GAP_MS));
    if (at > end) return faults;
    const now = at;
    const isFree = (target: string) => now - (struck.get(target) ?? -SAME_TARGET_MS) >= SAME_TARGET_MS;
    const harm = deck.draw((card) => !('target' in card) || isFree(card.target));
    if (!harm) continue;
    if ('target' in harm) struck.set(harm.target, at);
    faults.push({ ...harm, at, overlaps: overlaps && !isSameKind(faults.at(-1), harm) });
  }
}

const between = (random: Random, [from, to]: readonly [number, number]): number => random.between(from, to);

/** `gateway` of `gateway-2`, `nats` of `nats-leader`. */
export const kindOf = (target: string): string => target.replace(/-.*/, '');

/** Two servers of one cluster at a time would leave no majority. */
const isSameKind = (a: Harm | undefined, b: Harm): boolean =>
  a !== undefined && 'target' in a && 'target' in b && kindOf(a.target) === kindOf(b.target);

/** Everything that can happen comes round before anything comes again; at first one kill of each kind. */
class Deck {
  readonly #random: Random;
  readonly #options: PlanOptions;
  #cards: Harm[] = [];
  /** Of a whole deck: while as much is left, another one would only pile up. */
  readonly #size: number;

  constructor(random: Random, options: PlanOptions) {
    this.#random = random;
    this.#options = options;
    const { harms, targets } = options;
    this.#size = this.#all().length;
    if (harms.includes('kill'))
      this.#cards = random.shuffled(Object.values(targets)).flatMap((names) => this.#kill(names));
  }

  /** The first card that may be played now; undefined when there is none. */
  draw(mayPlay: (card: Harm) => boolean): Harm | undefined {
    let index = this.#cards.findIndex(mayPlay);
    if (index < 0 && this.#cards.length < this.#size) {
      this.#cards.push(...this.#random.shuffled(this.#all()));
      index = this.#cards.findIndex(mayPlay);
    }
    return index < 0 ? undefined : this.#cards.splice(index, 1)[0];
  }

  #all(): Harm[] {
    const { targets, harms } = this.#options;
    const names = Object.values(targets).flat();
    const [random, gateways] = [this.#random, targets['gateway'] ?? []];
    const cut = (): Harm => ({ do: 'cut', share: random.between(0.2, 1) });
    const cards: Harm[] = [
      ...names.map((target): Harm => ({ do: 'kill', target })),
      ...names.map((target): Harm => ({ do: 'pause', target, ms: Math.round(random.between(300, 3_000)) })),
      ...gateways.map((target): Harm => ({ do: 'drain', target })),
      ...[cut(), cut()],
    ];
    return cards.filter((card) => harms.includes(card.do));
  }

  #kill(names: readonly string[]): Harm[] {
    return names.length === 0 ? [] : [{ do: 'kill', target: this.#random.pick(names) }];
  }
}
