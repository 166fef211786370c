import type { ReactNode } from "react";

interface Props {
  /** What each column holds; the first names the row, the others are numbers. */
  columns: readonly ReactNode[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  testId?: string;
}

/** The figures of a small chart, row by row. */
export function RowsTable({ columns, rows, testId }: Props) {
  return (
    <table className="table" data-testid={testId}>
      <thead>
        <tr>
          {columns.map((column, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no name but their place
            <th key={at} scope="col" className={at > 0 ? "right" : ""}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [name, ...values] }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {values.map((value, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is the column
              <td key={at} className="right">
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
