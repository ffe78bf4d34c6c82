import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@noroshi/testing';
import { differences } from '../check/differences.js';
import { survives, type Load } from '../check/load.js';
import { ofLog, ofTopic, type Stored } from '../check/stored.js';
import type { Options } from './options.js';
import { Release } from './release.js';

type Say = (line: string) => void;

/** What is off unless somebody wants it, by the API group that the cluster must know for it. */
const SWITCHES: Readonly<Record<string, readonly string[]>> = {
  autoscaling: ['gateway.autoscaling.enabled=true'],
  'networking.k8s.io': [
    'ingress.enabled=true',
    'ingress.hosts[0]=chat.example.com',
    'gateway.service.type=LoadBalancer',
  ],
  apps: [
    ...['router.enabled=true', 'router.routes.rules[0].name=all'],
    ...['archive.enabled=true', 'archive.bucket=events', 'archive.credentialsSecret.name=store'],
  ],
  'gateway.networking.k8s.io': ['httpRoute.enabled=true', 'httpRoute.parentRefs[0].name=public'],
  'monitoring.coreos.com': ['serviceMonitor.enabled=true', 'prometheusRule.enabled=true'],
};
const KINDS = ['gateway', 'rooms', 'messages', 'analytics-metrics', 'analytics-relay', 'nats', 'mongo', 'kafka'];
/** People have come into their rooms by then. */
const UNDER_WAY_MS = 10_000;
/** Kafka may be a while behind, after what was done to it. */
const CATCH_UP_MS = 120_000;

/** Installs the chart, talks, replaces and deletes everything under load, removes it, and finds everything again. */
export async function checkChart(options: Options, say: Say): Promise<void> {
  const release = new Release(options);
  await release.makeNamespace();
  try {
    await refuses(release, say);
    await takesEverySwitch(release, say);
    await timed('installed, and everybody ready', () => release.install(), say);
    await timed('two people talked through the Service', () => release.test(), say);
    await timed('replaced under load, and nothing lost', () => replacedUnderLoad(release, options), say);
    await timed(
      'a pod of each kind deleted under load, and nothing lost',
      () => deletedUnderLoad(release, options),
      say,
    );
    await comesBack(release, say);
    say('nothing was lost, doubled or put into another order');
  } finally {
    if (options.keep)
      say(`it goes on in the namespace ${options.namespace}: kubectl delete namespace ${options.namespace}`);
    else await release.removeNamespace();
  }
}

async function timed<T>(what: string, work: () => Promise<T>, say: Say): Promise<T> {
  const began = performance.now();
  const done = await work();
  say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return done;
}

async function refuses(release: Release, say: Say): Promise<void> {
  const wrong = [
    { values: ['bundled.enabled=true', 'gateway.replicas=many'], says: /replicas/ },
    { values: [], says: /nats\.url .* is required/ },
    { values: ['bundled.enabled=true', 'gateway.replica=2'], says: /replica/ },
  ];
  for (const { values, says } of wrong) {
    const said = await release.refusalOf(...values);
    if (!says.test(said)) throw new Error(`helm refuses ${values.join(' ')} for another reason: ${said}`);
  }
  const made = await release.names('deployment,statefulset,persistentvolumeclaim');
  if (made.length > 0) throw new Error(`refused values have made ${made.join(', ')}`);
  say(`${wrong.length} wrong values refused, before anything was made`);
}

async function takesEverySwitch(release: Release, say: Say): Promise<void> {
  for (const [group, values] of Object.entries(SWITCHES)) {
    if (await release.knows(group)) await release.isTaken(...values);
    else say(`NOT LOOKED AT, since this cluster does not know ${group}: ${values.join(' ')}`);
  }
  say('what the switches make is taken by the API server, field by field');
}

/** There is load for as long as the work takes. One that fails does not leave the other alone. */
async function underLoad(release: Release, options: Options, work: () => Promise<void>): Promise<void> {
  const load = { ...options, url: await release.url(), tokenSecret: await release.tokenSecret() };
  let isOver = false;
  const working = delay(UNDER_WAY_MS)
    .then(work)
    .finally(() => (isOver = true));
  const loading = async () => {
    do await assertSurvival(load);
    while (!isOver);
  };
  const ended = await Promise.allSettled([working, loading()]);
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

async function assertSurvival(load: Load): Promise<void> {
  if (!(await survives(load))) throw new Error('the checker found something wrong: see above');
}

const replacedUnderLoad = (release: Release, options: Options): Promise<void> =>
  underLoad(release, options, async () => {
    await release.replaceAll();
    for (const server of ['nats', 'kafka']) await release.restart(server);
  });

async function deletedUnderLoad(release: Release, { minutes, seed }: Options): Promise<void> {
  const kill = { targets: KINDS, command: release.killCommand };
  const load = { minutes, seed, kill, url: await release.url(), tokenSecret: await release.tokenSecret() };
  await assertSurvival(load);
}

async function comesBack(release: Release, say: Say): Promise<void> {
  const before = await told(release, say);
  const [volumes, key] = [await release.names('persistentvolumeclaim'), await release.tokenSecret()];
  await timed('uninstalled', () => release.uninstall(), say);
  const left = await release.names('persistentvolumeclaim');
  if (left.join() !== volumes.join()) throw new Error(`of the volumes ${volumes.join()} there are left ${left.join()}`);
  await timed('installed again', () => release.install(), say);
  if ((await release.tokenSecret()) !== key) throw new Error('the key of the tokens is another one');
  const lost = differences(before, ['after uninstall and install', await told(release, say)]);
  if (lost.length > 0) throw new Error(lost.join('\n'));
  await timed('two people talked through the Service again', () => release.test(), say);
}

/** What the log holds, once the topic holds the same. @throws Error with the differences */
async function told(release: Release, say: Say): Promise<Stored> {
  const log = await ofLog(release);
  let found: readonly string[] = [];
  const isSame = async () => {
    found = differences(log, ['the topic', await ofTopic(release)]);
    return found.length === 0;
  };
  const reason = 'the topic holds what the log holds';
  await eventually(isSame, { reason, timeoutMs: CATCH_UP_MS }).catch((cause: unknown) => {
    throw new Error(found.join('\n') || String(cause), { cause });
  });
  say(`${reason}: ${Object.values(log).flat().length} posts of ${Object.keys(log).length} rooms, none twice`);
  return log;
}
