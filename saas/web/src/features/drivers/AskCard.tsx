import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type AnalysisKind,
  type AnalysisOptions,
  askAnalysis,
  type ReadTable,
  readTable,
  templateUrl,
} from "../../api/analyses";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { MethodFields, ParkFields, type ParkText, TableFields } from "./AskFields";
import { guess, missing, type Roles, tableOptions } from "./roles";

interface Props {
  kind: AnalysisKind;
  onAsked: (run: number) => void;
}

/** What is asked: of the park's own months, or of a table that one brings. */
export function AskCard({ kind, onAsked }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [source, setSource] = useState<"park" | "table">("park");
  const [own, setOwn] = useState<ParkText>(() => lastYears());
  const [method, setMethod] = useState<AnalysisOptions>({});
  const [file, setFile] = useState<{ name: string; read: ReadTable; roles: Roles } | null>(null);
  const reading = useMutation({
    mutationFn: async (chosen: File) => ({ name: chosen.name, read: await readTable(park.code, chosen) }),
    onSuccess: found => setFile({ ...found, roles: guess(kind, found.read) }),
  });
  const asking = useMutation({
    mutationFn: () => {
      const data = source === "park" ? parkOptions(kind, own) : file ? tableOptions(kind, file.roles) : {};
      const options = { ...data, ...clean(method) };
      const title = source === "park" ? `${own.from} – ${own.to}` : (file?.name ?? "");
      return askAnalysis(park.code, {
        kind,
        title,
        source,
        options,
        seed: 1,
        ...(source === "table" && file && { table: file.read.table }),
      });
    },
    onSuccess: async run => {
      await client.invalidateQueries({ queryKey: ["analyses", park.code] });
      onAsked(run.id);
    },
  });
  const lacks = source === "table" ? (file ? missing(kind, file.roles) : "file") : missingOwn(kind, own);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!lacks) asking.mutate();
  };
  return (
    <Card title={t(`drivers.ask.${kind}`)} summary={t(`drivers.ask_sub.${kind}`)}>
      <form onSubmit={submit} className="drivers-ask" data-testid="ask">
        <Segmented
          label={t("drivers.source")}
          value={source}
          options={[
            { value: "park", label: t("drivers.of_park") },
            { value: "table", label: t("drivers.of_table") },
          ]}
          onChange={setSource}
        />
        {source === "park" ? (
          <ParkFields kind={kind} text={own} onChange={setOwn} />
        ) : (
          <>
            <div className="fields">
              <label className="field">
                {t("drivers.file")}
                <input
                  type="file"
                  accept=".csv,.xlsx"
                  data-testid="analysis-file"
                  onChange={event => {
                    const chosen = event.target.files?.[0];
                    setFile(null);
                    if (chosen) reading.mutate(chosen);
                  }}
                />
              </label>
              <p className="field drivers-template">
                <a className="button" href={templateUrl(park.code, kind)} download>
                  {t("drivers.template")}
                </a>
              </p>
            </div>
            {reading.error && <Problem error={reading.error} />}
            {file && (
              <TableFields
                kind={kind}
                read={file.read}
                roles={file.roles}
                onChange={roles => setFile({ ...file, roles })}
              />
            )}
          </>
        )}
        <MethodFields kind={kind} options={method} onChange={setMethod} />
        <p className="drivers-submit">
          <button
            type="submit"
            className="button primary"
            disabled={lacks !== null || asking.isPending}
            data-testid="ask-go"
          >
            {asking.isPending ? t("drivers.asking") : t("drivers.go")}
          </button>
          {lacks && <span className="note">{t(`drivers.lacks.${lacks}` as never)}</span>}
        </p>
        {asking.error && <Problem error={asking.error} />}
      </form>
    </Card>
  );
}

function lastYears(): ParkText {
  const year = new Date().getUTCFullYear();
  const month = new Date().getUTCMonth() + 1;
  const first = `${year}-${String(month).padStart(2, "0")}-01`;
  return { from: `${year - 1}-01-01`, to: first, step: "month", output: "", drivers: ["energy"], entity: "" };
}

function parkOptions(kind: AnalysisKind, own: ParkText): AnalysisOptions {
  const span = { from: own.from, to: own.to, step: own.step };
  if (kind === "lmdi") return { ...span, ...(own.output && { output: own.output }) };
  if (kind === "decoupling") return { ...span, output: own.output || "output_constant", period: "period" };
  const entity = own.entity ? { entity: own.entity } : {};
  return { ...span, period: "period", impact: "emissions", drivers: own.drivers, ...entity };
}

const missingOwn = (kind: AnalysisKind, own: ParkText) =>
  !(own.from && own.to && own.from < own.to)
    ? "span"
    : kind === "stirpat" && own.drivers.length === 0
      ? "drivers"
      : null;

const clean = (options: AnalysisOptions): AnalysisOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null && value !== ""));
