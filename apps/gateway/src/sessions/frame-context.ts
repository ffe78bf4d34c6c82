import type { Decoded, ErrorFrame } from '@noroshi/protocol';

/** What an answer is addressed with. */
type Context = Omit<ErrorFrame, 'kind' | 'code' | 'message'>;

export const contextOf = ({ frame, action, ref }: Extract<Decoded, { ok: true }>): Context => ({
  action,
  ...(ref === undefined ? {} : { ref }),
  ...('roomId' in frame ? { roomId: frame.roomId } : {}),
  ...('clientMessageId' in frame ? { clientMessageId: frame.clientMessageId } : {}),
});

/** The same of a frame that is not looked at further; undefined: nobody waits for an answer to it. */
export function awaitedOf(decoded: Decoded): Context | undefined {
  const context = decoded.ok ? contextOf(decoded) : addressOf(decoded.error);
  return context.ref === undefined && context.clientMessageId === undefined ? undefined : context;
}

const addressOf = ({ kind: _kind, code: _code, message: _message, ...context }: ErrorFrame): Context => context;
