/** Where the connection stands. `retryAt` is epoch ms; `offline`: the browser says there is no network. */
export type ConnectionStatus =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' }
  | { readonly phase: 'waiting'; readonly retryAt: number; readonly offline: boolean }
  | { readonly phase: 'ended'; readonly reason: 'revoked' | 'signed-out' };

/** What a close code asks of a client. Everything but a refusal of the person is worth coming back from. */
export function afterClose(code: number): 'reconnect' | 'renew' | 'end' {
  if (code === 4403) return 'end';
  return code === 4401 ? 'renew' : 'reconnect';
}
