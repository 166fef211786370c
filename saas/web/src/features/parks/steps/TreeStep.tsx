import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { meterTableUrl, readMeterTable } from "../../../api/parks";
import { useFormat } from "../../../lib/format";
import { Problem } from "../../../ui/Problem";
import { Segmented } from "../../../ui/Segmented";
import { SelectField, type StepProps } from "./fields";

export function TreeStep({ answers, choices, change }: StepProps) {
  const { t } = useTranslation();
  const { tree } = answers;
  return (
    <div className="wizard-rows">
      <Segmented
        label={t("parks.tree_by")}
        value={tree.by}
        options={[
          { value: "template", label: t("parks.by_template") },
          { value: "table", label: t("parks.by_table") },
        ]}
        onChange={by => change({ tree: { ...tree, by } })}
      />
      {tree.by === "template" ? (
        <Templates answers={answers} choices={choices} change={change} />
      ) : (
        <Table answers={answers} choices={choices} change={change} />
      )}
      {choices.is_simulated && (
        <label className="wizard-check">
          <input
            type="checkbox"
            checked={tree.simulated}
            onChange={event => change({ tree: { ...tree, simulated: event.target.checked } })}
            data-testid="park-simulated"
          />
          <span>
            <strong>{t("parks.simulated")}</strong>
            <span className="note">{t("parks.simulated_hint")}</span>
          </span>
        </label>
      )}
    </div>
  );
}

function Templates({ answers, choices, change }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const usual = choices.usual[answers.profile.type] ?? "simple";
  return answers.enterprises.map((firm, i) => {
    const code = firm.template ?? usual;
    const template = choices.templates.find(one => one.code === code);
    return (
      <div className="wizard-template" key={firm.code}>
        <SelectField
          label={format.name(firm) || firm.code}
          field={`${i}.template`}
          value={code}
          options={choices.templates.map(one => ({ value: one.code, label: format.name(one) }))}
          onChange={value =>
            change({
              enterprises: answers.enterprises.map((one, at) =>
                at === i ? { ...one, template: value === usual ? null : value } : one,
              ),
            })
          }
          testId={`firm-template-${i}`}
        />
        {template && (
          <p className="note">
            {t("parks.template_makes", {
              meters: template.meters.map(meter => format.name(meter)).join(t("parks.comma")),
              sources: template.sources.map(source => format.name(source)).join(t("parks.comma")),
            })}
          </p>
        )}
      </div>
    );
  });
}

function Table({ answers, change }: StepProps) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const { tree } = answers;
  const reading = useMutation({
    mutationFn: readMeterTable,
    onSuccess: found => {
      if (found.errors.length === 0) change({ tree: { ...tree, rows: found.rows } });
    },
  });
  const errors = reading.data?.errors ?? [];
  return (
    <div className="wizard-rows">
      <p className="note">{t("parks.table_lead")}</p>
      <div className="file-row">
        <a className="button" href={meterTableUrl(i18n.language)} download>
          {t("parks.table_template")}
        </a>
        <label className="button" htmlFor={id}>
          {t("parks.table_choose")}
        </label>
        <input
          id={id}
          className="sr-only"
          type="file"
          accept=".xlsx,.csv"
          onChange={event => {
            const file = event.target.files?.[0];
            if (file) reading.mutate(file);
            event.target.value = "";
          }}
          data-testid="meter-table"
        />
        <span className="strong">{t("parks.table_rows", { count: tree.rows.length })}</span>
      </div>
      {reading.error && <Problem error={reading.error} />}
      {errors.length > 0 && (
        <div className="problem" role="alert">
          <strong>{t("parks.table_errors", { count: errors.length })}</strong>
          <ul>
            {errors.slice(0, 50).map(error => (
              <li key={`${error.row} ${error.column} ${error.code}`}>
                {t("parks.table_error", {
                  row: error.row,
                  column: t(`parks.column.${error.column}` as never, { defaultValue: error.column }),
                  problem: t(`parks.mistake.${error.code}` as never, {
                    about: error.value,
                    defaultValue: error.message,
                  }),
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
