import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Import, importMeters, type Mistake, templateUrl } from "../../api/meters";
import { useLanguage } from "../../app/preferences";
import { useLabels } from "../../lib/labels";
import { AntTheme } from "../../ui/AntTheme";
import { Problem } from "../../ui/Problem";
import { mistakesCsv } from "./mistakes";

const MOST_SHOWN = 200;

interface Props {
  park: string;
  onClosed: () => void;
}

/** Many meters from a file: template, a dry run that says what would happen, then all rows or none. */
export default function ImportDrawer({ park, onClosed }: Props) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(true);
  return (
    <AntTheme>
      <Drawer
        open={isShown}
        onClose={() => setShown(false)}
        afterOpenChange={open => {
          if (!open) onClosed();
        }}
        title={t("meters.import_title")}
        size="min(56rem, 100vw)"
        closable={{ "aria-label": t("app.close") }}
      >
        <Steps park={park} onDone={() => setShown(false)} />
      </Drawer>
    </AntTheme>
  );
}

function Steps({ park, onDone }: { park: string; onDone: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const trying = useMutation({ mutationFn: (chosen: File) => importMeters(park, chosen, true) });
  const doing = useMutation({
    mutationFn: (chosen: File) => importMeters(park, chosen, false),
    onSuccess: () => client.invalidateQueries({ queryKey: ["meters", park] }),
  });
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    doing.reset();
    trying.mutate(chosen);
    // The same file, corrected, must be a change again.
    if (input.current) input.current.value = "";
  };
  const result = doing.data ?? trying.data;
  return (
    <div className="import" data-testid="import">
      <ol className="import-steps">
        <li>
          <h3>{t("meters.step_template")}</h3>
          <p className="note">{t("meters.step_template_hint")}</p>
          <p className="chips">
            <a className="button" href={templateUrl(park, "xlsx", language)} download>
              {t("meters.template_xlsx")}
            </a>
            <a className="button" href={templateUrl(park, "csv", language)} download>
              {t("meters.template_csv")}
            </a>
          </p>
        </li>
        <li>
          <h3>{t("meters.step_file")}</h3>
          <p className="note">{t("meters.step_file_hint")}</p>
          <label className="button file-button">
            {file ? t("meters.choose_again") : t("meters.choose")}
            <input
              ref={input}
              type="file"
              className="sr-only"
              accept=".csv,.xlsx,text/csv"
              onChange={event => choose(event.target.files?.[0])}
              data-testid="import-file"
            />
          </label>{" "}
          {file && <span className="note">{file.name}</span>}
        </li>
        <li aria-live="polite">
          <h3>{t("meters.step_check")}</h3>
          {!file && <p className="note">{t("meters.step_check_hint")}</p>}
          {trying.isPending && <div className="skeleton rows-skeleton" />}
          {(trying.error ?? doing.error) && <Problem error={trying.error ?? doing.error} />}
          {result && (
            <Outcome
              result={result}
              isBusy={doing.isPending}
              onImport={() => file && doing.mutate(file)}
              onDone={onDone}
            />
          )}
        </li>
      </ol>
    </div>
  );
}

interface OutcomeProps {
  result: Import;
  isBusy: boolean;
  onImport: () => void;
  onDone: () => void;
}

function Outcome({ result, isBusy, onImport, onDone }: OutcomeProps) {
  const { t } = useTranslation();
  const { applied, created, changed, unchanged, errors } = result;
  if (errors.length > 0) return <Mistakes mistakes={errors} />;
  return (
    <>
      <p className="import-sum" data-testid="import-sum" data-applied={applied}>
        <strong>{applied ? t("meters.imported") : t("meters.ready")}</strong>{" "}
        {t("meters.sum", { created, changed, unchanged })}
      </p>
      <Changes result={result} />
      {applied ? (
        <button type="button" className="button primary" onClick={onDone} data-testid="import-done">
          {t("app.close")}
        </button>
      ) : (
        <button
          type="button"
          className="button primary"
          disabled={isBusy || created + changed === 0}
          onClick={onImport}
          data-testid="import-apply"
        >
          {t("meters.apply", { count: created + changed })}
        </button>
      )}
    </>
  );
}

/** What is wrong, by row; the same as a file to work through. */
function Mistakes({ mistakes }: { mistakes: Mistake[] }) {
  const { t } = useTranslation();
  const label = useLabels();
  const said = (mistake: Mistake) => {
    const words = label("mistake", mistake.code);
    return words === mistake.code ? mistake.message : words;
  };
  const head = [t("meters.row"), t("meters.column"), t("meters.value"), t("meters.mistake")];
  const download = () => {
    const text = mistakesCsv(head, mistakes, item => [
      String(item.row),
      label("meter_column", item.column),
      item.value,
      said(item),
    ]);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "mistakes.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <>
      <div className="problem" role="alert" data-testid="import-mistakes">
        <strong>{t("meters.mistakes", { count: mistakes.length })}</strong>
        <p>{t("meters.mistakes_hint")}</p>
        <button type="button" className="button" onClick={download} data-testid="mistakes-download">
          {t("meters.mistakes_download")}
        </button>
      </div>
      <table className="table">
        <thead>
          <tr>
            {head.map(text => (
              <th scope="col" key={text}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {mistakes.slice(0, MOST_SHOWN).map(item => (
            <tr
              key={`${item.row}/${item.column}/${item.code}`}
              data-testid="mistake"
              data-row={item.row}
              data-column={item.column}
            >
              <td className="right">{item.row}</td>
              <td className="nowrap">{label("meter_column", item.column)}</td>
              <td>
                <code className="wrap">{item.value}</code>
              </td>
              <td>{said(item)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Changes({ result }: { result: Import }) {
  const { t } = useTranslation();
  const label = useLabels();
  const rows = result.rows.filter(row => row.outcome !== "unchanged").slice(0, MOST_SHOWN);
  if (rows.length === 0) return null;
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t("meters.row")}</th>
          <th scope="col">{t("meters.point")}</th>
          <th scope="col">{t("meters.change")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.row}>
            <td className="right">{row.row}</td>
            <td>
              <code>{row.point ?? row.device}</code>
            </td>
            <td>
              {row.outcome === "created" && <span className="chip chip-good">{t("meters.new")}</span>}
              {row.changes.map(change => (
                <span key={change.column} className="import-change">
                  {label("meter_column", change.column)} <del>{change.before || "\u2013"}</del> →{" "}
                  <ins>{change.after || "\u2013"}</ins>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
