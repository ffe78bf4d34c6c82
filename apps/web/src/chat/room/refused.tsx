import { useTexts } from '../../i18n/use-texts.js';
import type { Refusal } from '../../refusals/refusal.js';
import { useReason } from '../../refusals/use-reason.js';
import { Link } from '../../shell/link.js';
import { texts } from '../texts.js';

interface Props {
  readonly refusal: Refusal;
  readonly onRetry: () => void;
}

export function Refused({ refusal, onRetry }: Props) {
  const reason = useReason();
  const said = useTexts(texts);
  return (
    <section className="refused" role="alert">
      <h2>{said.closed}</h2>
      <p>{reason(refusal)}</p>
      <div className="refused-ways">
        <button type="button" className="quiet" onClick={onRetry}>
          {said.tryAgain}
        </button>
        <Link className="primary" href="/">
          {said.backToRooms}
        </Link>
      </div>
    </section>
  );
}
