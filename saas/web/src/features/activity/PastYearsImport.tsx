import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { importPastYears, templateUrl } from "../../api/activity";
import { useLanguage } from "../../app/preferences";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

/** From a file: what it would do or what is wrong with it, then all rows or none. */
export function PastYearsImport({ park }: { park: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const trying = useMutation({ mutationFn: (chosen: File) => importPastYears(park, chosen, true) });
  const storing = useMutation({
    mutationFn: (chosen: File) => importPastYears(park, chosen, false),
    onSuccess: () => client.invalidateQueries({ queryKey: ["activity", park] }),
  });
  const outcome = storing.data ?? trying.data;
  const error = storing.error ?? trying.error;
  return (
    <Card
      title={t("activity.import")}
      summary={t("activity.import_hint")}
      actions={
        <a className="button" href={templateUrl(park, language)} download>
          {t("activity.template")}
        </a>
      }
    >
      <div className="form import-form">
        <label>
          {t("activity.file")}
          <input
            type="file"
            accept=".csv,.xlsx"
            data-testid="import-file"
            onChange={event => {
              const chosen = event.target.files?.[0] ?? null;
              storing.reset();
              trying.reset();
              setFile(chosen);
              if (chosen) trying.mutate(chosen);
            }}
          />
        </label>
        {error && <Problem error={error} />}
        {outcome && (
          <div role="status">
            {outcome.errors.length === 0 ? (
              <p>
                {t(storing.data ? "activity.import_done" : "activity.import_would", {
                  created: outcome.created,
                  changed: outcome.changed,
                  unchanged: outcome.unchanged,
                })}
              </p>
            ) : (
              <p>{t("activity.import_errors", { count: outcome.errors.length })}</p>
            )}
          </div>
        )}
        {outcome && outcome.errors.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("activity.row")}</th>
                <th scope="col">{t("activity.column")}</th>
                <th scope="col">{t("activity.value")}</th>
                <th scope="col">{t("activity.fault")}</th>
              </tr>
            </thead>
            <tbody>
              {outcome.errors.map(fault => (
                <tr key={`${fault.row} ${fault.column} ${fault.code}`}>
                  <td>{fault.row}</td>
                  <td>{t(`activity.columns.${fault.column}` as never, { defaultValue: fault.column })}</td>
                  <td>{fault.value}</td>
                  <td>{t(`activity.faults.${fault.code}` as never, { defaultValue: fault.message })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {file && trying.data?.errors.length === 0 && !storing.data && (
          <button
            type="button"
            className="button primary"
            disabled={storing.isPending}
            onClick={() => storing.mutate(file)}
            data-testid="import-store"
          >
            {t("activity.import_store")}
          </button>
        )}
      </div>
    </Card>
  );
}
