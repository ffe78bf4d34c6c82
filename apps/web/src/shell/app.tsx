import { NoroshiProvider } from '@noroshi/react';
import { useSyncExternalStore } from 'react';
import type { SignIns } from '../identity/sign-ins.js';
import { SignedInContext } from '../identity/signed-in.js';
import { useTexts } from '../i18n/use-texts.js';
import { SignIn } from '../sign-in/sign-in.js';
import { Shell } from './shell.js';
import { texts } from './texts.js';

export function App({ signIns }: { readonly signIns: SignIns }) {
  const { ended } = useTexts(texts);
  const { signedIn, reason } = useSyncExternalStore(signIns.subscribe, signIns.current);
  if (!signedIn)
    return <SignIn onSignIn={signIns.signIn} explanation={reason === 'asked' ? undefined : ended[reason]} />;
  return (
    <SignedInContext value={signedIn}>
      <NoroshiProvider client={signedIn.client}>
        <Shell key={signedIn.identity.userId} />
      </NoroshiProvider>
    </SignedInContext>
  );
}
