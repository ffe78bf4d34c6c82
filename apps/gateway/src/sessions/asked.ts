import type { ClientFrame, FrameRef } from '@noroshi/protocol';

/** What a client asks, and the number by which it will know the answer. */
export type Asked<K extends ClientFrame['kind']> = Extract<ClientFrame, { kind: K }> & Numbered;

interface Numbered {
  readonly ref?: FrameRef;
}

/** For the answer. */
export const refIn = ({ ref }: Numbered): Numbered => (ref === undefined ? {} : { ref });
