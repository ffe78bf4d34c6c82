import { isRoomId, isUserId, shortIdOf, type Actor } from '@noroshi/domain';
import type { UserCaller } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import type { RoomsClient } from '../services/service-clients.js';

export interface NamesOptions {
  readonly rooms: Pick<RoomsClient, 'roomNamed' | 'people'>;
}

/** What these clients call rooms and people. Whole ids are taken as well. */
export class Names {
  readonly #rooms: NamesOptions['rooms'];

  constructor({ rooms }: NamesOptions) {
    this.#rooms = rooms;
  }

  /** The room may not exist all the same. @throws Refused `room_not_found` */
  async room(channelId: string | undefined): Promise<string> {
    if (channelId === undefined || !isRoomId(channelId)) throw new Refused('room_not_found');
    const answer = await this.#rooms.roomNamed({ shortId: channelId });
    if (!answer.ok) throw new Refused(answer.code);
    return answer.roomId ?? channelId;
  }

  /** `me` is who asks. @throws Refused `user_not_found` */
  async user(userId: string | undefined, caller: UserCaller): Promise<Actor> {
    if (userId === undefined || !isUserId(userId)) throw new Refused('user_not_found');
    if (isOwn(userId, caller)) return caller.user;
    const [found] = await this.people([userId]);
    if (!found) throw new Refused('user_not_found');
    return found;
  }

  /** Those who are known. */
  async people(userIds: readonly string[]): Promise<readonly Actor[]> {
    if (userIds.length === 0) return [];
    const answer = await this.#rooms.people({ userIds });
    if (!answer.ok) throw new Refused(answer.code);
    return answer.people;
  }
}

export const isOwn = (userId: string, { user }: UserCaller): boolean =>
  userId === 'me' || userId === user.id || userId === shortIdOf(user.id);
