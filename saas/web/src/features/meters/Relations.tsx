import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PointLife } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";

/** The meters above and below, what it is computed from, and the sources that count it. */
export function Relations({ life, format }: { life: PointLife; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const { point, children, inputs, dependents, uses, allocations, formula } = life;
  const to = (code: string, name: string) => <Link to={`/p/${park.code}/meters/${code}`}>{name}</Link>;
  const list = (
    items: { code: string; name_zh: string; name_en: string; role: string }[],
    isRoled: boolean,
  ) => (
    <ul className="links">
      {items.map(item => (
        <li key={`${item.code}/${item.role}`}>
          {to(item.code, format.name(item))}{" "}
          {isRoled && <span className="chip">{label("input_role", item.role)}</span>}
        </li>
      ))}
    </ul>
  );
  const parts: [string, React.ReactNode][] = [];
  if (point.parent) parts.push([t("meters.parent"), to(point.parent, point.parent)]);
  if (children.length)
    parts.push([
      t("meter.children"),
      <div key="children">
        {list(children, false)}
        <Link className="quiet-link" to={`/p/${park.code}/meters/${point.code}/remainder`}>
          {t("remainder.title")}
        </Link>
      </div>,
    ]);
  if (formula && typeof formula.expression === "string")
    parts.push([
      t("meter.formula"),
      <Link key="formula" to={`/p/${park.code}/computed/virtual/${point.code}`}>
        <code>{formula.expression}</code>
      </Link>,
    ]);
  if (formula && typeof formula.record === "string")
    parts.push([
      t("recorded.what"),
      <Link key="record" to={`/p/${park.code}/computed/recorded/${point.code}`}>
        {t(`recorded.kind.${formula.record as "bills"}`)} · {String(formula.item).replace(/^product:/, "")}
      </Link>,
    ]);
  if (inputs.length) parts.push([t("meter.inputs"), list(inputs, true)]);
  if (dependents.length) parts.push([t("meter.dependents"), list(dependents, true)]);
  if (allocations.length)
    parts.push([
      t("meter.allocation"),
      <ul className="links" key="allocation">
        {allocations.map(item => (
          <li key={item.id}>
            {format.date(item.valid_from)} – {item.valid_to === null ? "" : format.date(item.valid_to)}{" "}
            <span className="chip">{label("allocation_method", item.method)}</span>
            <span className="term-sub">
              {item.shares
                .map(share => `${share.target} ${share.weight ?? share.submeter ?? ""}`)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>,
    ]);
  parts.push([
    t("meter.counted_by"),
    uses.length === 0 ? (
      <span className="note" key="none">
        {t("meter.counted_by_none")}
      </span>
    ) : (
      <ul className="links" key="uses">
        {uses.map(item => (
          <li key={`${item.source}/${item.role}`}>
            {item.weight < 0 ? "\u2212 " : ""}
            {format.name(item)} <span className="chip">{label("use_role", item.role)}</span>
          </li>
        ))}
      </ul>
    ),
  ]);
  return (
    <Card title={t("meter.relations")}>
      <dl className="facts facts-small">
        {parts.map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
