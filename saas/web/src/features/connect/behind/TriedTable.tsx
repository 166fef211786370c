import { useTranslation } from "react-i18next";
import type { Plausible, Tried } from "../../../api/sources";
import { useFormat } from "../../../lib/format";
import { Judged } from "./Judged";
import type { Choice } from "./SaveCard";
import { Shown } from "./Shown";

interface Props {
  choices: Choice[];
  rows: Tried[];
  judged: ReadonlyMap<string, Plausible>;
}

/** What each point said when it was tried, and whether that can be. */
export function TriedTable({ choices, rows, judged }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="table" data-testid="tried">
      <thead>
        <tr>
          <th scope="col">{t("edges.point")}</th>
          <th scope="col">{t("edges.value")}</th>
          <th scope="col">{t("sources.judgement")}</th>
        </tr>
      </thead>
      <tbody>
        {choices.map(({ point, read }) => {
          const row = rows.find(one => one.key === point.code);
          return (
            <tr key={point.code} data-point={point.code} data-ok={row?.ok && judged.get(point.code)?.ok}>
              <th scope="row">{format.name(point)}</th>
              <td>
                <Shown tried={row} unit={point.unit} isScaled={read.scale !== undefined} />
              </td>
              <td>
                <Judged point={point} tried={row} judged={judged.get(point.code)} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
