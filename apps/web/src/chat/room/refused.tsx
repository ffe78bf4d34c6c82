import { useTexts } from '../../i18n/use-texts.js';
import { Link } from '../../shell/link.js';
import { texts } from '../texts.js';

interface Props {
  readonly reason: string;
  readonly onRetry: () => void;
}

export function Refused({ reason, onRetry }: Props) {
  const said = useTexts(texts);
  return (
    <section className="refused" role="alert">
      <h2>{said.closed}</h2>
      <p>{reason}</p>
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
