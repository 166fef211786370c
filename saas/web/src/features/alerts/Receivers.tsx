import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type AlertDelivery,
  type AlertReceiver,
  type AlertReceiverWanted,
  addAlertReceiver,
  getAlertDeliveries,
  getAlertReceivers,
  removeAlertReceiver,
  tryAlertReceiver,
} from "../../api/alerts";
import { useLanguage } from "../../app/preferences";
import { type Format, useFormat } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Copy } from "../../ui/Copy";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";

const REFRESH_MS = 5_000;
const CHIP = { waiting: "chip", sent: "chip chip-good", failed: "chip chip-bad" } as const;

/** Who is told beside the inbox, and what was sent to whom. */
export function Receivers() {
  const { t } = useTranslation();
  const { park } = usePark();
  const found = useQuery({
    queryKey: ["alert-receivers", park.code],
    queryFn: () => getAlertReceivers(park.code),
  });
  if (found.error) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <div className="card skeleton health-skeleton" aria-busy="true" />;
  const { receivers, has_mail: hasMail } = found.data;
  return (
    <>
      <Card title={t("alerts.tab_receivers")} summary={t("alerts.receivers_sub")}>
        {receivers.length === 0 && (
          <Empty title={t("alerts.no_receivers")} hint={t("alerts.no_receivers_hint")} />
        )}
        {receivers.length > 0 && (
          <ul className="alert-rules">
            {receivers.map(one => (
              <ReceiverRow key={one.id} receiver={one} />
            ))}
          </ul>
        )}
        <NewReceiver hasMail={hasMail} />
      </Card>
      <Sent />
    </>
  );
}

/** What was sent to whom, the newest first. */
function Sent() {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const pages = usePages();
  const query = useQuery({
    queryKey: ["alert-deliveries", park.code, pages.cursor],
    queryFn: () => getAlertDeliveries(park.code, queryOf(pages)),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const rows = query.data?.deliveries ?? [];
  return (
    <Card title={t("alerts.deliveries")} summary={t("alerts.deliveries_sub")}>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {query.data && rows.length === 0 && pages.before === 0 && (
        <Empty title={t("alerts.no_deliveries")} hint={t("alerts.no_deliveries_hint")} />
      )}
      {rows.length > 0 && <Deliveries rows={rows} format={format} />}
      <Pager pages={pages} next={query.data?.cursor} rows={rows.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}

function ReceiverRow({ receiver }: { receiver: AlertReceiver }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const trying = useMutation({
    mutationFn: () => tryAlertReceiver(park.code, receiver.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["alert-deliveries", park.code] }),
  });
  const removing = useMutation({
    mutationFn: () => removeAlertReceiver(park.code, receiver.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["alert-receivers", park.code] }),
  });
  return (
    <li data-testid="receiver" data-kind={receiver.kind}>
      <div>
        <p>
          <span className="chip">{t(`alerts.kind_${receiver.kind}`)}</span> <strong>{receiver.name}</strong>
        </p>
        <p className="note">
          <code>{receiver.address}</code>
        </p>
        {(trying.error ?? removing.error) && <Problem error={trying.error ?? removing.error} />}
      </div>
      <div className="alert-rule-acts">
        <button
          type="button"
          className="button"
          disabled={trying.isPending}
          onClick={() => trying.mutate()}
          data-testid="receiver-try"
        >
          {t("alerts.send_trial")}
          <span className="sr-only"> – {receiver.name}</span>
        </button>
        <button
          type="button"
          className="button"
          disabled={removing.isPending}
          onClick={() => removing.mutate()}
        >
          {t("alerts.remove")}
          <span className="sr-only"> – {receiver.name}</span>
        </button>
      </div>
    </li>
  );
}

function NewReceiver({ hasMail }: { hasMail: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const language = useLanguage();
  const fresh: AlertReceiverWanted = { kind: "email", name: "", address: "", locale: language };
  const [wanted, setWanted] = useState(fresh);
  const change = (changed: Partial<AlertReceiverWanted>) => setWanted(old => ({ ...old, ...changed }));
  const adding = useMutation({
    mutationFn: () => addAlertReceiver(park.code, wanted),
    onSuccess: async () => {
      setWanted(fresh);
      await client.invalidateQueries({ queryKey: ["alert-receivers", park.code] });
    },
  });
  const isMail = wanted.kind === "email";
  return (
    <form
      className="form alert-new"
      onSubmit={event => {
        event.preventDefault();
        adding.mutate();
      }}
    >
      <h3>{t("alerts.new_receiver")}</h3>
      <div className="alert-fields">
        <label>
          {t("alerts.by")}
          <select
            value={wanted.kind}
            onChange={event => change({ kind: event.target.value as "email" | "webhook" })}
            data-testid="receiver-kind"
          >
            <option value="email">{t("alerts.kind_email")}</option>
            <option value="webhook">{t("alerts.kind_webhook")}</option>
          </select>
        </label>
        <label>
          {t(isMail ? "alerts.mail_address" : "alerts.web_address")}
          <input
            type={isMail ? "email" : "url"}
            required
            maxLength={500}
            value={wanted.address}
            placeholder={isMail ? "energy@example.org" : "https://example.org/alerts"}
            onChange={event => change({ address: event.target.value })}
            data-testid="receiver-address"
          />
        </label>
        <label>
          {t("alerts.rule_name")}
          <input
            maxLength={120}
            value={wanted.name ?? ""}
            onChange={event => change({ name: event.target.value })}
          />
        </label>
      </div>
      {isMail && !hasMail && <p className="note">{t("alerts.no_mail")}</p>}
      {!isMail && <p className="note">{t("alerts.web_hint")}</p>}
      {adding.error && <Problem error={adding.error} />}
      {adding.data?.secret && (
        <p role="status" data-testid="receiver-secret">
          {t("alerts.secret")} <code>{adding.data.secret}</code>{" "}
          <Copy text={adding.data.secret} what={t("alerts.copy_secret")} />
        </p>
      )}
      <div className="alert-acts">
        <button
          type="submit"
          className="button primary"
          disabled={adding.isPending}
          data-testid="receiver-add"
        >
          {t("alerts.add_receiver")}
        </button>
      </div>
    </form>
  );
}

function Deliveries({ rows, format }: { rows: AlertDelivery[]; format: Format }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("alerts.deliveries")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("alerts.when")}</th>
            <th scope="col">{t("alerts.to")}</th>
            <th scope="col">{t("alerts.event")}</th>
            <th scope="col">{t("alerts.outcome")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id} data-testid="delivery" data-state={row.state}>
              <td className="nowrap">{format.dateTime(row.created_at)}</td>
              <th scope="row">{row.receiver}</th>
              <td>
                {t(`alerts.event_${row.event}`)}
                {row.alert !== null && <span className="note"> #{row.alert}</span>}
              </td>
              <td>
                <span className={CHIP[row.state]}>{t(`alerts.sent_${row.state}`)}</span>{" "}
                <span className="note">
                  {row.attempts > 1 && `${t("alerts.attempts", { count: row.attempts })} `}
                  {row.answer}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
