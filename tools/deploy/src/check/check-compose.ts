import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, freePorts } from '@noroshi/testing';
import { root } from '../root.js';
import { differences } from './differences.js';
import { HealthWatch } from './health-watch.js';
import { startsOf } from './images.js';
import { survives } from './load.js';
import type { Options } from './options.js';
import { Project } from './project.js';
import { mongoKeepsWhatItStores, ofHistory, ofLog, ofMongo, ofTopic, type Stored } from './stored.js';

type Say = (line: string) => void;

/** Kafka and MongoDB may be a while behind, after what was done to them. */
const CATCH_UP_MS = 120_000;

/** Brings the compose file up, talks, kills everything, compares what is stored, and does so again after `down && up`. */
export async function checkCompose(options: Options, say: Say): Promise<void> {
  const [port = 0, kafkaPort = 0] = await freePorts(2);
  const env = { PORT: String(port), KAFKA_PORT: String(kafkaPort), BIND: '127.0.0.1' };
  const project = new Project({ name: 'noroshi-check', env });
  const url = `http://127.0.0.1:${port}`;
  try {
    await timed('images built', () => project.compose('build'), say);
    await refuses(project, say);
    await comesUp(project, say);
    await talk(project, say);
    const isDurable = await mongoIsDurable(project, say);
    await kill({ project, url, options, isDurable });
    const before = await compare(project, url, say);
    await timed('down', () => project.compose('down'), say);
    await timed('up again', () => project.compose('up', '--detach', '--wait'), say);
    const after = await compare(project, url, say);
    const lost = differences(before, ['after down and up', after]);
    if (lost.length > 0) throw new Error(lost.join('\n'));
    await talk(project, say);
    say('nothing was lost, doubled or put into another order');
  } finally {
    if (options.keep) say(`it goes on at ${url}: docker compose --project-name ${project.name} down --volumes`);
    else await project.compose('down', '--volumes');
  }
}

async function timed(what: string, work: () => Promise<unknown>, say: Say): Promise<void> {
  const began = performance.now();
  await work();
  say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** Before anybody is started: nothing waits for a service that can not be. */
async function refuses(project: Project, say: Say): Promise<void> {
  const wrong = [
    { setting: 'NOROSHI_JWT_SECRET=short', says: /must be 32 bytes/ },
    { setting: 'NOROSHI_ANONYMUS=true', says: /did you mean NOROSHI_ANONYMOUS/ },
    { setting: 'KAFKA_SASL_MECHANISM=plain', says: /go together; missing/ },
  ];
  for (const { setting, says } of wrong) {
    const taken = project.compose('run', '--rm', '--no-deps', '--env', setting, 'secrets');
    const said = await taken.then(
      () => 'nothing',
      (cause: unknown) => String(cause),
    );
    if (!says.test(said)) throw new Error(`of ${setting} compose says: ${said}`);
  }
  say(`${wrong.length} wrong settings refused, before anything was made`);
}

async function comesUp(project: Project, say: Say): Promise<void> {
  const watch = new HealthWatch(project.name);
  try {
    await timed('up, and everybody well', () => project.compose('up', '--detach', '--wait'), say);
    (await startsOf(project, watch)).forEach(say);
  } finally {
    watch.end();
  }
}

/** What `helm test` runs as well. */
async function talk(project: Project, say: Say): Promise<void> {
  const chat = readFileSync(join(root, 'deploy/helm/noroshi/files/chat.mjs'), 'utf8');
  say(await project.inside('gateway-1', chat, { DOOR: 'http://proxy:8080' }));
}

async function mongoIsDurable(project: Project, say: Say): Promise<boolean> {
  if (await mongoKeepsWhatItStores(project)) return true;
  say('MONGODB KEEPS NOTHING OVER A RESTART HERE: it is a stand-in, and is not killed; the log is.');
  // Whoever finds that what he wrote is gone begins anew, and would find it with the first message of the load.
  await project.compose('restart', 'messages');
  await project.compose('up', '--detach', '--wait', '--no-deps', 'messages');
  return false;
}

interface Killing {
  readonly project: Project;
  readonly url: string;
  readonly options: Options;
  readonly isDurable: boolean;
}

async function kill({ project, url, options, isDurable }: Killing): Promise<void> {
  const running = (await project.compose('ps', '--services')).split('\n');
  const killed = running.filter((service) => isDurable || service !== 'mongo');
  const container = project.container('$TARGET');
  const command = `docker kill "${container}" && docker start "${container}"`;
  const isClean = await survives({ ...options, url, kill: { targets: killed, command } });
  if (!isClean) throw new Error('the checker found something wrong: see above');
}

/** Gives what the log holds when history, MongoDB and topic hold the same. @throws Error with the differences */
async function compare(project: Project, url: string, say: Say): Promise<Stored> {
  const log = await ofLog(project);
  const [posts, rooms] = [Object.values(log).flat().length, Object.keys(log)];
  const key = await project.compose('exec', '--no-TTY', 'gateway-1', 'cat', '/run/secrets/noroshi/api-keys');
  const copies: readonly (readonly [string, () => Promise<Stored>])[] = [
    ['the history', () => ofHistory(url, key, rooms)],
    ['MongoDB', () => ofMongo(project)],
    ['the topic', () => ofTopic(project)],
  ];
  for (const [name, read] of copies) {
    await same({ log, name, read });
    say(`${name} holds what the log holds: ${posts} posts of ${rooms.length} rooms, in the same order, none twice`);
  }
  return log;
}

interface Copy {
  readonly log: Stored;
  readonly name: string;
  readonly read: () => Promise<Stored>;
}

async function same({ log, name, read }: Copy): Promise<void> {
  let found: readonly string[] = [];
  const isSame = async () => {
    found = differences(log, [name, await read()]);
    return found.length === 0;
  };
  await eventually(isSame, { reason: `${name} holds what the log holds`, timeoutMs: CATCH_UP_MS }).catch(
    (cause: unknown) => {
      throw new Error(found.join('\n') || String(cause), { cause });
    },
  );
}
