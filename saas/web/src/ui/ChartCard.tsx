import type { ReactNode } from "react";
import type { Format } from "../lib/format";
import { Card, type CardProps } from "./Card";
import { Fresh, type FreshProps } from "./Fresh";
import { TableToggle } from "./TableToggle";

interface Props extends CardProps, Omit<FreshProps, "format"> {
  isTable: boolean;
  onToggle: () => void;
  testId?: string;
  /** Nothing to draw: neither a table to choose nor a word on how new it is. */
  isEmpty?: boolean;
  /** What else stands in the line below. */
  foot?: ReactNode;
  format: Format;
}

/** A card with a chart: its figures as a table and to take along, where they are from and how new they are. */
export function ChartCard({
  isTable,
  onToggle,
  testId,
  isEmpty = false,
  foot,
  source,
  until,
  computed,
  format,
  actions,
  children,
  ...card
}: Props) {
  return (
    <Card
      {...card}
      actions={
        isEmpty ? (
          actions
        ) : (
          <>
            {actions}
            <TableToggle isTable={isTable} onToggle={onToggle} testId={testId} />
          </>
        )
      }
    >
      {children}
      {!isEmpty && (
        <p className="card-foot">
          {foot}
          <Fresh {...{ source, until, computed, format }} />
        </p>
      )}
    </Card>
  );
}
