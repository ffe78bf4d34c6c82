import { useMemo, useState } from 'react';
import { forgetIdentity, loadIdentity, saveIdentity, type Identity } from '../identity/identity.js';
import { SignedInContext } from '../identity/session-context.js';
import { useTexts } from '../i18n/use-texts.js';
import { SignIn } from '../sign-in/sign-in.js';
import type { SignOutReason } from '../sign-in/sign-out-reason.js';
import { Shell } from './shell.js';
import { texts } from './texts.js';

export function App() {
  const { ended } = useTexts(texts);
  const [identity, setIdentity] = useState(() => loadIdentity(window));
  const [reason, setReason] = useState<SignOutReason>('asked');

  const signedIn = useMemo(() => {
    const signOut = (why: SignOutReason): void => {
      forgetIdentity(window);
      setReason(why);
      setIdentity(undefined);
    };
    return identity && { identity, signOut };
  }, [identity]);
  const signIn = (next: Identity): void => {
    saveIdentity(window, next);
    setIdentity(next);
  };

  if (!signedIn) return <SignIn onSignIn={signIn} explanation={reason === 'asked' ? undefined : ended[reason]} />;
  return (
    <SignedInContext value={signedIn}>
      <Shell key={signedIn.identity.userId} />
    </SignedInContext>
  );
}
