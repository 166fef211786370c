import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeterPoint } from "../../../api/meters";
import type { Decoded, Decoding } from "../../../api/sources";
import { useFormat } from "../../../lib/format";

interface Props {
  decoded: Decoded;
  point: MeterPoint;
  onChosen: (decoding: Decoding) => void;
}

const FIRST = 6;
const REASONS = [
  "no_number",
  "no_value",
  "zero",
  "in_range",
  "in_range_scaled",
  "out_of_range",
  "usual_size",
  "usual_size_scaled",
  "unusual_size",
  "negative",
  "all_bits",
  "too_large",
  "no_number_later",
  "still",
  "multiple",
  "jumped",
  "moved",
  "falls",
  "grew_much",
  "grew",
] as const;

/** What registers may mean, the most plausible first, with what they said at both reads. */
export function Decodings({ decoded, point, onChosen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isAll, setAll] = useState(false);
  const rows = isAll ? decoded.decodings : decoded.decodings.slice(0, FIRST);
  const value = (of: number | string | null) =>
    typeof of === "number" ? format.plain(Number(of.toPrecision(9))) : (of ?? "\u2013");
  return (
    <div data-testid="decodings">
      <p className="note">
        {t("sources.content")}{" "}
        <code>
          {decoded.registers.map(word => word.toString(16).toUpperCase().padStart(4, "0")).join(" ")}
        </code>
      </p>
      <div className="edges-scroll">
        <table className="table sources-decodings">
          <thead>
            <tr>
              <th scope="col">{t("sources.type")}</th>
              <th scope="col" className="right">
                {t("sources.first_read")}
              </th>
              <th scope="col" className="right">
                {t("sources.second_read")}
              </th>
              <th scope="col">{t("sources.why")}</th>
              <th scope="col">
                <span className="sr-only">{t("sources.take")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(decoding => (
              <tr
                key={`${decoding.type} ${decoding.order} ${decoding.offset}`}
                data-testid="decoding"
                data-type={decoding.type}
                data-order={decoding.order}
                data-offset={decoding.offset}
              >
                <th scope="row">
                  <code>
                    {decoding.type} {decoding.order}
                  </code>
                  {decoding.offset > 0 && <span className="note"> +{decoding.offset}</span>}
                </th>
                <td className="right nowrap">
                  {value(decoding.value)} <span className="unit">{point.unit}</span>
                </td>
                <td className="right nowrap">{value(decoding.value_later)}</td>
                <td>
                  <Score share={decoding.score} />{" "}
                  {decoding.reasons
                    .map(reason => {
                      const known = REASONS.find(code => code === reason.code);
                      return known ? t(`sources.decoding_reason.${known}`) : reason.text;
                    })
                    .join(t("sources.comma"))}
                </td>
                <td>
                  <button
                    type="button"
                    className="button"
                    onClick={() => onChosen(decoding)}
                    data-testid="decoding-take"
                  >
                    {t("sources.take")}
                    <span className="sr-only">
                      {" "}
                      {decoding.type} {decoding.order}
                    </span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!isAll && decoded.decodings.length > FIRST && (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          {t("sources.all_decodings", { count: decoded.decodings.length })}
        </button>
      )}
    </div>
  );
}

function Score({ share }: { share: number }) {
  const format = useFormat();
  const tone = share > 0.6 ? "chip-good" : share > 0.25 ? "chip-warn" : "";
  return <span className={`chip ${tone}`}>{format.percent(share, 0)}</span>;
}
