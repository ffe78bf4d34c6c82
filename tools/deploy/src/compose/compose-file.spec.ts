import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, settingsTable, type SettingsError } from '@noroshi/settings';
import { root } from '../root.js';
import { environmentOf, readComposeFile, type Service } from './compose-file.js';

const file = readComposeFile('docker-compose.yml');
const services = Object.entries(file.services);
/** Of an image without anything that could ask. */
const unasked = ['otel-collector'];
const isOneShot = ({ restart }: Service): boolean => restart === 'no';
const isOurs = ({ image = '' }: Service): boolean => image.startsWith('noroshi:');
const ours = services.filter(([, service]) => isOurs(service) && !isOneShot(service));

describe.each(services)('%s in the compose file', (name, service) => {
  it('is not root, has no capability, and writes nowhere but where it must', () => {
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service).toMatchObject({ read_only: true });
    expect([service.privileged, service.cap_add]).toEqual([undefined, undefined]);
  });

  it('has a limit to its memory, its processes and its log', () => {
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
    expect(service.pids_limit).toBeGreaterThan(0);
    expect(Object.keys(service.logging?.options ?? {}).sort()).toEqual(['max-file', 'max-size']);
  });

  it('tells whether it is well, and comes back, unless it runs once', () => {
    const isAsked = service.healthcheck?.test !== undefined;
    const expected = isOneShot(service) ? [false, 'no'] : [!unasked.includes(name), 'unless-stopped'];
    expect([isAsked, service.restart]).toEqual(expected);
  });

  it('has an image of a version', () => {
    expect(service.image).toMatch(/^[\w./-]+:(?!latest)[\w.${}:-]+$/);
    expect(service.image).not.toContain('@');
  });

  it('is published where BIND says, else to this machine alone', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^\$\{BIND:-127\.0\.0\.1\}:/);
  });

  it('waits for others until they are well, and uses volumes that there are', () => {
    const conditions = Object.values(service.depends_on ?? {}).map(({ condition }) => condition);
    for (const condition of conditions) expect(condition).toMatch(/^service_(healthy|completed_successfully)$/);
    const mounts = (service.volumes ?? []).filter((volume) => typeof volume === 'string');
    const named = mounts.map((mount) => mount.split(':')[0] ?? '').filter((source) => !source.startsWith('.'));
    expect(Object.keys(file.volumes)).toEqual(expect.arrayContaining(named));
  });
});

describe.each(ours)('%s in the compose file', (_name, service) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'noroshi-compose-'));
    writeFileSync(join(folder, 'secret'), `operator:${'k'.repeat(32)}`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Files are those of the container. */
  const withFilesHere = (env: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, name.endsWith('_FILE') ? join(folder, 'secret') : value]),
    );

  it('is given nothing but settings that there are, with values that they take', () => {
    try {
      expect(readSettings(withFilesHere(environmentOf(service)))).toMatchObject({ natsUrl: 'nats://nats:4222' });
    } catch (error) {
      expect((error as SettingsError).problems).toEqual([]);
    }
  });

  it('runs a program of the workspace', () => {
    const [node, program = ''] = service.command ?? [];
    expect(node).toBe('node');
    expect(existsSync(join(root, program.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
  });
});

describe('the compose file', () => {
  /** What compose decides itself: addresses, numbers of processes, folders, and files that have to be mounted. */
  const decidedHere = ['PORT', 'HOST', 'NOROSHI_GATEWAYS', 'NOROSHI_DATA_DIR', 'NOROSHI_LOG_REPLICAS'];
  const files = ['NOROSHI_ROUTES', 'NOROSHI_ALERT_RULES'];
  const secrets = ['NOROSHI_JWT_SECRET', 'NOROSHI_API_KEYS'];

  it('lets every other setting through to every service', () => {
    const known = [...settingsTable().matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name ?? '');
    const isOfArchive = (name: string) => name.startsWith('NOROSHI_ARCHIVE_');
    const rest = known.filter((name) => !isOfArchive(name));
    const through = rest.filter((name) => ![...decidedHere, ...files, ...secrets].includes(name));
    const archive = Object.keys(file.services['analytics-archive']?.environment ?? {});
    expect(archive).toEqual(expect.arrayContaining(known.filter(isOfArchive)));
    expect(through.length).toBeGreaterThan(20);
    const missing = ours.flatMap(([name, { environment = {} }]) =>
      through.filter((setting) => !(setting in environment)).map((setting) => `${setting} of ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('gives secrets to those alone who need them, and as files', () => {
    const given = services.filter(([, service]) => secrets.some((name) => name in (service.environment ?? {})));
    expect(given.map(([name]) => name)).toEqual(['secrets']);
    const readers = services.filter(([, service]) => 'NOROSHI_JWT_SECRET_FILE' in (service.environment ?? {}));
    expect(readers.map(([name]) => name)).toEqual(['gateway-1', 'gateway-2']);
  });

  it('has no optional part in its way: what is started without a profile needs no image of a profile', () => {
    const optional = services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name);
    const known = ['grafana', 'jaeger', 'otel-collector', 'prometheus', 'router'];
    expect(optional.sort()).toEqual(known);
    const needed = services
      .filter(([, { profiles }]) => !profiles)
      .flatMap(([, one]) => Object.keys(one.depends_on ?? {}));
    expect(needed.filter((name) => optional.includes(name))).toEqual([]);
  });

  it('mounts files that there are', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes.filter((volume) => typeof volume === 'string'));
    const paths = mounts.map((mount) => mount.split(':')[0] ?? '').filter((path) => path.startsWith('./'));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('has two gateways behind one port, with development tokens unless told otherwise', () => {
    const open = services.filter(([, { ports }]) => ports?.some((port) => port.includes('${PORT:-8080}')));
    expect(open.map(([name]) => name)).toEqual(['proxy']);
    expect(environmentOf(file.services['gateway-1'] ?? {})).toMatchObject({ NOROSHI_DEV_TOKENS: 'true' });
  });

  it('has an example for development that changes services that there are', () => {
    const names = Object.keys(readComposeFile('compose.override.example.yml').services);
    expect(services.map(([name]) => name)).toEqual(expect.arrayContaining(names));
  });
});
