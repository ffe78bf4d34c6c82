import { createInterface } from 'node:readline';
import { eventually, makeCertificateAuthority, whyNoCertificates, type CertificateAuthority } from '@noroshi/testing';
import { ask } from './api.js';
import { NotUpgraded } from './client.js';
import { proxyBinary, ReverseProxy, type ProxyKind } from './reverse-proxy.js';
import { setScene } from './scene.js';

const problemOf = (kind: ProxyKind): string | undefined =>
  whyNoCertificates() ?? (proxyBinary(kind) === undefined ? `there is no ${kind} that runs` : undefined);

// As docs/how-to/proxy.md says.
const scene = setScene({ env: { NOROSHI_TRUSTED_PROXIES: '127.0.0.0/8' } });
let authority: CertificateAuthority;
beforeAll(async () => {
  authority = await makeCertificateAuthority();
});
afterAll(() => authority.close());

describe.each(['nginx', 'caddy'] as const)('the file for %s', (kind) => {
  const problem = problemOf(kind);
  if (problem !== undefined)
    process.stderr.write(`\nTHE FILE FOR ${kind.toUpperCase()} IS NOT TESTED: ${problem}.\n\n`);
  const fact = problem === undefined ? it : it.skip;
  let proxy: ReverseProxy;

  beforeAll(async () => {
    if (problem === undefined) proxy = await ReverseProxy.start(kind, authority, scene.stack.port);
  });
  afterAll(async () => {
    if (problem === undefined) await proxy.stop();
  });

  const connect = (userId: string, headers: Readonly<Record<string, string>> = {}) =>
    scene.connectAs({ url: proxy.socketUrl, ca: proxy.ca, token: scene.stack.token(userId), headers });

  fact('lets sockets in from its own origin, and from no other', async () => {
    const [ann, ben] = [await connect('ann', { origin: proxy.origin }), await connect('ben')];
    const roomId = scene.newRoom();
    await ann.join(roomId);
    await ben.join(roomId);
    await ben.say(roomId, 'through the door');
    await ann.next({ type: 'message', content: 'through the door' });
    await expect(connect('eve', { origin: 'https://elsewhere.example' })).rejects.toEqual(new NotUpgraded(403));
  });

  fact('passes an event stream line by line, as it is said', async () => {
    const roomId = scene.newRoom();
    const bearer = scene.stack.token('ann');
    await ask(scene.stack, { method: 'POST', path: '/rooms', bearer, body: { id: roomId, name: 'Hall' } });
    const stream = await proxy.open(`/sse?rooms=${roomId}&token=${bearer}`);
    try {
      const lines: string[] = [];
      createInterface({ input: stream }).on('line', (line) => lines.push(line));
      const isTold = (what: string) =>
        eventually(() => lines.some((line) => line.includes(what)), { reason: `${what} comes over the stream` });
      await isTold('joinedRoom');
      for (const content of ['first', 'second']) {
        const path = `/rooms/${roomId}/messages`;
        expect((await ask(scene.stack, { method: 'POST', path, bearer, body: { content } })).status).toBe(201);
        await isTold(content);
      }
    } finally {
      stream.destroy();
    }
  });

  fact('says where a client is, whatever the client says of that', async () => {
    const { connectionId } = await connect('liar', { 'x-forwarded-for': '203.0.113.9' });
    const token = scene.stack.token('root', { roles: ['admin'] });
    const items = await eventually(
      async () => {
        const answer = await fetch(`${scene.stack.url}/api/v1/connections?user=liar&token=${token}`);
        const page = (await answer.json()) as { items: { connectionId: string; address: string }[] };
        return page.items.some((item) => item.connectionId === connectionId) && page.items;
      },
      { reason: 'the registry has heard of the connection' },
    );
    expect(items.map(({ address }) => address)).toEqual(['127.0.0.1']);
  });

  fact('tells browsers to come with TLS only, and keeps tokens out of its log', async () => {
    const { status, headers } = await proxy.ask('/api/v1/rooms?token=a-secret-of-somebody');
    expect([status, headers['strict-transport-security']]).toEqual([401, 'max-age=31536000']);
    await eventually(() => proxy.log.some((line) => line.includes('/api/v1/rooms')), { reason: 'it is logged' });
    expect(proxy.log.join('\n')).not.toContain('a-secret-of-somebody');
  });
});
