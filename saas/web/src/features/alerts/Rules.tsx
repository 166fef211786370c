import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type AlertRule,
  type AlertRules,
  type AlertTemplateInfo,
  changeAlertRule,
  deleteAlertRule,
  getAlertRules,
  recommendAlertRules,
} from "../../api/alerts";
import { type Format, useFormat } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { CHIP } from "./AlertRow";
import { RuleForm, wantedOf } from "./RuleForm";
import { lengthText, subjectText, valueText } from "./words";

/** The rules, and the templates that new ones are made from. */
export function Rules() {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [form, setForm] = useState<{ info: AlertTemplateInfo; rule: AlertRule | null } | null>(null);
  const pages = usePages();
  const found = useQuery({
    queryKey: ["alert-rules", park.code, pages.cursor],
    queryFn: () => getAlertRules(park.code, queryOf(pages)),
    placeholderData: keepPreviousData,
  });
  const client = useQueryClient();
  const adding = useMutation({
    mutationFn: () => recommendAlertRules(park.code),
    onSuccess: () => client.invalidateQueries({ queryKey: ["alert-rules", park.code] }),
  });
  if (found.error) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <div className="card skeleton health-skeleton" aria-busy="true" />;
  const { rules, templates, can_set: canSet } = found.data;
  const infoOf = (rule: AlertRule) => templates.find(one => one.template === rule.template);
  return (
    <>
      {form && (
        <RuleForm
          key={`${form.info.template} ${form.rule?.id}`}
          info={form.info}
          rule={form.rule}
          choices={found.data.choices}
          format={format}
          onAdded={pages.first}
          onDone={() => setForm(null)}
        />
      )}
      <Card title={t("alerts.tab_rules")} summary={t("alerts.rules_sub")}>
        {adding.error && <Problem error={adding.error} />}
        {rules.length === 0 && pages.before === 0 && (
          <Empty
            title={t("alerts.no_rules")}
            hint={t("alerts.recommend_hint")}
            action={
              canSet && (
                <button
                  type="button"
                  className="button primary"
                  disabled={adding.isPending}
                  onClick={() => adding.mutate()}
                  data-testid="recommend"
                >
                  {t("alerts.recommend")}
                </button>
              )
            }
          />
        )}
        {rules.length > 0 && (
          <ul className="alert-rules">
            {rules.map(rule => (
              <RuleRow
                key={rule.id}
                rule={rule}
                all={found.data}
                format={format}
                onChange={() => {
                  const info = infoOf(rule);
                  if (info) setForm({ info, rule });
                }}
              />
            ))}
          </ul>
        )}
        <Pager pages={pages} next={found.data.cursor} rows={rules.length} isOld={found.isPlaceholderData} />
      </Card>
      {canSet && (
        <Card title={t("alerts.templates")} summary={t("alerts.templates_sub")}>
          <ul className="alert-templates">
            {templates.map(info => (
              <li key={info.template}>
                <strong>{t(`alerts.template_${info.template}`)}</strong>
                <p className="note">{t(`alerts.about_${info.template}`)}</p>
                <button
                  type="button"
                  className="button"
                  onClick={() => setForm({ info, rule: null })}
                  data-testid={`template-${info.template}`}
                >
                  {t("alerts.use")}
                  <span className="sr-only"> – {t(`alerts.template_${info.template}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

interface RowProps {
  rule: AlertRule;
  all: AlertRules;
  format: Format;
  onChange: () => void;
}

function RuleRow({ rule, all, format, onChange }: RowProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const info = all.templates.find(one => one.template === rule.template);
  const done = () => client.invalidateQueries({ queryKey: ["alert-rules", park.code] });
  const resting = useMutation({
    mutationFn: () => changeAlertRule(park.code, rule.id, { ...wantedOf(rule), enabled: !rule.enabled }),
    onSuccess: done,
  });
  const removing = useMutation({ mutationFn: () => deleteAlertRule(park.code, rule.id), onSuccess: done });
  const name = rule.name || t(`alerts.template_${rule.template}`);
  const about = rule.subjects
    .slice(0, 3)
    .map(subject => subjectText(t, format, { subject_kind: info?.of ?? "point", subject }, all.choices));
  const more = rule.subjects.length - about.length;
  return (
    <li data-testid="alert-rule" data-template={rule.template} data-enabled={rule.enabled}>
      <div>
        <p>
          <span className={CHIP[rule.severity]}>{t(`health.severity_${rule.severity}`)}</span>{" "}
          <strong>{name}</strong> {!rule.enabled && <span className="chip">{t("alerts.rests")}</span>}
          {rule.open > 0 && <span className="note"> {t("alerts.goes_on", { count: rule.open })}</span>}
        </p>
        <p className="note">
          {t(`alerts.rule_${rule.template}`, {
            limit: rule.threshold == null ? "" : valueText(t, format, info?.unit ?? null, rule.threshold),
            minutes: rule.minutes == null ? "" : lengthText(t, format, rule.minutes),
          })}{" "}
          {about.length > 0 && t("alerts.only", { names: about.join(t("alerts.comma")) })}
          {more > 0 && ` ${t("alerts.and_more", { count: more })}`}
        </p>
        {rule.error && <p className="field-fault">{t("alerts.rule_error", { error: rule.error })}</p>}
        {(resting.error ?? removing.error) && <Problem error={resting.error ?? removing.error} />}
      </div>
      {all.can_set && (
        <div className="alert-rule-acts">
          <button type="button" className="button" onClick={onChange}>
            {t("alerts.change")}
            <span className="sr-only"> – {name}</span>
          </button>
          <button
            type="button"
            className="button"
            disabled={resting.isPending}
            onClick={() => resting.mutate()}
          >
            {t(rule.enabled ? "alerts.rest" : "alerts.wake")}
            <span className="sr-only"> – {name}</span>
          </button>
          <button
            type="button"
            className="button"
            disabled={removing.isPending}
            onClick={() => removing.mutate()}
            data-testid="rule-remove"
          >
            {t("alerts.remove")}
            <span className="sr-only"> – {name}</span>
          </button>
        </div>
      )}
    </li>
  );
}
