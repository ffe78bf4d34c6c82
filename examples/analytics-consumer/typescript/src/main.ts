import { parseArgs } from 'node:util';
import { Counts } from './counts.js';
import { readTopic } from './read-topic.js';
import { tableOf } from './table.js';

const HELP = `Usage: npm start -- [options]
  --brokers HOST:PORT,…  of the Kafka cluster (KAFKA_BROKERS, else 127.0.0.1:9094)
  --topic NAME           noroshi.events.v1
  --until-caught-up      ends with what is in the topic now
  --json                 prints the counts as JSON, at the end only
`;

const { values } = parseArgs({
  options: {
    brokers: { type: 'string', default: process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9094' },
    topic: { type: 'string', default: 'noroshi.events.v1' },
    'until-caught-up': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const counts = new Counts();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const isLive = !values.json && process.stdout.isTTY;
  const show = () => process.stdout.write(`\u001b[2J\u001b[H${tableOf(counts.summary())}`);
  const shown = isLive ? setInterval(show, 1_000) : undefined;
  try {
    await readTopic({
      brokers: values.brokers.split(','),
      topic: values.topic,
      untilCaughtUp: values['until-caught-up'],
      stopped: stop.signal,
      onEvent: (partition, event) => counts.add(partition, event),
    });
  } finally {
    clearInterval(shown);
  }
  const summary = counts.summary();
  process.stdout.write(values.json ? `${JSON.stringify(summary)}\n` : tableOf(summary));
}

if (values.help) process.stdout.write(HELP);
else
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
