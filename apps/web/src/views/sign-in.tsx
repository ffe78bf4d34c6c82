import { useState, type ReactNode, type SubmitEvent } from 'react';
import { requestDevToken, type TokenResult } from '../api/dev-tokens.js';
import { identityFromToken, type Identity } from '../identity/identity.js';
import { slug } from '../identity/slug.js';
import { Wordmark } from './brand.js';
import { Hills } from './hills.js';
import { roomInUrl } from './use-room-in-url.js';

interface Props {
  readonly onSignIn: (identity: Identity) => void;
  readonly explanation: string | undefined;
}

export function SignIn({ onSignIn, explanation }: Props) {
  const [needsToken, setNeedsToken] = useState(false);
  const room = roomInUrl();
  return (
    <main className="sign-in">
      <Hills />
      <section className="sign-in-card">
        <h1>
          <Wordmark />
        </h1>
        <p className="sign-in-lead">
          {room ? (
            <>
              You are invited to <strong>{room}</strong>.
            </>
          ) : (
            'Light a fire on your hill. Everybody in the room sees it, once and in order.'
          )}
        </p>
        {explanation !== undefined && <p className="hint">{explanation}</p>}
        {needsToken ? (
          <TokenForm onSignIn={onSignIn} />
        ) : (
          <NameForm onSignIn={onSignIn} onDisabled={() => setNeedsToken(true)} />
        )}
      </section>
    </main>
  );
}

const failures: Readonly<Record<'unreachable' | 'nameless', string>> = {
  unreachable: 'The server does not answer. Try again in a moment.',
  nameless: 'A name needs at least one letter or digit.',
};

function NameForm({ onSignIn, onDisabled }: { onSignIn: Props['onSignIn']; onDisabled: () => void }) {
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);

  const take = (result: TokenResult): void => {
    setBusy(false);
    if (result.kind === 'disabled') {
      onDisabled();
      return;
    }
    if (result.kind === 'unreachable') {
      setFailure(failures.unreachable);
      return;
    }
    if (result.kind === 'refused') {
      setFailure(result.reason);
      return;
    }
    const identity = identityFromToken(result.token, true);
    if (identity) onSignIn(identity);
    else setFailure('The server sent a token this page cannot read.');
  };

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const userId = slug(name);
    if (!userId) {
      setFailure(failures.nameless);
      return;
    }
    setBusy(true);
    void requestDevToken({ userId, name: name.trim() }).then(take);
  };

  return (
    <SignInForm onSubmit={submit} failure={failure} busy={busy}>
      <label htmlFor="name">Your name</label>
      <input
        id="name"
        data-testid="name"
        autoComplete="nickname"
        autoFocus
        required
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </SignInForm>
  );
}

function TokenForm({ onSignIn }: { onSignIn: Props['onSignIn'] }) {
  const [token, setToken] = useState('');
  const [failure, setFailure] = useState<string>();

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const identity = identityFromToken(token, false);
    if (identity) onSignIn(identity);
    else setFailure('This is not a token: it needs three parts with a user in the middle one.');
  };

  return (
    <SignInForm onSubmit={submit} failure={failure} busy={false}>
      <p className="hint">This server takes tokens of your identity provider. Paste one to sign in.</p>
      <label htmlFor="token">Access token</label>
      <textarea
        id="token"
        data-testid="token"
        rows={4}
        autoFocus
        required
        spellCheck={false}
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
    </SignInForm>
  );
}

interface FormProps {
  readonly onSubmit: (event: SubmitEvent) => void;
  readonly failure: string | undefined;
  readonly busy: boolean;
  readonly children: ReactNode;
}

function SignInForm({ onSubmit, failure, busy, children }: FormProps) {
  return (
    <form className="sign-in-form" onSubmit={onSubmit}>
      {children}
      {failure !== undefined && (
        <p role="alert" className="failure">
          {failure}
        </p>
      )}
      <button type="submit" className="primary" data-testid="sign-in" disabled={busy}>
        Sign in
      </button>
    </form>
  );
}
