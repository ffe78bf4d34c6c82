import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  /** What stands above the columns; `number`: to the right. */
  readonly columns: readonly { readonly title: string; readonly about?: string; readonly isNumber?: boolean }[];
  readonly children: ReactNode;
}

/** On a small screen each row is a card, in which the cells carry their columns' titles (`data-title`). */
export const Table = ({ label, columns, children }: Props) => (
  <div className="op-scroll" role="region" aria-label={label} tabIndex={0}>
    <table className="op-table">
      <thead>
        <tr>
          {columns.map(({ title, about, isNumber }) => (
            <th key={title} scope="col" title={about} data-number={isNumber}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

interface CellProps {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly children?: ReactNode;
}

export const Cell = ({ title, isNumber, children }: CellProps) => (
  <td data-title={title} data-number={isNumber}>
    {children ?? '–'}
  </td>
);
