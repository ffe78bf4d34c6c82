import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withoutOurs } from './stack.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every run begins with a kill of each kind; which, when and among what is said is drawn from this. */
const SEED = 5;
const RUN_MS = 240_000;

interface Verdict {
  readonly ok: boolean;
  readonly accepted: number;
  readonly stored: number;
  readonly faults: Readonly<Record<string, number>>;
}

let running: ReturnType<typeof spawn> | undefined;

afterEach(async () => {
  if (running?.exitCode !== null || running.signalCode !== null) return;
  const ended = once(running, 'exit');
  running.kill('SIGTERM');
  await ended;
});

/** As `npm run check` does, on a stack of its own. How fast rooms are served again is not for a machine that does other things as well. */
async function check(args: readonly string[]): Promise<{ code: number | null; said: string; verdict: Verdict }> {
  const child = spawn(process.execPath, ['tools/check/check.mjs', ...args, '--max-recovery', '30000'], {
    cwd: root,
    env: withoutOurs(process.env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const [code] = (await once(child, 'close')) as [number | null];
  const json = lines.find((line) => line.startsWith('{'));
  return { code, said: lines.join('\n'), verdict: JSON.parse(json ?? '{}') as Verdict };
}

it(
  'nothing is lost, doubled or reordered, and nobody is a ghost, while one of each kind is killed',
  async () => {
    const { code, said, verdict } = await check([
      '--seed',
      String(SEED),
      '--minutes',
      '0.4',
      '--clients',
      '10',
      '--rooms',
      '3',
    ]);
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    expect(verdict.ok).toBe(true);
    expect(verdict.accepted).toBeGreaterThan(0);
    expect(verdict.stored).toBeGreaterThanOrEqual(verdict.accepted);
    const killed = Object.keys(verdict.faults).filter((name) => name.startsWith('kill '));
    expect(new Set(killed.map((name) => name.replace(/^kill |-.*$/g, '')))).toEqual(
      new Set(['gateway', 'rooms', 'messages', 'nats']),
    );
  },
  RUN_MS,
);
