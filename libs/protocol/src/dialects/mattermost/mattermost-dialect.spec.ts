import fc from 'fast-check';
import { roomLane, shortIdOf, type Actor, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { textOf } from '../../numbered-text.js';
import type { FollowedRoom, ServerFrame } from '../../server-frame.js';
import type { Conversation } from './conversation.js';
import { mattermostDescription } from './description.js';
import { postIdOf, teamId } from './ids.js';
import { mattermostDialect } from './mattermost-dialect.js';

const at = Date.parse('2026-01-02T03:04:05.678Z');
const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const bob: Actor = { id: 'bob', name: 'Bob', guest: false };
const epoch = 'e1';
const room = {
  name: 'The lobby',
  ownerId: 'ann',
  settings: { isPublic: true, maxMembers: 9, allowFileSharing: true },
};
const lobby = shortIdOf('lobby');

const recorded = (event: RoomEvent, position = 37): RecordedEvent<RoomEvent> => ({
  event,
  lane: roomLane('lobby', 'talk'),
  position,
  recordedAt: at,
});
const happened = (event: RoomEvent, position?: number): ServerFrame => ({
  ...{ kind: 'event', epoch, room },
  recorded: recorded(event, position),
});
const posted = (content: string, position?: number) =>
  happened({ type: 'MessagePosted', by: bob, content, messageType: 'text', clientMessageId: 'bob:1' }, position);

/** One connection's conversation. */
function conversation(query = '') {
  const memory: Conversation = mattermostDialect.begin(new URLSearchParams(query));
  const hears = (frame: ServerFrame): Record<string, unknown> | undefined => {
    const text = mattermostDialect.encode(frame);
    const own = text === undefined ? undefined : mattermostDialect.address?.(text, frame)(memory);
    return own === undefined ? undefined : (JSON.parse(textOf(own)) as Record<string, unknown>);
  };
  const says = (body: unknown) =>
    mattermostDialect.decode(typeof body === 'string' ? body : JSON.stringify(body), memory);
  const greeted = () => hears({ kind: 'connected', connectionId: 'c'.repeat(26), user: ann, at });
  return { memory, hears, says, greeted };
}

/** What is no JSON is sent as `null`. */
function jsonOf(body: unknown): string {
  const text: unknown = JSON.stringify(body);
  return typeof text === 'string' ? text : 'null';
}

describe('what a Mattermost client sends', () => {
  it.each([
    [{ action: 'ping', seq: 2 }, { kind: 'ping' }],
    [
      { action: 'user_typing', seq: 3, data: { channel_id: 'lobby', parent_id: '' } },
      { kind: 'typing', roomId: 'lobby', isTyping: true },
    ],
    [
      { action: 'user_typing', seq: 3, data: { channel_id: 'lobby', parent_id: null } },
      { kind: 'typing', roomId: 'lobby', isTyping: true },
    ],
    [{ action: 'get_statuses', seq: 4, data: null }, { kind: 'statuses' }],
    [
      { action: 'get_statuses_by_ids', seq: 5, data: { user_ids: ['a'] } },
      { kind: 'statuses', userIds: ['a'] },
    ],
    [
      { action: 'user_update_active_status', seq: 6, data: { user_is_active: false, manual: true } },
      { kind: 'attention', isThere: false },
    ],
    [{ action: 'presence', seq: 7, data: { channel_id: 'x' } }, { kind: 'nothing' }],
    [{ action: 'posted_notify_ack', seq: 8, data: { post_id: 'x', status: 'ok' } }, { kind: 'nothing' }],
    [
      { action: 'authentication_challenge', seq: 1, data: { token: 't' } },
      { kind: 'authenticate', token: 't' },
    ],
  ])('%j', (body, frame) => {
    expect(conversation().says(body)).toMatchObject({ ok: true, ref: body.seq, frame });
  });

  it.each([
    ['{', 'invalid_json', undefined],
    ['['.repeat(60_000), 'too_deep', undefined],
    ['null', 'invalid_frame', undefined],
    ['[]', 'invalid_frame', undefined],
    [{}, 'invalid_frame', undefined],
    [{ seq: 3 }, 'invalid_frame', 3],
    [{ action: '', seq: 3 }, 'invalid_frame', 3],
    [{ action: 7, seq: 3 }, 'invalid_frame', 3],
    [{ action: 'ping' }, 'invalid_frame', undefined],
    [{ action: 'ping', seq: 0 }, 'invalid_frame', undefined],
    [{ action: 'ping', seq: -1 }, 'invalid_frame', undefined],
    [{ action: 'ping', seq: 1.5 }, 'invalid_frame', undefined],
    [{ action: 'ping', seq: '1' }, 'invalid_frame', undefined],
    [{ action: '__proto__', seq: 1 }, 'unknown_action', 1],
    [{ action: 'constructor', seq: 1 }, 'unknown_action', 1],
    [{ action: 'custom_com.example_do', seq: 1 }, 'unknown_action', 1],
    [{ action: 'user_typing', seq: 1 }, 'invalid_frame', 1],
    [{ action: 'user_typing', seq: 1, data: [] }, 'invalid_frame', 1],
    [{ action: 'user_typing', seq: 1, data: { channel_id: 7 } }, 'invalid_frame', 1],
    [{ action: 'get_statuses_by_ids', seq: 1, data: { user_ids: 'a' } }, 'invalid_frame', 1],
  ])('%j is refused', (body, code, ref) => {
    const decoded = conversation().says(body);
    expect(decoded).toMatchObject({ ok: false, error: { kind: 'error', code } });
    expect(decoded.ok ? undefined : decoded.error.ref).toBe(ref);
  });

  it('whatever it is, nothing throws and only what has a number is replied to', () => {
    const seq = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.anything());
    const action = fc.constantFrom(...Object.keys(mattermostDescription.clientFrames));
    const bodies = fc.oneof(fc.anything(), fc.record({ action, seq, data: fc.anything() }, { requiredKeys: [] }));
    fc.assert(
      fc.property(fc.array(fc.oneof(bodies, fc.string())), (sent) => {
        const { says, hears } = conversation();
        for (const body of sent) {
          const decoded = says(typeof body === 'string' ? body : jsonOf(body));
          if (!decoded.ok) expect(hears(decoded.error)).toMatchObject({ status: 'FAIL' });
        }
      }),
    );
  });
});

describe('a challenge', () => {
  const challenge = { action: 'authentication_challenge', data: { token: 't' } };

  it('without a number is taken, and not replied to', () => {
    const decoded = conversation().says(challenge);
    expect(decoded).toMatchObject({ ok: true, frame: { kind: 'authenticate', token: 't' } });
    expect(decoded).not.toHaveProperty('ref');
  });

  it('is ignored when it is repeated, and by who is known already', () => {
    const ignored = { ok: true, frame: { kind: 'nothing' } };
    const { says } = conversation();
    says({ ...challenge, seq: 1 });
    expect(says({ ...challenge, seq: 2 })).toMatchObject(ignored);
    expect(says({ ...challenge, seq: 2 })).not.toHaveProperty('ref');
    const known = conversation();
    known.greeted();
    expect(known.says({ ...challenge, seq: 1 })).toMatchObject(ignored);
  });

  it('without a token shows one that proves nothing', () => {
    expect(conversation().says({ action: 'authentication_challenge', seq: 1 })).toMatchObject({
      ok: true,
      frame: { kind: 'authenticate', token: '' },
    });
  });

  it('that fails is not answered', () => {
    const { hears } = conversation();
    const refused = { kind: 'error', code: 'invalid_token', ref: 1 } as const;
    expect(hears({ ...refused, action: 'authentication_challenge' })).toBeUndefined();
    expect(hears({ ...refused, action: 'user_typing' })).toMatchObject({ status: 'FAIL', seq_reply: 1 });
  });
});

describe('a conversation', () => {
  it('begins with hello, and numbers events but no replies', () => {
    const { hears, greeted } = conversation();
    expect(greeted()).toMatchObject({
      event: 'hello',
      data: { connection_id: 'c'.repeat(26) },
      broadcast: { omit_users: null, user_id: shortIdOf('ann'), channel_id: '' },
      seq: 0,
    });
    expect(hears({ kind: 'done', ref: 1, action: 'authentication_challenge' })).toEqual({ status: 'OK', seq_reply: 1 });
    expect(hears({ kind: 'pong', at, ref: 2 })).toBeUndefined();
    expect(hears({ kind: 'done', ref: 2, action: 'ping' })).toEqual({
      ...{ status: 'OK', seq_reply: 2 },
      data: { text: 'pong', version: expect.any(String) as string, server_time: at, node_id: '' },
    });
    expect(hears(posted('hi'))).toMatchObject({ event: 'posted', seq: 1 });
    expect(hears({ kind: 'status', userId: 'ann', status: 'dnd' })).toMatchObject({
      event: 'status_change',
      data: { status: 'dnd', user_id: shortIdOf('ann') },
      broadcast: { user_id: shortIdOf('ann') },
      seq: 2,
    });
    expect(hears({ kind: 'statuses', statuses: [{ userId: 'bob', status: 'away' }] })).toBeUndefined();
    expect(hears({ kind: 'done', ref: 3, action: 'get_statuses' })).toEqual({
      ...{ status: 'OK', seq_reply: 3 },
      data: { [shortIdOf('bob')]: 'away' },
    });
    expect(hears({ kind: 'done', ref: 4, action: 'presence' })).toEqual({ status: 'OK', seq_reply: 4 });
    expect(hears({ kind: 'read', roomId: 'lobby', position: 3, unreadCount: 0, epoch })).toMatchObject({
      event: 'channel_viewed',
      data: { channel_id: lobby },
      seq: 3,
    });
  });

  it('says nothing of what happened before it began', () => {
    const { hears, greeted } = conversation();
    expect(hears(posted('early'))).toBeUndefined();
    expect(greeted()).toMatchObject({ seq: 0 });
    expect(hears(posted('late'))).toMatchObject({ seq: 1 });
  });

  it('answers a refusal with what the client takes for a reply, also to what had no number', () => {
    const { hears } = conversation();
    expect(hears({ kind: 'error', code: 'unknown_action', ref: 4 })).toEqual({
      status: 'FAIL',
      seq_reply: 4,
      error: {
        id: expect.stringMatching(/app_error$/) as string,
        ...{ message: 'Unknown action', detailed_error: '', status_code: 500 },
      },
    });
    expect(hears({ kind: 'error', code: 'binary_not_supported' })).toMatchObject({ seq_reply: -1 });
    expect(hears({ kind: 'error', code: 'unauthenticated', ref: 1 })).toMatchObject({ error: { status_code: 401 } });
  });

  it('that was numbered goes on from the number that the client expects, if it forgot the rest (mattermost#30388)', () => {
    expect(conversation('connection_id=&sequence_number=7').greeted()).toMatchObject({ seq: 7 });
    expect(conversation(`connection_id=${'a'.repeat(26)}&sequence_number=7`).greeted()).toMatchObject({ seq: 0 });
    expect(conversation().greeted()).toMatchObject({ seq: 0 });
  });

  it.each([
    ['', undefined],
    ['connection_id=&sequence_number=0', undefined],
    [`connection_id=${'a'.repeat(26)}&sequence_number=3`, undefined],
    [`connection_id=${'a'.repeat(26)}`, true],
    ['connection_id=short&sequence_number=3', true],
    ['connection_id=&sequence_number=-1', true],
    ['connection_id=&sequence_number=x', true],
    [`connection_id=${'a'.repeat(26)}&sequence_number=1e3`, true],
  ])('asked for by %j is refused: %s', (query, isRefused) => {
    expect(mattermostDialect.traits(new URLSearchParams(query)).isRefused).toBe(isRefused);
  });
});

describe('a conversation that is taken up', () => {
  const resumes = mattermostDialect.resumes;
  const missed = (memory: Conversation, next: number) =>
    resumes?.missed(memory, conversation(`connection_id=${'c'.repeat(26)}&sequence_number=${next}`).memory);

  it('gives what was missed as it was said, here or after it was handed over', () => {
    const { memory, hears, greeted } = conversation();
    greeted();
    for (const content of ['a', 'b', 'c']) hears(posted(content));
    const handed = resumes?.restore(JSON.parse(JSON.stringify(resumes.save(memory))) as unknown) as Conversation;
    for (const known of [memory, handed]) {
      expect(missed(known, 4)).toEqual([]);
      expect(missed(known, 2)?.map((text) => (JSON.parse(text) as { seq: number }).seq)).toEqual([2, 3]);
      expect(missed(known, 5)).toBeUndefined();
    }
    expect(missed(handed, 1)).toEqual(missed(memory, 1));
    const text = mattermostDialect.encode(posted('d')) ?? '';
    const own = mattermostDialect.address?.(text, posted('d'))(handed) ?? '';
    expect(textOf(own)).toContain('"seq":4');
  });

  it('gives the last 128 events and none of those before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        fc.boolean(),
        (said, next, moved) => {
          const { memory, hears } = conversation();
          memory.userId = 'ann';
          for (let index = 0; index < said; index += 1) hears(posted(String(index)));
          const known = moved ? (resumes?.restore(resumes.save(memory)) as Conversation) : memory;
          const texts = missed(known, next);
          if (next > said || next < said - 128) return expect(texts).toBeUndefined();
          expect(texts?.map((text) => (JSON.parse(text) as { seq: number }).seq)).toEqual(
            Array.from({ length: said - next }, (_, index) => next + index),
          );
        },
      ),
    );
  });
});

describe('the rooms of the user', () => {
  const followed = (roomId: string, ownerId: string): FollowedRoom => ({
    room: { ...room, roomId, ownerId, archived: false, memberCount: 1, present: 1 },
    ...{ participants: [], unreadCount: 0, position: 3 },
  });

  it('are known by their channel ids', () => {
    const { hears, says, greeted } = conversation();
    greeted();
    expect(hears({ kind: 'following', rooms: [followed('lobby', 'bob')], epoch, at })).toBeUndefined();
    const typing = (channel_id: string) => says({ action: 'user_typing', seq: 1, data: { channel_id } });
    expect(typing(lobby)).toMatchObject({ frame: { roomId: 'lobby' } });
    expect(typing(shortIdOf('attic'))).toMatchObject({ frame: { roomId: shortIdOf('attic') } });
    hears({ kind: 'followed', room: followed('attic', 'bob'), epoch, at });
    expect(typing(shortIdOf('attic'))).toMatchObject({ frame: { roomId: 'attic' } });
  });

  it('come and go', () => {
    const { hears, greeted } = conversation();
    greeted();
    expect(hears({ kind: 'followed', room: followed('lobby', 'bob'), epoch, at })).toMatchObject({
      ...{ event: 'user_added', seq: 1 },
      data: { channel_id: lobby, user_id: shortIdOf('ann'), team_id: teamId },
    });
    expect(hears({ kind: 'followed', room: followed('lobby', 'ann'), epoch, at })).toMatchObject({
      ...{ event: 'channel_created', seq: 2 },
      data: { channel_id: lobby, team_id: teamId },
      broadcast: { user_id: shortIdOf('ann') },
    });
    expect(hears({ kind: 'unfollowed', roomId: 'lobby', why: 'not_a_member', at })).toMatchObject({
      ...{ event: 'user_removed', seq: 3 },
      data: { channel_id: lobby },
    });
    expect(hears({ kind: 'left', roomId: 'lobby', why: 'not_a_member', at })).toBeUndefined();
    expect(hears({ kind: 'unfollowed', roomId: 'lobby', why: 'room_archived', at })).toBeUndefined();
  });
});

describe('what happens in a room', () => {
  const told = (frame: ServerFrame) => {
    const { hears, greeted } = conversation();
    greeted();
    return hears(frame);
  };
  const within = (data: unknown, field: string) =>
    JSON.parse((data as Record<string, string>)[field] ?? '') as Record<string, unknown>;

  it('a message', () => {
    const event = told(posted('hi'));
    expect(event).toMatchObject({
      event: 'posted',
      data: {
        ...{ channel_type: 'O', channel_display_name: 'The lobby', channel_name: 'lobby', sender_name: '@bob' },
        ...{ team_id: teamId, set_online: true, channel_id: lobby },
      },
      broadcast: { channel_id: lobby, omit_users: null, user_id: '', team_id: '' },
    });
    expect(within(event?.['data'], 'post')).toMatchObject({
      ...{ id: postIdOf(epoch, 37), create_at: at, update_at: at, edit_at: 0, delete_at: 0, message: 'hi', type: '' },
      ...{ user_id: shortIdOf('bob'), channel_id: lobby, root_id: '', pending_post_id: 'bob:1', reply_count: 0 },
    });
  });

  it('an edit, with when it was posted', () => {
    const event = told(happened({ type: 'MessageEdited', message: 30, content: 'ho', by: bob, postedAt: 5 }));
    expect(event).toMatchObject({ event: 'post_edited', data: { channel_id: lobby } });
    expect(within(event?.['data'], 'post')).toMatchObject({
      ...{ id: postIdOf(epoch, 30), message: 'ho', create_at: 5, update_at: at, edit_at: at },
      user_id: shortIdOf('bob'),
    });
  });

  it('a deletion, by the author or by somebody else', () => {
    const own = told(happened({ type: 'MessageDeleted', message: 30, by: bob, authorId: 'bob', postedAt: 5 }));
    expect(own).toMatchObject({ event: 'post_deleted' });
    expect(own?.['data']).not.toHaveProperty('delete_by');
    const others = told(happened({ type: 'MessageDeleted', message: 30, by: ann, authorId: 'bob', postedAt: 5 }));
    expect(others).toMatchObject({ data: { delete_by: shortIdOf('ann') } });
    expect(within(others?.['data'], 'post')).toMatchObject({ user_id: shortIdOf('bob'), delete_at: at });
  });

  it.each([
    ['ReactionAdded', 'reaction_added'],
    ['ReactionRemoved', 'reaction_removed'],
  ] as const)('%s', (type, name) => {
    const event = told(happened({ type, message: 30, emoji: '+1', by: bob }));
    expect(event).toMatchObject({ event: name, broadcast: { channel_id: lobby } });
    expect(within(event?.['data'], 'reaction')).toMatchObject({
      ...{ user_id: shortIdOf('bob'), post_id: postIdOf(epoch, 30), emoji_name: '+1', create_at: at },
    });
  });

  it('typing, with the typer among those who do not hear it', () => {
    expect(told({ kind: 'typing', roomId: 'lobby', user: bob, isTyping: true, at })).toMatchObject({
      event: 'typing',
      data: { parent_id: '', user_id: shortIdOf('bob'), channel_id: lobby },
      broadcast: { channel_id: lobby, omit_users: { [shortIdOf('bob')]: true } },
    });
    expect(told({ kind: 'typing', roomId: 'lobby', user: bob, isTyping: false, at })).toBeUndefined();
  });

  it('who comes and goes for good', () => {
    const joined = { type: 'MemberJoined', user: bob, kind: 'member' } as const;
    expect(told(happened(joined))).toMatchObject({
      event: 'user_added',
      data: { user_id: shortIdOf('bob'), team_id: teamId, channel_id: lobby },
    });
    expect(told(happened({ type: 'UserRemoved', userId: 'bob', by: 'ann' }))).toMatchObject({
      event: 'user_removed',
      data: { user_id: shortIdOf('bob'), remover_id: shortIdOf('ann'), channel_id: lobby },
    });
    const { hears, greeted } = conversation();
    greeted();
    expect(hears(happened({ type: 'UserRemoved', userId: 'ann', by: 'bob' }))).toBeUndefined();
  });

  it('another name, setting or owner, and the end', () => {
    const event = told(happened({ type: 'RoomRenamed', name: 'The lobby', by: 'ann' }));
    expect(event).toMatchObject({ event: 'channel_updated', data: { channel_id: lobby } });
    expect(within(event?.['data'], 'channel')).toMatchObject({ id: lobby, display_name: 'The lobby', type: 'O' });
    expect(told(happened({ type: 'RoomArchived', by: 'ann' }))).toMatchObject({ event: 'channel_deleted' });
    expect(told(happened({ type: 'UserMuted', userId: 'bob', until: 1, by: 'ann' }))).toBeUndefined();
  });

  it('somebody who came, once for each name', () => {
    const came = (name: string, kind: 'joined' | 'left' = 'joined'): ServerFrame => ({
      kind: 'presence',
      change: { kind, roomId: 'lobby', user: { ...bob, name }, connectionId: 'c', count: 1 },
      at,
    });
    const { hears, greeted } = conversation();
    greeted();
    expect(hears(came('Bob'))).toMatchObject({
      event: 'user_updated',
      data: { user: { id: shortIdOf('bob'), username: 'bob', nickname: 'Bob' } },
    });
    expect([hears(came('Bob')), hears(came('Bob', 'left'))]).toEqual([undefined, undefined]);
    expect(hears(came('Robert'))).toMatchObject({ event: 'user_updated', data: { user: { nickname: 'Robert' } } });
  });
});
