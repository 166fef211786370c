import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { uploadEvidence } from "../../api/meters";
import { enterZero } from "../../api/national";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";

const CODES = [
  "water_reuse",
  "solid_waste",
  "waste_heat",
  "waste_cold",
  "waste_pressure",
  "product",
] as const;
const UNITS: Record<string, string> = { water_reuse: "m\u00b3", solid_waste: "t" };

/** A figure that no meter has, with the file that shows it; empty amounts take an earlier one back. */
export function EntryForm({ year, onDone }: { year: number; onDone: () => void }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const id = useId();
  const client = useQueryClient();
  const [code, setCode] = useState<(typeof CODES)[number]>("water_reuse");
  const [text, setText] = useState({ product: "", part: "", whole: "", unit: "kgce/t", note: "" });
  const [file, setFile] = useState<File | null>(null);
  const isProduct = code === "product";
  const isBack = text.part === "" && text.whole === "";
  const keeping = useMutation({
    mutationFn: async () => {
      const kept = file && !isBack ? await uploadEvidence(park.code, file, null) : null;
      return enterZero(park.code, {
        year,
        code: isProduct ? `product:${text.product.trim()}` : code,
        part: text.part === "" ? null : text.part,
        whole: text.whole === "" ? null : text.whole,
        unit: isProduct ? text.unit : "",
        evidence: kept?.id ?? null,
        note: text.note,
      });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["zero-year", park.code] });
      onDone();
    },
  });
  const field = (name: keyof typeof text, label: string, isNumber = false) => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        value={text[name]}
        inputMode={isNumber ? "decimal" : "text"}
        pattern={isNumber ? "[0-9]*[.]?[0-9]*" : undefined}
        onChange={event => setText({ ...text, [name]: event.target.value })}
        data-testid={`entry-${name}`}
      />
    </div>
  );
  return (
    <form
      className="zero-form"
      onSubmit={event => {
        event.preventDefault();
        keeping.mutate();
      }}
      data-testid="entry-form"
    >
      <p className="note">{t("zero_carbon.entry_hint", { year })}</p>
      <div className="zero-fields">
        <div className="field">
          <label htmlFor={`${id}-code`}>{t("zero_carbon.indicator")}</label>
          <select
            id={`${id}-code`}
            value={code}
            onChange={event => setCode(event.target.value as typeof code)}
            data-testid="entry-code"
          >
            {CODES.map(one => (
              <option key={one} value={one}>
                {t(`zero_carbon.entry.${one}`)}
              </option>
            ))}
          </select>
        </div>
        {isProduct && field("product", t("zero_carbon.product_name"))}
        {field(
          "part",
          `${t(isProduct ? "zero_carbon.product_value" : "zero_carbon.entry_part")} ${isProduct ? "" : (UNITS[code] ?? "GJ")}`,
          true,
        )}
        {field(
          "whole",
          `${t(isProduct ? "zero_carbon.product_limit" : "zero_carbon.entry_whole")} ${isProduct ? "" : (UNITS[code] ?? "GJ")}`,
          true,
        )}
        {isProduct && field("unit", t("zero_carbon.unit"))}
        <div className="field">
          <label htmlFor={`${id}-file`}>{t("zero_carbon.entry_file")}</label>
          <input
            id={`${id}-file`}
            type="file"
            onChange={event => setFile(event.target.files?.[0] ?? null)}
            data-testid="entry-file"
          />
        </div>
        {field("note", t("zero_carbon.note"))}
      </div>
      {keeping.error && <Problem error={keeping.error} />}
      <p className="row-actions">
        <button
          type="submit"
          className="button primary"
          disabled={keeping.isPending || !text.note.trim() || (!isBack && !file)}
          data-testid="entry-save"
        >
          {t(isBack ? "zero_carbon.take_back" : "zero_carbon.keep")}
        </button>{" "}
        <button type="button" className="button" onClick={onDone}>
          {t("app.close")}
        </button>
      </p>
    </form>
  );
}
