import { writeFile } from 'node:fs/promises';
import { commandOf, parseOptions, USAGE, type Options } from './options.js';
import { jsonLineOf, summaryOf, tableOf } from './report.js';
import { checkSeed } from './run/check-seed.js';
import type { Result } from './run/result.js';
import { OwnStack } from './target/own-stack.js';
import { remoteCluster } from './target/remote-cluster.js';
import type { Target } from './target/target.js';
import { developmentTokens, signedTokens, tokensOf } from './target/tokens.js';

type SeedResult = Result & { readonly nats: number };

const EXIT_VIOLATED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

const report = (text: string): void => void process.stdout.write(`${text}\n`);
const progress = (text: string): void => void process.stderr.write(`${text}\n`);

async function targetOf(options: Options, seed: number, natsServers: number): Promise<Target> {
  const { url, kill, killCommand, tokens, tokenSecret, gateways, clients } = options;
  if (url === undefined) return OwnStack.start({ seed, gateways, natsServers, clients, kinds: kill, say: progress });
  const signed = tokenSecret === undefined ? developmentTokens(url) : signedTokens(tokenSecret);
  return remoteCluster({
    url,
    tokenOf: tokens === undefined ? signed : await tokensOf(tokens),
    names: kill,
    command: killCommand,
  });
}

async function runSeed(options: Options, seed: number, nats: number): Promise<SeedResult> {
  const target = await targetOf(options, seed, nats);
  let isClean = false;
  try {
    const run = checkSeed({ seed, options, target, signal: stop.signal, progress });
    const result = { ...(await run), nats };
    isClean = result.violations.length === 0;
    report(
      `\nseed ${seed}, ${nats} nats-server${nats > 1 ? 's' : ''}: ${isClean ? 'clean' : 'VIOLATED'}\n\n${tableOf(result)}\n`,
    );
    if (!isClean) report(result.evidence.join('\n\n'));
    report(jsonLineOf(result));
    return result;
  } finally {
    await target.stop();
    if (isClean && !options.keep) target.discard();
    else if (target.dataDir !== undefined) report(`data and logs: ${target.dataDir}`);
    if (!isClean) report(`to see it again: ${commandOf(options, seed, nats)}`);
  }
}

/** A run that itself fails has proved nothing: it counts as violated. */
const broken = (seed: number, nats: number, cause: unknown): SeedResult => {
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  report(`seed ${seed} could not be checked: ${text}`);
  return {
    ...{ seed, nats, rooms: [], faults: {}, slowest: [], errors: {}, evidence: [text] },
    ...{ recovery: undefined, elections: undefined, returns: undefined, emptyAfterMs: undefined },
    violations: [{ kind: 'broken', text }],
  };
};

async function run(options: Options): Promise<number> {
  const results: SeedResult[] = [];
  for (const [index, seed] of options.seeds.entries()) {
    const nats = options.nats[index % options.nats.length] ?? 1;
    const result = await runSeed(options, seed, nats).catch((cause: unknown) => broken(seed, nats, cause));
    if (stop.signal.aborted) return EXIT_INTERRUPTED;
    results.push(result);
  }
  if (results.length > 1) report(`\n${summaryOf(results)}`);
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify({ options, results }, undefined, 2)}\n`);
  return results.every(({ violations }) => violations.length === 0) ? 0 : EXIT_VIOLATED;
}

const wantsHelp = process.argv.includes('--help');
const options = ((): Options | undefined => {
  if (wantsHelp) {
    report(USAGE);
    return undefined;
  }
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    progress(`${(error as Error).message}\n\n${USAGE}`);
    return undefined;
  }
})();

/** Aborted by Ctrl-C: the run is over, and what it started is stopped. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

process.exitCode = options ? await run(options) : wantsHelp ? 0 : EXIT_USAGE;
