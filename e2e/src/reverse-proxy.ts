import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { eventually, freePort, type CertificateAuthority } from '@noroshi/testing';
import { adapted } from './adapted.js';
import { Program } from './example-program.js';

export type ProxyKind = 'nginx' | 'caddy';

const files = fileURLToPath(new URL('../../deploy/proxy/', import.meta.url));
/** That of the files is nobody's here. */
const NAME = 'localhost';

const asksVersion = { nginx: '-v', caddy: 'version' } as const;

/** `NGINX_BIN` or `CADDY_BIN`, else what is installed; undefined: none that runs. */
export function proxyBinary(kind: ProxyKind): string | undefined {
  const given = process.env[`${kind.toUpperCase()}_BIN`];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'].filter(Boolean);
  return [given, ...folders.map((folder) => join(folder, kind))].find(
    (path) => path && existsSync(path) && spawnSync(path, [asksVersion[kind]]).status === 0,
  );
}

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly gateway: string;
}

/** What the how-to tells to change: the name, the certificate and the servers; and the ports and folders of a machine with others. */
const configurations: Readonly<Record<ProxyKind, (place: Place) => readonly string[]>> = {
  nginx: ({ folder, port, gateway }) => {
    const site = adapted(readFileSync(join(files, 'nginx.conf'), 'utf8'), {
      ...{ 'chat.example.com': NAME, 'listen 8443 ssl': `listen 127.0.0.1:${port} ssl`, '127.0.0.1:8080': gateway },
      ...{ '/etc/nginx/tls/chat.pem': join(folder, 'cert.pem'), '/etc/nginx/tls/chat.key': join(folder, 'key.pem') },
      '/var/log/nginx/noroshi.log': join(folder, 'access.log'),
    });
    const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/tmp;`);
    const main = `pid ${folder}/pid; daemon off; events {} http { ${own.join(' ')} ${site} }`;
    writeFileSync(join(folder, 'nginx.conf'), main);
    return ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  },
  caddy: ({ folder, port, gateway }) => {
    const certificate = `bind 127.0.0.1\n\ttls ${join(folder, 'cert.pem')} ${join(folder, 'key.pem')}`;
    const site = adapted(readFileSync(join(files, 'Caddyfile'), 'utf8'), {
      ...{ 'chat.example.com {': `${NAME}:${port} {\n\t${certificate}`, '127.0.0.1:8080': gateway },
    });
    writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
    return ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'];
  },
};

/** A proxy that runs with its file in `deploy/proxy`, and ends TLS before the gateways. */
export class ReverseProxy {
  /** PEM. */
  readonly ca: string;
  readonly #port: number;
  readonly #folder: string;
  readonly #program: Program;

  private constructor(parts: { ca: string; port: number; folder: string; program: Program }) {
    this.ca = parts.ca;
    this.#port = parts.port;
    this.#folder = parts.folder;
    this.#program = parts.program;
  }

  static async start(kind: ProxyKind, authority: CertificateAuthority, gatewayPort: number): Promise<ReverseProxy> {
    const [folder, port] = [mkdtempSync(join(tmpdir(), `noroshi-${kind}-`)), await freePort()];
    const { cert, key } = await authority.certify(kind);
    writeFileSync(join(folder, 'cert.pem'), cert);
    writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
    const words = configurations[kind]({ folder, port, gateway: `127.0.0.1:${gatewayPort}` });
    const env = { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const program = new Program([proxyBinary(kind) ?? kind, ...words], { cwd: folder, env });
    const proxy = new ReverseProxy({ ca: authority.ca, port, folder, program });
    await eventually(async () => (await proxy.ask('/healthz')).status === 200, {
      reason: `${kind} serves with its file`,
    }).catch(async (cause: unknown) => {
      await proxy.stop();
      throw new Error(program.said.join('\n'), { cause });
    });
    return proxy;
  }

  get origin(): string {
    return `https://${NAME}:${this.#port}`;
  }

  get socketUrl(): string {
    return `wss://${NAME}:${this.#port}`;
  }

  async ask(path: string): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders }> {
    const answer = await this.open(path);
    await text(answer);
    return { status: answer.statusCode ?? 0, headers: answer.headers };
  }

  /** Resolves with an answer that goes on. */
  async open(path: string): Promise<IncomingMessage> {
    const request = get(`${this.origin}${path}`, { ca: this.ca });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return answer;
  }

  /** Lines that it wrote of requests. */
  get log(): readonly string[] {
    const file = join(this.#folder, 'access.log');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : this.#program.said;
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
