import { drawPlan } from '../plan/draw-plan.js';
import type { Options } from '../options.js';
import { distributionOf } from '../statistics.js';
import { Story, told } from '../story.js';
import type { Target } from '../target/target.js';
import { judgeRoom } from '../verdict/judge-room.js';
import type { Violation } from '../verdict/evidence.js';
import { close } from './closing.js';
import { Load } from './load.js';
import type { Result } from './result.js';

export interface SeedRun {
  readonly seed: number;
  readonly options: Options;
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

const AROUND_MS = 5_000;
const MAX_TOLD = 25;

/** One plan from its beginning to its verdict. The cluster runs already. */
export async function checkSeed({ seed, options, target, signal, progress }: SeedRun): Promise<Result> {
  const durationMs = options.minutes * 60_000;
  const plan = drawPlan({ ...options, seed, durationMs, targets: target.targets });
  const story = new Story((entry) => options.verbose && progress(told(entry)));
  const run = Date.now().toString(36);
  const rooms = Array.from({ length: options.rooms }, (_, index) => `check-${seed}-${run}-${index + 1}`);
  progress(`seed ${seed}: ${plan.clients.length} clients, ${plan.steps.length} steps, ${options.minutes} min`);
  const load = new Load({ plan, seed, rooms, durationMs, target, story, signal });
  await load.begin();
  const faults = await load.play().catch(async (cause: unknown) => {
    await load.end();
    throw cause;
  });
  story.tell('the load is over');
  const closing = await close({ load, rooms, target, story, signal }).finally(() => load.end());
  const verdicts = closing.evidence.map(judgeRoom);
  const { recovered } = load.recovery;
  const recovery = distributionOf(recovered.filter(({ election }) => !election).map(({ ms }) => ms));
  const elections = distributionOf(recovered.filter(({ election }) => election).map(({ ms }) => ms));
  const violations: Violation[] = [
    ...faults.notHealed.map((text): Violation => ({ kind: 'not healed', text })),
    ...closing.violations,
    ...verdicts.flatMap((verdict) => verdict.violations),
    ...tooSlow('rooms are served again (p99)', recovery?.p99, options.maxRecoveryMs),
    ...tooSlow('rooms are served again by another leader (longest)', elections?.max, options.maxElectionMs),
  ];
  return {
    seed,
    rooms: verdicts.map(({ roomId, counts, violations: found }) => ({ roomId, ...counts, violations: found.length })),
    faults: Object.fromEntries([...faults.done].sort(([a], [b]) => a.localeCompare(b))),
    slowest: [...recovered].sort((a, b) => b.ms - a.ms).slice(0, 3),
    recovery,
    elections,
    returns: distributionOf(load.returns),
    emptyAfterMs: closing.emptyAfterMs,
    errors: errorsOf(load),
    violations,
    evidence: violations.slice(0, MAX_TOLD).map((violation) => evidenceOf(violation, story)),
  };
}

const tooSlow = (what: string, ms: number | undefined, limitMs: number): Violation[] =>
  ms === undefined || ms <= limitMs
    ? []
    : [{ kind: 'too slow', text: `${what} after ${ms} ms, not within ${limitMs} ms` }];

function errorsOf({ clients }: Load): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [code, count] of clients.flatMap(({ errors }) => [...errors]))
    sums.set(code, (sums.get(code) ?? 0) + count);
  return Object.fromEntries(sums);
}

/** A violation with what happened around it. */
function evidenceOf({ kind, roomId, client, offset, at, text }: Violation, story: Story): string {
  const where = [roomId, client, offset && `offset ${offset}`].filter(Boolean).join(', ');
  const around =
    at === undefined
      ? []
      : [
          `    at ${(at / 1000).toFixed(3)} s, with`,
          ...story.around(at, AROUND_MS).map((entry) => `    ${told(entry)}`),
        ];
  return [`${kind.toUpperCase()} ${where}: ${text}`, ...around].join('\n');
}
