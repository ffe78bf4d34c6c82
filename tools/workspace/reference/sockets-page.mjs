import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { linked, shapeOf } from './shape.mjs';
import { root } from '../../stack/bootstrap/root.mjs';

const named = (ref) => ref.split('/').at(-1);

const FOLDERS = ['', 'envelope/'];

/** The page of a language is in the folder that has its code. */
const readmeOf = (dialect) =>
  FOLDERS.map((folder) => `libs/protocol/src/dialects/${folder}${dialect.replace('envelope-', '')}/README.md`).find(
    (path) => existsSync(join(root, path)),
  );

const frameRow = ({ name, payload }, schemas) => {
  const schema = payload.$ref ? schemas[named(payload.$ref)] : payload;
  const { type: _type, action: _action, ...properties } = schema.properties ?? {};
  const fields = shapeOf({ ...schema, properties });
  const shown = schema.properties ? fields.slice(1, -1) : fields;
  return `| \`${name}\` | ${shown === '' ? '' : linked(shown)} |`;
};

const table = (frames, schemas) =>
  ['| Frame | Fields |', '|-|-|', ...frames.map((frame) => frameRow(frame, schemas))].join('\n');

/** @param document AsyncAPI, as the gateway serves it */
export const socketsPage = (document) => {
  const { messages, schemas } = document.components;
  const channels = Object.values(document.channels);
  const dialectOf = ({ messages: own }) => named(Object.values(own)[0].$ref).split('.')[0];
  const section = (dialect) => {
    const spoken = channels.filter((channel) => dialectOf(channel) === dialect);
    const said = (direction) =>
      Object.entries(messages)
        .filter(([name]) => name.startsWith(`${dialect}.${direction}.`))
        .map(([, message]) => message);
    const [client, server] = [said('client'), said('server')];
    const readme = readmeOf(dialect);
    return [
      `## ${dialect}`,
      `${spoken[0].title}, on ${spoken.map(({ address }) => `\`${address}\``).join(', ')}.${readme ? ` What it means, and what it has that others have not: [its page](../../${readme}).` : ''}`,
      ...(client.length > 0 ? [`### Clients say in ${dialect}`, table(client, schemas)] : []),
      `### The server says in ${dialect}`,
      table(server, schemas),
    ].join('\n\n');
  };
  return [
    '# Sockets and streams',
    'Every frame of every wire language, written by `node tools/workspace/reference.mjs` from the schemas that the gateway checks by; the same as a document for programs is its `/asyncapi.json`. `type` and `action`, which name a frame, are left out. A question mark: may be missing. Fields without a type are strings, a time is ISO 8601. Close codes: [errors.md](../errors.md#close-codes).',
    ...[...new Set(channels.map(dialectOf))].map(section),
    ...(Object.keys(schemas).length > 0 ? ['## Shapes'] : []),
    ...Object.entries(schemas).map(([name, schema]) => `### ${name}\n\n${linked(shapeOf(schema))}`),
  ].join('\n\n');
};
