import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Stack } from './stack.js';

const folder = new URL('../../docs/events/', import.meta.url);

/** By name, such as `room.MessagePosted`, what the schema in docs/events admits. */
function documents(): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv2020();
  const files = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.v1.json'));
  return new Map(
    files.map((name) => [
      name.slice(0, -'.v1.json'.length),
      ajv.compile(JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object),
    ]),
  );
}

export interface Comparison {
  /** Each type that was met, as `room.MessagePosted`. */
  readonly types: ReadonlySet<string>;
  readonly complaints: readonly string[];
}

/** Compares all that a stack has stored of rooms, users and sessions with the documents. */
export async function compareWithDocuments(stack: Stack): Promise<Comparison> {
  const admits = documents();
  const types = new Set<string>();
  const complaints: string[] = [];
  for await (const { category, event } of storedEvents(stack)) {
    const name = `${category}.${event.type}`;
    types.add(name);
    const validate = admits.get(name);
    if (!validate) complaints.push(`${name} has no schema`);
    else if (!validate(event)) complaints.push(`${name}: ${JSON.stringify(validate.errors)}`);
  }
  return { types, complaints };
}

async function* storedEvents(stack: Stack) {
  const connection = await connect({ servers: stack.natsUrl });
  try {
    const manager = await jetstreamManager(connection);
    for (const stream of ['ROOMS', 'USERS', 'SESSIONS']) {
      const { state } = await manager.streams.info(stream);
      if (state.messages === 0) continue;
      const consumer = await jetstream(connection).consumers.get(stream);
      for await (const message of await consumer.fetch({ max_messages: state.messages }))
        yield { category: message.subject.split('.')[0] ?? '', event: message.json<{ type: string }>() };
    }
  } finally {
    await connection.close();
  }
}
