import { useTranslation } from "react-i18next";
import type { Grid, GridLine, MonthCell } from "../../api/activity";
import type { Format } from "../../lib/format";
import type { Words } from "./words";

interface Props {
  grid: Grid;
  words: Words;
  format: Format;
  canWrite: boolean;
  onOpen: (line: GridLine, cell: MonthCell) => void;
}

/** Twelve months of every item: what was reported, what is missing, and how it stands to last year. */
export function MonthGrid({ grid, words, format, canWrite, onOpen }: Props) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="grid-scroll" tabIndex={0} aria-label={t("activity.grid")}>
      <table className="table month-grid" data-testid="month-grid">
        <thead>
          <tr>
            <th scope="col">{t("activity.item")}</th>
            {grid.lines[0]?.cells.map(cell => (
              <th key={cell.month} scope="col" className="right">
                {format.month(cell.month)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.lines.map(line => (
            <tr key={`${line.enterprise} ${line.item}`}>
              <th scope="row">
                {words.item(line.item)} <span className="unit">{words.unit(line.unit)}</span>
                <span className="term-sub">{words.enterprise(line.enterprise)}</span>
              </th>
              {line.cells.map(cell => (
                <td key={cell.month}>
                  <Cell
                    line={line}
                    cell={cell}
                    words={words}
                    format={format}
                    canWrite={canWrite}
                    onOpen={onOpen}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type CellProps = Omit<Props, "grid"> & { line: GridLine; cell: MonthCell };

function Cell({ line, cell, words, format, canWrite, onOpen }: CellProps) {
  const { t } = useTranslation();
  const state = t(`activity.state.${cell.state}`);
  if (cell.state === "future" || (cell.reports.length === 0 && !canWrite))
    return <span className={`month-cell is-${cell.state}`}>{cell.state === "future" ? "" : state}</span>;
  const { change, needs_comment } = cell.last_year;
  return (
    <button
      type="button"
      className={`month-cell is-${cell.state}`}
      onClick={() => onOpen(line, cell)}
      data-testid="month-cell"
      data-state={cell.state}
      data-item={line.item}
      data-enterprise={line.enterprise ?? ""}
      data-month={cell.month}
    >
      <span className="sr-only">
        {words.item(line.item)} {words.enterprise(line.enterprise)} {format.month(cell.month)}{" "}
      </span>
      {cell.quantity !== null && <strong>{words.quantity(cell.quantity)}</strong>}
      <span className="month-state">{state}</span>
      {change !== null && (
        <span className={needs_comment ? "change is-large" : "change"}>
          {change > 0 ? "▲" : change < 0 ? "▼" : "="} {format.percent(Math.abs(change), 0)}
        </span>
      )}
    </button>
  );
}
