import { useLanguage } from '../i18n/language-context.js';
import { useTexts } from '../i18n/use-texts.js';
import { figureNames, figures, pointsOf, type Figure, type Told } from './figures.js';
import { writerOf } from './format.js';
import { summaryOf, within, type Range } from './series.js';
import { texts } from './texts.js';

interface Props {
  readonly told: Told;
  readonly range: Range;
}

const columns = ['now', 'least', 'mean', 'most'] as const;

/** What the charts show, for whoever can not see them, or wants the numbers. */
export function ValuesTable({ told, range }: Props) {
  const said = useTexts(texts);
  return (
    <details className="values">
      <summary>{said.table}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{said.columns.figure}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="number">
                {said.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figureNames.map((figure) => (
            <Row key={figure} figure={figure} told={told} range={range} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Row({ figure, told, range }: Props & { readonly figure: Figure }) {
  const { locale } = useLanguage();
  const { name, about } = useTexts(texts).figures[figure];
  const write = writerOf(figures[figure].unit, locale);
  const summary = summaryOf(within(pointsOf(figure, told), range));
  const cells = summary && [summary.last, summary.least, summary.mean, summary.most];
  return (
    <tr>
      <th scope="row" title={about}>
        {name}
      </th>
      {columns.map((column, index) => (
        <td key={column} className="number">
          {cells ? write(cells[index] ?? 0) : '–'}
        </td>
      ))}
    </tr>
  );
}
