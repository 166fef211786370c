import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  endInput,
  type PlanDesk,
  type PlanLever,
  type PlanScenario,
  previewScenario,
  saveScenario,
} from "../../api/planning";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useDebounced } from "../../lib/useDebounced";
import { useTable } from "../../lib/useTable";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Fresh } from "../../ui/Fresh";
import { Problem } from "../../ui/Problem";
import { TableToggle } from "../../ui/TableToggle";
import { Frame } from "./Frame";
import { LeverRow } from "./LeverRow";
import { ASPECTS, line } from "./plot";
import { codeFor, kt } from "./words";

interface Props {
  desk: PlanDesk;
  code: string;
  canEdit: boolean;
  format: Format;
  onChoose: (code: string) => void;
}

/** A scenario's levers in the four aspects, followed while they are moved. */
export function ScenarioEditor({ desk, code, canEdit, format, onChoose }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const saved = desk.inputs.scenarios?.[code];
  const [draft, setDraft] = useState<PlanScenario | null>(null);
  const scenario = draft ?? saved;
  const settled = (desk: PlanDesk) => {
    client.setQueryData(["planning", park.code], desk);
    setDraft(null);
  };
  const saving = useMutation({
    mutationFn: (body: PlanScenario) => saveScenario(park.code, code, body),
    onSuccess: settled,
  });
  const copying = useMutation({
    mutationFn: (body: PlanScenario) => {
      const next = codeFor(`${code}-2`, Object.keys(desk.inputs.scenarios ?? {}));
      const names = { name_zh: `${body.name_zh} 2`, name_en: `${body.name_en} 2` };
      return saveScenario(park.code, next, { ...body, ...names }).then(made => ({ made, next }));
    },
    onSuccess: ({ made, next }) => {
      settled(made);
      onChoose(next);
    },
  });
  const ending = useMutation({
    mutationFn: () => endInput(park.code, "scenarios", code),
    onSuccess: made => {
      settled(made);
      onChoose(Object.keys(made.inputs.scenarios ?? {})[0] ?? "");
    },
  });
  if (!scenario) return null;
  const change = (levers: PlanLever[]) => setDraft({ ...scenario, levers });
  const error = saving.error ?? copying.error;
  return (
    <Card
      title={format.name(scenario)}
      summary={t("planning.editor_hint")}
      actions={
        canEdit && (
          <>
            <button
              type="button"
              className="quiet"
              onClick={() => copying.mutate(scenario)}
              data-testid="scenario-copy"
            >
              {t("planning.copy")}
            </button>
            {Object.keys(desk.inputs.scenarios ?? {}).length > 1 && (
              <ConfirmButton
                label={t("planning.remove")}
                about={format.name(scenario)}
                title={t("planning.sure_remove", { name: format.name(scenario) })}
                onDo={() => ending.mutateAsync()}
              >
                <p>{t("planning.means_remove")}</p>
              </ConfirmButton>
            )}
          </>
        )
      }
    >
      <Preview scenario={scenario} format={format} />
      <div className="aspects">
        {ASPECTS.map(aspect => (
          <fieldset key={aspect} className="aspect" disabled={!canEdit}>
            <legend>{t(`planning.aspect.${aspect}`)}</legend>
            {scenario.levers.map(
              (lever, i) =>
                desk.drivers.find(one => one.driver === lever.driver)?.aspect === aspect && (
                  <LeverRow
                    // biome-ignore lint/suspicious/noArrayIndexKey: levers have no name of their own
                    key={i}
                    lever={lever}
                    desk={desk}
                    onChange={next => change(scenario.levers.map((one, k) => (k === i ? next : one)))}
                    onRemove={() => change(scenario.levers.filter((_, k) => k !== i))}
                  />
                ),
            )}
            <AddLever desk={desk} aspect={aspect} onAdd={lever => change([...scenario.levers, lever])} />
          </fieldset>
        ))}
      </div>
      {error && <Problem error={error} />}
      {canEdit && draft && (
        <p className="wizard-buttons">
          <button type="button" className="button" onClick={() => setDraft(null)}>
            {t("planning.undo")}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={saving.isPending}
            onClick={() => saving.mutate(draft)}
            data-testid="scenario-save"
          >
            {t("planning.save_scenario")}
          </button>
        </p>
      )}
    </Card>
  );
}

interface AddProps {
  desk: PlanDesk;
  aspect: (typeof ASPECTS)[number];
  onAdd: (lever: PlanLever) => void;
}

function AddLever({ desk, aspect, onAdd }: AddProps) {
  const { t } = useTranslation();
  const year = desk.inputs.base?.year ?? 2025;
  return (
    <select
      className="lever-add"
      value=""
      aria-label={t("planning.add_lever_to", { aspect: t(`planning.aspect.${aspect}`) })}
      onChange={event => {
        const driver = desk.drivers.find(one => one.driver === event.target.value);
        if (!driver) return;
        const sector = desk.inputs.base?.sectors[0]?.name ?? "";
        const item = driver.of === "sector" ? sector : driver.of === "carrier" ? "electricity" : "";
        const target =
          driver.driver === "energy_intensity" ? 0.8 : driver.driver === "activity_growth" ? 2 : 0.1;
        onAdd({ driver: driver.driver, start: year + 1, end: 2035, target, shape: "linear", item });
      }}
    >
      <option value="">{t("planning.add_lever")}</option>
      {desk.drivers
        .filter(one => one.aspect === aspect)
        .map(one => (
          <option key={one.driver} value={one.driver}>
            {t(`planning.driver.${one.driver}` as never) as string}
          </option>
        ))}
    </select>
  );
}

/** The path of the scenario as it stands, followed by the platform after every change. */
function Preview({ scenario, format }: { scenario: PlanScenario; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [isTable, toggleTable] = useTable("preview");
  const asked = useDebounced(scenario, 400);
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ["plan-preview", park.code, asked],
    queryFn: () => previewScenario(park.code, asked),
    placeholderData: before => before,
  });
  if (error) return <Problem error={error} />;
  if (!data) return <div className="skeleton plan-skeleton" />;
  const first = 2060 - data.total.length + 1;
  const words = data.peak
    ? t("planning.preview_peak", {
        year: data.peak,
        tonnes: format.number(kt(data.total.at(-1) ?? 0), 1),
      })
    : t("planning.preview_none", { tonnes: format.number(kt(data.total.at(-1) ?? 0), 1) });
  return (
    <div data-chart={t("planning.fan")}>
      <div className="card-head">
        <p className="card-summary" data-testid="preview-words">
          {words}
        </p>
        <div className="card-actions">
          <TableToggle isTable={isTable} onToggle={toggleTable} testId="preview-toggle" />
        </div>
      </div>
      {isTable ? (
        <PreviewTable years={data.total.map((_, k) => first + k)} total={data.total} format={format} />
      ) : (
        <Frame
          label={words}
          height={180}
          x={[first, 2060]}
          y={[0, kt(Math.max(...data.total))]}
          format={format}
        >
          {scale => (
            <path
              className="fan-line"
              style={{ color: "var(--accent)" }}
              d={line(data.total.map((value, k) => [scale.x(first + k), scale.y(kt(value))] as const))}
            />
          )}
        </Frame>
      )}
      <p className="card-foot">
        <Fresh source="model" computed={dataUpdatedAt || null} format={format} />
      </p>
    </div>
  );
}

interface PreviewTableProps {
  years: readonly number[];
  total: readonly number[];
  format: Format;
}

function PreviewTable({ years, total, format }: PreviewTableProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("planning.fan")} style={{ maxHeight: 180 }}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("planning.year")}</th>
            <th scope="col" className="right">
              {t("planning.unit_kt")}
            </th>
          </tr>
        </thead>
        <tbody>
          {years.map((year, k) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              <td className="right">{format.number(kt(total[k] ?? 0), 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
