import type { Event, Lane } from '../event.js';

/** Makes the adapter that a contract suite runs against, once for the suite. */
export type CreateAdapter<T> = () => Promise<Adapter<T>> | Adapter<T>;

export interface Adapter<T> {
  readonly adapter: T;
  /** Ends it and all that it holds. */
  close?(): Promise<void>;
}

/** What the suites of the log store. */
export interface Noted extends Event {
  readonly type: 'Noted';
  readonly note: string;
}

export const noted = (note: string | number): Noted => ({ type: 'Noted', note: String(note) });

/** The lanes of one entity. An adapter under test must take these three, of the category `room`. */
export interface TestLanes {
  readonly control: Lane;
  readonly members: Lane;
  readonly talk: Lane;
}

export const testCategory = 'room';

export const lanesOf = (entity: string): TestLanes => ({
  control: { category: testCategory, entity, name: 'control' },
  members: { category: testCategory, entity, name: 'members' },
  talk: { category: testCategory, entity, name: 'talk' },
});

let made = 0;

/** Lanes that no other test has written to. */
export const freshLanes = (): TestLanes => {
  made += 1;
  return lanesOf(`fresh ${made} ${Math.random().toString(36).slice(2)}`);
};

/** Starts the adapter before the suite's tests and ends it after them. */
export function useAdapter<T>(create: CreateAdapter<T>): () => T {
  let made: Adapter<T> | undefined;
  beforeAll(async () => {
    made = await create();
  });
  afterAll(async () => {
    await made?.close?.();
  });
  return () => {
    if (!made) throw new Error('the adapter is used before the tests began');
    return made.adapter;
  };
}
