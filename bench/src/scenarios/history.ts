import { once } from 'node:events';
import { forkChild, Interrupted, stopChild } from '../children.js';
import { ratiosOf, spreadOf } from '../statistics.js';
import { showRate, showRatio, showSpread, type Row } from '../table.js';
import { paceOf } from '../writer/pace.js';
import { BATCH, Stage } from '../writer/stage.js';
import { perRound, rotated, type Trial } from './rounds.js';
import { judge, type Scenario } from './scenario.js';

const AT_LEAST_OF_BARE = 0.8;
const MESSAGES = 20_000;
const BARE = 'bare insertMany';

interface Figures {
  readonly messagesPerSecond: number;
}
type Trials = readonly Trial<Figures>[];
type Contestant = (stage: Stage) => Promise<number>;

/** The service catches up with a full log. */
const writer: Contestant = async (stage) => {
  await stage.say(MESSAGES);
  const messages = stage.db.collection(await stage.edition());
  const before = await messages.estimatedDocumentCount();
  const pace = paceOf(() => messages.estimatedDocumentCount(), { before, more: MESSAGES });
  pace.catch(() => undefined);
  const service = await stage.startService();
  try {
    return await pace;
  } finally {
    await stopChild(service);
  }
};

/** The service builds all of the history anew, beside the one that answers. */
const rebuild: Contestant = async (stage) => {
  if ((await stage.ask('status').catch(() => undefined)) === undefined) {
    await stage.say(MESSAGES);
    await stage.startService();
    await paceOf(async () => (await stage.ask('status')).position, { before: 0, more: MESSAGES });
  }
  await stage.ask('rebuild');
  return paceOf(async () => (await stage.ask('status')).rebuilding?.position ?? MESSAGES, {
    ...{ before: 0, more: MESSAGES },
  });
};

const bare: Contestant = async (stage) => {
  const script = new URL('../writer/bare-writer.js', import.meta.url);
  const messages = stage.db.collection('bare');
  const before = await messages.estimatedDocumentCount();
  const args = [stage.mongo.url, stage.database, await stage.edition(), 'bare', String(MESSAGES), String(BATCH)];
  const child = forkChild(script, args);
  try {
    await once(child, 'message');
    return await paceOf(() => messages.estimatedDocumentCount(), { before, more: MESSAGES });
  } finally {
    await stopChild(child);
  }
};

async function attempt(peer: string, stage: Stage, contestant: Contestant): Promise<Omit<Trial<Figures>, 'round'>> {
  try {
    return { peer, figures: { messagesPerSecond: await contestant(stage) } };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { peer, failure: error instanceof Error ? error.message : String(error) };
  }
}

const rates = (trials: Trials, name: string) => perRound(trials, name, ({ messagesPerSecond }) => messagesPerSecond);
const present = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);
const ratio = (trials: Trials, name: string) => ratiosOf(rates(trials, name), rates(trials, BARE));

const row = (trials: Trials, name: string): Row => [
  name,
  showSpread(ratio(trials, name), showRatio),
  showSpread(spreadOf(present(rates(trials, name))), showRate),
];

const STANDIN_NOTE =
  'This was a stand-in for MongoDB, which ignores indexes when it reads and forgets: the times mean little. Set MONGO_URL_FOR_TESTS.';

const scenarioOf =
  (name: string, { title, contestant }: { readonly title: string; readonly contestant: Contestant }): Scenario =>
  async ({ options: { rounds }, progress }) => {
    const contestants = new Map([
      [name, contestant],
      [BARE, bare],
    ]);
    const stage = await Stage.set();
    const trials: Trial<Figures>[] = [];
    try {
      // The bare loop takes its documents from what the first has written.
      for (let round = 0; round < rounds; round += 1)
        for (const [peer, run] of rotated([...contestants], round)) {
          progress(`${name}, round ${round + 1}/${rounds}: ${peer}`);
          trials.push({ round, ...(await attempt(peer, stage, run)) });
        }
    } finally {
      await stage.strike();
    }
    return {
      ...{ name, title: `${title}, ${MESSAGES} messages in batches of ${BATCH} at most, ${rounds} rounds` },
      head: ['writer', 'x bare', 'messages/s'],
      rows: [...contestants.keys()].map((peer) => row(trials, peer)),
      verdicts: [
        judge(`the ${name} against a bare insertMany loop`, { atLeast: AT_LEAST_OF_BARE }, ratio(trials, name)),
      ],
      notes: stage.mongo.isReal ? [] : [STANDIN_NOTE],
      trials,
    };
  };

export const writerScenario = scenarioOf('writer', {
  ...{ title: 'writer: from the log to MongoDB, catching up', contestant: writer },
});
export const rebuildScenario = scenarioOf('rebuild', {
  ...{ title: 'rebuild: the whole history anew, beside the one that answers', contestant: rebuild },
});
