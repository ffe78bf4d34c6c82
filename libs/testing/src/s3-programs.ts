import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-port.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

export interface S3Place {
  readonly port: number;
  /** Empty, and its own. */
  readonly folder: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

interface S3Program {
  /** Names a binary, in the environment. */
  readonly variable: string;
  readonly file: string;
  /** Is in what it says when it can't serve. */
  readonly complaint: RegExp;
  /** How it is called to serve. */
  begin(place: S3Place): Promise<{ readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }>;
}

/** One small process over a folder. */
const versitygw: S3Program = {
  variable: 'VERSITYGW_BIN',
  file: 'versitygw',
  complaint: /error|failed/i,
  begin: ({ port, folder, accessKey, secretKey }) =>
    Promise.resolve({
      args: ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder],
      env: { ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey },
    }),
};

/** Called as the compose file does, with ports of its own for the servers that it consists of. */
const seaweedfs: S3Program = {
  variable: 'WEED_BIN',
  file: 'weed',
  complaint: /^F\d{4} /m,
  begin: async ({ port, folder, accessKey, secretKey }) => {
    const identity = { credentials: [{ accessKey, secretKey }], actions: ['Admin', 'Read', 'Write', 'List'] };
    const config = join(folder, 'store.json');
    await writeFile(config, JSON.stringify({ identities: [{ name: 'tests', ...identity }] }));
    const names = ['master', 'volume', 'filer'].flatMap((server) => [`-${server}.port`, `-${server}.port.grpc`]);
    const ports = await freePorts(names.length + 1);
    const own = names.map((name, index) => `${name}=${ports[index] ?? 0}`);
    const s3 = ['-s3', `-s3.port=${port}`, `-s3.port.grpc=${ports.at(-1) ?? 0}`, `-s3.config=${config}`];
    const more = ['-s3.port.iceberg=0', '-s3.port.lance=0', '-master.volumeSizeLimitMB=64'];
    return {
      args: ['server', `-dir=${folder}`, '-ip=127.0.0.1', '-ip.bind=127.0.0.1', ...own, ...s3, ...more],
      env: {},
    };
  },
};

const programs = { versitygw, seaweedfs };
export type S3Kind = keyof typeof programs;

export const s3Program = (kind: S3Kind): S3Program => programs[kind];

/** By its variable, else on PATH, else in `.noroshi/bin` of the repository, where `npm test` puts the one that it builds. */
export function s3Binary(kind: S3Kind, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { variable, file } = programs[kind];
  if (env[variable]) return env[variable];
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), join(repository, '.noroshi/bin')];
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}
