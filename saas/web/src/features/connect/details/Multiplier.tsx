import { useTranslation } from "react-i18next";
import type { Format } from "../../../lib/format";
import { type Draft, mostPower, multiplierOf, type Ratio, ratiosOf } from "./draft";
import { Field, Input } from "./Field";

interface Props {
  draft: Draft;
  fault: string | undefined;
  format: Format;
  onChange: (change: Partial<Draft>) => void;
}

const RATIOS: Ratio[] = ["one", "transformers", "known"];

/** By what the index is multiplied: asked the way it stands on the plates, and said in words with numbers. */
export function Multiplier({ draft, fault, format, onChange }: Props) {
  const { t } = useTranslation();
  const isElectric = draft.carrier === "electricity";
  const unit = draft.points.find(point => point.isOn)?.unit ?? "";
  return (
    <fieldset className="connect-ratio field-wide">
      <legend>{t("connect.ratio.title")}</legend>
      <div className="connect-ratio-ways">
        {RATIOS.filter(way => isElectric || way !== "transformers").map(way => (
          <label key={way} className="check">
            <input
              type="radio"
              name="ratio"
              checked={draft.ratio === way}
              onChange={() => onChange({ ratio: way })}
              data-testid={`ratio-${way}`}
            />
            <span>{t(`connect.ratio.${way}`)}</span>
          </label>
        ))}
      </div>
      {draft.ratio === "transformers" && <Transformers draft={draft} onChange={onChange} />}
      {draft.ratio === "known" && (
        <Field
          id="multiplier"
          label={t("meters.multiplier")}
          hint={t("connect.ratio.known_hint")}
          fault={fault}
        >
          <Input
            id="multiplier"
            inputMode="decimal"
            value={draft.multiplier}
            fault={fault}
            onValue={multiplier => onChange({ multiplier })}
          />
        </Field>
      )}
      {draft.ratio !== "known" && fault && <p className="field-fault">{fault}</p>}
      <Worked draft={draft} unit={unit} format={format} />
    </fieldset>
  );
}

function Transformers({ draft, onChange }: Pick<Props, "draft" | "onChange">) {
  const { t } = useTranslation();
  const pair = (kind: "ct" | "pt") => (
    <span className="connect-pair">
      <span>{t(`connect.ratio.${kind}`)}</span>
      {([0, 1] as const).map(side => (
        <label key={side}>
          <span className="sr-only">
            {t(`connect.ratio.${kind}_${side === 0 ? "primary" : "secondary"}`)}
          </span>
          <input
            className="connect-number-input"
            inputMode="decimal"
            value={draft[kind][side]}
            placeholder={{ ct: ["500", "5"], pt: ["10000", "100"] }[kind][side]}
            onChange={event => {
              const next: [string, string] = [...draft[kind]];
              next[side] = event.target.value;
              onChange({ [kind]: next });
            }}
            data-testid={`${kind}-${side}`}
          />
          {side === 0 && (
            <span aria-hidden="true" className="connect-slash">
              /
            </span>
          )}
        </label>
      ))}
      <span className="unit">{kind === "ct" ? "A" : "V"}</span>
    </span>
  );
  return (
    <div className="connect-transformers">
      {pair("ct")}
      <span aria-hidden="true">×</span>
      {pair("pt")}
      <span className="note">{t("connect.ratio.pt_hint")}</span>
    </div>
  );
}

/** The sum, and what it means for one unit of the index. */
function Worked({ draft, unit, format }: { draft: Draft; unit: string; format: Format }) {
  const { t } = useTranslation();
  const multiplier = multiplierOf(draft);
  const value = Number(multiplier);
  if (!multiplier || !Number.isFinite(value) || value <= 0)
    return <p className="note connect-worked">{t("connect.ratio.open")}</p>;
  const { ct, pt } = ratiosOf(draft);
  const most = mostPower(draft);
  return (
    <p className="connect-worked" data-testid="worked" data-multiplier={multiplier} aria-live="polite">
      {draft.ratio === "transformers" && ct !== null && pt !== null && (
        <strong>
          {draft.ct.join("/")}
          {pt !== 1 && ` × ${draft.pt.join("/")}`} = {format.plain(ct)}
          {pt !== 1 && ` × ${format.plain(pt)}`} {pt !== 1 && `= ${format.plain(value)}`}
        </strong>
      )}{" "}
      {value === 1
        ? t("connect.ratio.words_one", { unit })
        : t("connect.ratio.words", { unit, multiplier: format.plain(value) })}
      {most !== null && ` ${t("connect.ratio.most", { most: format.plain(most) })}`}
    </p>
  );
}
