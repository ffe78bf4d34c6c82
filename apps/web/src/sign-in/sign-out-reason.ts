/** Why somebody is signed out: by wish, by the server for good, or because the token could not be renewed. */
export type SignOutReason = 'asked' | 'revoked' | 'signed-out';
