/** Where the connection stands. `retryAt` is epoch ms; `offline`: the browser says there is no network. */
export type ConnectionStatus =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' }
  | { readonly phase: 'waiting'; readonly retryAt: number; readonly offline: boolean }
  | { readonly phase: 'ended'; readonly reason: 'revoked' | 'signed-out' };

/** What a close code asks of a client: 4403 to 4499 refuse the person, and everything else is worth coming back from. */
export function afterClose(code: number): 'reconnect' | 'renew' | 'end' {
  if (code >= 4403 && code < 4500) return 'end';
  return code === 4401 ? 'renew' : 'reconnect';
}
