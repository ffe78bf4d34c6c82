import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.js';
import type { Project } from './project.js';

/** Where a script can be run beside a service. */
export type Inside = Pick<Project, 'inside'>;

/** Positions of the posts of each room, in the order in which a store has them. */
export type Stored = Readonly<Record<string, readonly number[]>>;

const script = (name: string): string => readFileSync(join(root, 'tools/deploy/inside', `${name}.mjs`), 'utf8');

/** The truth. */
export const ofLog = async (project: Inside): Promise<Stored> =>
  JSON.parse(await project.inside('rooms', script('log'))) as Stored;

export const ofMongo = async (project: Inside): Promise<Stored> =>
  JSON.parse(await project.inside('messages', script('mongo'))) as Stored;

export const ofTopic = async (project: Inside): Promise<Stored> =>
  JSON.parse(await project.inside('analytics-relay', script('topic'))) as Stored;

/** Does this MongoDB have after a restart what it acknowledged before? */
export async function mongoKeepsWhatItStores(project: Project): Promise<boolean> {
  await project.inside('messages', script('keeps'), { MARK: '1' });
  await project.docker('restart', project.container('mongo'));
  await project.compose('up', '--detach', '--wait', '--no-deps', 'mongo');
  return Number(await project.inside('messages', script('keeps'))) > 0;
}

/** What everybody in these rooms is told of the past, through the door. */
export async function ofHistory(url: string, key: string, rooms: readonly string[]): Promise<Stored> {
  const entries = rooms.map(async (room) => [room, await historyOf(url, key, room)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

interface Page {
  readonly items: readonly { readonly messageId: string }[];
  readonly previous?: string;
}

async function historyOf(url: string, key: string, room: string): Promise<number[]> {
  const positions: number[] = [];
  let before: string | undefined;
  do {
    const page = await pageOf(url, key, `${room}/messages?limit=100${before ? `&before=${before}` : ''}`);
    positions.unshift(...page.items.map(({ messageId }) => positionOf(messageId)));
    before = page.previous;
  } while (before !== undefined);
  return positions;
}

async function pageOf(url: string, key: string, path: string): Promise<Page> {
  const answer = await fetch(`${url}/api/v1/rooms/${path}`, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Page;
}

/** A message's id ends in its place in the log. */
const positionOf = (messageId: string): number => Number.parseInt(messageId.slice(messageId.indexOf('-') + 1), 36);
