import { useTranslation } from "react-i18next";
import type { Frame } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Figure } from "../../ui/Figure";

/** The ribbons of the flow diagram as a table. */
export function FlowsTable({ frame, format }: { frame: Frame; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  const owner = (key: string | null) => {
    const found = frame.enterprises.find(item => item.key === key);
    return found ? format.name(found) : t("live.unallocated");
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("live.flows")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("live.carrier")}</th>
            <th scope="col">{t("live.scene")}</th>
            <th scope="col">{t("live.enterprise")}</th>
            <th scope="col" className="right">
              t/h
            </th>
          </tr>
        </thead>
        <tbody>
          {frame.flows.map(flow => {
            const key = `${flow.carrier}|${flow.scene}|${flow.enterprise ?? ""}`;
            return (
              <tr key={key}>
                <td>{label("carrier", flow.carrier)}</td>
                <td>{label("scene", flow.scene)}</td>
                <td>{owner(flow.enterprise)}</td>
                <td className="right">
                  <Figure
                    query={{ figure: "now", frame: frame.seq, by: "flow", key }}
                    value={flow.value}
                    name={`${label("carrier", flow.carrier)}, ${label("scene", flow.scene)}, ${owner(flow.enterprise)}`}
                    shown={`${format.tonnes(flow.value)} t/h`}
                  >
                    {format.tonnes(flow.value)}
                  </Figure>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
