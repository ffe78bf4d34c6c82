/** Of every type of event so far. A later one that is no extension of it is another type to those who read the topic. */
export const EVENT_VERSION = 1;
