import { gunzipSync } from 'node:zlib';
import { isKnownEvent, roomCategory, type RoomEvent, type ToldEvent } from '@noroshi/domain';
import { eventOfLine } from '../archive/archive-line.js';
import { manifestsFolder } from '../archive/hour.js';
import { parseManifest, sha256Of } from '../archive/manifest.js';
import type { ObjectStore } from '../archive/object-store.js';

/** An event of a room as it was: its position is of the log that it was told from. */
export type ArchivedEvent = ToldEvent & { readonly event: RoomEvent };

/** The archive does not hold what it should: told to whoever wants to restore, in a sentence. */
export class ArchiveUnfit extends Error {
  override readonly name = 'ArchiveUnfit';
}

/**
 * All events of a room, each once, in order; of the newest log, when the archive has several. Every object of the archive is
 * read, one after the other.
 *
 * @throws ArchiveUnfit, and StoreUnavailable
 */
export async function readArchivedRoom(store: ObjectStore, roomId: string): Promise<readonly ArchivedEvent[]> {
  const events = new Map<string, ArchivedEvent>();
  for (const key of await store.list(manifestsFolder))
    for (const event of eventsOfRoom(await linesOf(store, key), roomId)) events.set(event.id, event);
  const newest = [...events.values()].reduce<ArchivedEvent | undefined>(
    (latest, event) => (latest && latest.recordedAt > event.recordedAt ? latest : event),
    undefined,
  );
  const room = [...events.values()]
    .filter(({ epoch }) => epoch === newest?.epoch)
    .sort((a, b) => a.position - b.position);
  assertWhole(room, roomId);
  return room;
}

async function linesOf(store: ObjectStore, manifestKey: string): Promise<readonly string[]> {
  const manifest = parseManifest((await store.get(manifestKey)) ?? missing(manifestKey));
  const bytes = (await store.get(manifest.object)) ?? missing(manifest.object);
  if (sha256Of(bytes) !== manifest.sha256)
    throw new ArchiveUnfit(`${manifest.object} is not what was archived: its SHA-256 is not that of its manifest.`);
  return gunzipSync(bytes).toString().split('\n');
}

function missing(key: string): never {
  throw new ArchiveUnfit(`The archive has no ${key}, and its manifest says that it should.`);
}

function* eventsOfRoom(lines: readonly string[], roomId: string): Iterable<ArchivedEvent> {
  // Most lines are of other rooms: those are not parsed.
  const key = `"partitionkey":${JSON.stringify(roomId)}`;
  for (const line of lines) {
    const event = line.includes(key) ? eventOfLine(line) : undefined;
    if (event?.lane.category === roomCategory && event.lane.entity === roomId) yield event as ArchivedEvent;
  }
}

function assertWhole(room: readonly ArchivedEvent[], roomId: string): void {
  const [first] = room;
  if (!first) throw new ArchiveUnfit(`The archive has no room ${roomId}.`);
  if (first.event.type !== 'RoomOpened')
    throw new ArchiveUnfit(`The archive does not have the beginning of ${roomId}: it begins with ${first.event.type}.`);
  const unknown = room.find(({ event, version }) => version !== 1 || !isKnownEvent(roomCategory, event.type));
  if (unknown)
    throw new ArchiveUnfit(`${roomId} has a ${unknown.event.type} of a later version: restore it with that version.`);
}
