import { useState } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { Dialog } from '../look/dialog.js';
import { refusalOf, type Refusal } from '../refusals/refusal.js';
import { useReason } from '../refusals/use-reason.js';
import { texts } from './texts.js';

/** Something that is not done by a slip of the hand. */
export interface Question {
  readonly title: string;
  readonly about: string;
  /** What the button says. */
  readonly deed: string;
  /** Settles when it is done. */
  readonly act: () => Promise<unknown>;
  readonly done: () => void;
}

interface Props {
  readonly question: Question;
  readonly onClose: () => void;
}

export function Confirm({ question: { title, about, deed, act, done }, onClose }: Props) {
  const said = useTexts(texts);
  const reason = useReason();
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly error?: Refusal }>({ isBusy: false });
  const go = async (): Promise<void> => {
    setState({ isBusy: true });
    try {
      await act();
      onClose();
      done();
    } catch (cause) {
      setState({ isBusy: false, error: refusalOf(cause) });
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{about}</p>
      {state.error !== undefined && (
        <p className="failure" role="alert">
          {said.failed(reason(state.error))}
        </p>
      )}
      <div className="op-confirm">
        <button type="button" className="quiet" onClick={onClose}>
          {said.cancel}
        </button>
        <button type="button" className="primary" disabled={state.isBusy} onClick={() => void go()}>
          {deed}
        </button>
      </div>
    </Dialog>
  );
}
