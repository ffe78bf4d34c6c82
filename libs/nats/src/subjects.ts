import type { BuriedEvent, Channel, Lane, ServiceAddress } from '@noroshi/event-sourcing';
import { decodeToken, encodeToken } from './subject-token.js';

/*
 * Every subject and stream of Noroshi.
 *
 *   room.<room>.<control|members|talk>            stream ROOMS
 *   user.<user>.<lane>                            stream USERS
 *   session.<gateway>.presence                    stream SESSIONS
 *   checkpoint.<name>                             stream CHECKPOINTS
 *   deadletter.<consumer>.<epoch>.<position>      stream DEADLETTERS
 *   dashboard.all.<metrics|alerts|events>         stream DASHBOARD
 *   live.room.<room>.<lane>, live.user.<user>.…   what a stream has stored, republished; never kept
 *   typing.room.<room>, presence.room.<room>,
 *   signals.room.<room>, news.<kind>[.<entity>]     ephemeral news
 *   service.<service>.<operation>                 requests, to any instance of a service
 *   service.<service>.<instance>.<operation>      requests, to one instance
 */

/** A stream: the log of all entities of one category. */
export interface StreamNames {
  readonly stream: string;
  readonly category: string;
  readonly subjects: readonly string[];
}

export const streamNames = {
  rooms: { stream: 'ROOMS', category: 'room', subjects: ['room.*.control', 'room.*.members', 'room.*.talk'] },
  users: { stream: 'USERS', category: 'user', subjects: ['user.*.*'] },
  sessions: { stream: 'SESSIONS', category: 'session', subjects: ['session.*.presence'] },
  checkpoints: { stream: 'CHECKPOINTS', category: 'checkpoint', subjects: ['checkpoint.*'] },
} as const satisfies Record<string, StreamNames>;

/** What consumers gave up on: one subject for each letter, which keeps its last message only. */
export const deadLetterNames = { stream: 'DEADLETTERS', subjects: ['deadletter.*.*.*'] } as const;

/** What dashboards show, for a while. Not among the others: nothing depends on it, so it may be lost without ado. */
export const dashboardNames = {
  stream: 'DASHBOARD',
  category: 'dashboard',
  subjects: ['dashboard.*.*'],
} as const satisfies StreamNames;

/** Of all consumers unless one is given. */
export const deadLetterSubjects = (consumer?: string): string =>
  `deadletter.${consumer === undefined ? '*' : encodeToken(consumer)}.*.*`;

export const deadLetterSubject = ({ consumer, epoch, position }: BuriedEvent): string =>
  `deadletter.${encodeToken(consumer)}.${encodeToken(epoch)}.${position}`;

/** What a consumer of a stream is marked with: the name of the connection that made it. */
export const READER = 'noroshi.reader';

/** All of a category's subjects, and where they are republished. */
export const categorySubjects = (category: string): string => `${encodeToken(category)}.>`;
export const liveCategorySubjects = (category: string): string => `live.${encodeToken(category)}.>`;

export const laneSubject = ({ category, entity, name }: Lane): string =>
  `${encodeToken(category)}.${encodeToken(entity)}.${encodeToken(name)}`;

export const liveSubject = (lane: Lane): string => `live.${laneSubject(lane)}`;

/** All lanes of one entity, live. */
export const liveEntitySubjects = ({ category, entity }: Omit<Lane, 'name'>): string =>
  `live.${encodeToken(category)}.${encodeToken(entity)}.*`;

/** One lane of every entity of a category. */
export const laneOfAllSubjects = (category: string, lane: string): string =>
  `${encodeToken(category)}.*.${encodeToken(lane)}`;

export const checkpointSubject = (name: string): string => `checkpoint.${encodeToken(name)}`;

/** @throws RangeError when the subject is not a lane's */
export function parseLaneSubject(subject: string): Lane {
  const [category, entity, name, ...rest] = subject.split('.');
  if (category === undefined || entity === undefined || name === undefined || rest.length > 0) {
    throw new RangeError(`not the subject of a lane: ${subject}`);
  }
  return { category: decodeToken(category), entity: decodeToken(entity), name: decodeToken(name) };
}

/** What the entity of these kinds of news is; other kinds live under `news`. */
const newsAbout = new Map([
  ['typing', 'room'],
  ['signals', 'room'],
  ['presence', 'room'],
]);

export function channelSubject({ kind, entity }: Channel): string {
  const about = entity === undefined ? undefined : newsAbout.get(kind);
  const head = about === undefined ? `news.${encodeToken(kind)}` : `${kind}.${about}`;
  return entity === undefined ? head : `${head}.${encodeToken(entity)}`;
}

/** Where a service answers: also the message pattern of its controllers. */
export function serviceSubject({ service, operation, instance }: ServiceAddress): string {
  const path = instance === undefined ? [service, operation] : [service, instance, operation];
  return `service.${path.map(encodeToken).join('.')}`;
}

/** The queue group of a service's instances: each request goes to one of them. */
export const serviceQueue = (service: string): string => encodeToken(service);
