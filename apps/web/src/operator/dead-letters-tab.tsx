import { useState } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { refusalOf } from '../refusals/refusal.js';
import { useReason } from '../refusals/use-reason.js';
import { Confirm, type Question } from './confirm.js';
import { Freshness, OutcomeLine, type Outcome } from './notice.js';
import type { DeadLetter } from './operator-api.js';
import { ShowMore } from './show-more.js';
import { Cell, Table } from './table.js';
import { texts } from './texts.js';
import { useFormats } from './use-formats.js';
import { useOperatorApi } from './use-operator-api.js';
import { usePages } from './use-pages.js';

const EVERY_MS = 5_000;

export function DeadLettersTab() {
  const { letters: said, failed } = useTexts(texts);
  const reasonFor = useReason();
  const api = useOperatorApi();
  const { items, error, hasMore, showMore, refresh } = usePages<DeadLetter>(api.deadLetters, EVERY_MS);
  const [question, setQuestion] = useState<Question>();
  const [outcome, setOutcome] = useState<Outcome>();
  const tell = (told: Outcome): void => {
    setOutcome(told);
    refresh();
  };
  const replay = async ({ id }: DeadLetter): Promise<void> => {
    try {
      const { replayed, reason = '' } = await api.replay(id);
      tell(replayed ? { kind: 'done', text: said.replayed } : { kind: 'failed', text: said.again(reason) });
    } catch (cause) {
      tell({ kind: 'failed', text: failed(reasonFor(refusalOf(cause))) });
    }
  };
  const discard = ({ id }: DeadLetter): void =>
    setQuestion({
      ...{ title: said.discardAsk, about: said.discardAbout, deed: said.discard },
      act: () => api.discard(id),
      done: () => tell({ kind: 'done', text: said.discarded }),
    });
  const columns = [said.consumer, said.what, said.reason, said.buried, said.deeds].map((title) => ({ title }));
  return (
    <>
      <p className="op-lead">{said.about}</p>
      <Freshness value={items} error={error} />
      <OutcomeLine outcome={outcome} />
      {items?.length === 0 && <p className="hint">{said.none}</p>}
      {items && items.length > 0 && (
        <Table label={said.title} columns={columns}>
          {items.map((letter) => (
            <LetterRow key={letter.id} letter={letter} onReplay={(one) => void replay(one)} onDiscard={discard} />
          ))}
        </Table>
      )}
      <ShowMore hasMore={hasMore} onMore={showMore} />
      {question && <Confirm question={question} onClose={() => setQuestion(undefined)} />}
    </>
  );
}

interface RowProps {
  readonly letter: DeadLetter;
  readonly onReplay: (letter: DeadLetter) => void;
  readonly onDiscard: (letter: DeadLetter) => void;
}

function LetterRow({ letter, onReplay, onDiscard }: RowProps) {
  const said = useTexts(texts).letters;
  const { moment } = useFormats();
  const { id, consumer, lane, reason, tries, buriedAt } = letter;
  return (
    <tr data-testid="dead-letter">
      <th scope="row">{consumer}</th>
      <Cell title={said.what}>
        {lane.category} {lane.entity}
        <small>{lane.name}</small>
      </Cell>
      <Cell title={said.reason}>
        <span className="op-reason">{reason}</span>
        <small>{said.tries(tries)}</small>
      </Cell>
      <Cell title={said.buried}>{moment(buriedAt)}</Cell>
      <Cell title={said.deeds}>
        <span className="op-deeds">
          <button type="button" aria-label={said.replayOf(id)} onClick={() => onReplay(letter)}>
            {said.replay}
          </button>
          <button type="button" className="op-danger" aria-label={said.discardOf(id)} onClick={() => onDiscard(letter)}>
            {said.discard}
          </button>
        </span>
      </Cell>
    </tr>
  );
}
