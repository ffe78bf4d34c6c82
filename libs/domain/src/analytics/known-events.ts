import { eventSchemas } from './event-schemas.js';

const known: ReadonlySet<string> = new Set(eventSchemas.map(({ category, type }) => `${category} ${type}`));

/** Whether this version knows what an event of the type says. One of a later version it does not, and may not tell of it. */
export const isKnownEvent = (category: string, type: string): boolean => known.has(`${category} ${type}`);
