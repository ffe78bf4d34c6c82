import { useTexts } from '../i18n/use-texts.js';
import type { Refusal } from '../refusals/refusal.js';
import { useReason } from '../refusals/use-reason.js';
import { texts } from './texts.js';

/** What became of a deed: said, and there until the next one. */
export interface Outcome {
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

export const OutcomeLine = ({ outcome }: { readonly outcome: Outcome | undefined }) => (
  <p className="op-outcome" role="status" data-kind={outcome?.kind}>
    {outcome?.text}
  </p>
);

interface Props {
  readonly value: unknown;
  readonly error: Refusal | undefined;
}

/** What is said while there is nothing to show, or what is shown is not of now. */
export function Freshness({ value, error }: Props) {
  const said = useTexts(texts);
  const reason = useReason();
  if (error !== undefined)
    return (
      <p className="failure op-stale" role="alert">
        {said.stale(reason(error))}
      </p>
    );
  return value === undefined ? <p className="hint">{said.loading}</p> : null;
}
