import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { type Discovery, type Level, look } from "../../../api/sources";
import { Card } from "../../../ui/Card";
import type { Connection } from "../behind/config";
import { faultOf, LookProblem } from "../behind/LookProblem";
import { CertificateBox } from "./CertificateBox";
import type { OpcuaForm, Secrets } from "./form";
import { ranked } from "./form";
import { KnownServers } from "./KnownServers";
import { LogInFields } from "./LogInFields";
import { OwnCertificateBox } from "./OwnCertificateBox";
import { SecurityChoice } from "./SecurityChoice";

interface Props {
  park: string;
  edge: string;
  form: OpcuaForm;
  secrets: Secrets;
  sources: Connection[];
  connection: Connection;
  isConnected: boolean;
  onChange: (what: Partial<OpcuaForm>) => void;
  onSecrets: (what: Partial<Secrets>) => void;
  onConnected: () => void;
}

/** Which server, with which security, trusted by which fingerprint, as whom; until it answers. */
export function ServerCard(props: Props) {
  const { park, edge, form, secrets, sources, connection, isConnected, onChange, onSecrets, onConnected } =
    props;
  const { t } = useTranslation();
  const id = useId();
  const finding = useMutation({
    mutationFn: () => look<Discovery>(park, edge, "discover", { url: form.url }),
    onSuccess: found => {
      const [best] = ranked(found);
      onChange({
        known: null,
        security: best?.security ?? "",
        mode: best?.security_mode ?? "",
        logIn: "anonymous",
      });
    },
  });
  const connecting = useMutation({
    mutationFn: () => look<Level>(park, edge, "browse", { ...asked(connection), limit: 1 }),
    onSuccess: onConnected,
  });
  const found = finding.data;
  const endpoint = found?.endpoints.find(
    one => one.security === form.security && one.security_mode === form.mode,
  );
  const needsTrust =
    endpoint !== undefined &&
    (endpoint.security !== "none" || form.logIn !== "anonymous") &&
    endpoint.trust !== "trusted" &&
    endpoint.fingerprint !== null &&
    !form.trusted.includes(endpoint.fingerprint);
  const isReady = form.known !== null || (endpoint !== undefined && !needsTrust);
  return (
    <Card title={t("sources.server")} summary={t("sources.server_sub")} className="sources-card">
      <KnownServers
        sources={sources}
        chosen={form.known}
        onChosen={known => {
          finding.reset();
          onChange({ known });
        }}
      />
      <form
        className="sources-row"
        onSubmit={event => {
          event.preventDefault();
          connecting.reset();
          finding.mutate();
        }}
      >
        <label htmlFor={id}>{t("sources.url")}</label>
        <input
          id={id}
          className="sources-wide"
          required
          pattern="opc\.tcp://[^\s/:]+.*"
          value={form.url}
          spellCheck={false}
          autoCapitalize="none"
          onChange={event => {
            finding.reset();
            onChange({ url: event.target.value.trim(), known: null, trusted: [] });
          }}
          data-testid="opcua-url"
        />
        <button type="submit" className="button" disabled={finding.isPending} data-testid="opcua-discover">
          {t(finding.isPending ? "sources.discovering" : "sources.discover")}
        </button>
      </form>
      {finding.error !== null && <LookProblem error={finding.error} onRetry={() => finding.mutate()} />}
      {found && form.known === null && (
        <>
          <p className="sources-server" data-testid="opcua-server">
            <strong>{found.name}</strong> <code>{found.application_uri}</code>
          </p>
          <SecurityChoice
            endpoints={ranked(found)}
            security={form.security}
            mode={form.mode}
            onChosen={(security, mode) => onChange({ security, mode })}
          />
          {endpoint && (
            <LogInFields
              endpoint={endpoint}
              form={form}
              secrets={secrets}
              onChange={onChange}
              onSecrets={onSecrets}
            />
          )}
          {endpoint?.fingerprint && (endpoint.security !== "none" || form.logIn !== "anonymous") && (
            <CertificateBox
              endpoint={endpoint}
              isTrusted={!needsTrust}
              onTrust={trusted => onChange({ trusted })}
            />
          )}
          {found.own && endpoint && endpoint.security !== "none" && (
            <OwnCertificateBox
              own={found.own}
              edge={edge}
              isRefused={faultOf(connecting.error) === "own_certificate_refused"}
            />
          )}
        </>
      )}
      {connecting.error !== null && (
        <LookProblem error={connecting.error} onRetry={() => connecting.mutate()} />
      )}
      {(found || form.known !== null) && !isConnected && (
        <p className="sources-row">
          <button
            type="button"
            className="button primary"
            disabled={!isReady || connecting.isPending}
            onClick={() => connecting.mutate()}
            data-testid="opcua-connect"
          >
            {t(connecting.isPending ? "sources.connecting" : "sources.connect")}
          </button>
          {needsTrust && <span className="note">{t("sources.trust_first")}</span>}
        </p>
      )}
      {isConnected && (
        <p className="sources-good" role="status" data-testid="opcua-connected">
          {t("sources.connected")}
        </p>
      )}
    </Card>
  );
}

/** A connection as the edge's commands take it. */
export const asked = (connection: Connection) => ({
  connection: { ...connection.section, type: connection.type, name: connection.name ?? "new" },
  secrets: connection.secrets,
});
