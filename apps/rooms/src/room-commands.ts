import {
  addresses,
  defaultRoomName,
  laneOf,
  membershipOf,
  placeRoomEvent,
  roomDecider,
  type Actor,
  type Answer,
  type MessageFacts,
  type MessagesRequests,
  type RoomCommand,
  type RoomEvent,
  type RoomRejection,
  type RoomWish,
} from '@noroshi/domain';
import {
  EventLogUnavailable,
  handleCommand,
  type CommandBus,
  type CommandOutcome,
  type EventStore,
  type Guard,
  type Position,
} from '@noroshi/event-sourcing';
import { KeyedQueue } from './keyed-queue.js';
import type { RequestOf } from './requests.js';
import type { RoomDirectory } from './room-directory.js';
import type { ShortIds } from './short-ids.js';

export interface RoomCommandsOptions {
  readonly store: Pick<EventStore<RoomEvent>, 'append'>;
  readonly directory: RoomDirectory;
  /** Settles once the directory has folded this position; false: not in time. */
  readonly directoryReaches: (position: Position) => Promise<boolean>;
  readonly bus: Pick<CommandBus, 'request'>;
  readonly now: () => number;
  /** `maxMembers` of rooms that are opened by a first join. */
  readonly defaultMaxMembers: number;
  readonly shortIds: Pick<ShortIds, 'isTaken'>;
}

type Outcome = CommandOutcome<RoomEvent, RoomRejection>;
type Stored = Answer<{ readonly position?: Position }>;

/**
 * Decides the commands of all rooms, one after the other within a room; between services the log's guard decides.
 *
 * What was stored is folded into the directory before it is answered, so that whoever asks next sees it.
 * @throws EventLogUnavailable, CommandContention, ServiceUnavailable from every method: nothing is known then
 */
export class RoomCommands {
  private readonly queue = new KeyedQueue();

  constructor(private readonly options: RoomCommandsOptions) {}

  async execute({ roomId, wish }: RequestOf<'execute'>): Promise<Stored> {
    // Looked up before the room's turn: a slow answer about one message must not hold up the room.
    const command = await this.commandOf(roomId, wish);
    return this.queue.run(roomId, async () => answerOf(await this.decide(roomId, command)));
  }

  admit({ roomId, roomName, user, kind }: RequestOf<'admit'>): Promise<Stored> {
    return this.queue.run(roomId, async () => {
      const opened = await this.openIfAbsent(roomId, { name: roomName ?? defaultRoomName(roomId), user });
      if (opened && !opened.ok) return opened;
      const joined = answerOf(await this.join(roomId, { type: 'JoinRoom', by: user, at: this.options.now(), kind }));
      // Who is a member already is told since when that is known here: whoever asks may not have heard of it yet.
      return joined.ok ? { position: this.options.directory.position(roomId), ...opened, ...joined } : joined;
    });
  }

  /** A visit is over. Nothing happens to somebody who is back, has left, or has become a lasting member meanwhile. */
  endVisit(roomId: string, userId: string, isPresent: () => boolean): Promise<void> {
    return this.queue.run(roomId, async () => {
      const membership = membershipOf(this.options.directory.state(roomId), userId);
      if (membership?.kind !== 'visitor' || isPresent()) return;
      await this.decide(roomId, { type: 'EndVisit', by: membership.user, at: this.options.now() });
    });
  }

  /** Settles when no command is in hand. */
  idle(): Promise<void> {
    return this.queue.idle();
  }

  /** Undefined when there is a room, also when another service opened it in this moment. */
  private async openIfAbsent(
    roomId: string,
    { name, user }: { readonly name: string; readonly user: Actor },
  ): Promise<Stored | undefined> {
    if (this.options.directory.state(roomId).status !== 'absent') return undefined;
    if (this.options.shortIds.isTaken(roomId)) return { ok: false, code: 'room_exists' };
    const settings = { isPublic: true, maxMembers: this.options.defaultMaxMembers, allowFileSharing: true };
    const at = this.options.now();
    const opened = await this.decide(roomId, { type: 'OpenRoom', by: user, at, name, settings });
    return opened.kind === 'rejected' && opened.rejection === 'room_exists' ? undefined : answerOf(opened);
  }

  /** A join that was stored behind a ban it had not seen counts for nothing: deciding again tells why. */
  private async join(roomId: string, command: Extract<RoomCommand, { type: 'JoinRoom' }>): Promise<Outcome> {
    const outcome = await this.decide(roomId, command);
    const isIn = membershipOf(this.options.directory.state(roomId), command.by.id) !== undefined;
    return outcome.kind === 'stored' && !isIn ? this.decide(roomId, command) : outcome;
  }

  private async decide(roomId: string, command: RoomCommand): Promise<Outcome> {
    const { store, directory, shortIds } = this.options;
    if (command.type === 'OpenRoom' && shortIds.isTaken(roomId)) return { kind: 'rejected', rejection: 'room_exists' };
    const outcome = await handleCommand(command, {
      decider: roomDecider,
      store,
      load: async (atLeast?: Guard) => {
        if (atLeast) await this.reach(atLeast.position);
        return directory.room(roomId);
      },
      place: placeRoomEvent(roomId),
    });
    // The directory does not follow what is said.
    if (outcome.kind === 'stored' && laneOf(outcome.event) !== 'talk') await this.reach(outcome.position);
    return outcome;
  }

  private async reach(position: Position): Promise<void> {
    if (await this.options.directoryReaches(position)) return;
    throw new EventLogUnavailable(`the room directory has not come to position ${position} in time`);
  }

  private async commandOf(roomId: string, wish: RoomWish): Promise<RoomCommand> {
    if (!('position' in wish)) return wish;
    const { position, ...rest } = wish;
    return { ...rest, message: await this.messageFacts(roomId, position) };
  }

  /** @throws EventLogUnavailable when the messages service has not come that far yet */
  private async messageFacts(roomId: string, position: Position): Promise<MessageFacts | undefined> {
    const answer = await this.options.bus.request(addresses.messages('facts'), { roomId, position });
    const facts = answer as ReturnType<MessagesRequests['facts']>;
    if (!facts.ok) throw new EventLogUnavailable(`the messages service does not know position ${position} yet`);
    return facts.message;
  }
}

const answerOf = (outcome: Outcome): Stored => {
  switch (outcome.kind) {
    case 'stored':
      return { ok: true, position: outcome.position };
    case 'unchanged':
      return { ok: true };
    case 'rejected':
      return { ok: false, code: outcome.rejection };
  }
};
