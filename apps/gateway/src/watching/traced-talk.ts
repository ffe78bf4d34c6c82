import type { Step, Tracing } from '@noroshi/telemetry';
import type { Talk } from '../sessions/talk.js';

/** What is said in rooms, as far as frames ask for it. */
export type Talking = Pick<Talk, 'post' | 'edit' | 'delete' | 'react'>;

/** Each frame that says something in a room begins a trace. */
export function tracedTalk(talk: Talking, tracing: Tracing): Talking {
  return {
    post: (peer, frame) => tracing.begin(stepOf(frame), () => talk.post(peer, frame)),
    edit: (peer, frame) => tracing.begin(stepOf(frame), () => talk.edit(peer, frame)),
    delete: (peer, frame) => tracing.begin(stepOf(frame), () => talk.delete(peer, frame)),
    react: (peer, frame) => tracing.begin(stepOf(frame), () => talk.react(peer, frame)),
  };
}

const stepOf = ({ kind, roomId }: { readonly kind: string; readonly roomId: string }): Step => ({
  ...{ name: `frame ${kind}`, kind: 'server' },
  attributes: { 'noroshi.room': roomId },
});
