import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MappingPreview } from "../../../api/devices";
import { importMeters, type MeterPoint } from "../../../api/meters";
import { useFormat } from "../../../lib/format";
import { usePark } from "../../../lib/park";
import { decimalOf } from "../details/draft";

type Reading = MappingPreview["readings"][number];

/** What the value would be, and whether it can be that; a guess of the unit can be taken. */
export function VerdictView({ point, reading }: { point: MeterPoint; reading: Reading }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const { plausible, value } = reading;
  const number = Number(value);
  const facts = {
    value: Number.isFinite(number) ? format.plain(number) : String(value),
    unit: point.unit,
    guess: plausible.guess?.unit ?? "",
  };
  const tone = plausible.ok ? (plausible.code === "ok" ? "chip-good" : "chip-warn") : "chip-bad";
  const multiplied = number * Number(point.multiplier);
  return (
    <div className="connect-verdict" data-testid={`verdict-${point.code}`} data-code={plausible.code}>
      <p>
        <strong>{facts.value}</strong> <span className="unit">{point.unit}</span>
        {point.multiplier !== "1" && Number.isFinite(multiplied) && (
          <span className="note">
            {" "}
            × {format.plain(Number(point.multiplier))} = {format.plain(multiplied)} {point.unit}
          </span>
        )}{" "}
        <span className={`chip ${tone}`}>{t(plausible.ok ? "connect.map.fits" : "connect.map.odd")}</span>
      </p>
      {plausible.code !== "ok" && (
        <p className={plausible.ok ? "note" : "field-warning"}>
          {t(`connect.verdict.${plausible.code}`, facts)}
        </p>
      )}
      {plausible.guess && (
        <TakeUnit point={point} unit={plausible.guess.unit} factor={plausible.guess.factor} />
      )}
    </div>
  );
}

/** The point in the unit that was guessed: changed as a file of meters changes it, while nothing was read yet. */
function TakeUnit({ point, unit, factor }: { point: MeterPoint; unit: string; factor: string }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: () => {
      const most = point.max_rate === null ? "" : decimalOf(Number(point.max_rate) / Number(factor));
      const csv = `device,point,unit,max_rate\n${point.device},${point.code},${unit},${most}\n`;
      return importMeters(park.code, new File([csv], "unit.csv", { type: "text/csv" }), false);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["meters", park.code] });
      await client.invalidateQueries({ queryKey: ["mapping-preview", park.code] });
    },
  });
  const refused = changing.data?.errors[0];
  return (
    <p>
      <button
        type="button"
        className="button"
        disabled={changing.isPending}
        onClick={() => changing.mutate()}
        data-testid="take-unit"
      >
        {t("connect.map.take_unit", { unit })}
      </button>{" "}
      {(refused || changing.error) && (
        <span className="field-fault" role="alert">
          {
            t(`terms.mistake.${refused?.code ?? "format"}` as never, {
              defaultValue: changing.error?.message ?? "",
            }) as string
          }
        </span>
      )}
    </p>
  );
}
