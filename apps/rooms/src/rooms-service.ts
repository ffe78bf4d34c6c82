import type { MemberSummary, Outage, PresenceRegistry, RoomsRequests } from '@noroshi/domain';
import { CommandContention, EventLogFull, EventLogUnavailable, ServiceUnavailable } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';
import type { ChosenStatuses } from './presence/chosen-statuses.js';
import { mentioned } from './mentioned.js';
import type { PresenceAnswers } from './presence/presence-answers.js';
import type { People } from './people.js';
import type { RequestOf } from './requests.js';
import type { RoomCommands } from './room-commands.js';
import type { RoomDirectory } from './room-directory.js';
import { RoomLists } from './room-lists.js';
import type { ShortIds } from './short-ids.js';
import type { VisitorGrace } from './visitor-grace.js';

export interface RoomsServiceOptions {
  readonly directory: RoomDirectory;
  readonly commands: Pick<RoomCommands, 'execute' | 'admit'>;
  readonly presence: PresenceRegistry;
  readonly answers: PresenceAnswers;
  readonly statuses: Pick<ChosenStatuses, 'choose'>;
  readonly shortIds: Pick<ShortIds, 'room'>;
  readonly people: Pick<People, 'find'>;
  readonly grace: Pick<VisitorGrace, 'expect'>;
  /** At most this many members of a room are listed. */
  readonly crowdSize: number;
  readonly logger: Pick<Logger, 'warn'>;
}

type AnswerOf<K extends keyof RoomsRequests> = ReturnType<RoomsRequests[K]>;

/** Everything that others ask of this service. */
export class RoomsService {
  private readonly lists: RoomLists;

  constructor(private readonly options: RoomsServiceOptions) {
    this.lists = new RoomLists(options);
  }

  execute(request: RequestOf<'execute'>): Promise<AnswerOf<'execute'>> {
    return this.attempt(() => this.options.commands.execute(request));
  }

  async admit(request: RequestOf<'admit'>): Promise<AnswerOf<'admit'>> {
    const { commands, grace } = this.options;
    const answer = await this.attempt(() => commands.admit(request));
    if (answer.ok) grace.expect(request.roomId, request.user.id);
    return answer;
  }

  members({ roomId }: RequestOf<'members'>): AnswerOf<'members'> {
    const { directory, presence, crowdSize } = this.options;
    const state = directory.state(roomId);
    if (state.status === 'absent') return { ok: false, code: 'room_not_found' };
    const all = [...state.members.values()].map(({ user, role }): MemberSummary => ({
      userId: user.id,
      name: user.name,
      role,
      present: presence.isPresent(roomId, user.id),
    }));
    const here = all.filter(({ present }) => present);
    const members = all.length <= crowdSize ? all : [...here, ...all.filter(({ present }) => !present)];
    return { ok: true, members: members.slice(0, crowdSize), count: all.length, present: here.length };
  }

  summary({ roomId }: RequestOf<'summary'>): AnswerOf<'summary'> {
    const room = this.lists.summary(roomId);
    return { ok: true, ...(room && { room }) };
  }

  publicRooms({ limit }: RequestOf<'publicRooms'>): AnswerOf<'publicRooms'> {
    return { ok: true, rooms: this.lists.publicRooms(limit) };
  }

  roomsOf(request: RequestOf<'roomsOf'>): AnswerOf<'roomsOf'> {
    return { ok: true, ...this.lists.roomsOf(request) };
  }

  mentioned({ roomId, ...request }: RequestOf<'mentioned'>): AnswerOf<'mentioned'> {
    const state = this.options.directory.state(roomId);
    return { ok: true, roomName: state.name, people: mentioned(state, request) };
  }

  roomNamed({ shortId }: RequestOf<'roomNamed'>): AnswerOf<'roomNamed'> {
    const roomId = this.options.shortIds.room(shortId);
    return { ok: true, ...(roomId === undefined ? {} : { roomId }) };
  }

  people({ userIds }: RequestOf<'people'>): AnswerOf<'people'> {
    return { ok: true, people: userIds.flatMap((userId) => this.options.people.find(userId) ?? []) };
  }

  guestMayUse({ userId }: RequestOf<'guestMayUse'>): AnswerOf<'guestMayUse'> {
    const { directory, presence } = this.options;
    return { ok: true, allowed: !presence.hasVerified(userId) && !directory.isVerifiedMember(userId) };
  }

  present(request: RequestOf<'present'>): Promise<AnswerOf<'present'>> {
    return this.options.answers.present(request);
  }

  connections(request: RequestOf<'connections'>): AnswerOf<'connections'> {
    return this.options.answers.connections(request);
  }

  userStatuses(request: RequestOf<'statuses'>): AnswerOf<'statuses'> {
    return this.options.answers.statuses(request);
  }

  userPresence(request: RequestOf<'userPresence'>): AnswerOf<'userPresence'> {
    return this.options.answers.userPresence(request);
  }

  chooseStatus({ userId, status }: RequestOf<'chooseStatus'>): Promise<AnswerOf<'chooseStatus'>> {
    return this.attempt(async () => {
      await this.options.statuses.choose(userId, status);
      return { ok: true };
    });
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T | { readonly ok: false; readonly code: Outage }> {
    try {
      return await work();
    } catch (cause) {
      if (!isOutage(cause)) throw cause;
      this.options.logger.warn('a command could not be done now', { cause });
      return { ok: false, code: cause instanceof EventLogFull ? 'log_full' : 'unavailable' };
    }
  }
}

/** Anything else is a bug, and its caller is told that there was no answer. */
const isOutage = (cause: unknown): boolean =>
  cause instanceof EventLogUnavailable || cause instanceof CommandContention || cause instanceof ServiceUnavailable;
