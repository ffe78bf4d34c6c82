import type { ReactNode, SubmitEvent } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { texts } from './texts.js';

interface Props {
  readonly onSubmit: (event: SubmitEvent) => void;
  readonly failure: string | undefined;
  readonly busy: boolean;
  readonly children: ReactNode;
}

export function SignInForm({ onSubmit, failure, busy, children }: Props) {
  const said = useTexts(texts);
  return (
    <form className="sign-in-form" onSubmit={onSubmit}>
      {children}
      {failure !== undefined && (
        <p role="alert" className="failure">
          {failure}
        </p>
      )}
      <button type="submit" className="primary" data-testid="sign-in" disabled={busy}>
        {said.signIn}
      </button>
    </form>
  );
}
