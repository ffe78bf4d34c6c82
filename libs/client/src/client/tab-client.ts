import type { Client, ClientEvents } from '../api/client.js';
import type { ConnectionState, Reason } from '../api/connection-state.js';
import type { Message, User } from '../api/message.js';
import type { Rest } from '../api/rest.js';
import type { Room } from '../api/room.js';
import type { RoomStanding, ToTab, Topic } from '../core/messages.js';
import { roomOf } from '../core/room-of.js';
import { topicOf } from '../core/topic-of.js';
import type { FollowedRoomFields, ServerFrame } from '../wire/server-frame.js';
import { CoreLink, type TabPort } from './core-link.js';
import { Listeners } from './listeners.js';
import { Value } from './live-values.js';
import { NotificationList } from './notification-list.js';
import { restClient } from './rest-client.js';
import { RoomList } from './room-list.js';
import { ClientRoom } from './room/client-room.js';
import { Sends } from './sends.js';
import { StreamFeeds } from './stream-feeds.js';
import type { Tokens } from './tokens.js';

const followedIn = (frame: ServerFrame): readonly FollowedRoomFields[] => {
  if (frame.type === 'followed') return [frame.room];
  return frame.type === 'following' ? frame.rooms : [];
};

/** Where one stands with every room when nobody comes back. */
const closedBy = ({ text }: Reason): RoomStanding => ({ kind: 'out', code: 'closed', message: text });

type Heard = Exclude<ToTab, { kind: 'answer' }>;
type Handlers = { readonly [K in Heard['kind']]: (message: Extract<Heard, { kind: K }>) => void };

export interface TabParts {
  /** Called when the core is first needed, and again each time its port has ended: then that core is gone. */
  readonly open: () => Promise<TabPort>;
  /** No port will be needed any more. */
  readonly close: () => void;
  readonly tokens: Tokens;
  /** Of the server, asked for when it is needed. */
  readonly url: () => string;
}

export const createClient = (parts: TabParts): Client => new TabClient(parts);

class TabClient implements Client {
  readonly state: Value<ConnectionState>;
  readonly me: Value<User | undefined>;
  readonly unsent: Value<number>;
  readonly rooms: RoomList;
  readonly notifications: NotificationList;
  readonly streams: StreamFeeds;
  readonly rest: Rest;
  readonly #link: CoreLink;
  readonly #tokens: Tokens;
  readonly #closed: () => void;
  readonly #sends: Sends;
  readonly #rooms = new Map<string, ClientRoom>();
  readonly #topics = new Set<Topic>();
  readonly #listeners = new Listeners<ClientEvents>();
  #taps = 0;

  constructor({ open, close, tokens, url }: TabParts) {
    const begin = (): void => this.#link.begin();
    this.state = new Value<ConnectionState>({ phase: 'connecting' }, begin);
    this.me = new Value<User | undefined>(undefined, begin);
    this.unsent = new Value(0, begin);
    this.#tokens = tokens;
    this.#closed = close;
    this.rest = restClient(url, tokens);
    this.#link = new CoreLink({
      open,
      heard: (message) => (this.#handlers[message.kind as Heard['kind']] as (message: ToTab) => void)(message),
      reopened: () => this.#tellAgain(),
    });
    const me = (): User | undefined => this.me.current;
    this.#sends = new Sends({
      me: () => me() ?? tokens.holder,
      link: this.#link,
      changed: (roomId, stored) => this.#unsentChanged(roomId, stored),
    });
    this.notifications = new NotificationList({
      listen: () => this.#listen('notifications'),
      changed: () => this.rooms.stale(),
      link: this.#link,
      rest: this.rest,
    });
    this.rooms = new RoomList({
      me,
      begin: () => {
        this.#listen('follow');
        this.#listen('notifications');
      },
      mentions: () => this.notifications.byRoom(),
    });
    this.streams = new StreamFeeds({
      listen: (stream) => this.#listenAnew(stream),
      unlisten: (stream) => {
        this.#topics.delete(stream);
        this.#link.post({ kind: 'unlisten', topic: stream });
      },
    });
  }

  room(id: string): Room {
    const known = this.#rooms.get(id);
    if (known) return known;
    const room = new ClientRoom(id, {
      link: this.#link,
      // Asked anew, since the list that came may have been before this room was of interest.
      listen: (topic) => this.#listenAnew(topic),
      me: () => this.me.current,
      rest: this.rest,
      sends: this.#sends,
    });
    this.#rooms.set(id, room);
    return room;
  }

  on<K extends keyof ClientEvents>(event: K, listener: (payload: ClientEvents[K]) => void): () => void {
    this.#link.begin();
    const end = this.#listeners.on(event, listener);
    if (event !== '*') return end;
    this.#tap(1);
    return () => {
      end();
      this.#tap(-1);
    };
  }

  retryNow(): void {
    this.#link.post({ kind: 'retryNow' });
  }

  close(): void {
    this.#link.close();
    this.#closed();
    this.#sends.close();
    for (const room of this.#rooms.values()) room.close();
    this.#setState({ phase: 'closed', reason: { code: 0, text: 'Closed' } });
  }

  readonly #handlers: Handlers = {
    state: ({ state }) => this.#setState(state),
    me: ({ me }) => this.me.set(me),
    token: ({ askId, reason }) => void this.#giveToken(askId, reason),
    room: ({ roomId, standing }) => {
      const { current } = this.state;
      const isHopeless = standing.kind === 'joining' && current.phase === 'closed';
      this.#rooms.get(roomId)?.stands(isHopeless ? closedBy(current.reason) : standing);
      // The server tells of rooms that one comes to be in elsewhere, not of those that this connection joins.
      if (standing.kind === 'inside' && this.rooms.lacks(roomId)) this.#listenAnew('follow');
    },
    gap: (gap) => this.#rooms.get(gap.roomId)?.missed(gap),
    frames: ({ frames }) => {
      for (const frame of frames) this.#heard(frame);
    },
    outgoing: (message) => this.#sends.outgoing(message),
    settled: (message) => this.#sends.settled(message),
    topic: ({ topic, phase }) => {
      if (topic !== 'notifications') return;
      if (phase === 'asked') this.notifications.asked();
      else void this.notifications.ready();
    },
    topicRefused: ({ topic, refusal }) => this.streams.refused(topic, refusal),
    notificationChanged: (change) => this.notifications.changed(change),
    problem: ({ problem }) => this.#listeners.tell('problem', problem),
    tap: ({ direction, frame }) => this.#listeners.tell('*', { direction, frame }),
  };

  #heard(frame: ServerFrame): void {
    this.notifications.heard(frame);
    this.streams.heard(topicOf(frame), frame);
    this.rooms.heard(frame);
    for (const fields of followedIn(frame)) this.#rooms.get(fields.roomId)?.followed(fields);
    this.#rooms.get(roomOf(frame) ?? '')?.heard(frame);
  }

  #setState(state: ConnectionState): void {
    this.state.set(state);
    if (state.phase === 'closed') for (const room of this.#rooms.values()) room.stands(closedBy(state.reason));
    this.#listeners.tell('state', state);
  }

  #unsentChanged(roomId: string, stored: Message | undefined): void {
    this.unsent.set(this.#sends.unsent);
    this.#rooms.get(roomId)?.unsentChanged(stored);
  }

  async #giveToken(askId: number, reason: Parameters<Tokens['answer']>[0]): Promise<void> {
    this.#link.post({ kind: 'token', askId, answer: await this.#tokens.answer(reason) });
  }

  #listen(topic: Topic): void {
    if (!this.#topics.has(topic)) this.#listenAnew(topic);
  }

  #listenAnew(topic: Topic): void {
    this.#topics.add(topic);
    this.#link.post({ kind: 'listen', topic });
  }

  #tap(change: number): void {
    this.#taps += change;
    this.#link.post({ kind: 'tap', isOn: this.#taps > 0 });
  }

  /** To a core that knows nothing yet. */
  #tellAgain(): void {
    if (this.#taps > 0) this.#tap(0);
    for (const room of this.#rooms.values()) room.wantAgain();
    for (const topic of this.#topics) this.#listenAnew(topic);
    this.#sends.tellAgain();
  }
}
