import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Service } from '../service.js';

/** Real little programs that speak the child protocol and write what happens to them into one diary. */
export interface Playground {
  readonly folder: string;
  readonly dataDir: string;
  service(name: string, kind?: Kind): Service;
  diary(): string[];
  pidOf(name: string): number;
  remove(): Promise<void>;
}

/** How a program behaves. */
export type Kind = 'good' | 'gateway' | 'crashing' | 'silent' | 'stubborn';

const HEAD = `
import { appendFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createServer } from 'node:http';
const note = (line) => appendFileSync(process.env.DIARY, process.env.SERVICE_NAME + ' ' + line + '\\n');
const nats = () => new Promise((resolve) => {
  const socket = connect(new URL(process.env.NATS_URL).port, '127.0.0.1');
  socket.once('data', () => { socket.destroy(); resolve('with nats'); });
  socket.once('error', () => resolve('without nats'));
});
let draining = false;
const drain = async (why) => {
  if (draining) return;
  draining = true;
  note('drains on ' + why + ' ' + await nats());
  process.exit(0);
};
process.on('SIGTERM', () => drain('SIGTERM'));
process.on('disconnect', () => drain('disconnect'));
setInterval(() => undefined, 1000);
`;

const PROGRAMS: Readonly<Record<Kind, string>> = {
  good: `${HEAD} note('ready'); process.send({ type: 'ready' });`,
  gateway: `${HEAD}
    const server = createServer((request, response) => response.writeHead(request.url === '/readyz' ? 200 : 404).end());
    server.listen(Number(process.env.PORT), process.env.HOST, () => { note('ready'); process.send({ type: 'ready' }); });`,
  crashing: `console.error(JSON.stringify({ level: 50, msg: 'the disk is on fire' })); process.exit(3);`,
  silent: HEAD,
  stubborn: `${HEAD} process.removeAllListeners('SIGTERM'); process.on('SIGTERM', () => note('ignores SIGTERM'));
    process.send({ type: 'ready' });`,
};

export const playground = (): Playground => {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-stack-'));
  const dataDir = join(folder, 'data');
  process.env['DIARY'] = join(folder, 'diary');
  writeFileSync(join(folder, 'diary'), '');
  return {
    folder,
    dataDir,
    service(name, kind = 'good') {
      const entry = join(folder, `${kind}.mjs`);
      writeFileSync(entry, PROGRAMS[kind]);
      return { name, entry };
    },
    diary: () => readFileSync(join(folder, 'diary'), 'utf8').trim().split('\n'),
    pidOf: (name) => Number(readFileSync(join(dataDir, 'run', `${name}.pid`), 'utf8')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
