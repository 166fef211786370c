import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type BrokerLogin, getLogins, postLogin } from "../../../api/devices";
import { useFormat } from "../../../lib/format";
import { usePark } from "../../../lib/park";
import { Card } from "../../../ui/Card";
import { Copy } from "../../../ui/Copy";
import { Problem } from "../../../ui/Problem";
import { addressOf } from "./snippets";

export type LoginLine = readonly ["topic" | "group_id" | "node_id" | "host_id", string];

interface Props {
  park: string;
  device: string;
  /** What else the device asks for, as (name, value). */
  lines: LoginLine[];
  /** What was made just now, with the password that is shown once. */
  login: BrokerLogin | null;
  onMade: (login: BrokerLogin) => void;
}

/** The log-in at the broker: made here, its password shown once. */
export function LoginCard({ park, device, lines, login, onMade }: Props) {
  const { t } = useTranslation();
  const { park: place } = usePark();
  const format = useFormat(place.timezone);
  const client = useQueryClient();
  const logins = useQuery({
    queryKey: ["device-logins", park, device],
    queryFn: () => getLogins(park, device),
  });
  const making = useMutation({
    mutationFn: () => postLogin(park, device),
    onSuccess: async made => {
      onMade(made);
      await client.invalidateQueries({ queryKey: ["device-logins", park, device] });
    },
  });
  const before = logins.data?.logins.find(item => item.until === null);
  return (
    <Card
      title={t("connect.login.title")}
      summary={t(login ? "connect.login.once" : "connect.login.lead")}
      className="connect-login"
      actions={
        login && (
          <Copy text={allOf(login, lines)} what={t("connect.login.all")} label={t("connect.login.all")} />
        )
      }
    >
      {logins.error && <Problem error={logins.error} onRetry={() => void logins.refetch()} />}
      {login && <Lines login={login} more={lines} />}
      {!login && before && (
        <p className="note">
          {t("connect.login.before", {
            name: before.name,
            time: format.dateTime(before.since),
            by: before.by,
          })}
        </p>
      )}
      {making.error && <Problem error={making.error} />}
      <p className="connect-login-buttons">
        {!login && (
          <button
            type="button"
            className="button primary"
            disabled={making.isPending || logins.isPending}
            onClick={() => making.mutate()}
            data-testid="login-make"
          >
            {t(before ? "connect.login.renew" : "connect.login.make")}
          </button>
        )}
        {login?.ca_pem && (
          <a
            className="button"
            href={`data:application/x-pem-file,${encodeURIComponent(login.ca_pem)}`}
            download="ca.pem"
            data-testid="ca-download"
          >
            {t("connect.login.ca")}
          </a>
        )}
      </p>
    </Card>
  );
}

function Lines({ login, more }: { login: BrokerLogin; more: LoginLine[] }) {
  const { t } = useTranslation();
  const { host, port, isTls } = addressOf(login.url);
  const lines = [
    ["server", host],
    ["port", String(port)],
    ["client_id", login.client_id],
    ["username", login.username],
    ["password", login.password],
  ] as const;
  return (
    <dl className="connect-lines" data-testid="login-lines">
      {lines.map(([name, value]) => (
        <div key={name} data-line={name}>
          <dt>{t(`connect.login.${name}`)}</dt>
          <dd>
            <code>{value}</code>
            {name === "port" && (
              <span className={`chip ${isTls ? "chip-good" : "chip-warn"}`}>
                {t(isTls ? "connect.login.tls" : "connect.login.plain")}
              </span>
            )}
            <Copy text={value} what={t(`connect.login.${name}`)} />
          </dd>
        </div>
      ))}
      {more.map(([name, value]) => (
        <div key={value} data-line={name}>
          <dt>{t(`connect.login.${name}`)}</dt>
          <dd>
            <code>{value}</code>
            <Copy text={value} what={t(`connect.login.${name}`)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const allOf = (login: BrokerLogin, lines: LoginLine[]): string =>
  [login.url, `client id: ${login.client_id}`, `user: ${login.username}`, `password: ${login.password}`]
    .concat(lines.map(([name, value]) => `${name.replace("_", " ")}: ${value}`))
    .join("\n");
