import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Endpoint } from "../../../api/sources";
import { LOG_INS, type OpcuaForm, type Secrets } from "./form";

interface Props {
  endpoint: Endpoint;
  form: OpcuaForm;
  secrets: Secrets;
  onChange: (what: Partial<OpcuaForm>) => void;
  onSecrets: (what: Partial<Secrets>) => void;
}

/** As whom the edge logs in; only ways that the server offers. */
export function LogInFields({ endpoint, form, secrets, onChange, onSecrets }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const offered = LOG_INS.filter(one => endpoint.log_ins.includes(one));
  return (
    <fieldset className="sources-choices">
      <legend>{t("sources.log_in")}</legend>
      <div className="sources-row">
        {offered.map(one => (
          <label key={one} className="sources-inline">
            <input
              type="radio"
              name="log-in"
              checked={form.logIn === one}
              onChange={() => onChange({ logIn: one })}
              data-testid={`opcua-log-in-${one}`}
            />
            {t(`sources.as.${one}`)}
          </label>
        ))}
      </div>
      {form.logIn === "username" && (
        <div className="sources-row">
          <label htmlFor={`${id}-user`}>{t("sources.user")}</label>
          <input
            id={`${id}-user`}
            value={form.user}
            autoComplete="off"
            spellCheck={false}
            onChange={event => onChange({ user: event.target.value })}
            data-testid="opcua-user"
          />
          <label htmlFor={`${id}-password`}>{t("sources.password")}</label>
          <input
            id={`${id}-password`}
            type="password"
            autoComplete="new-password"
            value={secrets.password}
            onChange={event => onSecrets({ password: event.target.value })}
            data-testid="opcua-password"
          />
        </div>
      )}
      {form.logIn === "certificate" && (
        <div className="sources-pair">
          <label htmlFor={`${id}-certificate`}>{t("sources.user_certificate")}</label>
          <textarea
            id={`${id}-certificate`}
            rows={4}
            spellCheck={false}
            value={secrets.certificate}
            onChange={event => onSecrets({ certificate: event.target.value })}
          />
          <label htmlFor={`${id}-key`}>{t("sources.user_key")}</label>
          <textarea
            id={`${id}-key`}
            rows={4}
            spellCheck={false}
            value={secrets.key}
            onChange={event => onSecrets({ key: event.target.value })}
          />
        </div>
      )}
      {endpoint.security === "none" && form.logIn !== "anonymous" && (
        <p className="sources-warn">{t("sources.clear_hint")}</p>
      )}
    </fieldset>
  );
}
