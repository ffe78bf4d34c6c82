import * as fc from 'fast-check';
import type { Client } from '../api/client.js';
import type { Receipt, Room } from '../api/room.js';
import type { OutboxStore } from '../ports/outbox-store.js';
import { memoryOutbox } from '../storage/memory-outbox.js';
import { settled } from '../testing/fake-clock.js';
import { coreScene, type CoreScene } from '../testing/scene.js';
import { ScriptedTransport, type ScriptedLink } from '../testing/scripted-transport.js';
import type { ClientFrame } from '../wire/client-frame.js';

const timestamp = new Date(0).toISOString();

type Post = Extract<ClientFrame, { action: 'message' }>;

/** What becomes of one message that reaches the server. */
type Fate = 'answered' | 'refused for now' | 'cut before it is stored' | 'cut before it is answered' | 'answer lost';

/** A server that stores what it is sent, once, and then does what fate says. */
function fatefulServer(scene: CoreScene, fates: readonly Fate[]) {
  const stored = new Map<string, Receipt & { readonly content: string; readonly roomId: string }>();
  const left = [...fates];
  const store = ({ roomId, clientMessageId, content }: Post): Receipt => {
    const known = stored.get(clientMessageId);
    if (known) return known;
    const offset = `e-${(stored.size + 2).toString(36)}`;
    const receipt = { messageId: `m${offset}`, offset, content, roomId };
    stored.set(clientMessageId, receipt);
    return receipt;
  };
  const post = (link: ScriptedLink, frame: Post): void => {
    const fate = left.shift() ?? 'answered';
    const { roomId, clientMessageId } = frame;
    if (fate === 'refused for now')
      return link.say({ type: 'error', code: 'rate_limited', message: '', roomId, clientMessageId, retryAfter: 1 });
    if (fate === 'cut before it is stored') return link.end(1006);
    const { messageId, offset } = store(frame);
    if (fate === 'cut before it is answered') link.end(1006);
    else if (fate === 'answered') link.say({ type: 'accepted', roomId, clientMessageId, messageId, offset, timestamp });
  };
  scene.transport.onOpen = (link) => {
    link.onSent = (frame) => {
      if (frame.action === 'message') post(link, frame);
      const { ref = 0 } = frame;
      if (frame.action === 'joinRoom')
        link.say({ ...{ type: 'joinedRoom', ref, roomId: frame.roomId, offset: 'e-1' }, ...named });
      if (frame.action === 'resume')
        for (const { roomId, offset } of frame.rooms)
          link.say({ type: 'resumed', ref, roomId, complete: true, from: offset, to: offset });
      if (frame.ref !== undefined) link.say({ type: 'done', ref, action: frame.action });
    };
    link.greet();
  };
  return stored;
}

const named = { roomName: 'A', memberCount: 1, timestamp };

const refuse = (scene: CoreScene, code: string): void => {
  const { roomId, clientMessageId } = scene.transport.link.last('message');
  scene.transport.link.say({ type: 'error', code, message: 'No', roomId, clientMessageId });
};

it('whatever the network does, each message is stored once, in the order of its room, and its promise tells where', async () => {
  const fate = fc.constantFrom<Fate>(
    'answered',
    'refused for now',
    'cut before it is stored',
    'cut before it is answered',
    'answer lost',
  );
  const rooms = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { maxLength: 20 }), rooms, fc.nat(11), async (fates, said, lostAfter) => {
      const scene = coreScene();
      const stored = fatefulServer(scene, fates);
      const client = scene.tab();
      const receipts: Promise<Receipt>[] = [];
      for (const [index, roomId] of said.entries()) {
        receipts.push(client.room(roomId).send(`${index}`));
        if (index !== lostAfter) continue;
        await settled();
        scene.loseCore();
      }
      for (let round = 0; round < 60; round += 1) await scene.clock.pass(8_000);
      const places = await Promise.all(receipts);
      const all = [...stored.values()];
      expect(all).toHaveLength(said.length);
      for (const roomId of ['a', 'b']) {
        const own = said.flatMap((each, index) => (each === roomId ? [`${index}`] : []));
        expect(all.filter((each) => each.roomId === roomId).map(({ content }) => content)).toEqual(own);
      }
      for (const [index, { offset }] of places.entries())
        expect(all.find((each) => each.offset === offset)?.content).toBe(`${index}`);
      expect(await scene.outbox.all('me')).toEqual([]);
      client.close();
    }),
    { numRuns: 60 },
  );
});

describe('a message that is refused', () => {
  async function refused(): Promise<{ scene: CoreScene; room: Room; sent: Promise<unknown> }> {
    const scene = coreScene();
    fatefulServer(scene, ['answer lost']);
    const room = scene.tab().room('a');
    await room.join();
    const sent = room.send('said').catch((error: unknown) => error);
    await settled();
    refuse(scene, 'muted');
    return { scene, room, sent };
  }

  it('is told to its promise with the code of the catalogue, and stays until it is discarded', async () => {
    const { scene, room, sent } = await refused();
    expect(await sent).toMatchObject({ code: 'muted', message: 'No' });
    const [kept] = await scene.outbox.all('me');
    expect(kept).toMatchObject({ content: 'said', error: { code: 'muted' } });
    room.discard(kept?.clientMessageId ?? '');
    await settled();
    expect(await scene.outbox.all('me')).toEqual([]);
  });

  it('does not hold up the next, and is sent behind it when it is tried again', async () => {
    const { scene, room } = await refused();
    await room.send('next');
    const [kept] = await scene.outbox.all('me');
    room.retry(kept?.clientMessageId ?? '');
    await settled();
    expect(await scene.outbox.all('me')).toEqual([]);
    expect(scene.transport.link.of('message').map(({ content }) => content)).toEqual(['said', 'next', 'said']);
  });

  it('is told to all tabs', async () => {
    const { scene } = await refused();
    const other = scene.tab().room('a');
    const timeline = other.timeline();
    await other.join();
    expect(timeline.current.messages).toMatchObject([{ content: 'said', status: 'failed', error: { code: 'muted' } }]);
    timeline.close();
  });
});

it('what is said to a room that one was shown out of is refused with the reason', async () => {
  const scene = coreScene();
  fatefulServer(scene, []);
  const room = scene.tab().room('a');
  await room.join();
  scene.transport.link.say({ type: 'leftRoom', roomId: 'a', timestamp, code: 'banned' });
  await settled();
  await expect(room.send('still here?')).rejects.toMatchObject({ code: 'banned' });
  expect(scene.transport.link.of('message')).toEqual([]);
});

it('what another user left unsent stays for that user', async () => {
  const scene = coreScene();
  await scene.outbox.put({
    ...{ userId: 'other', roomId: 'a', clientMessageId: 'c', content: 'mine', messageType: 'text', queuedAt: 0 },
  });
  fatefulServer(scene, []);
  const client = scene.tab();
  await client.room('a').join();
  await scene.clock.pass(10_000);
  expect(scene.transport.link.of('message')).toEqual([]);
  expect(await scene.outbox.all('other')).toHaveLength(1);
});

describe('what is said before there ever was a connection', () => {
  const tokenOf = (sub: string, claims: object = {}): string =>
    `h.${Buffer.from(JSON.stringify({ sub, ...claims })).toString('base64url')}.s`;
  const shown = (client: Client): unknown =>
    client
      .room('a')
      .timeline()
      .current.messages.map(({ content, status, author }) => [content, status, author.userId]);

  /** A page whose server can't be reached. */
  async function offline({ outbox = memoryOutbox(), token = tokenOf('me') } = {}) {
    const scene = coreScene([new ScriptedTransport()], outbox);
    const client = scene.tab({ token });
    client.unsent.subscribe(() => undefined);
    await settled();
    return { scene, client, end: (error: unknown) => (error as { code?: unknown }).code };
  }

  it('is kept, shown after a reload that finds no server either, and stored once and in order when there is one', async () => {
    const { outbox } = (await offline()).scene;
    for (const [before, text] of ['one', 'two'].entries()) {
      const { client } = await offline({ outbox });
      expect(client.unsent.current).toBe(before);
      const sent = client.room('a').send(text);
      await settled();
      client.close();
      await expect(sent).rejects.toMatchObject({ code: 'closed' });
    }
    const { scene, client } = await offline({ outbox, token: tokenOf('me', { name: 'My name' }) });
    expect(client.unsent.current).toBe(2);
    expect(shown(client)).toEqual([
      ['one', 'pending', 'me'],
      ['two', 'pending', 'me'],
    ]);
    expect(client.room('a').timeline().current.messages[0]?.author.name).toBe('My name');
    const stored = fatefulServer(scene, []);
    scene.transport.onOpen(scene.transport.link);
    await scene.clock.pass(10_000);
    expect([...stored.values()].map(({ content }) => content)).toEqual(['one', 'two']);
    expect(scene.transport.link.of('message')).toHaveLength(2);
    expect(client.unsent.current).toBe(0);
    expect(await outbox.all('me')).toEqual([]);
  });

  it('is never sent as somebody else: it stays for the one whose token it was said with', async () => {
    const { scene, client } = await offline({ token: tokenOf('ann') });
    const sent = client.room('a').send('of ann');
    await settled();
    expect(shown(client)).toEqual([['of ann', 'pending', 'ann']]);
    fatefulServer(scene, []);
    scene.transport.onOpen(scene.transport.link);
    await expect(sent).rejects.toMatchObject({ code: 'discarded' });
    await client.room('a').send('of me');
    await scene.clock.pass(10_000);
    expect(scene.transport.link.of('message').map(({ content }) => content)).toEqual(['of me']);
    expect(shown(client)).not.toContainEqual(['of ann', 'pending', 'ann']);
    expect(await scene.outbox.all('ann')).toMatchObject([{ content: 'of ann' }]);
    expect(await scene.outbox.all('me')).toEqual([]);
  });

  it('is kept though the store is still read, and what is discarded meanwhile does not come back', async () => {
    const store = memoryOutbox();
    let go: () => void = () => undefined;
    const outbox: OutboxStore = {
      all: async (userId) => {
        await new Promise<void>((resolve) => (go = resolve));
        return store.all(userId);
      },
      put: (outgoing) => store.put(outgoing),
      remove: async (...which) => {
        go();
        await settled();
        await store.remove(...which);
      },
    };
    const { client, end } = await offline({ outbox });
    const ends = ['kept', 'discarded'].map((text) => client.room('a').send(text).catch(end));
    await settled();
    const [kept, discarded] = await store.all('me');
    expect(kept?.content).toBe('kept');
    client.room('a').discard(discarded?.clientMessageId ?? '');
    await settled();
    expect(shown(client)).toEqual([['kept', 'pending', 'me']]);
    client.close();
    expect(await Promise.all(ends)).toEqual(['closed', 'discarded']);
  });

  it('waits for the greeting where the token does not say whose it is', async () => {
    const { scene, client } = await offline({ token: 'opaque' });
    const sent = client.room('a').send('said');
    await settled();
    expect(client.unsent.current).toBe(1);
    fatefulServer(scene, []);
    scene.transport.onOpen(scene.transport.link);
    expect(await sent).toMatchObject({ offset: 'e-2' });
  });
});

it('a store that fails costs no message, and is told', async () => {
  const scene = coreScene();
  const problems: string[] = [];
  scene.outbox.put = () => Promise.reject(new Error('The disk is full'));
  fatefulServer(scene, []);
  const client = scene.tab();
  client.on('problem', ({ code }) => problems.push(code));
  await client.room('a').join();
  await Promise.all([client.room('a').send('one'), client.room('a').send('two')]);
  await settled();
  expect(problems).toEqual(['not_kept']);
});
