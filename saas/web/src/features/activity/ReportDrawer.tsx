import { useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Choices, Detail } from "../../api/activity";
import type { Format } from "../../lib/format";
import { ReportForm, type Start } from "./ReportForm";
import { ReportView } from "./ReportView";
import { lastDay, type Words } from "./words";

/** What the drawer shows: one report, several of a month to choose from, or a form. */
export type Shown = { reports: number[]; start: Start } | { start: Start };

interface Props {
  park: string;
  shown: Shown;
  choices: Choices;
  words: Words;
  format: Format;
  isOperator: boolean;
  canWrite: boolean;
  onClosed: () => void;
}

export function ReportDrawer({ park, shown, choices, words, format, isOperator, canWrite, onClosed }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(true);
  const [ids, setIds] = useState("reports" in shown ? shown.reports : []);
  const [start, setStart] = useState<Start | null>(ids.length === 0 ? shown.start : null);
  const [failure, setFailure] = useState<unknown>(null);
  const opener = useRef(document.activeElement as HTMLElement | null);
  const saved = async (id: number, problem: unknown) => {
    setFailure(problem);
    setIds([id]);
    setStart(null);
    await client.invalidateQueries({ queryKey: ["activity", park] });
  };
  const title = start ? t(start.supersedes ? "activity.change" : "activity.enter") : t("activity.report");
  return (
    <Drawer
      open={isOpen}
      onClose={() => setOpen(false)}
      afterOpenChange={open => {
        if (open) return;
        onClosed();
        opener.current?.focus();
      }}
      title={title}
      size="min(44rem, 100vw)"
      closable={{ "aria-label": t("app.close") }}
    >
      <div data-testid="report-drawer" className="report-drawer">
        {start && (
          <ReportForm
            key={start.supersedes ?? "new"}
            park={park}
            start={start}
            choices={choices}
            words={words}
            format={format}
            isOperator={isOperator}
            onSaved={(id, problem) => void saved(id, problem)}
          />
        )}
        {!start &&
          ids.map(id => (
            <ReportView
              key={id}
              park={park}
              id={id}
              words={words}
              format={format}
              canWrite={canWrite}
              failure={failure}
              onChange={detail => setStart(successor(detail))}
            />
          ))}
        {!start && canWrite && (
          <button type="button" className="button" onClick={() => setStart(shown.start)}>
            {t("activity.another", { day: lastDay(shown.start.to_day).slice(0, 7) })}
          </button>
        )}
      </div>
    </Drawer>
  );
}

function successor({ report }: Detail): Start {
  const { kind, purpose, ...kept } = report;
  return {
    ...kept,
    kind: kind as Start["kind"],
    purpose: purpose as NonNullable<Start["purpose"]>,
    supersedes: report.id,
  };
}
